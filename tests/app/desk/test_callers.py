"""Who is calling: one customer, several, nobody, nobody's business; said by the agent, kept, and taken back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.call.event import CallEvent
from app.call.session import CallSession, advance
from app.desk import Desk
from app.desk.calls import Pop
from app.ids import AgentId, CallId, DeviceId
from app.record import Record
from app.store import facts, records
from app.store.database import Store
from app.ticket.draft import Draft
from resources.demo import others, story
from sync.hlc import DeskClock
from tests.app.desk.reviewing import desk_of

ME = "A1027"
NEW_NUMBER, RELAY = "13900005544", "17012345678"


@pytest.fixture
def desk(store: Store) -> Desk:
    """周雨桐's desk."""
    return desk_of(store, ME)


def call_from(raw: str, call_id: str = "pbx:1", *, e164: str | None = None) -> CallSession:
    """A call that rings here."""
    event = CallEvent(
        id=f"{call_id}/1", seq=1, source="pbx", kind="ringing", call_id=CallId(call_id), at=datetime.now(UTC),
        ani_raw=raw, ani=e164 or (f"+86{raw}" if len(raw) == 11 else None), agent_id=AgentId(ME),
        ani_kind="person" if len(raw) == 11 else "internal" if len(raw) == 4 else "withheld",
    )  # fmt: skip
    return advance(None, event, AgentId(ME))


def pop(desk: Desk, raw: str, call_id: str = "pbx:1") -> Pop:
    """What comes on the screen."""
    return desk.calls.pop(call_from(raw, call_id))


def trail(desk: Desk, customer_id: str) -> list[str]:
    """What the customer's trail of thirty days says of calls."""
    story_of = desk.customers.story(customer_id)
    assert story_of is not None
    return [f"{touch.title} {touch.note}".strip() for touch in story_of.trail.all if touch.channel == "phone"]


def handle(desk: Desk, session: CallSession, customer_id: str | None = None) -> None:
    """The talk is over."""
    desk.calls.handled(session, customer_id)


def test_an_unknown_number_names_nobody(desk: Desk) -> None:
    shown = pop(desk, NEW_NUMBER)
    assert (shown.match, shown.customer, shown.caller.kind) == ("none", None, "unknown")
    assert shown.caller.shown == "139****5544"


def test_the_number_of_somebody_who_was_deleted_is_nobodys(desk: Desk, store: Store) -> None:
    e164 = f"+86{NEW_NUMBER}"
    their = Record(id="c-9", entity="customer", owner_id="c-9", rev=1, fields={"name": "林"})
    number = Record(id="p-9", entity="contact_point", owner_id="c-9", rev=1, fields={"kind": "phone", "e164": e164})
    gone = Record(id="c-9", entity="customer", owner_id="c-9", rev=2, deleted=True)
    for rows, match, caller in (([their, number], "one", "known"), ([gone], "none", "unknown")):
        with store.write() as db:
            records.apply(db, rows, device=DeviceId("pc-1"))
        shown = pop(desk, NEW_NUMBER, f"pbx:{match}")
        assert (shown.match, shown.caller.kind, shown.customer is None) == (match, caller, match == "none")
    assert desk.callers.register(call_from(NEW_NUMBER), e164=e164).customer_id != "c-9"
    assert pop(desk, NEW_NUMBER, "pbx:3").match == "one"


def test_several_who_share_a_number_are_told_apart_and_none_is_chosen(desk: Desk) -> None:
    shown = pop(desk, others.FAMILY_PHONE.removeprefix("+86"))
    assert (shown.match, shown.customer) == ("many", None)
    assert {(one.name, len(one.id_tail)) for one in shown.caller.candidates} == {("王建国", 4), ("李桂芳", 4)}


def test_choosing_one_of_several_is_kept_as_a_fact_and_links_no_number(desk: Desk, store: Store) -> None:
    session = call_from(others.FAMILY_PHONE.removeprefix("+86"))
    chosen, other = others.customer_id("王建国"), others.customer_id("李桂芳")
    linked = desk.callers.link(chosen, session, how="picked", among=[chosen, other])
    assert linked.point_id == ""
    with store.read() as db:
        (said,) = facts.of_customer(db, chosen, datetime(2020, 1, 1, tzinfo=UTC), ("caller_identified",), 5)
    assert (said.body.how, said.body.call_id, set(said.body.among)) == ("picked", "pbx:1", {chosen, other})
    assert set(desk.customers.with_number(others.FAMILY_PHONE)) == {chosen, other}


def test_an_extension_of_ours_is_a_colleague(desk: Desk) -> None:
    shown = pop(desk, "8002")
    assert (shown.match, shown.customer) == ("internal", None)
    assert (shown.caller.name, shown.caller.note) == ("林溪", "客服一组 · A1031")


@pytest.mark.parametrize(("raw", "name"), [("95518", "中国人保"), ("10086", "中国移动")])
def test_a_service_number_is_no_customer(desk: Desk, raw: str, name: str) -> None:
    shown = pop(desk, raw)
    assert (shown.match, shown.caller.name, shown.caller.e164) == ("service", name, "")


def test_a_withheld_number_can_be_bound_but_never_kept(desk: Desk) -> None:
    shown = pop(desk, "anonymous")
    assert (shown.match, shown.caller.e164, shown.caller.can_keep) == ("withheld", "", False)


def test_a_relay_number_is_marked_and_not_kept_unasked(desk: Desk) -> None:
    shown = pop(desk, RELAY)
    assert (shown.caller.is_relay, shown.caller.can_keep) == (True, False)
    assert shown.caller.e164 == f"+86{RELAY}"


