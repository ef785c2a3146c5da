"""An agent finds a customer by whatever the caller says first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.customer.hit import SearchHit
from app.customer.interaction import ContactMade
from app.fact import Fact
from app.ids import AgentId, DeviceId, FactId, new_id
from app.record import FieldMeta, Record
from app.store import facts, records, search
from app.store.database import Store, open_store
from app.store.schema import alias
from app.ticket.facts import TicketOpened
from tests.builders import NOON


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Six people with phones, policies and one ticket."""
    opened = open_store(tmp_path_factory.mktemp("town") / "desk.db", "b2" * 32)
    with opened.write() as db:
        records.apply(db, list(_people()), device=DeviceId("pc-1"))
        facts.record_new(db, [(_ticket("TS-261124-01001"), "zhang-wei")])
    yield opened
    opened.close()


def _people() -> Iterator[Record]:
    yield from _person("zhang-wei", "张伟", "C-20810001", "+8613800138000", "P-2025-7714-0382", "310101199003070028")
    yield from _person("zhang-weiguo", "张伟国", "C-20810002", "+8613900139001", "P-2023-5520-1179", "")
    yield from _person("li-wei", "李伟", "C-20810003", "+8613700138000", "CL-260312-0088", "31010119900307123X")
    yield from _person("wang-fang", "王芳", "C-20810004", "+862158881234", "", "")
    yield from _person("smith", "John Smith", "C-20810005", "+85291234567", "", "")
    yield from _person("guli", "阿依·古丽", "C-20810006", "+8613600000000", "", "")
    yield Record(id="A1027", entity="agent", owner_id="A1027", fields={"agent_id": "A1027", "name": "张雨桐"})


def _person(key: str, name: str, number: str, phone: str, policy: str, identity: str) -> Iterator[Record]:
    fields: dict[str, Any] = {"name": name, "customer_no": number, "id_number": identity}
    yield Record(id=key, entity="customer", owner_id=key, fields=fields)
    yield Record(id=f"{key}-t", entity="contact_point", owner_id=key, fields={"e164": phone})
    if policy:
        yield Record(id=f"{key}-h", entity="holding", owner_id=key, fields={"number": policy})


def _ticket(number: str) -> Fact[TicketOpened]:
    opened = TicketOpened(
        kind="complaint", number=number, form_id="complaint", pack="", first_responder=AgentId("A1027"),
        customer_id="zhang-wei",
    )  # fmt: skip
    return Fact(
        id=FactId(new_id()), subject_id="t-1", hlc=1, at=NOON, by=AgentId("A1027"), device=DeviceId("pc-1"), body=opened
    )


def hits(store: Store, words: str, e164: str | None = None) -> tuple[SearchHit, ...]:
    """What the search shows."""
    with store.read() as db:
        return search.find(db, words, e164=e164)


def found(store: Store, words: str, e164: str | None = None) -> list[str]:
    """Who is found, the surest first."""
    return [str(hit.customer_id) for hit in hits(store, words, e164)]


@pytest.mark.parametrize(
    "words",
    ["张", "伟", "张伟", "8000", "13800138000", "138 0013 8000", "138-0013-8000", "C-20810001", "c-20810001",
     "P-2025-7714-0382", "p-2025-7714", "7714-0382", "Ｐ－2025－7714－0382", "0028", "310101199003070028",
     "TS-261124-01001", "ts-261124", "张伟 8000", "8000 张", "20810001"],
)  # fmt: skip
def test_zhang_wei_is_found_by_whatever_he_says(town: Store, words: str) -> None:
    assert "zhang-wei" in found(town, words)


@pytest.mark.parametrize(
    ("words", "who"),
    [("张伟国", "zhang-weiguo"), ("伟国", "zhang-weiguo"), ("smith", "smith"), ("John Smith", "smith"),
     ("古丽", "guli"), ("阿依古丽", "guli"), ("123x", "li-wei"), ("91234567", "smith-not"), ("+85291234567", "smith")],
)  # fmt: skip
def test_nobody_else_comes_with_them(town: Store, words: str, who: str) -> None:
    assert found(town, words) == ([] if who.endswith("-not") else [who])


