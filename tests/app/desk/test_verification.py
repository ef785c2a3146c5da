"""Verifying at a desk: answers compared without showing the value, the script ticked the same, offline in words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.customer.record import Agent
from app.desk import Desk, Seat
from app.errors import RefusedError, UnreachableError
from app.ids import DeviceId
from app.pack.load import load_pack
from app.pack.shipped import PACKS
from app.record import FieldMeta, Record
from app.store import facts, outbox, records
from app.store.database import open_store
from app.verification.facts import IdentityChecked, PapersRefused, PapersSeen
from app.verification.view import Contact
from sync.hlc import DeskClock

PC = DeviceId("pc-1")
CALL = Contact(contact_id="pbx1:1.0", customer_id="c1")
SECRET = "583920"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    store = open_store(tmp_path / "desk.db", "a1" * 32)
    person = {"name": "林婉清", "id_number": "3101**********0028", "birth_date": "1984-03-21"}
    masked = FieldMeta(rev=1, device=PC, hlc=1, masked=True)
    rows = [
        Record(id="c1", entity="customer", owner_id="c1", rev=1, fields=person, meta={"id_number": masked}),
        Record(id="h1", entity="holding", owner_id="c1", rev=1, fields={"number": "P-2025-7714-0382"}),
        Record(id="p1", entity="contact_point", owner_id="c1", rev=1, fields={"e164": "+8613800138000"}),
        Record(id="c2", entity="customer", owner_id="c2", rev=1, fields={"name": "王芳"}),
    ]
    with store.write() as db:
        records.apply(db, rows, device=PC)
    agent = Agent(agent_id="A1027", name="周雨桐", role="agent")
    pack = load_pack(PACKS / "insurance")
    yield Desk(Seat(store=store, clock=DeskClock(), pack=pack, agent=agent, device=PC, slot=1))
    store.close()


def kept(desk: Desk) -> list[Any]:
    with desk.seat.store.read() as db:
        return [fact.body for fact in facts.of_subject(db, CALL.contact_id)]


def test_answers_are_compared_offline_and_two_of_them_prove_who_it_is(desk: Desk) -> None:
    room = desk.verification
    assert room.compare(CALL, "id_tail", "0028").passed
    done = room.compare(CALL, "policy_or_birthday", "1984-3-21")
    assert (done.view.level, [row.passed for row in done.view.checks]) == (1, [False, True, True])
    assert room.compare(CALL, "policy_or_birthday", "p 2025 7714 0382").passed
    assert done.view.read_out.startswith("核验通过后")
    with desk.seat.store.read() as db:
        assert outbox.waiting(db).count == 3
    assert "1984" not in repr(kept(desk))


def test_wrong_answers_are_counted_and_close_the_question_without_telling(desk: Desk) -> None:
    room = desk.verification
    for left in (2, 1, 0):
        wrong = room.compare(CALL, "id_tail", "1111")
        assert (wrong.passed, next(row.left for row in wrong.view.checks if row.code == "id_tail")) == (False, left)
    assert "0028" not in repr(wrong)
    for ask in (lambda: room.compare(CALL, "id_tail", "0028"), lambda: room.check(CALL, "id_tail", True)):
        with pytest.raises(RefusedError, match="换一种"):
            ask()


def test_nothing_to_compare_with_is_said_and_costs_nothing(desk: Desk) -> None:
    other = Contact(contact_id="pbx1:1.0", customer_id="c2")
    with pytest.raises(RefusedError, match="档案里没有"):
        desk.verification.compare(other, "id_tail", "0028")
    assert kept(desk) == []


def test_another_call_and_another_customer_begin_at_nothing(desk: Desk) -> None:
    room = desk.verification
    room.check(CALL, "name", True)
    room.check(CALL, "id_tail", True)
    assert room.state(CALL).level == 1
    assert room.state(Contact(contact_id="pbx1:2.0", customer_id="c1")).level == 0
    assert room.state(Contact(contact_id="pbx1:1.0", customer_id="c2")).level == 0


def test_passing_a_check_ticks_the_script_and_unticking_the_script_takes_it_back(desk: Desk) -> None:
    draft = desk.tickets.prepare("complaint", customer_id="c1", call=None, values={"kind": "complaint"})
    desk.talks.open(draft, {})
    asked = desk.talks.asks(draft.ticket_id)
    assert {"name", "id_tail"} <= asked
    contact = Contact(contact_id="pbx1:1.0", customer_id="c1", ticket_id=draft.ticket_id)
    room = desk.verification
    room.check(contact, "name", True)
    assert desk.talks.verified(draft.ticket_id) == {"name"}
    script = desk.seat.pack.script("complaint")
    assert script is not None
    check_id = next(one.check_id for step in script.steps for one in step.checks if one.verifies == "name")
    desk.talks.tick(draft.ticket_id, check_id, False)
    assert room.passed(contact) == frozenset()
    desk.talks.tick(draft.ticket_id, check_id, True)
    assert room.passed(contact) == {"name"}


def test_papers_are_on_record_by_code_and_a_bad_one_stops(desk: Desk) -> None:
    room = desk.verification
    seen = room.papers_seen(CALL, "transfer", "holder", "counter", ["signature", "holder_id"])
    assert seen.level == 3
    stopped = room.papers_refused(CALL, "transfer", "holder", "counter", "forged")
    assert stopped.stopped == "疑似伪造"
    assert not next(one for one in stopped.businesses if one.code == "transfer").allowed
    assert [type(one) for one in kept(desk)] == [PapersSeen, PapersRefused]


def test_without_the_centre_a_password_says_what_to_do_and_is_nowhere(desk: Desk) -> None:
    class Away:
        def verify_secret(self, _request: object) -> Any:
            raise UnreachableError("连不上")

    for line in (None, Away()):
        desk.verification.line = line  # type: ignore[assignment]
        with pytest.raises(RefusedError, match="要联网核对") as told:
            desk.verification.ask_verify(CALL, "service", SECRET)
        assert SECRET not in repr(told.value)
    assert kept(desk) == []


@pytest.mark.parametrize("secret", ["", "12345", "１２３４５６", "abcdef"])
def test_what_is_not_six_digits_is_not_even_sent(desk: Desk, secret: str) -> None:
    with pytest.raises(RefusedError, match="6 位数字"):
        desk.verification.ask_verify(CALL, "service", secret)


def test_the_spoken_and_the_typed_are_told_apart(desk: Desk) -> None:
    desk.verification.check(CALL, "name", True)
    desk.verification.compare(CALL, "id_tail", "0028")
    assert [one.how for one in kept(desk) if isinstance(one, IdentityChecked)] == ["spoken", "typed"]
    assert desk.verification.state(CALL).phones == (("p1", "138****8000"),)


def test_a_firm_is_verified_in_its_own_words_which_mark_the_header_too(desk: Desk) -> None:
    firm = Record(id="c3", entity="customer", owner_id="c3", rev=1, fields={"kind": "organisation", "name": "启明"})
    with desk.seat.store.write() as db:
        records.apply(db, [firm], device=PC)
    visit = Contact(contact_id="pbx1:2.0", customer_id="c3")
    assert [row.label for row in desk.verification.state(visit).checks] == [
        "单位名称",
        "信用代码后四位",
        "保单号或经办人授权",
    ]
    assert desk.verification.compare(visit, "name", "启明").passed
    story = desk.customers.story("c3")
    assert story is not None
    marked = desk.verification.mark(story, visit).identity.checks
    assert [(one.name, one.passed) for one in marked][:2] == [("单位名称", True), ("信用代码后四位", False)]
