"""What a desk whose role may not hold a value can get out of the centre: never the value, whatever it sends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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
from sync import protocol
from sync.protocol import CONFLICT, ORG_FEED, PatchOp, SyncRequest, SyncResponse, Verdict
from sync.server.accounts import Passwords
from sync.server.centre import Centre
from sync.server.errors import NotFoundError, TooOftenError
from tests.sync.server.desks import NOW, Desk, call_event, sit_down

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
    wish = RevealRequest(row_id="c1", field="id_number", reason="verify")
    for _ in range(2):
        centre.reveal(agent.caller, wish)
    with pytest.raises(TooOftenError, match="60 分钟后"):
        centre.reveal(agent.caller, wish)
    assert centre.reveal(other.caller, wish).value == ID_NUMBER
    now[0] = NOW.replace(hour=NOW.hour + 1)
    assert centre.reveal(agent.caller, wish).value == ID_NUMBER
