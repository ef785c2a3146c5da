"""资料核对 and 资料与来源, filled with the story of the mock-ups, for pictures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from app.customer.file_sheet import FileSheet, LogEntry, ReviewQueue, Suspicion
from app.customer.provenance import FieldFact
from app.customer.quality import Freshness
from app.customer.view import Quality
from app.review.moves import STATE_WORDS
from app.review.view import Action, CaseView, StepRow, Tone
from ui.gallery_shell import MODULES
from ui.review.file_sheet import FileSheetDialog
from ui.review.page import ReviewPage
from ui.shell.nav_rail import NavItem
from ui.shell.states import SyncView
from ui.shell.window import MainWindow
from ui.theme.tokens import Theme

NOW = datetime(2026, 3, 18, 10, 24, tzinfo=UTC).astimezone()
SOURCES = {"customer_said": "客户告知", "counter": "柜面", "application": "投保单", "agent": "坐席登记"}
_COMPARED = StepRow(
    words="比对", who="周雨桐", at=NOW - timedelta(hours=2), note="建议采用新值：身份证原件照片，姓名第三字是“青”"
)
_FOUND = StepRow(words="发现", who="周雨桐", at=NOW - timedelta(days=1, hours=3), note="客户本人")
_NOT_FIRST = "同时有人先做了，以先到中心的为准"
_KEEP = "建议维持原值：系统没有改过"
_OTHER = StepRow(words="比对", who="林溪", at=NOW - timedelta(hours=1), note=_KEEP, void=_NOT_FIRST)
_NOT_YOURS = "谁登记的谁撤回；其他人请走比对和审核"


def _actions(**refusals: str) -> tuple[Action, ...]:
    words = {"compare": "比对", "review": "审核", "record": "补录", "withdraw": "撤回"}
    return tuple(Action(move=move, words=name, refusal=refusals.get(move, "")) for move, name in words.items())


def _case(
    at: int,
    customer: str,
    label: str,
    values: tuple[str, str],
    sources: tuple[str, str],
    state: str,
    tone: Tone,
    **more: object,
) -> CaseView:
    touched = NOW - timedelta(hours=5 * at, minutes=12)
    return CaseView(
        case_id=f"case-{at}",
        customer_id=f"c-{at}",
        field="name",
        label=label,
        old=values[0],
        new=values[1],
        old_source=sources[0],
        new_source=sources[1],
        old_verified_on="2024-11-02" if at % 2 else "",
        state=state,
        state_words=STATE_WORDS[state],
        tone=tone,
        found_at=touched,
        updated_at=touched,
        customer=customer,
        found_by="周雨桐",
        **more,
    )


HERS = _case(
    1, "林婉清", "姓名", ("林婉清", "林婉青"), ("业务系统", "客户告知"), "compared", "warn",
    said_by="客户本人",
    recommends="new",
    steps=(_FOUND, _COMPARED, _OTHER),
    actions=_actions(
        compare="比对已经做过，现在是审核",
        review="比对是您做的，审核要换一个人（四眼原则）",
        record="先审核，再补录",
    ),
)  # fmt: skip
CASES = (
    _case(
        6, "冯丽华", "证件号码", ("3301**********4421", "3301**********4427"), ("柜面", "数据导入"), "found", "danger",
        is_mine=True, steps=(_FOUND,),
        actions=_actions(review="先比对，再审核", record="先比对，再补录", withdraw=_NOT_YOURS),
    ),
    _case(4, "马俊杰", "生日", ("1979-08-12", "1979-12-08"), ("投保单", "客户告知"), "found", "danger", is_mine=True,
          steps=(_FOUND,), actions=_actions(review="先比对，再审核", record="先比对，再补录")),
    _case(3, "阿依古丽·买买提江·艾合买提", "联系电话", ("185****0917", "185****0971"), ("柜面", "数据导入"), "approved",
          "accent", steps=(_FOUND, _COMPARED), actions=_actions(compare="x", review="x", record="x", withdraw="x")),
    HERS,
)  # fmt: skip
DUPLICATES = (
    Suspicion(
        review_id="d-1", customer_id="c-1", customer="林婉清", other_id="c-9", other="林婉青",
        reasons=("姓名读音相同", "生日相同", "电话相同"), state="open",
        updated_at=(NOW - timedelta(days=2)).timestamp(),
    ),
    Suspicion(
        review_id="d-2", customer_id="c-3", customer="孙鹏", other_id="c-8", other="", reasons=("证件号码相同",),
        state="open", updated_at=(NOW - timedelta(minutes=30)).timestamp(),
    ),
)  # fmt: skip


def _fact(field: str, label: str, value: str, state: Freshness, **more: object) -> FieldFact:
    return FieldFact(row_id="c-1", field=field, label=label, value=value, freshness=state, **more)


_COUNTER = {"source": "柜面", "collector": "沈嘉禾", "collected_at": NOW - timedelta(days=800)}
FIELDS = (
    _fact("name", "姓名", "林婉清", "fresh", source="业务系统", collector="数据导入", verified_on=date(2024, 11, 2),
          disputed=True, guarded=True),
    _fact("sex", "性别", "女", "never", source="业务系统", collector="数据导入", guarded=True),
    _fact("birth_date", "生日", "1984-03-21", "never", source="业务系统", collector="数据导入", guarded=True),
    _fact("id_number", "证件号码", "3101**********0028", "fresh", verified_on=date(2024, 11, 2), guarded=True,
          **_COUNTER),
    FieldFact(row_id="", field="real_name", label="实名", value="实名存疑", freshness="never",
              note="姓名或证件有矛盾，还没有核对完"),
    _fact("e164", "联系电话", "138****8000", "ageing", note="手机", verified_on=date(2024, 7, 2), guarded=True,
          **_COUNTER),
    _fact("email", "邮箱", "", "never"),
    _fact("address", "住址", "滨江区江南大道 1*** 号", "stale", verified_on=date(2024, 1, 18), **_COUNTER),
)  # fmt: skip
GRADES = (
    LogEntry(
        at=NOW - timedelta(days=2), scheme="星级", before="四星", after="五星",
        why="积分 20000 以上（积分 21,400）", rule="common/tiers.yaml:23", pack="insurance 2026.11.1",
    ),
    LogEntry(
        at=NOW - timedelta(days=41), scheme="大客户", before="无", after="VIP",
        why="年缴保费 10 万元以上（年缴保费 120,000 元）", rule="insurance/tiers.yaml:12", pack="insurance 2026.11.1",
    ),
)  # fmt: skip
SHEET = FileSheet(
    customer_id="c-1",
    name="林婉清",
    quality=Quality(52, ("实名存疑：姓名或证件有矛盾，还没有核对完", "邮箱缺失")),
    fields=FIELDS,
    cases=(HERS,),
    duplicates=DUPLICATES[:1],
    grades=GRADES,
)


def _window(page: ReviewPage) -> MainWindow:
    window = MainWindow()
    for item in MODULES:
        window.add_page(item, QWidget())
    window.add_page(NavItem("review", "资料", "branch_compare"), page)
    window.show_page("review")
    window.nav_rail.set_badge("review", 2)
    window.top_bar.set_user("周雨桐", "客服一组", "A1027")
    window.top_bar.set_presence("ready", "03:41")
    window.status_bar.set_store(encrypted=True)
    window.status_bar.set_packs("2026.03.2", "2026.03.1")
    window.set_sync(SyncView("synced", at="10:24"))
    window.name_window("资料核对")
    return window


def review(_theme: Theme) -> QWidget:
    """The work list in the style of mock-up 04."""
    page = ReviewPage()
    page.show_queue(ReviewQueue(cases=CASES, duplicates=DUPLICATES, mine=2), NOW)
    return _window(page)


def review_duplicates(_theme: Theme) -> QWidget:
    """The other tab."""
    page = ReviewPage()
    page.show_queue(ReviewQueue(cases=CASES, duplicates=DUPLICATES, mine=2), NOW)
    page.tabs.choose("duplicate")
    return _window(page)


def review_empty(_theme: Theme) -> QWidget:
    """Nothing to do."""
    page = ReviewPage()
    page.show_queue(ReviewQueue(), NOW)
    return _window(page)


def file_sheet(_theme: Theme) -> QWidget:
    """A file with a contradiction."""
    dialog = FileSheetDialog(SOURCES, {"sex": {"female": "女", "male": "男"}})
    dialog.show_sheet(SHEET, {("c-1", "address")}, NOW)
    dialog.row("name").start_editing()
    dialog.resize(QSize(1000, 640))
    return dialog


def file_sheet_good(_theme: Theme) -> QWidget:
    """A file without fault."""
    good = tuple(fact for fact in FIELDS if fact.field in {"sex", "birth_date", "id_number"})
    dialog = FileSheetDialog(SOURCES, {})
    sheet = FileSheet(customer_id="c-1", name="林婉清", quality=Quality(100), fields=good)
    dialog.show_sheet(sheet, set(), NOW)
    dialog.resize(QSize(1000, 480))
    return dialog


def review_screens() -> dict[str, Callable[[Theme], QWidget]]:
    """The screens of this part by name."""
    return {
        "review": review,
        "review-duplicates": review_duplicates,
        "review-empty": review_empty,
        "file-sheet": file_sheet,
        "file-sheet-good": file_sheet_good,
    }
