"""What comes over the call page for a moment: search, key sheet, messages. For pictures."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.customer.hit import Matched, SearchHit
from app.ids import CustomerId
from app.privacy.policy import Reason
from ui.call.page import CallPage
from ui.gallery_pop import filled_page, windowed
from ui.privacy.popup import RevealPopup
from ui.shell.key_sheet import KeySheet
from ui.shell.search_results import SearchResults
from ui.shell.window import MainWindow
from ui.theme.tokens import Theme
from ui.widgets.focus_return import FocusReturn
from ui.widgets.message_bar import MessageBar


def _hit(at: int, name: str, phone: str, matched: Matched, text: str, start: int, length: int) -> SearchHit:
    return SearchHit(
        stars=max(0, 6 - at),
        customer_id=CustomerId(f"c-{at}"),
        name=name,
        phone_masked=phone,
        customer_no=f"C-{20810450 + at}",
        matched=matched,
        matched_text=text,
        start=start,
        length=length,
    )


NAMES = tuple(
    _hit(at, name, phone, "name", name, name.find("林"), 1)
    for at, (name, phone) in enumerate(
        (("林婉清", "138****8000"), ("林志强", "139****2716"), ("林", "136****4410"), ("司徒林海", "0571-****8123"))
    )
)
TAILS = (
    _hit(7, "林婉清", "138****8000", "phone", "138****8000", 7, 4),
    _hit(8, "冯丽华", "137****8000", "phone", "137****8000", 7, 4),
    _hit(9, "马俊杰", "150****6623", "id_number", "8000", 0, 4),
    _hit(10, "阿依古丽·买买提江·艾合买提", "185****0917", "holding", "P-2025-8000-0382", 7, 4),
    _hit(11, "孙鹏", "", "ticket", "TS-260318-08000", 11, 4),
    *(_hit(20 + at, "何佳怡", f"13{at}****8000", "phone", f"13{at}****8000", 7, 4) for at in range(9)),
)

SPELT = tuple(
    _hit(at, name, phone, "pinyin", name, 0, 2)
    for at, (name, phone) in enumerate(
        (("张伟", "138****8000"), ("张薇", "139****2716"), ("章伟国", "136****4410"), ("张文博", "185****0917"))
    )
)


def _searching(words: str) -> tuple[MainWindow, SearchResults]:
    page: CallPage = filled_page()
    window = windowed(page)
    box = window.top_bar.search
    box.line.setText(words)
    results = SearchResults(window, (box, window.call_bar), left_of=page.form)
    results.name_way_back("诉求描述")
    return window, results


def search_names(_theme: Theme) -> QWidget:
    """Found by a character of the name."""
    window, results = _searching("林")
    results.show_hits("林", NAMES, cut=False)
    return window


def search_tails(_theme: Theme) -> QWidget:
    """Found by four digits, in every way there is."""
    window, results = _searching("8000")
    results.show_hits("8000", TAILS, cut=True)
    return window


def search_spelt(_theme: Theme) -> QWidget:
    """Found by the beginning of how a name is spelt."""
    window, results = _searching("zhangw")
    results.show_hits("zhangw", SPELT, cut=False)
    return window


def search_none(_theme: Theme) -> QWidget:
    """Nobody."""
    window, results = _searching("1380013")
    results.show_hits("1380013", (), cut=False)
    return window


def search_hint(_theme: Theme) -> QWidget:
    """Nothing typed yet."""
    window, results = _searching("")
    results.show_hint()
    return window


def key_sheet(_theme: Theme) -> QWidget:
    """Mock-up 09b, as far as the keys work."""
    window = windowed(filled_page())
    KeySheet(window, (window.top_bar, window.call_bar), FocusReturn()).toggle()
    return window


def reveal(_theme: Theme) -> QWidget:
    """Mock-up 14: a whole number, with its reason, for 27 seconds more."""
    page = filled_page()
    window = windowed(page)
    popup = RevealPopup(window)
    reasons = [Reason(code=word, label=word) for word in ("回拨客户", "核对身份", "转接外线", "其他")]
    popup.ask("显示完整手机号", "138****8000", reasons, page.customer.identity)
    popup.show_value("138 0013 8000", "已记录：周雨桐 10:24:52 回拨客户", 27)
    return window


def _saying() -> tuple[MainWindow, MessageBar]:
    page = filled_page()
    window = windowed(page)
    bar = MessageBar(window)
    bar.stay_left_of(page.form)
    return window, bar


def message(_theme: Theme) -> QWidget:
    """Said quietly, with something to do about it."""
    window, bar = _saying()
    bar.show("139****2716 来电，正在填写的内容已保存。", action=("show_call", "打开来电"))
    return window


def message_danger(_theme: Theme) -> QWidget:
    """Something went wrong, in more words than fit one line."""
    window, bar = _saying()
    words = "没交上去，草稿已保存。磁盘满了，这次没有存上。之前存的都在。请清出一些空间再试。（E-2004）"
    bar.show(words, action=("again", "重试"), tone="danger")
    return window


def overlay_screens() -> dict[str, Callable[[Theme], QWidget]]:
    """The screens of this part by name."""
    return {
        "over-search-names": search_names,
        "over-search-tails": search_tails,
        "over-search-spelt": search_spelt,
        "over-search-none": search_none,
        "over-search-hint": search_hint,
        "over-keys": key_sheet,
        "over-reveal": reveal,
        "over-message": message,
        "over-message-danger": message_danger,
    }
