"""Records on the desk: found by whole keys, changed here at once, never overwritten by a pull."""

from __future__ import annotations

from typing import Any

from app.ids import AgentId, DeviceId
from app.record import FieldMeta, Patch, Record
from app.store import outbox, records, search
from app.store.database import Store

ME, OTHER = DeviceId("pc-1"), DeviceId("pc-2")
CUSTOMER = "c-1"


def server_row(rev: int = 1, **fields: Any) -> Record:
    """The customer as the centre has it."""
    meta = {name: FieldMeta(rev, OTHER, rev) for name in fields}
    return Record(id=CUSTOMER, entity="customer", owner_id=CUSTOMER, rev=rev, fields=fields, meta=meta)


def phone(row_id: str, e164: str, owner: str = CUSTOMER) -> Record:
    """A number of a customer."""
    return Record(id=row_id, entity="contact_point", owner_id=owner, rev=1, fields={"e164": e164})


def pull(store: Store, *rows: Record) -> None:
    """Rows arrive from the centre."""
    with store.write() as db:
        records.apply(db, rows, device=ME)


def change(store: Store, base_rev: int, **fields: Any) -> None:
    """The agent changes some fields."""
    patch = Patch(entity="customer", row_id=CUSTOMER, owner_id=CUSTOMER, base_rev=base_rev, fields=fields)
    with store.write() as db:
        records.change(db, patch, device=ME, hlc=10, by=AgentId("A1027"), now=1.0)


def shown(store: Store) -> dict[str, Any]:
    """What the agent sees."""
    with store.read() as db:
        found = records.get(db, CUSTOMER)
    assert found is not None
    return found.fields


def owners(store: Store, e164: str) -> list[str]:
    """Whose number it is."""
    with store.read() as db:
        return sorted(records.owners_of(db, "phone", e164))


def test_a_customer_is_found_by_the_whole_number_and_by_nothing_less(store: Store) -> None:
    pull(store, server_row(name="林婉清"), phone("p-1", "+8613800138000"))
    assert owners(store, "+8613800138000") == [CUSTOMER]
    assert owners(store, "13800138000") == []
    assert owners(store, "+861380013800") == []


def test_a_number_that_two_customers_share_finds_both(store: Store) -> None:
    pull(store, phone("p-1", "+862158881234", "c-1"), phone("p-2", "+862158881234", "c-2"))
    assert owners(store, "+862158881234") == ["c-1", "c-2"]


def test_a_changed_number_no_longer_finds_the_customer(store: Store) -> None:
    pull(store, phone("p-1", "+8613800138000"))
    pull(store, phone("p-1", "+8613900139000"))
    assert owners(store, "+8613800138000") == []
    assert owners(store, "+8613900139000") == [CUSTOMER]


def test_a_deleted_number_no_longer_finds_the_customer(store: Store) -> None:
    pull(store, phone("p-1", "+8613800138000"))
    gone = Record(id="p-1", entity="contact_point", owner_id=CUSTOMER, rev=2, fields={}, deleted=True)
    pull(store, gone)
    assert owners(store, "+8613800138000") == []


def test_a_change_is_seen_at_once_and_waits_in_the_outbox(store: Store) -> None:
    pull(store, server_row(name="林婉清"))
    change(store, 1, email="lin@example.com")
    assert shown(store) == {"name": "林婉清", "email": "lin@example.com"}
    with store.read() as db:
        assert outbox.waiting(db).count == 1


def test_a_pull_keeps_unsent_changes_on_top(store: Store) -> None:
    pull(store, server_row(name="林婉清", email="old@example.com"))
    change(store, 1, email="mine@example.com")
    pull(store, server_row(2, name="林婉清", email="theirs@example.com", address="滨江路 8 号"))
    assert shown(store) == {"name": "林婉清", "email": "mine@example.com", "address": "滨江路 8 号"}


def test_once_everything_has_arrived_the_centres_row_is_shown(store: Store) -> None:
    pull(store, server_row(name="林婉清"))
    change(store, 1, email="mine@example.com")
    pull(store, server_row(2, name="林婉清", email="theirs@example.com"))
    with store.write() as db:
        outbox.answer(db, [1])
        records.settle(db, outbox.finish(db, 1, now=2.0), device=ME)
    assert shown(store) == {"name": "林婉清", "email": "theirs@example.com"}


def test_a_refused_change_is_no_longer_shown_but_kept_with_its_reason(store: Store) -> None:
    pull(store, server_row(name="林婉清"))
    change(store, 1, name="林清")
    with store.write() as db:
        outbox.refuse(db, 1, "no_permission", "没有改姓名的权限")
        records.settle(db, [CUSTOMER], device=ME)
    assert shown(store) == {"name": "林婉清"}
    with store.read() as db:
        (set_aside,) = outbox.refused(db)
    assert (set_aside.reason, set_aside.patch and set_aside.patch.fields) == ("没有改姓名的权限", {"name": "林清"})


def test_a_record_made_by_a_refused_change_alone_is_gone_with_all_its_traces(store: Store) -> None:
    change(store, 0, name="林婉清", customer_no="C-20810457")
    change(store, 0, email="lin@example.com")
    with store.write() as db:
        outbox.refuse(db, 1, "bad", "读不懂")
        records.settle(db, [CUSTOMER], device=ME)
    assert shown(store) == {"email": "lin@example.com"}
    with store.write() as db:
        outbox.refuse(db, 2, "bad", "读不懂")
        records.settle(db, [CUSTOMER], device=ME)
        assert records.get(db, CUSTOMER) is None
        assert records.owners_of(db, "customer_no", "C-20810457") == []
        assert db.exec_driver_sql("SELECT count(*) FROM search").scalar() == 0


def test_a_conflict_that_comes_twice_is_counted_once_and_is_no_part_of_the_file(store: Store) -> None:
    fields = {"entity": "customer", "row_id": CUSTOMER, "field": "email", "at": "2026-11-24T03:00:00+00:00"}
    told = Record(id="k-1", entity="conflict", owner_id=CUSTOMER, rev=1, fields=fields)
    pull(store, server_row(name="林婉清"), told)
    pull(store, told)
    with store.read() as db:
        assert [row_id for row_id, _ in records.open_conflicts(db)] == [CUSTOMER]
        assert records.count_open_conflicts(db) == 1
        assert [row.id for row in records.file_of(db, CUSTOMER)] == [CUSTOMER]
    pull(store, Record(id="k-1", entity="conflict", owner_id=CUSTOMER, rev=2, deleted=True))
    with store.read() as db:
        assert records.count_open_conflicts(db) == 0


def test_names_are_found_by_one_character_and_numbers_by_their_tail(store: Store) -> None:
    pull(store, server_row(name="林婉清", customer_no="C-20810457"), phone("p-1", "+8613800138000"))

    def found(words: str) -> list[str]:
        with store.read() as db:
            return [str(hit.customer_id) for hit in search.find(db, words)]

    assert found("婉") == [CUSTOMER]
    assert found("8000") == [CUSTOMER]
    pull(store, server_row(2, name="林清婉", customer_no="C-20810457"))
    assert found("林婉清") == []
