"""The quality sheet of a file, and a contradiction through three hands, over a real encrypted store."""

from __future__ import annotations

from datetime import date

import pytest

from app.desk import Desk
from app.errors import InvalidFieldError, RefusedError
from app.record import Record
from app.review.facts import ContradictionFound
from app.store import facts, outbox, reviews
from app.store.database import Store
from resources.demo.making import id_number_ending
from resources.demo.story import CUSTOMER_ID
from tests.app.desk.reviewing import COMPARER, RECORDER, REVIEWER, DeskOf, desks_of, heard, nameless


@pytest.fixture
def desk(store: Store) -> DeskOf:
    return desks_of(store)


def her(desk: Desk) -> Record:
    found = desk.customers.record(CUSTOMER_ID)
    assert found is not None
    return found


def test_the_sheet_of_the_story_says_77_and_where_each_value_comes_from(desk: DeskOf) -> None:
    sheet = desk(COMPARER).review.file_sheet(CUSTOMER_ID)
    assert sheet is not None
    assert (sheet.quality.score, sheet.quality.reasons) == (77, ("邮箱缺失", "住址 26 个月未核实"))
    rows = {one.label: one for one in sheet.fields}
    assert [*rows] == ["姓名", "性别", "生日", "证件类型", "证件号码", "实名", "联系电话", "邮箱", "住址"]
    address = rows["住址"]
    assert (address.source, address.freshness, address.collector) == ("柜面", "stale", "数据导入")
    assert (rows["性别"].value, rows["实名"].value, rows["邮箱"].value) == ("女", "已实名", "")
    assert (rows["联系电话"].value, rows["联系电话"].note) == ("138****8000", "手机")
    assert "*" in rows["证件号码"].value


def test_verifying_a_field_freshens_it_without_changing_it_and_goes_to_the_centre(desk: DeskOf, store: Store) -> None:
    mine = desk(COMPARER)
    mine.review.verify(CUSTOMER_ID, "address")
    sheet = mine.review.file_sheet(CUSTOMER_ID)
    address = next(one for one in sheet.fields if one.field == "address")
    assert (address.freshness, address.source, sheet.quality.score) == ("fresh", "柜面", 87)
    with store.read() as db:
        assert outbox.waiting(db).count == 1


def test_what_a_customer_says_about_her_name_becomes_a_case_and_the_file_stays(desk: DeskOf) -> None:
    mine = desk(COMPARER)
    case_id = heard(mine)
    assert her(mine).fields["name"] == "林婉清"
    (case,) = mine.review.queue().cases
    assert (case.case_id, case.customer, case.label, case.old, case.new) == (
        case_id,
        "林婉清",
        "姓名",
        "林婉清",
        "林婉青",
    )
    assert (case.new_source, case.state_words, case.found_by, case.is_mine) == ("客户告知", "待比对", "周雨桐", True)
    sheet = mine.review.file_sheet(CUSTOMER_ID)
    assert sheet.quality.score == 77 - 10 - 15
    assert sheet.quality.reasons[0] == "实名存疑：姓名或证件有矛盾，还没有核对完"


def test_the_same_thing_heard_twice_is_one_case(desk: DeskOf) -> None:
    assert heard(desk(COMPARER)) == heard(desk("A1031"))
    assert len(desk(COMPARER).review.queue().cases) == 1


def test_an_address_is_changed_at_once(desk: DeskOf) -> None:
    mine = desk(COMPARER)
    assert mine.review.propose(her(mine), "address", " 解放路 9 号 ", "customer_said").changed
    assert her(mine).fields["address"] == "解放路 9 号"
    assert mine.review.queue().cases == ()


@pytest.mark.parametrize(
    ("field", "value"), [("id_number", "110105194912310021"), ("birth_date", "1984 年"), ("e164", "12")]
)
def test_what_cannot_be_true_is_refused_at_once(desk: DeskOf, field: str, value: str) -> None:
    mine = desk(COMPARER)
    with pytest.raises(InvalidFieldError):
        mine.review.propose(her(mine), field, value, "agent")


def test_compared_reviewed_and_recorded_by_three_people_the_value_is_in_the_file_and_verified(desk: DeskOf) -> None:
    case_id = heard(desk(COMPARER))
    desk(COMPARER).review.compare(case_id, "new", "身份证写的是青")
    approved = desk(REVIEWER).review.review(case_id, "new", "以证件为准")
    assert approved.state_words == "待补录"
    recorded = desk(RECORDER).review.record(case_id)
    assert (recorded.state_words, recorded.is_open) == ("已补录", False)
    assert [(one.words, one.who, one.note) for one in recorded.steps] == [
        ("发现", "周雨桐", "客户本人"),
        ("比对", "周雨桐", "建议采用新值：身份证写的是青"),
        ("审核", "陈思远", "采用新值：以证件为准"),
        ("补录", "沈嘉禾", ""),
    ]
    record = her(desk(RECORDER))
    assert record.fields["name"] == "林婉青"
    assert record.meta["name"].verified_on != ""
    assert record.meta["name"].source == "customer_said"
    assert desk(COMPARER).review.file_sheet(CUSTOMER_ID).quality.score == 77
    assert desk(COMPARER).review.queue().cases == ()


