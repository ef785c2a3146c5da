"""权益 at a real desk: read, used, taken back, refused; never another customer's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.customer.record import Agent
from app.desk.customers import Customers
from app.desk.grading import Grading
from app.desk.seat import Seat
from app.ids import DeviceId
from app.pack.load import load_pack
from app.pack.shipped import PACKS
from app.record import Record
from app.store import records
from app.store.database import Store, open_store
from sync.hlc import DeskClock
from ui.background import Background
from ui.customer.entitlement_presenter import EntitlementsPresenter
from ui.customer.entitlements import EntitlementsPane

PC = DeviceId("pc-1")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store with somebody of five stars and somebody of none."""
    opened = open_store(tmp_path / "desk.db", "a1" * 32)
    people = [
        Record(id=name, entity="customer", owner_id=name, rev=1, fields={"stars": stars})
        for name, stars in (("five", 5), ("none", 0))
    ]
    with opened.write() as db:
        records.apply(db, people, device=PC)
    yield opened
    opened.close()


@pytest.fixture
def grading(store: Store) -> Grading:
    """The desk's room of tiers."""
    pack = load_pack(PACKS / "insurance")
    seat = Seat(store=store, clock=DeskClock(), pack=pack, agent=Agent(agent_id="A1027"), device=PC, slot=1)
    return Grading(seat, Customers(seat))


@pytest.fixture
def page(qtbot: QtBot, grading: Grading) -> Iterator[tuple[EntitlementsPane, EntitlementsPresenter]]:
    """The page and what gives it life."""
    background, pane = Background(), EntitlementsPane()
    qtbot.addWidget(pane)
    yield pane, EntitlementsPresenter(pane, grading, background)
    background.close()


Page = tuple[EntitlementsPane, EntitlementsPresenter]


def test_a_customer_of_five_stars_sees_their_card(page: Page, qtbot: QtBot) -> None:
    pane, presenter = page
    with qtbot.waitSignal(presenter.counted) as counted:
        presenter.show("five")
    assert counted.args == [5]
    assert len(pane.words()) == 5


def test_using_and_taking_back_shows_what_is_left(page: Page, qtbot: QtBot) -> None:
    pane, presenter = page
    with qtbot.waitSignal(presenter.counted):
        presenter.show("five")
    with qtbot.waitSignal(presenter.counted):
        pane.rows()[1].use.click()
    assert "剩 1 / 2" in pane.words()[1]
    with qtbot.waitSignal(presenter.counted):
        pane.rows()[1].give_back.click()
    assert "剩 2 / 2" in pane.words()[1]


def test_what_was_used_up_meanwhile_is_refused_in_words_and_the_buttons_come_back(
    page: Page, qtbot: QtBot, grading: Grading
) -> None:
    pane, presenter = page
    with qtbot.waitSignal(presenter.counted):
        presenter.show("five")
    grading.use("five", "bed_arrangement")  # another window, or a pull
    with qtbot.waitSignal(presenter.refused) as refused:
        pane.rows()[2].use.click()
    assert "已经用完" in refused.args[0]
    assert pane.rows()[2].use.isEnabled()


def test_an_answer_about_somebody_else_is_not_shown(page: Page, qtbot: QtBot) -> None:
    pane, presenter = page
    presenter.show("five")
    with qtbot.waitSignal(presenter.counted) as counted:
        presenter.show("none")
    assert counted.args == [0]
    assert pane.words() == []


def test_nobody_has_nothing(page: Page, qtbot: QtBot) -> None:
    pane, presenter = page
    with qtbot.waitSignal(presenter.counted):
        presenter.show("five")
    presenter.show("")
    assert pane.words() == []
