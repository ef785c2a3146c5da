"""What each role may change and state at the centre: every role against the pack's own table, and in real pushes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from sqlalchemy import Engine, update

from app.ids import AgentId, DeviceId, FactId
from app.oneid.facts import CustomersMerged, DuplicateDismissed, MergeUndone
from app.pack.load import load_pack
from app.pack.shipped import PACKS
from app.record import Patch, Record
from app.review.facts import (
    ContradictionCompared,
    ContradictionFound,
    ContradictionRecorded,
    ContradictionReviewed,
    ContradictionWithdrawn,
)
from app.ticket.facts import TicketEdited, TicketNoted
from app.tier.facts import CustomerRegraded, EntitlementUsed
from sync.protocol import ORG_FEED, PatchOp, SyncRequest, Verdict, WireFact
from sync.server.accounts import ROLES, Passwords
from sync.server.centre import Centre
from sync.server.database import writing
from sync.server.scope import DUTIES, Rights
from sync.server.tables import user
from tests.sync.server.desks import NOW, Desk, opened, sit_down

PACK = load_pack(PACKS / "insurance")
RIGHTS = Rights(PACK.privacy, PACK.quality, PACK.label)
FRONT = {"agent", "counter", "specialist", "lead", "supervisor", "archivist", "operator", "collector", "admin"}
KEEPERS = {"counter", "supervisor", "archivist", "operator", "admin"}
HEADS = {"supervisor", "admin"}
RECORDS = {
    ("customer", "name"): FRONT,
    ("customer", "behaviour"): FRONT,
    ("customer", "needs"): FRONT,
    ("customer", "email"): FRONT,
    ("customer", "id_number"): FRONT,
    ("customer", "something_new"): FRONT,
    ("customer", "real_name"): KEEPERS,
    ("customer", "team"): HEADS,
    **{("customer", name): HEADS for name in ("stars", "org_grade", "card", "vip", "value_segment", "points", "arpu")},
    ("contact_point", "e164"): FRONT,
    ("relation", "kind"): FRONT,
    ("consent", "given"): FRONT,
    ("signal", "kind"): FRONT,
    ("callback", "done"): FRONT,
    ("holding", "amount"): KEEPERS,
    ("listing", "kind"): HEADS,
    ("agent", "name"): HEADS,
    ("article", "text"): HEADS,
}
"""The table as a person reads it, written a second time."""
FACTS = {
    "customer_regraded": HEADS,
    "entitlement_used": FRONT,
    "entitlement_returned": FRONT,
    "contradiction_found": FRONT,
    "contradiction_withdrawn": FRONT,
    "duplicate_suspected": FRONT,
    "contradiction_compared": set(PACK.quality.roles["compare"]),
    "contradiction_reviewed": set(PACK.quality.roles["review"]),
    "contradiction_recorded": set(PACK.quality.roles["record"]),
    "customers_merged": set(PACK.quality.roles["merge"]),
    "merge_undone": set(PACK.quality.roles["merge"]),
    "duplicate_dismissed": set(PACK.quality.roles["merge"]),
    "duplicate_reopened": set(PACK.quality.roles["merge"]),
    "ticket_noted": set(PACK.privacy.roles),
    "contact_made": set(PACK.privacy.roles),
    "value_revealed": set(PACK.privacy.roles),
    "a_newer_kind": set(PACK.privacy.roles),
}
EVERYBODY = sorted({*ROLES, *PACK.privacy.roles, "cleaner", ""})


@pytest.mark.parametrize("role", EVERYBODY)
@pytest.mark.parametrize(("entity", "field"), RECORDS)
def test_each_role_may_change_exactly_what_the_table_says(role: str, entity: str, field: str) -> None:
    patch = Patch(entity=entity, row_id="r1", owner_id="r1", base_rev=1, fields={field: 1})
    refusal = RIGHTS.refuse_patch(role, patch, Record(id="r1", entity=entity, owner_id="r1", fields={field: 2}))
    assert (refusal is None) is (role in RECORDS[entity, field])
    assert (refusal is None) is PACK.privacy.writes.may(role, entity, field)
    assert refusal is None or (refusal.code == "not_allowed" and "由" in refusal.reason)


@pytest.mark.parametrize("role", EVERYBODY)
@pytest.mark.parametrize("kind", FACTS)
def test_each_role_may_state_exactly_what_the_table_says(role: str, kind: str) -> None:
    fact = WireFact(
        id=FactId("f1"), subject_id="s1", kind=kind, hlc=1, at=NOW, by=AgentId("A1"), device=DeviceId("pc"), body=b"{}"
    )
    refusal = RIGHTS.refuse_fact(role, fact, is_own=False)
    assert (refusal is None) is (role in FACTS[kind])
    assert refusal is None or refusal.code == "not_allowed"


def test_the_roles_that_record_are_those_that_may_set_the_real_name_state() -> None:
    assert set(PACK.privacy.writes.of_field("customer", "real_name").by.roles) == set(PACK.quality.roles["record"])
    assert set(DUTIES.values()) == set(PACK.quality.roles)


@pytest.fixture
def centre(engine: Engine, passwords: Passwords) -> Centre:
    return Centre(
        engine,
        privacy=PACK.privacy,
        quality=PACK.quality,
        words=PACK.label,
        passwords=passwords,
        clock=lambda: NOW,
    )


@pytest.fixture
def push(
    centre: Centre, engine: Engine, passwords: Passwords, add_agent: Callable[..., Any]
) -> Callable[..., Callable[..., list[Verdict]]]:
    """Somebody of a role at a desk of their own, who sends."""
    desks: dict[str, Desk] = {}

    def at(role: str) -> Callable[..., list[Verdict]]:
        if role not in desks:
            add_agent(f"A-{role}", role=role)
            desks[role] = sit_down(engine, passwords, f"A-{role}")
        desk = desks[role]

        def send(*make: Callable[[Desk], Any]) -> list[Verdict]:
            ops = [one(desk) for one in make]
            return centre.sync(desk.caller, SyncRequest(epoch="", ops=ops, cursors={ORG_FEED: 0})).verdicts

        return send

    return at


def _entity(desk: Desk, entity: str, row_id: str, **fields: Any) -> PatchOp:
    op = desk.patch(row_id, 0, **fields)
    return msgspec.structs.replace(op, patch=msgspec.structs.replace(op.patch, entity=entity, owner_id="c1"))


def test_what_the_program_lets_an_agent_do_today_arrives(push: Callable[..., Any]) -> None:
    agent = push("agent")
    verdicts = agent(
        lambda d: d.patch("c1", name="", real_name="no"),
        lambda d: _entity(d, "contact_point", "p1", kind="phone", e164="+8613800138000", preferred=True),
        lambda d: d.patch("c1", 1, name="林婉清", behaviour="demanding", needs=["large_print"], email="w@example.com"),
        lambda d: _entity(d, "callback", "b1", done=False),
        lambda d: d.fact(EntitlementUsed(entitlement="bed_arrangement"), subject="c1", customer_id="c1"),
        lambda d: d.fact(CustomersMerged(survivor="c1", merged=["c2"]), subject="c1", customer_id="c1"),
    )
    assert {one.outcome for one in verdicts} == {"applied"}


def test_an_agent_neither_grades_nor_lists_nor_settles_who_is_real(push: Callable[..., Any]) -> None:
    push("supervisor")(lambda d: d.patch("c1", name="林婉清", real_name="doubtful", stars=3))
    verdicts = push("agent")(
        lambda d: d.patch("c1", 1, real_name="yes"),
        lambda d: d.patch("c1", 1, real_name="no"),
        lambda d: d.patch("c1", 1, stars=6),
        lambda d: d.patch("new", real_name="yes"),
        lambda d: _entity(d, "listing", "l1", kind="black"),
        lambda d: d.fact(
            CustomerRegraded(scheme="star", before=3, after=6, why="", rule="", pack=""), subject="c1", customer_id="c1"
        ),
    )
    assert {(one.outcome, one.code) for one in verdicts} == {("rejected", "not_allowed")}
    assert "实名状态：由柜面、主管" in verdicts[0].reason
    assert "中心按规则评定" in verdicts[2].reason
    assert "黑白名单：由主管或系统管理员" in verdicts[4].reason


def test_the_steps_of_a_review_are_taken_by_those_whose_steps_they_are(push: Callable[..., Any]) -> None:
    found = ContradictionFound(entity="customer", row_id="c1", customer_id="c1", field="name", old="a", new="b")
    reviewed = ContradictionReviewed(accept="new", reason="证件", compared=FactId("f1"))
    recorded = ContradictionRecorded(reviewed=FactId("f2"))
    steps = (found, ContradictionCompared(recommend="new", note="证件"), reviewed, recorded)

    def say(role: str) -> list[str]:
        verdicts = push(role)(*((lambda d, body=body: d.fact(body, subject="case")) for body in steps))
        return [one.outcome for one in verdicts]

    assert say("executive") == say("quality") == say("manager") == ["rejected"] * 4
    assert say("agent") == ["applied", "applied", "rejected", "rejected"]
    assert say("lead") == ["applied", "applied", "applied", "rejected"]
    assert say("supervisor") == ["applied"] * 4
    (refused,) = push("executive")(lambda d: d.fact(reviewed, subject="case"))
    assert refused.reason.startswith("审核由班长、主管、建档人、系统管理员来做")


@pytest.mark.parametrize("role", ["quality", "executive", "manager"])
def test_who_only_looks_changes_nothing_of_a_customer(role: str, push: Callable[..., Any]) -> None:
    merge = CustomersMerged(survivor="c1", merged=["c2"])
    verdicts = push(role)(
        lambda d: d.patch("c1", 9, id_number="310105198403210036"),
        lambda d: d.patch("c1", name="林"),
        lambda d: d.fact(merge, subject="c1", customer_id="c1"),
        lambda d: d.fact(MergeUndone(merge_id="m"), subject="c1", customer_id="c1"),
        lambda d: d.fact(DuplicateDismissed(one="c1", other="c2"), subject="c1"),
        lambda d: d.fact(ContradictionWithdrawn(reason="x"), subject="case"),
        lambda d: d.fact(EntitlementUsed(entitlement="airport_lounge"), subject="c1", customer_id="c1"),
    )
    assert {(one.outcome, one.code) for one in verdicts} == {("rejected", "not_allowed")}
    assert "合并档案" in verdicts[2].reason
    (noted,) = push(role)(lambda d: d.fact(TicketNoted(text="听过录音"), subject="t1"))
    assert noted.outcome == "applied"


def test_a_role_nobody_knows_goes_on_with_its_own_tickets_and_nothing_else(
    centre: Centre, engine: Engine, passwords: Passwords, add_agent: Callable[..., Any]
) -> None:
    add_agent("A1")
    add_agent("A2")
    with writing(engine) as connection:
        connection.execute(update(user).where(user.c.agent_id == "A2").values(role="cleaner"))
    other, desk = sit_down(engine, passwords, "A1"), sit_down(engine, passwords, "A2")
    other.push(other.fact(subject="t-other"))

    def send(*ops: Any) -> list[str]:
        answer = centre.sync(desk.caller, SyncRequest(epoch="", ops=list(ops), cursors={ORG_FEED: 0}))
        return [one.outcome for one in answer.verdicts]

    mine = desk.fact(opened("A2", "TS-2"), subject="t-mine")
    assert send(mine, desk.fact(TicketNoted(text="补充"), subject="t-mine")) == ["applied", "applied"]
    assert send(desk.fact(TicketEdited(fields={"wish": "快"}), subject="t-mine")) == ["applied"]
    assert (
        send(
            desk.fact(TicketNoted(text="别人的"), subject="t-other"),
            desk.patch("c1", name="林"),
            desk.fact(EntitlementUsed(entitlement="x"), subject="t-mine", customer_id="c1"),
        )
        == ["rejected"] * 3
    )