def test_a_landline_is_found_as_the_number_it_means(town: Store) -> None:
    assert found(town, "021-58881234", "+862158881234") == ["wang-fang"]
    assert found(town, "+86 138-0013-8000", "+8613800138000") == ["zhang-wei"]


def test_two_who_share_the_last_four_digits_are_both_found(town: Store) -> None:
    assert sorted(found(town, "8000")) == ["li-wei", "zhang-wei"]


def test_every_word_narrows_it_down(town: Store) -> None:
    assert found(town, "伟 8000 0382") == ["zhang-wei"]
    assert found(town, "芳 8000") == []


def test_the_surest_comes_first(town: Store) -> None:
    assert found(town, "张伟") == ["zhang-wei", "zhang-weiguo"]
    assert found(town, "伟")[-1] != "smith"
    assert [hit.matched for hit in hits(town, "C-20810003")] == ["customer_no"]


@pytest.mark.parametrize(
    ("words", "matched", "shown", "typed"),
    [
        ("伟国", "name", "张伟国", "伟国"),
        ("8000", "phone", "138****8000", "8000"),
        ("13800138000", "phone", "138****8000", "138****8000"),
        ("7714", "holding", "P-2025-7714-0382", "7714"),
        ("p20257714", "holding", "P-2025-7714-0382", "P-2025-7714"),
        ("0028", "id_number", "0028", "0028"),
        ("310101199003070028", "id_number", "0028", "0028"),
        ("ts-261124-01001", "ticket", "TS-261124-01001", "TS-261124-01001"),
    ],
)
def test_it_says_by_what_and_never_shows_a_whole_number(
    town: Store, words: str, matched: str, shown: str, typed: str
) -> None:
    wanted = [hit for hit in hits(town, words) if hit.matched == matched and hit.matched_text == shown]
    (hit,) = [hit for hit in wanted if hit.customer_id.startswith("zhang")]
    assert hit.matched_text[hit.start : hit.start + hit.length] == typed
    assert "0013" not in hit.phone_masked


@pytest.mark.parametrize("words", ["1380013", "00138000", "张芳", "A1027", "张雨桐", "", "  ", "-", "138"])
def test_a_guess_is_not_a_match(town: Store, words: str) -> None:
    assert found(town, words) == []


@pytest.mark.parametrize(
    "words",
    ['"', '张"', "'; DROP TABLE record; --", "张*", "张 OR 伟", "NEAR(张 伟)", "owner_id:张", "^张", "words : 张",
     "{words}:张", "张 AND", "NOT 张", "(", "+", "\0", "张\0伟 x", "%", "_", "TS-2611%"],
)  # fmt: skip
def test_a_quote_or_an_operator_finds_nothing_and_breaks_nothing(town: Store, words: str) -> None:
    assert found(town, words) == []


@given(st.text(max_size=80))
@example("张" * 80)
@example('""')
@example("a" * 64 + '"')
def test_any_text_at_all_may_be_typed(town: Store, words: str) -> None:
    for hit in hits(town, words):
        assert hit.name
        assert hit.matched_text[hit.start : hit.start + hit.length]


def test_a_name_that_fills_the_town_brings_twenty(store: Store) -> None:
    people = [one for at in range(60) for one in _person(f"c-{at:02}", "张伟", f"C-{at:08}", f"+86138{at:08}", "", "")]
    with store.write() as db:
        records.apply(db, people, device=DeviceId("pc-1"))
    assert len(hits(store, "张")) == 20
    assert found(store, "张 C-00000059") == ["c-59"]


@pytest.mark.parametrize("words", ["zhangwei", "zhang wei", "ZhangWei", "zhangw", "zw", "张 伟", "zhang 8000"])
def test_zhang_wei_is_found_by_how_he_is_spelt(town: Store, words: str) -> None:
    assert found(town, words)[0] == "zhang-wei"


@pytest.mark.parametrize(
    ("words", "who"),
    [("guli", "guli"), ("ayiguli", "guli"), ("wf", "wang-fang"), ("smi", "smith"), ("weiguo", "zhang-weiguo")],
)
def test_a_part_of_a_name_may_be_spelt(town: Store, words: str, who: str) -> None:
    assert found(town, words) == [who]


