"""Whole values at a desk: on record before they are shown, never without a reason, identity numbers never offline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from app.customer.interaction import ContactMade
from app.customer.record import Agent
from app.desk import Desk, Seat
from app.errors import RefusedError, UnreachableError
from app.ids import DeviceId, FactId
from app.pack.load import load_pack
from app.pack.shipped import PACKS
from app.privacy.facts import FileOpened, ValueCopied, ValueRevealed
from app.privacy.reveal import Revealed, RevealRequest
from app.record import FieldMeta, Record
from app.store import facts, outbox, records
from app.store.database import open_store
from sync.hlc import DeskClock

PC = DeviceId("pc-1")
PACK = load_pack(PACKS / "insurance")
MASKED = FieldMeta(rev=1, device=PC, hlc=1, masked=True)
NOW = datetime(2026, 11, 24, 2, 24, 52, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk that knows one customer with two numbers and a masked identity number."""
    store = open_store(tmp_path / "desk.db", "a1" * 32)
    fields = {"name": "林婉清", "id_number": "3101**********0028"}
    customer = Record(id="c1", entity="customer", owner_id="c1", rev=1, fields=fields, meta={"id_number": MASKED})
    rows = [customer, _number("p1", e164="+8613900139000"), _number("p2", e164="+8613800138000", preferred=True)]
    with store.write() as db:
        records.apply(db, rows, device=PC)
    agent = Agent(agent_id="A1027", name="周雨桐", role="agent")
    yield Desk(Seat(store=store, clock=DeskClock(), pack=PACK, agent=agent, device=PC, slot=1))
    store.close()


def _number(row_id: str, **fields: Any) -> Record:
    return Record(id=row_id, entity="contact_point", owner_id="c1", rev=1, fields=fields)


def _kept(desk: Desk) -> list[Any]:
    with desk.seat.store.read() as db:
        return [fact.body for fact in facts.of_subject(db, "c1")]


def test_the_number_of_the_header_is_shown_offline_and_waits_to_be_told(desk: Desk) -> None:
    secret = desk.privacy.find("c1", "phone")
    assert (secret.row_id, secret.masked, secret.label, secret.is_here) == ("p2", "138****8000", "手机号", True)
    shown = desk.privacy.reveal(secret, "call_back")
    assert (shown.text, shown.copied, shown.seconds) == ("138 0013 8000", "13800138000", 30)
    assert _kept(desk) == [ValueRevealed(row_id="p2", field="e164", reason="call_back", offline=True)]
    with desk.seat.store.read() as db:
        assert outbox.waiting(db).count == 1
    assert "13800138000" not in f"{shown!r}{secret!r}{_kept(desk)!r}".replace(" ", "")


def test_another_number_of_the_same_customer_is_shown_by_its_row(desk: Desk) -> None:
    assert desk.privacy.reveal(desk.privacy.find("c1", "e164", "p1"), "verify").text == "139 0013 9000"


@pytest.mark.parametrize(("reason", "note"), [("", ""), ("curiosity", ""), ("other", "")])
def test_without_a_reason_nothing_is_shown_and_nothing_recorded(desk: Desk, reason: str, note: str) -> None:
    with pytest.raises(RefusedError):
        desk.privacy.reveal(desk.privacy.find("c1", "phone"), reason, note)
    assert _kept(desk) == []


def test_an_identity_number_is_refused_offline_in_words_and_comes_from_the_centre_online(desk: Desk) -> None:
    secret = desk.privacy.find("c1", "id_number")
    assert (secret.row_id, secret.is_here) == ("c1", False)
    with pytest.raises(RefusedError, match="要联网"):
        desk.privacy.reveal(secret, "verify")
    with pytest.raises(RefusedError, match="要联网"):
        desk.privacy.ask(secret, "verify")
    asked: list[RevealRequest] = []

    def answer(request: RevealRequest) -> Revealed:
        asked.append(request)
        return Revealed(value="310105198403210028", seconds=30, fact_id=FactId("f"), at=NOW)

    desk.privacy.line = answer
    assert desk.privacy.ask(secret, "verify").text == "310105 19840321 0028"
    assert asked == [RevealRequest(row_id="c1", field="id_number", reason="verify")]
    assert _kept(desk) == []  # the centre keeps the record of it
    with pytest.raises(RefusedError):
        desk.privacy.ask(secret, "")
    assert len(asked) == 1


def test_a_centre_that_does_not_answer_is_told_as_what_can_be_done_instead(desk: Desk) -> None:
    def nobody(_request: RevealRequest) -> Revealed:
        raise UnreachableError("连不上")

    desk.privacy.line = nobody
    with pytest.raises(RefusedError, match="打码的部分"):
        desk.privacy.ask(desk.privacy.find("c1", "id_number"), "verify")


def test_a_value_that_has_become_masked_meanwhile_is_not_shown(desk: Desk) -> None:
    secret = desk.privacy.find("c1", "phone")
    masked = msgspec.structs.replace(_number("p2", e164="138****8000"), meta={"e164": MASKED})
    with desk.seat.store.write() as db:
        records.apply(db, [masked], device=PC)
    with pytest.raises(RefusedError):
        desk.privacy.reveal(secret, "call_back")
    assert _kept(desk) == []
    assert not desk.privacy.find("c1", "e164", "p2").is_here


def test_what_is_not_there_or_not_for_this_role_cannot_even_be_asked_for(desk: Desk) -> None:
    for what in ("bank_card", "email", "name"):
        with pytest.raises(RefusedError):
            desk.privacy.find("c1", what)
    with pytest.raises(RefusedError):
        desk.privacy.find("nobody", "phone")
    desk.seat.agent = Agent(agent_id="A1090", role="quality")
    with pytest.raises(RefusedError, match="岗位"):
        desk.privacy.find("c1", "phone")


def test_copying_is_on_record_too(desk: Desk) -> None:
    shown = desk.privacy.reveal(desk.privacy.find("c1", "phone"), "transfer")
    desk.privacy.copied(shown)
    assert _kept(desk)[-1] == ValueCopied(row_id="p2", field="e164", reason="transfer")


def test_a_file_without_a_contact_asks_why_once_and_one_with_a_contact_does_not(desk: Desk) -> None:
    assert desk.privacy.needs_why("c1")
    assert not desk.privacy.needs_why("c1", on_the_line=True)
    with pytest.raises(RefusedError):
        desk.privacy.opened("c1", "other")
    desk.privacy.opened("c1", "other", "班长抽查")
    assert _kept(desk) == [FileOpened(why="other", note="班长抽查")]
    assert not desk.privacy.needs_why("c1")
    desk.seat.agent = Agent(agent_id="A1031", role="agent")
    assert desk.privacy.needs_why("c1")
    with desk.seat.store.write() as db:
        facts.record_new(db, [(desk.seat.fact("c1", ContactMade(channel="phone", title="来电")), "c1")])
    assert not desk.privacy.needs_why("c1")
