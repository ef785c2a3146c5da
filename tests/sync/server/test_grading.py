"""The centre grades customers as a desk would: each change once, in the record and in the log, whole files as one."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import Engine, select

from app.catalogue import decode_body
from app.customer.interaction import ContactMade
from app.fact import Fact
from app.ids import AgentId, DeviceId, FactId
from app.oneid.facts import CustomersMerged
from app.pack.load import load_pack
from app.pack.shipped import PACKS
from app.record import Record
from app.stamp import stamp_at
from app.tier.expression import Condition, Inputs
from app.tier.facts import CustomerRegraded
from app.tier.inputs import samples
from app.tier.regrade import inputs_of_file, regrade
from sync.server import cli, grading
from sync.server.database import reading, write
from sync.server.grade_command import _words
from sync.server.grading import Graded, grade_customers
from sync.server.importer import import_records
from sync.server.importing.runs import began_at
from sync.server.tables import fact, record
from tests.sync.server.importing.files import HEAD, bring_in, feed_is_whole, person, records, write_csv

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
PACK = load_pack(PACKS / "insurance")
PREMIUM = [*HEAD, "年保费"]


def _keep(engine: Engine, *rows: Record, facts: tuple[Fact[Any], ...] = ()) -> None:
    write(engine, lambda connection: import_records(connection, rows, facts, now=NOW))


def _customer(id_: str, **fields: Any) -> Record:
    return Record(id=id_, entity="customer", owner_id=id_, fields={"name": "张三", **fields})


def _holding(id_: str, owner: str, **fields: Any) -> Record:
    return Record(id=id_, entity="holding", owner_id=owner, fields={"kind": "policy", "number": id_, **fields})


def _fact(id_: str, subject: str, body: Any) -> Fact[Any]:
    return Fact(
        id=FactId(id_), subject_id=subject, hlc=stamp_at(NOW), at=NOW, by=AgentId("a"), device=DeviceId("d"), body=body
    )


def _grade(engine: Engine, **how: Any) -> Graded:
    return grade_customers(engine, PACK, clock=lambda: NOW, **how)


def _fields(engine: Engine) -> dict[str, dict[str, Any]]:
    return {one.id: one.fields for one in records(engine, "customer")}


def _log(engine: Engine) -> dict[str, CustomerRegraded]:
    with reading(engine) as connection:
        rows = connection.execute(select(fact).where(fact.c.kind == "customer_regraded")).all()
    assert all(row.customer_id == row.subject_id for row in rows)
    found = {row.id: decode_body(row.body.encode()) for row in rows}
    return {id_: body for id_, body in found.items() if isinstance(body, CustomerRegraded)}


def test_everybody_stands_where_the_rules_say_and_the_log_says_why(engine: Engine) -> None:
    _keep(engine, _customer("c1", annual_premium=120_000), _customer("c2", annual_premium=50))
    done = _grade(engine)
    assert (done.customers, done.changed, done.last) == (2, 2, "c2")
    fields = _fields(engine)
    assert (fields["c1"]["vip"], fields["c1"]["value_segment"]) == (True, "key")
    assert fields["c2"]["value_segment"] == "ordinary"
    (why,) = [one.why for one in _log(engine).values() if one.scheme == "vip"]
    assert "120,000" in why
    assert feed_is_whole(engine)


def test_graded_again_nothing_changes(engine: Engine) -> None:
    _keep(engine, _customer("c1", annual_premium=120_000))
    _grade(engine)
    before = records(engine, "customer"), _log(engine)
    assert _grade(engine).changed == 0
    assert (records(engine, "customer"), _log(engine)) == before


def test_a_desk_that_finds_the_same_makes_the_same_entry(engine: Engine) -> None:
    customer = _customer("c1", annual_premium=120_000)
    _keep(engine, customer)
    desk = regrade(
        customer,
        inputs_of_file(customer, [], {"contacts": 0, "complaints": 0}, NOW.date()),
        PACK.tiers,
        pack=f"{PACK.name} {PACK.version}",
        day=NOW.date(),
    )
    _grade(engine)
    assert _log(engine).keys() == desk.log.keys()
    assert {one.meta["vip"].source for one in records(engine, "customer")} == {"rules"}


def test_a_rehearsal_counts_and_writes_nothing(engine: Engine) -> None:
    _keep(engine, _customer("c1", annual_premium=120_000))
    before = records(engine, "customer")
    assert _grade(engine, dry_run=True).changed == 1
    assert (records(engine, "customer"), _log(engine)) == (before, {})


def test_what_they_hold_counts(engine: Engine) -> None:
    claims = [_holding(f"k{n}", "c1", kind="claim", opened_on=f"2026-0{n}-01", status="处理中") for n in range(2, 9)]
    _keep(engine, _customer("c1"), *claims)
    _grade(engine)
    assert _fields(engine)["c1"]["list_kind"] == "poor"


def test_files_shown_as_one_are_graded_as_one(engine: Engine) -> None:
    merged = _fact("m1", "c1", CustomersMerged(survivor="c1", merged=["c2"]))
    claims = [_holding(f"k{n}", f"c{1 + n % 2}", kind="claim", opened_on=f"2026-0{n}-01") for n in range(2, 9)]
    _keep(engine, _customer("c1"), _customer("c2"), *claims, facts=(merged,))
    assert _grade(engine).customers == 1
    fields = _fields(engine)
    assert (fields["c1"]["list_kind"], fields["c2"].get("list_kind")) == ("poor", None)


def test_a_deleted_customer_is_left_alone(engine: Engine) -> None:
    gone = Record(id="c1", entity="customer", owner_id="c1", fields={"annual_premium": 120_000}, deleted=True)
    _keep(engine, _customer("c2"), gone)
    _grade(engine)
    with reading(engine) as connection:
        assert connection.execute(select(record.c.rev).where(record.c.id == "c1")).scalar_one() == 1


def test_only_whom_an_import_touched_is_graded(engine: Engine, tmp_path: Path) -> None:
    _keep(engine, _customer("old", annual_premium=120_000))
    done = bring_in(engine, write_csv(tmp_path / "a.csv", [[*person(1), "200000"]], PREMIUM))
    with reading(engine) as connection:
        since = began_at(connection, done.run)
        assert since == began_at(connection, "last")
        assert began_at(connection, "nothing") is None
    assert _grade(engine, since=since).customers == 1
    assert _fields(engine)["old"].get("vip") is None


def test_a_holding_that_was_brought_in_touches_its_owner(engine: Engine, tmp_path: Path) -> None:
    bring_in(engine, write_csv(tmp_path / "a.csv", [person(1), person(2)]))
    rows = [["P1", "K000002"]]
    done = bring_in(engine, write_csv(tmp_path / "b.csv", rows, ["保单号", "客户号"]), "holdings")
    with reading(engine) as connection:
        since = began_at(connection, done.run)
    assert _grade(engine, since=since).customers == 1


def test_a_pass_that_was_stopped_goes_on_after_its_last_customer(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grading, "CHUNK", 2)
    _keep(engine, *(_customer(f"c{n}", annual_premium=120_000) for n in range(5)))
    so_far: list[str] = []

    def stop(done: Graded) -> None:
        so_far.append(done.last)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _grade(engine, say=stop)
    assert so_far == ["c1"]
    assert _grade(engine, after="c1").customers == 3
    assert all(fields["vip"] for fields in _fields(engine).values())


def test_contacts_of_the_last_thirty_days_are_counted(engine: Engine) -> None:
    made = [_fact(f"f{n}", "c1", ContactMade(channel="phone", title="咨询")) for n in range(3)]
    _keep(engine, _customer("c1"), facts=tuple(made))
    with reading(engine) as connection:
        part = grading._Part(connection, PACK, grading._links(connection), NOW)
        assert part._contacts(["c1", "c2"]) == {"c1": 3}


def _command(database_url: str, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = cli.main(["grade", "--database", database_url, *words])
    said = capsys.readouterr()
    return code, said.out, said.err


class _Broken(Condition):
    """A rule that fails over one customer: stands for any fault in what a file holds."""

    def holds(self, inputs: Inputs) -> bool:
        if inputs.get("annual_premium") == 13:
            raise TypeError("unhashable type: 'list'")
        return super().holds(inputs)


def test_a_holding_that_an_import_spoilt_stops_nobody(engine: Engine) -> None:
    spoilt = [_holding(f"k{n}", "c1", status=status) for n, status in enumerate((["有效"], {"a": 1}, 3))]
    _keep(engine, *(_customer(f"c{n}", annual_premium=120_000) for n in range(3)), *spoilt)
    done = _grade(engine)
    assert (done.changed, done.aside) == (3, 0)
    assert all(fields["vip"] for fields in _fields(engine).values())


def test_a_customer_who_cannot_be_graded_is_set_aside_and_named(engine: Engine) -> None:
    _keep(engine, _customer("c1", annual_premium=120_000), _customer("c2", annual_premium=13), _customer("c3"))
    vip = PACK.tiers.schemes["vip"]
    rule = vip.rules[0]
    broken = replace(rule, when=_Broken(rule.when.text, samples()))
    schemes = {**PACK.tiers.schemes, "vip": replace(vip, rules=(broken, *vip.rules[1:]))}
    pack = replace(PACK, tiers=replace(PACK.tiers, schemes=schemes))
    done = grade_customers(engine, pack, clock=lambda: NOW)
    assert (done.customers, done.aside, done.aside_ids) == (3, 1, ["c2"])
    fields = _fields(engine)
    assert (fields["c1"]["vip"], fields["c2"].get("vip")) == (True, None)
    assert "1 位的档案算不了" in (words := _words(done, pack))
    assert "c2" in words


def test_the_command_says_what_it_did(
    engine: Engine, database_url: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    bring_in(engine, write_csv(tmp_path / "a.csv", [[*person(1), "200000"]], PREMIUM))
    code, out, _ = _command(database_url, capsys, "--dry-run", "--since", "last")
    assert (code, "试运行" in out) == (0, True)
    code, out, _ = _command(database_url, capsys, "--json")
    assert (code, json.loads(out)["changed"]) == (0, 1)
    code, out, _ = _command(database_url, capsys, "--all")
    assert (code, "改动 0 位" in out) == (0, True)


def test_an_import_nobody_made_is_told(engine: Engine, database_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = _command(database_url, capsys, "--since", "nothing")
    assert (code, "last" in err) == (1, True)