def test_a_customer_with_only_a_number_is_recognised(desk: Desk) -> None:
    shown = pop(desk, others.NAMELESS_PHONE.removeprefix("+86"))
    assert shown.customer is not None
    assert shown.customer.identity.name == "未实名客户"
    assert "未实名" in [tag.text for tag in shown.customer.identity.tags]


def test_linking_a_number_makes_the_next_call_known(desk: Desk) -> None:
    desk.callers.link(story.CUSTOMER_ID, call_from(NEW_NUMBER), how="linked", e164=f"+86{NEW_NUMBER}")
    again = pop(desk, NEW_NUMBER, "pbx:2")
    assert again.match == "one"
    assert again.customer is not None
    assert again.customer.identity.name == "林婉清"


def test_taking_a_link_back_makes_the_number_nobodys_again_and_it_can_be_linked_anew(desk: Desk) -> None:
    session = call_from(NEW_NUMBER)
    linked = desk.callers.link(story.CUSTOMER_ID, session, how="linked", e164=f"+86{NEW_NUMBER}")
    desk.callers.take_back(linked, session)
    assert pop(desk, NEW_NUMBER, "pbx:2").match == "none"
    desk.callers.link(story.CUSTOMER_ID, session, how="linked", e164=f"+86{NEW_NUMBER}")
    assert pop(desk, NEW_NUMBER, "pbx:3").match == "one"


def test_a_call_of_nobody_is_kept_without_its_number_and_shown_once_it_is_known_whose(desk: Desk, store: Store) -> None:
    handle(desk, call_from(NEW_NUMBER, "pbx:early"))
    with store.read() as db:
        kept = db.exec_driver_sql("select subject_id, customer_id, body from fact where kind = 'contact_made'")
        assert not any(NEW_NUMBER in str(value) for row in kept for value in row)
    before = trail(desk, story.CUSTOMER_ID)
    desk.callers.link(story.CUSTOMER_ID, call_from(NEW_NUMBER, "pbx:2"), how="linked", e164=f"+86{NEW_NUMBER}")
    assert len(trail(desk, story.CUSTOMER_ID)) == len(before) + 1


def test_a_call_bound_while_it_was_written_up_is_one_contact(desk: Desk) -> None:
    session = call_from(NEW_NUMBER)
    before = len(trail(desk, story.CUSTOMER_ID))
    handle(desk, session)
    desk.callers.link(story.CUSTOMER_ID, session, how="linked", e164=f"+86{NEW_NUMBER}")
    handle(desk, session, story.CUSTOMER_ID)
    assert len(trail(desk, story.CUSTOMER_ID)) == before + 1


def test_calls_under_a_shared_or_lent_number_are_shown_to_nobody(desk: Desk) -> None:
    handle(desk, call_from(RELAY, "pbx:lent"))
    desk.callers.link(story.CUSTOMER_ID, call_from(RELAY), how="linked", e164=f"+86{RELAY}")
    handle(desk, call_from(others.FAMILY_PHONE.removeprefix("+86"), "pbx:shared"))
    assert trail(desk, others.customer_id("王建国")) == []
    assert not any("来电" in line for line in trail(desk, story.CUSTOMER_ID))


def _draft(desk: Desk, session: CallSession) -> Draft:
    values = {"kind": "inquiry", "description": "问保单贷款利率"}
    draft = desk.tickets.prepare("inquiry", customer_id=None, call=session, values=values)
    return desk.tickets.save(
        Draft(**{name: getattr(draft, name) for name in draft.__struct_fields__} | {"touched": True})
    )


def test_what_was_written_in_an_earlier_unknown_call_gets_its_customer(desk: Desk) -> None:
    early = call_from(NEW_NUMBER, "pbx:early")
    draft = _draft(desk, early)
    handle(desk, early)
    assert [item.customer for item in desk.my_work().tickets if item.unsent] == ["未登记客户"]
    now = call_from(NEW_NUMBER, "pbx:2")
    desk.callers.link(story.CUSTOMER_ID, now, how="linked", e164=f"+86{NEW_NUMBER}")
    handle(desk, now, story.CUSTOMER_ID)
    assert [item.customer for item in desk.my_work().tickets if item.unsent] == ["林婉清"]
    kept = desk.tickets.draft(draft.ticket_id)
    assert kept is not None
    assert kept.customer_id == story.CUSTOMER_ID


def test_a_new_customer_has_the_typed_name_and_the_number(desk: Desk) -> None:
    linked = desk.callers.register(call_from(NEW_NUMBER), e164=f"+86{NEW_NUMBER}", name="王小明")
    assert desk.customers.name(linked.customer_id) == "王小明"
    assert desk.customers.with_number(f"+86{NEW_NUMBER}") == [linked.customer_id]
    again = desk.callers.register(call_from(NEW_NUMBER), e164=f"+86{NEW_NUMBER}", name="王小明")
    assert again.customer_id == linked.customer_id  # nobody is made twice


def test_a_new_customer_of_a_withheld_call_has_no_number(desk: Desk) -> None:
    linked = desk.callers.register(call_from("anonymous"), name="王小明")
    found = desk.customers.story(linked.customer_id)
    assert found is not None
    assert found.identity.phone_masked == ""


def test_a_bound_call_is_still_bound_after_a_restart(store: Store, desk: Desk) -> None:
    first = pop(desk, NEW_NUMBER)
    desk.callers.link(story.CUSTOMER_ID, first.call, how="found")
    bound = Draft(
        **{name: getattr(first.draft, name) for name in first.draft.__struct_fields__}
        | {"customer_id": story.CUSTOMER_ID}
    )
    desk.tickets.save(bound)
    after = pop(desk_of(store, ME, DeskClock()), NEW_NUMBER)
    assert after.match == "one"
    assert after.customer is not None
    assert after.customer.identity.customer_id == story.CUSTOMER_ID