def test_a_spelling_shows_which_signs_it_stands_for(town: Store) -> None:
    (hit,) = hits(town, "weig")
    assert (hit.matched, hit.matched_text, hit.start, hit.length) == ("pinyin", "张伟国", 1, 2)


def test_each_word_marks_what_it_found(town: Store) -> None:
    (hit,) = hits(town, "zhangw 8000")
    assert {(mark.matched, mark.start, mark.length) for mark in hit.marks} == {("pinyin", 0, 2), ("phone", 7, 4)}


def test_the_one_who_was_served_last_comes_before_those_with_more_stars(store: Store) -> None:
    people = [one for at in range(60) for one in _person(f"c-{at:02}", "张伟", f"C-{at:08}", f"+86138{at:08}", "", "")]
    people += [Record(id="vip", entity="customer", owner_id="vip", fields={"name": "张玉", "stars": 6})]
    met = ContactMade(channel="phone", title="来电")
    talk = Fact(
        id=FactId(new_id()), subject_id="c-41", hlc=1, at=NOON, by=AgentId("A1"), device=DeviceId("pc-1"), body=met
    )
    with store.write() as db:
        records.apply(db, people, device=DeviceId("pc-1"))
        facts.record_new(db, [(talk, "c-41")])
    with store.read() as db:
        mine = search.find(db, "张", agent="A1")
        anybody = search.find(db, "张", agent="A2")
    assert [hit.customer_id for hit in mine[:2]] == ["c-41", "vip"]
    assert anybody[0].customer_id == "vip"
    assert len(mine) == 20


def test_a_year_is_the_end_of_a_phone_before_it_is_in_a_policy(store: Store) -> None:
    people = [
        one
        for at in range(60)
        for one in _person(f"c-{at:02}", "王芳", f"C-{at:08}", f"+86138{at:08}", f"P-2025-{at:04}-7000", "")
    ]
    people += _person("wanted", "李静", "C-77777777", "+8613800002025", "", "")
    with store.write() as db:
        records.apply(db, people, device=DeviceId("pc-1"))
    assert found(store, "2025") == ["wanted"]
    assert found(store, "20250041") == ["c-41"]
    assert found(store, "P2025 0041") == found(store, "p-2025-0041") == ["c-41"]


def _car(plate: str) -> list[Record]:
    held = {"kind": "policy", "number": "M-1", "attributes": {"plate": plate, "serial": "SN20998877"}}
    return [
        *_person("driver", "赵强", "C-1", "+8613800000001", "", ""),
        Record(id="car", entity="holding", owner_id="driver", fields=held),
    ]


@pytest.mark.parametrize(
    "words", ["沪A12345", "沪a·12345", "沪A 12345", "A12345", "12345", "沪A123", "1234", "沪A", "沪a1"]
)
def test_a_car_finds_its_owner(store: Store, words: str) -> None:
    with store.write() as db:
        records.apply(db, _car("沪A12345"), device=DeviceId("pc-1"))
    (hit,) = hits(store, words)
    assert (hit.customer_id, hit.matched) == ("driver", "plate")


def test_a_plate_begun_finds_no_other_car(store: Store) -> None:
    with store.write() as db:
        records.apply(db, _car("沪A12345"), device=DeviceId("pc-1"))
    assert [found(store, words) for words in ("沪B", "沪A2", "浙A", "A1")] == [[], [], [], []]


def test_a_device_finds_its_owner(store: Store) -> None:
    with store.write() as db:
        records.apply(db, _car("沪A12345"), device=DeviceId("pc-1"))
    assert [hit.matched for hit in hits(store, "sn2099")] == ["serial"]


def test_a_number_that_was_sent_masked_is_found_whole_and_by_its_tail(store: Store) -> None:
    def person(key: str, born: str) -> Record:
        fields = {"name": "张伟", "id_number": "3101**********0028", "birth_date": born}
        meta = {"id_number": FieldMeta(rev=1, device=DeviceId("centre"), hlc=1, masked=True)}
        return Record(id=key, entity="customer", owner_id=key, fields=fields, meta=meta)

    with store.write() as db:
        records.apply(db, [person("older", "1990-03-07"), person("younger", "2001-01-01")], device=DeviceId("pc-1"))
    assert sorted(found(store, "0028")) == ["older", "younger"]
    assert found(store, "310101199003070028") == ["older"]
    assert found(store, "310101198811110028") == []