def test_every_button_that_cannot_be_pressed_says_why(desk: DeskOf) -> None:
    case_id = heard(desk(COMPARER))

    def refusals(agent_id: str) -> dict[str, str]:
        return {one.move: one.refusal for one in desk(agent_id).review.case(case_id).actions}

    assert refusals(COMPARER) == {"compare": "", "review": "先比对，再审核", "record": "先比对，再补录", "withdraw": ""}
    assert refusals(RECORDER)["compare"].startswith("比对由坐席、班长、主管")
    assert refusals(RECORDER)["withdraw"] == "谁登记的谁撤回；其他人请走比对和审核"
    desk(REVIEWER).review.compare(case_id, "old", "系统里没有改过")
    assert refusals(REVIEWER)["review"] == "比对是您做的，审核要换一个人（四眼原则）"
    assert refusals("A1005")["review"] == ""
    assert refusals(COMPARER)["compare"] == "比对已经做过，现在是审核"
    with pytest.raises(RefusedError, match="四眼"):
        desk(REVIEWER).review.review(case_id, "old", "同意")
    desk("A1005").review.review(case_id, "old", "同意")
    assert refusals(RECORDER)["record"] == "这处矛盾已经维持原值，不用再处理"


def test_nothing_is_recorded_over_a_value_nobody_compared(desk: DeskOf) -> None:
    mine = desk(COMPARER)
    case_id = heard(mine)
    mine.review.compare(case_id, "new", "身份证")
    desk(REVIEWER).review.review(case_id, "new", "同意")
    mine.customers.change(her(mine), {"name": "林碗清"}, source="counter")
    with pytest.raises(RefusedError, match="又变了"):
        desk(RECORDER).review.record(case_id)
    assert her(mine).fields["name"] == "林碗清"
    with pytest.raises(RefusedError, match="放弃"):
        mine.review.withdraw(case_id, "不用了")
    assert desk(RECORDER).review.withdraw(case_id, "档案又变了").state_words == "已撤回"
    assert mine.review.queue().cases == ()


def test_a_step_needs_a_word_of_why(desk: DeskOf) -> None:
    case_id = heard(desk(COMPARER))
    with pytest.raises(InvalidFieldError):
        desk(COMPARER).review.compare(case_id, "new", "  ")


def test_mine_are_the_cases_whose_next_step_i_may_do(desk: DeskOf) -> None:
    heard(desk(COMPARER))
    assert len(desk(COMPARER).review.queue(mine=True).cases) == 1
    assert desk(RECORDER).review.queue(mine=True).cases == ()
    assert desk(RECORDER).review.queue().mine == 0


def test_the_list_is_a_projection_that_can_be_made_again(desk: DeskOf, store: Store) -> None:
    first = heard(desk(COMPARER))
    heard(desk(COMPARER), "林琬清")
    desk(COMPARER).review.compare(first, "old", "户口本")
    with store.write() as db:
        before = (reviews.waiting(db), reviews.of_customer(db, CUSTOMER_ID), reviews.count(db))
        reviews.rebuild(db, lambda case_id: facts.of_subject(db, case_id))
        assert (reviews.waiting(db), reviews.of_customer(db, CUSTOMER_ID), reviews.count(db)) == before
    assert before[2] == 2


def test_two_numbers_that_differ_where_they_are_hidden_do_not_look_the_same(desk: DeskOf) -> None:
    mine = desk(COMPARER)
    number = str(her(mine).fields["id_number"])
    born = date.fromisoformat(her(mine).fields["birth_date"])
    regions = [f"3101{district:02d}" for district in range(1, 21)]
    other = id_number_ending([one for one in regions if one != number[:6]], born, 2, number[-1])
    proposed = mine.review.propose(her(mine), "id_number", other, "customer_said")
    assert proposed.case.new.endswith("（遮住的部分不同）")
    assert number not in str(proposed.case)


def test_a_role_that_was_sent_only_stars_does_not_record_them(desk: DeskOf, store: Store) -> None:
    found = ContradictionFound(
        entity="customer", row_id=CUSTOMER_ID, customer_id=CUSTOMER_ID, field="id_number", old="3101**********0028",
        new="3101**********0021", new_source="import:2026-03",
    )  # fmt: skip
    mine = desk(COMPARER)
    with store.write() as db:
        facts.record_new(db, [(mine.seat.fact("case-1", found), CUSTOMER_ID)])
    mine.review.compare("case-1", "new", "身份证")
    desk(REVIEWER).review.review("case-1", "new", "同意")
    before = her(mine).fields["id_number"]
    with pytest.raises(RefusedError, match="打码"):
        desk(RECORDER).review.record("case-1")
    assert her(mine).fields["id_number"] == before


def test_somebody_who_may_be_her_stands_in_the_list_and_on_both_sheets(desk: DeskOf, store: Store) -> None:
    mine = desk(COMPARER)
    twin = nameless(mine)
    known, record = mine.customers.record(CUSTOMER_ID), mine.customers.record(twin)
    assert known is not None
    assert record is not None
    mine.customers.change(record, {"customer_no": known.fields["customer_no"]})
    (waiting,) = mine.review.queue().duplicates
    assert {waiting.customer, waiting.other} == {"林婉清", ""}
    assert waiting.reasons == ("同一客户号", "有一方没有姓名")
    for mine_id, other_id in ((CUSTOMER_ID, twin), (twin, CUSTOMER_ID)):
        (seen,) = mine.review.file_sheet(mine_id).duplicates
        assert (seen.customer_id, seen.other_id, seen.review_id) == (mine_id, other_id, waiting.review_id)
