"""Two desks and one centre: apart for a while, the same afterwards, nothing lost."""

from __future__ import annotations

import time

import msgspec

from app.store import records
from resources.demo.hands import Hands, until
from resources.demo.story import CUSTOMER_ID
from sync.protocol import FieldConflict
from tests.e2e.conftest import OpenDesk
from tests.e2e.scenario import Centre


def change(desk: Hands, **fields: object) -> None:
    """The agent changes 林婉清's file."""
    found = desk.place.desk.customers.record(CUSTOMER_ID)
    assert found is not None
    desk.place.desk.customers.change(found, fields)


def sees(desk: Hands, field: str) -> object:
    """What this desk shows of 林婉清."""
    found = desk.place.desk.customers.record(CUSTOMER_ID)
    assert found is not None
    return found.fields.get(field)


def conflicts(desk: Hands) -> list[FieldConflict]:
    """The fields this desk knows two values of."""
    with desk.place.store.read() as db:
        return [msgspec.json.decode(body, type=FieldConflict) for _, body in records.open_conflicts(db)]


def settled(*desks: Hands) -> bool:
    """Whether nothing waits anywhere."""
    return all(desk.waiting() == 0 for desk in desks)


def test_different_fields_changed_on_two_desks_while_apart_both_survive(centre: Centre, desk: OpenDesk) -> None:
    mine, other = desk("A1027"), desk("A1031")
    centre.stop()
    change(mine, email="lin@example.com")
    change(other, address="杭州市滨江区江南大道 8 号")
    centre.start()
    until(lambda: settled(mine, other))
    until(lambda: sees(mine, "address") == sees(other, "address") == "杭州市滨江区江南大道 8 号")
    until(lambda: sees(mine, "email") == sees(other, "email") == "lin@example.com")
    assert conflicts(mine) == conflicts(other) == []


def test_the_same_field_changed_on_two_desks_while_apart_keeps_both_values(centre: Centre, desk: OpenDesk) -> None:
    mine, other = desk("A1027"), desk("A1031")
    centre.stop()
    change(mine, email="first@example.com")
    change(other, email="second@example.com")
    centre.start()
    until(lambda: settled(mine, other))
    until(lambda: sees(mine, "email") == sees(other, "email"))
    until(lambda: len(conflicts(mine)) == len(conflicts(other)) == 1)
    (conflict,) = conflicts(mine)
    assert conflicts(other) == [conflict]
    assert {conflict.mine, conflict.theirs} == {"first@example.com", "second@example.com"}
    assert sees(mine, "email") in {conflict.mine, conflict.theirs}
    until(lambda: all("1 处冲突" in each.status_words() for each in (mine, other)))


def test_the_desk_notices_within_ten_seconds_that_the_centre_is_back(centre: Centre, desk: OpenDesk) -> None:
    mine = desk("A1027")
    centre.stop()
    change(mine, email="lin@example.com")
    until(mine.window.offline_banner.isVisible)
    centre.start()
    began = time.monotonic()
    until(lambda: settled(mine), patience_s=10)
    assert time.monotonic() - began < 10
    until(lambda: not mine.window.offline_banner.isVisible())


def test_a_change_made_at_one_desk_is_seen_at_the_other_without_asking(centre: Centre, desk: OpenDesk) -> None:
    mine, other = desk("A1027"), desk("A1031")
    change(mine, email="lin@example.com")
    until(lambda: sees(other, "email") == "lin@example.com", patience_s=5)


def test_what_was_typed_is_in_the_form_again_after_a_restart(centre: Centre, desk: OpenDesk) -> None:
    mine = desk("A1027")
    mine.calls.on_text_received("tel:+8613800138000")
    until(lambda: mine.customer_on_screen() == "林婉清")
    mine.type(mine.page.form.field("description").control, "写到一半")
    until(lambda: not mine.calls.form.is_unsaved)
    mine.program.close()
    again = desk("A1027", sign_in=False)
    again.program.start()
    again.wait_for_window()
    until(lambda: again.page.form.values().get("description") == "写到一半")