def test_a_phone_that_was_sent_masked_is_found_whole_and_by_its_tail(store: Store) -> None:
    meta = {"e164": FieldMeta(rev=1, device=DeviceId("centre"), hlc=1, masked=True)}
    owner = Record(id="c", entity="customer", owner_id="c", fields={"name": "张伟"})
    phone = Record(id="t", entity="contact_point", owner_id="c", fields={"e164": "138****8000"}, meta=meta)
    with store.write() as db:
        records.apply(db, [owner, phone], device=DeviceId("pc-1"))
    assert found(store, "8000") == found(store, "13800138000", "+8613800138000") == ["c"]
    assert found(store, "13900138000", "+8613900138000") == []


def test_six_digits_of_an_identity_number_are_enough(town: Store) -> None:
    assert found(town, "070028") == ["zhang-wei"]
    assert found(town, "07123x") == ["li-wei"]
    assert found(town, "70028") == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("上海浦江机械有限公司", ["浦江", "机械有限", "pujiang", "shpj", "浦江 公司", "上海浦江机械有限公司"]),
        ("3M中国", ["3m", "3M中国", "中国", "zhongguo"]),
        ("21世纪出版社", ["21世纪", "世纪", "chubanshe"]),
        ("Conan O'Brien", ["o'brien", "O'BRIEN", "conan o'brien", "con"]),
        ("艾合买提·买买提江", ["买买提江", "艾合买提 买买提江", "aihemaiti"]),
    ],
)
def test_names_that_are_not_three_signs_are_found_too(store: Store, name: str, words: list[str]) -> None:
    with store.write() as db:
        records.apply(db, list(_person("c", name, "C-1", "+8613800000001", "", "")), device=DeviceId("pc-1"))
    for typed in words:
        assert found(store, typed) == ["c"], typed


def test_who_was_merged_is_found_once_as_the_one_who_stays(store: Store) -> None:
    people = [*_person("kept", "张伟", "C-1", "+8613800000001", "", "")]
    people += _person("merged", "张玮", "C-2", "+8613800000002", "P-2025-7714-0382", "")
    with store.write() as db:
        records.apply(db, people, device=DeviceId("pc-1"))
        db.execute(alias.insert().values(customer_id="merged", survivor_id="kept"))
    assert found(store, "zhangwei") == ["kept"]
    assert found(store, "7714") == ["kept"]
    assert found(store, "张玮") == ["kept"]


def test_a_renamed_customer_is_found_by_the_new_name_only(store: Store) -> None:
    with store.write() as db:
        records.apply(
            db, list(_person("c", "张伟", "C-1", "+8613800000001", "P-1-2222-3333", "")), device=DeviceId("a")
        )
        renamed = [*_person("c", "李静", "C-1", "+8613800000009", "P-1-4444-5555", "")]
        records.apply(db, renamed, device=DeviceId("a"))
    assert [found(store, words) for words in ("张伟", "zhangwei", "0001", "2222", "p12222")] == [[]] * 5
    assert [found(store, words) for words in ("李静", "lijing", "0009", "4444", "p14444")] == [["c"]] * 5


def test_a_phone_that_comes_before_its_owner_is_found_when_the_owner_is_there(store: Store) -> None:
    owner, phone = _person("c", "张伟", "C-1", "+8613800138000", "", "")
    for one in (phone, owner):
        with store.write() as db:
            records.apply(db, [one], device=DeviceId("pc-1"))
    assert found(store, "8000") == ["c"]


def test_who_was_deleted_is_not_found(store: Store) -> None:
    gone = Record(id="c-1", entity="customer", owner_id="c-1", fields={"name": "张伟"}, deleted=True)
    with store.write() as db:
        records.apply(db, list(_person("c-1", "张伟", "C-1", "+8613800138000", "", "")), device=DeviceId("pc-1"))
        records.apply(db, [gone], device=DeviceId("pc-1"))
    assert found(store, "张伟") == []
    assert found(store, "8000") == []
