"""What a desk whose role may not hold a value can get out of the centre: never the value, whatever it sends."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import msgspec
import pytest
from sqlalchemy import Engine

from app.catalogue import decode_body
from app.errors import RefusedError
from app.ids import CallId
from app.pack.load import load_pack
from app.pack.shipped import PACKS
from app.privacy.facts import ValueRevealed
from app.privacy.reveal import RevealRequest
from app.review.facts import ContradictionFound
from app.ticket.facts import TicketEdited, TicketNoted, TicketOpened
from sync import protocol
from sync.protocol import CONFLICT, ORG_FEED, PatchOp, SignInRequest, SyncRequest, SyncResponse, Verdict
from sync.server.accounts import Passwords
from sync.server.app import create_app
from sync.server.centre import Centre
from sync.server.errors import NotFoundError, TooOftenError
from sync.server.serving import serving
from tests.sync.server.desks import NOW, PASSWORD, Desk, call_event, opened, sit_down

POLICY = load_pack(PACKS / "insurance").privacy
ID_NUMBER, OTHER_ID = "310105198403210028", "310105198403210036"
MASKED = "3101**********0028"


@pytest.fixture
def centre(engine: Engine, passwords: Passwords) -> Centre:
    return Centre(engine, privacy=POLICY, passwords=passwords, clock=lambda: NOW)


@pytest.fixture
def seated(engine: Engine, passwords: Passwords, add_agent: Callable[..., Any]) -> Callable[[str, str], Desk]:
    """Somebody of a role at a desk."""

    def sit(agent_id: str, role: str) -> Desk:
        add_agent(agent_id, role=role)
        return sit_down(engine, passwords, agent_id)

    return sit


def _sync(centre: Centre, desk: Desk, *ops: Any, pos: int = 0) -> SyncResponse:
    request = SyncRequest(epoch="", ops=list(ops), cursors={ORG_FEED: pos})
    return centre.sync(desk.caller, request)


def _verdict(centre: Centre, desk: Desk, op: Any) -> Verdict:
    return _sync(centre, desk, op).verdicts[0]


def _shown(answer: SyncResponse, row_id: str = "c1") -> dict[str, Any]:
    return next(one.fields for one in answer.pages[0].records if one.id == row_id)


def test_a_page_carries_the_masked_form_and_says_so(centre: Centre, seated: Callable[[str, str], Desk]) -> None:
    archivist, agent = seated("A1", "archivist"), seated("A2", "agent")
    assert _verdict(centre, archivist, archivist.patch("c1", name="林婉清", id_number=ID_NUMBER)).outcome == "applied"
    for_agent, for_archivist = _sync(centre, agent), _sync(centre, archivist)
    assert _shown(for_agent) == {"name": "林婉清", "id_number": MASKED}
    assert for_agent.pages[0].records[0].meta["id_number"].masked
    assert _shown(for_archivist)["id_number"] == ID_NUMBER
    assert ID_NUMBER.encode() not in msgspec.msgpack.encode(for_agent)


def test_a_masked_desk_may_write_a_whole_new_value_and_gets_it_back_masked(
    centre: Centre, seated: Callable[[str, str], Desk]
) -> None:
    archivist, agent = seated("A1", "archivist"), seated("A2", "agent")
    _sync(centre, archivist, archivist.patch("c1", id_number=OTHER_ID))
    answer = _sync(centre, agent, agent.patch("c1", 1, base={"id_number": "3101**********0036"}, id_number=ID_NUMBER))
    assert answer.verdicts[0].outcome == "applied"
    assert _shown(answer) == {"id_number": MASKED}
    assert _shown(_sync(centre, archivist)) == {"id_number": ID_NUMBER}


@pytest.mark.parametrize("role", ["agent", "archivist"])
def test_a_masked_form_is_never_written_over_the_value(
    role: str, centre: Centre, seated: Callable[[str, str], Desk]
) -> None:
    desk = seated("A2", role)
    _sync(centre, desk, desk.patch("c1", id_number=ID_NUMBER))
    verdict = _verdict(centre, desk, desk.patch("c1", 1, name="林婉清", id_number=MASKED))
    assert (verdict.outcome, verdict.code) == ("rejected", "masked_value")
    assert "完整内容" in verdict.reason
    assert _verdict(centre, desk, desk.patch("c1", 1, name="林婉清")).outcome == "applied"


def test_whoever_held_a_masked_value_against_the_paper_verifies_the_value_itself(
    centre: Centre, seated: Callable[[str, str], Desk]
) -> None:
    archivist, agent = seated("A1", "archivist"), seated("A2", "agent")
    _sync(centre, archivist, archivist.patch("c1", id_number=ID_NUMBER))
    op = agent.patch("c1", 1, id_number=MASKED)
    verified = msgspec.structs.replace(op.patch, verified={"id_number": "2026-11-24"})
    assert _verdict(centre, agent, msgspec.structs.replace(op, patch=verified)).outcome == "applied"
    record = next(one for one in _sync(centre, archivist).pages[0].records if one.id == "c1")
    assert (record.fields["id_number"], record.meta["id_number"].verified_on) == (ID_NUMBER, "2026-11-24")


def test_a_conflict_and_its_verdict_show_masked_values_to_a_masked_desk(
    centre: Centre, seated: Callable[[str, str], Desk]
) -> None:
    archivist, agent = seated("A1", "archivist"), seated("A2", "agent")
    _sync(centre, archivist, archivist.patch("c1", id_number=""))
    _sync(centre, archivist, archivist.patch("c1", 1, id_number=ID_NUMBER))
    answer = _sync(centre, agent, agent.patch("c1", 1, id_number=OTHER_ID))
    (told,) = answer.verdicts[0].conflicts
    assert (told.mine, told.theirs) == ("3101**********0036", MASKED)
    record = next(one for one in answer.pages[0].records if one.entity == CONFLICT)
    assert (record.fields["theirs"], record.fields["mine"]) == (MASKED, "3101**********0036")
    assert ID_NUMBER.encode() not in msgspec.msgpack.encode(answer)
    whole = next(one for one in _sync(centre, archivist).pages[0].records if one.entity == CONFLICT)
    assert (whole.fields["theirs"], whole.fields["mine"]) == (ID_NUMBER, OTHER_ID)


def test_the_same_operation_sent_again_is_answered_masked_again(
    centre: Centre, seated: Callable[[str, str], Desk]
) -> None:
    archivist, agent = seated("A1", "archivist"), seated("A2", "agent")
    _sync(centre, archivist, archivist.patch("c1", id_number=""))
    _sync(centre, archivist, archivist.patch("c1", 1, id_number=ID_NUMBER))
    op = agent.patch("c1", 1, id_number=OTHER_ID)
    first, again = _verdict(centre, agent, op), _verdict(centre, agent, op)
    assert first == again
    assert again.conflicts[0].theirs == MASKED


def test_a_role_that_has_nothing_of_a_field_neither_gets_nor_writes_it(
    centre: Centre, seated: Callable[[str, str], Desk]
) -> None:
    agent, quality = seated("A2", "agent"), seated("A3", "quality")
    _sync(centre, agent, agent.patch("c1", name="林婉清", bank_card="6222021001116217"))
    assert _shown(_sync(centre, quality)) == {"name": "林婉清"}
    verdict = _verdict(centre, quality, quality.patch("c1", 1, bank_card="6222021001116225"))
    assert (verdict.outcome, verdict.code) == ("rejected", "not_allowed")


@pytest.mark.parametrize("base_rev", [1, 2, 9])
def test_guessing_at_a_masked_value_is_answered_alike_whether_right_or_wrong(
    base_rev: int, centre: Centre, seated: Callable[[str, str], Desk]
) -> None:
    archivist, agent = seated("A1", "archivist"), seated("A2", "agent")

    def answers(row_id: str, guess: str) -> tuple[Any, ...]:
        _sync(centre, archivist, archivist.patch(row_id, id_number=""))
        _sync(centre, archivist, archivist.patch(row_id, 1, id_number=ID_NUMBER, id_kind="resident_id"))
        answer = _sync(centre, agent, agent.patch(row_id, base_rev, id_number=guess))
        (verdict,) = answer.verdicts
        told = [(one.field, one.winner, one.policy) for one in verdict.conflicts]
        hers = [one for one in answer.pages[0].records if row_id in (one.id, one.fields.get("row_id"))]
        sent = sorted((one.entity, one.rev, sorted(one.fields)) for one in hers)
        return verdict.outcome, verdict.rev, told, sent

    assert answers("c1", ID_NUMBER) == answers("c2", OTHER_ID)


def test_guessing_inside_a_group_of_values_is_answered_alike(
    centre: Centre, seated: Callable[[str, str], Desk]
) -> None:
    counter, operator = seated("A1", "counter"), seated("A2", "operator")

    def change(desk: Desk, row_id: str, base_rev: int, account: str) -> PatchOp:
        op = desk.patch(row_id, base_rev, attributes={"account": account})
        return msgspec.structs.replace(op, patch=msgspec.structs.replace(op.patch, entity="holding", owner_id="c1"))

    for row_id in ("h1", "h2"):
        _sync(centre, counter, change(counter, row_id, 0, "6222021001116217"))
    right, wrong = change(operator, "h1", 1, "6222021001116217"), change(operator, "h2", 1, "6222021001116225")
    told = [(one.outcome, one.rev) for one in (_verdict(centre, operator, right), _verdict(centre, operator, wrong))]
    assert told[0] == told[1]


def test_whoever_holds_a_field_is_still_told_that_nothing_changed(
    centre: Centre, seated: Callable[[str, str], Desk]
) -> None:
    archivist, operator = seated("A1", "archivist"), seated("A2", "operator")
    _sync(centre, archivist, archivist.patch("c1", id_number=ID_NUMBER))
    assert _verdict(centre, operator, operator.patch("c1", 1, id_number=ID_NUMBER)).outcome == "noop"


def test_a_ticket_is_masked_in_facts_and_an_edit_never_brings_the_mask_back(
    centre: Centre, seated: Callable[[str, str], Desk]
) -> None:
    agent, manager = seated("A2", "agent"), seated("A3", "manager")
    fields = {"contact_phone": "13912345678", "new_value": "6222021001116217", "description": "请打 139 1234 5678"}
    opening = agent.fact(opened("A2", **fields), subject="t1")
    _sync(centre, agent, opening, agent.fact(TicketNoted(text="另一个号 13812345678"), subject="t1"))
    seen = _sync(centre, manager)
    assert not any(number in msgspec.msgpack.encode(seen) for number in (b"13912345678", b"1234 5678", b"6222021"))
    body = decode_body(seen.pages[0].facts[0].body)
    assert isinstance(body, TicketOpened)
    assert body.fields == {"contact_phone": "139****5678", "new_value": "***", "description": "请打 139****5678"}
    as_seen = _sync(centre, agent).pages[0].facts[0]
    assert as_seen.body == opening.fact.body
    edit = TicketEdited(fields={"contact_phone": "139****5678"}, replaces={"contact_phone": [opening.fact.id]})
    verdict = _verdict(centre, manager, manager.fact(edit, subject="t1"))
    assert (verdict.outcome, verdict.code) == ("rejected", "masked_value")
    assert "完整内容" in verdict.reason
    whole = msgspec.structs.replace(edit, fields={"contact_phone": "13700000000"})
    assert _verdict(centre, manager, manager.fact(whole, subject="t1")).outcome == "applied"


@pytest.mark.parametrize(("role", "phone"), [("agent", "13912345678"), ("manager", "139****5678")])
def test_a_ticket_read_over_the_wire_is_masked_for_whoever_asks(
    role: str, phone: str, database_url: str, engine: Engine, passwords: Passwords, seated: Callable[[str, str], Desk]
) -> None:
    agent, asking = seated("A2", "agent"), seated("A3", role)
    agent.push(agent.fact(opened("A2", "TS-1", contact_phone="13912345678"), subject="t1"))
    app = create_app(database_url, privacy=POLICY, passwords=passwords, clock=lambda: NOW)
    with serving(app) as url, httpx.Client(base_url=url) as client:
        request = SignInRequest(agent_id=asking.caller.agent_id, password=PASSWORD, device=asking.caller.device)
        told = client.post("/v1/sign-in", json=msgspec.to_builtins(request), headers={"Accept": "application/json"})
        client.headers["Authorization"] = f"Bearer {told.json()['token']}"
        listed = client.get("/v1/tickets").json()["tickets"]
        found = client.get("/v1/tickets/TS-1").json()
    assert [one["fields"] for one in (*listed, found)] == [{"contact_phone": phone}] * 2


@pytest.mark.parametrize(
    ("day", "outcome"),
    [
        ("2026-11-24", "applied"),
        ("2026-11-25", "applied"),
        ("2026-11-26", "rejected"),
        ("9999-12-31", "rejected"),
        ("2026-02-30", "rejected"),
        ("20261124", "rejected"),
        ("2026-W48-2", "rejected"),
        ("昨天", "rejected"),
    ],
)
def test_nothing_was_verified_on_a_day_that_has_not_come(
    day: str, outcome: str, centre: Centre, seated: Callable[[str, str], Desk]
) -> None:
    agent = seated("A2", "agent")
    op = agent.patch("c1", name="林婉清")
    verdict = _verdict(
        centre, agent, msgspec.structs.replace(op, patch=msgspec.structs.replace(op.patch, verified={"name": day}))
    )
    assert verdict.outcome == outcome
    if outcome == "rejected":
        assert (verdict.code, "明天" in verdict.reason) == ("bad_date", True)


def test_what_a_role_cannot_see_inside_a_field_survives_its_change_of_the_rest(
    centre: Centre, seated: Callable[[str, str], Desk]
) -> None:
    counter, operator = seated("A2", "counter"), seated("A3", "operator")

    def change(desk: Desk, base_rev: int, attributes: dict[str, Any]) -> PatchOp:
        op = desk.patch("h1", base_rev, attributes=attributes)
        patch = msgspec.structs.replace(op.patch, entity="holding", owner_id="c1")
        return msgspec.structs.replace(op, patch=patch)

    whole = {"plate": "沪A1", "bank_card": "6222021001116217", "diagnosis": "急性阑尾炎"}
    masked = {"bank_card": "**** 6217", "diagnosis": "***"}
    _sync(centre, counter, change(counter, 0, whole))
    assert _shown(_sync(centre, operator), "h1") == {"attributes": whole | masked}
    _sync(centre, operator, change(operator, 1, {"plate": "沪A2"} | masked))
    assert _shown(_sync(centre, counter), "h1") == {"attributes": whole | masked | {"plate": "沪A2"}}
    assert (
        centre.reveal(counter.caller, RevealRequest(row_id="h1", field="attributes.bank_card", reason="verify")).value
        == whole["bank_card"]
    )


def test_a_fact_that_quotes_the_value_is_masked(centre: Centre, seated: Callable[[str, str], Desk]) -> None:
    archivist, agent = seated("A1", "archivist"), seated("A2", "agent")
    found = ContradictionFound(
        entity="customer", row_id="c1", customer_id="c1", field="id_number", old=OTHER_ID, new=ID_NUMBER
    )
    _sync(centre, archivist, archivist.fact(found, subject="case"))
    (fact,) = _sync(centre, agent).pages[0].facts
    body = decode_body(fact.body)
    assert isinstance(body, ContradictionFound)
    assert (body.old, body.new) == ("3101**********0036", MASKED)


def test_a_caller_s_number_is_masked_for_a_role_without_numbers(centre: Centre) -> None:
    event = call_event("ringing", CallId("pbx1:1.0"), ani="+8613800138000", ani_raw="013800138000", to="8001")
    assert centre.masking.call(event, "agent") is event
    seen = centre.masking.call(event, "admin")
    assert (seen.ani, seen.ani_raw, seen.to) == ("138****8000", "013****8000", "8001")
    assert centre.masking.call(event, "cleaner").ani is None


def test_another_role_is_another_epoch_of_the_same_database(centre: Centre, seated: Callable[[str, str], Desk]) -> None:
    archivist, agent, lead = seated("A1", "archivist"), seated("A2", "agent"), seated("A3", "lead")
    epochs = [_sync(centre, desk).epoch for desk in (archivist, agent, lead)]
    assert epochs[1] == epochs[2] != epochs[0]
    assert protocol.is_masked_anew(epochs[0], epochs[1])
    assert not protocol.is_masked_anew(epochs[1], epochs[2])
    assert not protocol.is_masked_anew("", epochs[0])
    assert not protocol.is_masked_anew(epochs[0], "another.digest")


def test_a_reveal_is_on_record_before_the_value_leaves(centre: Centre, seated: Callable[[str, str], Desk]) -> None:
    agent = seated("A2", "agent")
    _sync(centre, agent, agent.patch("c1", id_number=ID_NUMBER))
    shown = centre.reveal(agent.caller, RevealRequest(row_id="c1", field="id_number", reason="verify"))
    assert (shown.value, shown.seconds) == (ID_NUMBER, 30)
    (fact,) = _sync(centre, agent).pages[0].facts
    assert (fact.id, fact.kind, fact.customer_id, fact.by) == (shown.fact_id, "value_revealed", "c1", "A2")
    body = decode_body(fact.body)
    assert body == ValueRevealed(row_id="c1", field="id_number", reason="verify", seconds=30)
    assert ID_NUMBER not in f"{shown!r}{fact!r}"


@pytest.mark.parametrize(
    ("role", "row", "field", "reason", "error"),
    [
        ("agent", "c1", "id_number", "", RefusedError),
        ("agent", "c1", "id_number", "curiosity", RefusedError),
        ("agent", "c1", "id_number", "other", RefusedError),
        ("agent", "c1", "bank_card", "verify", RefusedError),
        ("agent", "c1", "name", "verify", RefusedError),
        ("quality", "c1", "id_number", "verify", RefusedError),
        ("admin", "c1", "id_number", "verify", RefusedError),
        ("agent", "c2", "id_number", "verify", NotFoundError),
        ("agent", "\x00", "id_number", "verify", NotFoundError),
        ("agent", "empty", "id_number", "verify", NotFoundError),
    ],
)
def test_what_may_not_be_revealed_is_refused_and_nothing_is_on_record(
    role: str,
    row: str,
    field: str,
    reason: str,
    error: type[Exception],
    centre: Centre,
    seated: Callable[[str, str], Desk],
) -> None:
    archivist, asking = seated("A1", "archivist"), seated("A2", role)
    whole = archivist.patch("c1", id_number=ID_NUMBER, bank_card="6222021001116217", name="林婉清")
    _sync(centre, archivist, whole, archivist.patch("empty", id_number=""))
    with pytest.raises(error) as caught:
        centre.reveal(asking.caller, RevealRequest(row_id=row, field=field, reason=reason))
    assert ID_NUMBER not in str(caught.value)
    assert _sync(centre, archivist).pages[0].facts == []


def test_after_so_many_in_an_hour_there_are_no_more_until_it_has_passed(
    engine: Engine, passwords: Passwords, seated: Callable[[str, str], Desk]
) -> None:
    now = [NOW]
    centre = Centre(
        engine, privacy=msgspec.structs.replace(POLICY, hourly=2), passwords=passwords, clock=lambda: now[0]
    )
    agent, other = seated("A2", "agent"), seated("A3", "agent")
    _sync(centre, agent, agent.patch("c1", id_number=ID_NUMBER))
    by_itself = ValueRevealed(row_id="p1", field="e164", reason="call_back", offline=True)
    _sync(centre, agent, *(agent.fact(by_itself, subject="c1") for _ in range(3)))
    wish = RevealRequest(row_id="c1", field="id_number", reason="verify")
    for _ in range(2):
        centre.reveal(agent.caller, wish)
    with pytest.raises(TooOftenError, match="60 分钟后"):
        centre.reveal(agent.caller, wish)
    restarted = Centre(engine, privacy=centre.masking.policy, passwords=passwords, clock=lambda: now[0])
    with pytest.raises(TooOftenError, match="60 分钟后"):
        restarted.reveal(agent.caller, wish)
    assert centre.reveal(other.caller, wish).value == ID_NUMBER
    now[0] = NOW.replace(hour=NOW.hour + 1)
    assert centre.reveal(agent.caller, wish).value == ID_NUMBER


def test_many_at_once_are_shown_no_more_than_one_after_the_other(
    engine: Engine, passwords: Passwords, seated: Callable[[str, str], Desk]
) -> None:
    centre = Centre(engine, privacy=msgspec.structs.replace(POLICY, hourly=3), passwords=passwords, clock=lambda: NOW)
    agent = seated("A2", "agent")
    _sync(centre, agent, agent.patch("c1", id_number=ID_NUMBER))

    def ask(_: int) -> bool:
        try:
            centre.reveal(agent.caller, RevealRequest(row_id="c1", field="id_number", reason="verify"))
        except TooOftenError:
            return False
        return True

    with ThreadPoolExecutor(6) as threads:
        assert sum(threads.map(ask, range(18))) == 3
