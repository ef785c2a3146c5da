"""A pop drawn once before the first call, where nobody sees it: the first caller must not wait for layouts and glyphs.

Measured: the first pop took 45 ms of the UI thread, every later one 3; after a rehearsal the first takes as little.
"""

from __future__ import annotations

from datetime import datetime

from app.customer.view import (
    Check,
    Customer360,
    Entry,
    Hint,
    HoldingGroup,
    HoldingRow,
    Identity,
    Person,
    Quality,
    Tag,
    TicketRow,
    Touch,
    Trail,
)
from app.ids import CustomerId, TicketId
from app.script.view import ScriptView
from app.ticket.form import Form
from ui.call.page import CallPage


def rehearse(page: CallPage, forms: list[Form], script: ScriptView | None, now: datetime) -> None:
    """Draw everything a pop may show into a picture that is thrown away.

    Args:
        forms: the forms a call may open with; the last one stays laid out.
        script: the script a call may open with.
        now: an aware moment in the desk's zone.
    """
    page.customer.show_customer(_somebody(now), now)
    if script is not None:
        page.script.show_script(script)
    for form in forms:
        page.form.show_form(form, {})
        page.grab()


def _somebody(now: datetime) -> Customer360:
    who = Identity(
        customer_id=CustomerId("rehearsal"),
        name="首问",
        sex="女",
        age=30,
        stars=5,
        tags=(Tag("预演", "danger"), Tag("预演")),
        quality=Quality(80, ("预演", "预演")),
        phone_masked="138****0000",
        id_number_masked="0000**********0000",
        customer_no="C-00000000",
        branch="预演",
        service_agent="预演",
        checks=(Check("姓名", True), Check("证件后四位", False)),
    )
    touches = tuple(
        Touch(at=now, channel=kind, title="预演", note="预演") for kind in ("phone", "ivr", "app", "counter")
    )
    holding = HoldingRow(holding_id="1", title="预演", number="P-0", amount="1", note="预演", status="有效")
    ticket = TicketRow(ticket_id=TicketId("1"), number="TS-0", title="预演", first_responder="预演", status="预演")
    return Customer360(
        identity=who,
        trail=Trail(touches=touches, count=4, count_30_days=4, warning=("预演", "预演", "预演")),
        holdings=(HoldingGroup("预演", (holding,)),),
        payments=(Entry("预演", "预演"),),
        household=(Person(name="预演", relation="预演"),),
        tickets=(ticket,),
        hints=(Hint(icon="calendar_clock", title="预演", note="预演", action="预演"),),
    )
