"""Callers who are not the easy one, and customers who are not 林婉清: for pictures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtWidgets import QWidget

from app.customer.caller import Caller, Candidate
from app.customer.hit import SearchHit
from app.customer.view import Customer360, Identity, Quality, Tag
from app.ids import CustomerId
from ui import gallery_story as story
from ui.call.call_bar_view import CallBarView
from ui.call.page import CallPage
from ui.call.words import caller_note
from ui.customer.tag_row import TagRow
from ui.gallery_people import crowded, organisation, risky
from ui.gallery_pop import filled_page, windowed
from ui.shell.window import MainWindow
from ui.theme.tokens import Theme

SEVERAL = Caller(
    kind="many",
    e164="+8613912345678",
    shown="139****5678",
    candidates=(
        Candidate(
            customer_id=CustomerId("c-1"), name="王建国", id_tail="4417", holdings=3, stars=4,
            last_contact=story.NOW - timedelta(days=6),
        ),
        Candidate(
            customer_id=CustomerId("c-2"), name="阿依古丽·买买提江·艾合买提", id_tail="302X", holdings=1,
            last_contact=story.NOW - timedelta(days=210),
        ),
        Candidate(customer_id=CustomerId("c-3"), name="王小雨", holdings=0),
    ),
)  # fmt: skip
UNKNOWN = Caller(kind="unknown", e164="+8613900002716", shown="139****2716")
RELAY = Caller(kind="unknown", e164="+8617012345678", shown="170****5678", is_relay=True)
COLLEAGUE = Caller(kind="internal", shown="8002", name="林溪", note="客服一组 · A1031")
SERVICE = Caller(kind="service", shown="95518", name="中国人保")
WITHHELD = Caller(kind="withheld")
HITS = (
    SearchHit(
        customer_id=CustomerId("c-8"), name="王小明", phone_masked="138****0217", customer_no="C-20810466",
        matched_text="王小明", length=3, birth_year="1985", id_tail="4417", branch="滨江路营业部", stars=3, holdings=3,
    ),
    SearchHit(
        customer_id=CustomerId("c-9"), name="王小明", phone_masked="136****5520", matched="holding",
        matched_text="P-2024-1187-0092", birth_year="1996", id_tail="082X", branch="城西营业部", holdings=1,
    ),
)  # fmt: skip


def called_by(caller: Caller) -> MainWindow:
    """A call from somebody who is no known customer: an inquiry without a customer."""
    page = filled_page()
    page.form.show_form(story.form(), {"kind": "咨询"})
    page.customer.show_caller(caller, story.NOW)
    number = caller.shown or "未显示号码"
    bar = CallBarView(
        phase="talking", direction="呼入", number=number, name=caller.name, who=caller_note(caller),
        ivr_path=("0 转人工",), queue="客户服务专席", duration="00:12",
    )  # fmt: skip
    return _talking(page, bar)


def called_by_customer(customer: Customer360) -> tuple[MainWindow, CallPage]:
    """A call from a customer whose number is known."""
    page = filled_page()
    page.customer.show_customer(customer, story.NOW)
    who = customer.identity
    bar = CallBarView(
        phase="talking", direction="呼入", number=who.phone_masked, name=who.name,
        tier=f"{who.stars} 星客户" if who.stars else "",
        queue="理赔专席", duration="02:18",
    )  # fmt: skip
    return _talking(page, bar), page


def _talking(page: CallPage, bar: CallBarView) -> MainWindow:
    window = windowed(page)
    window.set_call(bar)
    window.name_window(f"{bar.name or bar.number} · 通话中")
    return window


def several(_theme: Theme) -> QWidget:
    """One number, three customers."""
    return called_by(SEVERAL)


def found(_theme: Theme) -> QWidget:
    """An unknown number; a name is typed and two of that name are found."""
    window = called_by(UNKNOWN)
    _type(window, "王小明", HITS)
    return window


def withheld(_theme: Theme) -> QWidget:
    """No number at all."""
    return called_by(WITHHELD)


def colleague(_theme: Theme) -> QWidget:
    """An extension of ours."""
    return called_by(COLLEAGUE)


def service(_theme: Theme) -> QWidget:
    """Another firm's hotline."""
    return called_by(SERVICE)


def relay(_theme: Theme) -> QWidget:
    """A number that a platform may have lent for this call."""
    window = called_by(RELAY)
    _type(window, "王小明", HITS)
    return window


def of_organisation(_theme: Theme) -> QWidget:
    """A firm: no age, people of the firm instead of a family, devices and lines beside policies."""
    window, page = called_by_customer(organisation())
    page.customer.holdings.tabs.choose("corporate")
    return window


def with_risks(_theme: Theme) -> QWidget:
    """Blacklisted, not real-named, special needs, a ticket to go on with; one policy looked at closely."""
    customer = risky()
    window, page = called_by_customer(customer)
    page.customer.ask_can_link(lambda: True)
    page.customer.on_holding_opened(customer.holdings[0].rows[0])
    return window


def thirty_days(_theme: Theme) -> QWidget:
    """The whole trail, and what kind of customer she is."""
    page = filled_page()
    page.customer.trail.on_more()
    window = windowed(page)
    page.customer.holdings.tabs.choose("profile")
    return window


def full(_theme: Theme) -> QWidget:
    """Long names, long tags, a hundred things held."""
    window, page = called_by_customer(crowded())
    page.customer.identity.findChildren(TagRow)[-1].on_unfold()
    return window


def nothing_known(_theme: Theme) -> QWidget:
    """A customer with only a number."""
    who = Identity(
        customer_id=CustomerId("c-20"),
        name="未实名客户",
        tags=(Tag("未实名", "warn", opens="quality"),),
        quality=Quality(20, ("姓名缺失", "证件号码缺失")),
        phone_masked="139****2716",
        checks=story.customer().identity.checks,
    )
    return called_by_customer(Customer360(identity=who))[0]


def _type(window: MainWindow, words: str, hits: tuple[SearchHit, ...]) -> None:
    from ui.customer.unknown import UnknownCaller

    part = window.findChild(UnknownCaller)
    part.box.setText(words)
    part.show_found(words, hits)


def caller_screens() -> dict[str, Callable[[Theme], QWidget]]:
    """The screens of this part by name."""
    return {
        "pop-several": several,
        "pop-found": found,
        "pop-withheld": withheld,
        "pop-colleague": colleague,
        "pop-service": service,
        "pop-relay": relay,
        "pop-organisation": of_organisation,
        "pop-risky": with_risks,
        "pop-thirty-days": thirty_days,
        "pop-full": full,
        "pop-nameless": nothing_known,
    }
