"""Two desks of different roles at one real centre: what each holds, edits, is shown and keeps when its role changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import update

from app.errors import RefusedError, SignInError, UnreachableError
from app.pack.load import load_pack
from app.pack.shipped import PACKS
from app.privacy.facts import ValueRevealed
from app.privacy.reveal import RevealRequest
from app.store import facts, outbox, records, search
from sync.server.app import create_app
from sync.server.database import open_database, writing
from sync.server.serving import serving
from sync.server.tables import user
from tests.sync.client.desks import QUICK, Desk, DeskMaker, furnish

POLICY = load_pack(PACKS / "insurance").privacy
ID_NUMBER, OTHER_ID = "310105198403210028", "310105198403210036"
MASKED = "3101**********0028"
SetRole = Callable[[str, str], None]


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'centre.db'}"


@pytest.fixture
def set_role(database: str) -> SetRole:
    """Gives somebody another role at the centre."""

    def change(agent_id: str, role: str) -> None:
        engine = open_database(database)
        with writing(engine) as connection:
            connection.execute(update(user).where(user.c.agent_id == agent_id).values(role=role))
        engine.dispose()

    return change


@pytest.fixture
def url(database: str, set_role: SetRole) -> Iterator[str]:
    """A centre at which A1 keeps records and A2 takes calls."""
    furnish(database)
    set_role("A1", "archivist")
    with serving(create_app(database, passwords=QUICK, privacy=POLICY)) as address:
        yield address


def _everything(desk: Desk) -> bytes:
    """Every cell of every table of the decrypted store, the search index's own included."""
    with desk.store.read() as db:
        tables = db.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
        rows = [db.exec_driver_sql(f'SELECT * FROM "{table}"').all() for table in tables]  # noqa: S608 -- our own names
    cells = [cell for table in rows for row in table for cell in row]
    return b"\x1f".join(cell if isinstance(cell, bytes) else str(cell).encode() for cell in cells)


def _id_number(desk: Desk) -> object:
    record = desk.record("c1")
    return None if record is None else record.fields.get("id_number")


def _keys(desk: Desk, kind: str, key: str) -> list[str]:
    with desk.store.read() as db:
        return records.owners_of(db, kind, key)


def test_a_masked_desk_never_has_the_value_and_finds_nobody_by_its_mask(desk: DeskMaker) -> None:
    archivist, agent = desk("A1"), desk("A2")
    archivist.change("c1", name="林婉清", id_number=ID_NUMBER)
    archivist.sync()
    agent.sync()
    assert _id_number(agent) == MASKED
    assert ID_NUMBER.encode() not in _everything(agent)
    assert _keys(agent, "id_number", MASKED) == []
    assert _keys(agent, "id_masked", MASKED) == ["c1"]
    assert _keys(archivist, "id_number", ID_NUMBER) == ["c1"]


def test_an_edit_of_a_masked_field_shows_whole_until_the_centre_has_it_and_masked_after(desk: DeskMaker) -> None:
    archivist, agent = desk("A1"), desk("A2")
    archivist.change("c1", name="林婉清", id_number=OTHER_ID)
    archivist.sync()
    agent.sync()
    agent.change("c1", id_number=ID_NUMBER)
    assert _id_number(agent) == ID_NUMBER
    agent.sync()
    archivist.sync()
    assert _id_number(agent) == MASKED
    assert _keys(agent, "id_number", ID_NUMBER) == []
    assert _id_number(archivist) == ID_NUMBER
    agent.change("c1", name="林婉青")
    agent.sync()
    archivist.sync()
    assert archivist.record("c1").fields == {"name": "林婉青", "id_number": ID_NUMBER}  # type: ignore[union-attr]


def test_a_masked_form_that_is_sent_is_set_aside_with_words_and_the_value_stays(desk: DeskMaker) -> None:
    archivist, agent = desk("A1"), desk("A2")
    archivist.change("c1", id_number=ID_NUMBER)
    archivist.sync()
    agent.sync()
    agent.change("c1", id_number="3101**********0036")
    agent.sync()
    archivist.sync()
    with agent.store.read() as db:
        (set_aside,) = outbox.refused(db)
    assert set_aside.code == "masked_value"
    assert (_id_number(agent), _id_number(archivist)) == (MASKED, ID_NUMBER)


def test_a_conflict_reaches_a_masked_desk_masked(desk: DeskMaker) -> None:
    archivist, agent = desk("A1"), desk("A2")
    archivist.change("c1", id_number=OTHER_ID[:-1] + "4")
    archivist.sync()
    agent.sync()
    archivist.change("c1", id_number=ID_NUMBER)
    archivist.sync()
    agent.change("c1", name="李", id_number=OTHER_ID)
    agent.sync()
    (told,) = agent.conflicts()
    assert told.theirs == MASKED
    assert ID_NUMBER.encode() not in _everything(agent)


def test_a_desk_whose_role_may_hold_less_keeps_nothing_it_may_not_and_loses_nothing(
    desk: DeskMaker, set_role: SetRole
) -> None:
    mine = desk("A1")
    ticket_id = mine.open_ticket()
    mine.change("c1", name="林婉清", id_number=ID_NUMBER, customer_no="C-1")
    mine.sync()
    with mine.store.read() as db:
        assert [one.customer_id for one in search.find(db, ID_NUMBER)] == ["c1"]
    assert ID_NUMBER.encode() in _everything(mine)
    mine.note(ticket_id, "还没上传")
    set_role("A1", "agent")
    mine.sync()
    assert _id_number(mine) == MASKED
    assert ID_NUMBER.encode() not in _everything(mine)
    assert _keys(mine, "id_number", ID_NUMBER) == []
    with mine.store.read() as db:
        assert ID_NUMBER not in repr(search.find(db, ID_NUMBER))
        assert [one.customer_id for one in search.find(db, "C-1")] == ["c1"]
    assert mine.waiting().count == 0
    assert mine.notes(ticket_id) == ["还没上传"]
    set_role("A1", "archivist")
    mine.sync()
    assert _id_number(mine) == ID_NUMBER
    assert mine.notes(ticket_id) == ["还没上传"]


def test_an_edit_that_waits_while_the_role_changes_arrives_whole(desk: DeskMaker, set_role: SetRole) -> None:
    mine = desk("A1")
    mine.change("c1", name="林婉清", id_number=OTHER_ID)
    mine.sync()
    mine.change("c1", id_number=ID_NUMBER)
    set_role("A1", "agent")
    mine.sync()
    assert _id_number(mine) == MASKED
    assert mine.waiting().refused == 0
    assert ID_NUMBER.encode() not in _everything(mine).replace(mine_done(mine), b"")
    set_role("A1", "archivist")
    mine.sync()
    assert _id_number(mine) == ID_NUMBER


def mine_done(desk: Desk) -> bytes:
    """What this desk itself sent and keeps for a centre that is restored from a backup."""
    with desk.store.read() as db:
        return bytes(db.exec_driver_sql("SELECT body FROM outbox_done WHERE kind = 'patch'").scalar_one())


def test_a_value_is_revealed_over_the_wire_with_a_reason_and_both_desks_learn_of_it(desk: DeskMaker) -> None:
    archivist, agent = desk("A1"), desk("A2")
    archivist.change("c1", id_number=ID_NUMBER)
    archivist.sync()
    with pytest.raises(RefusedError, match="原因"):
        agent.centre.reveal(RevealRequest(row_id="c1", field="id_number", reason=""))
    shown = agent.centre.reveal(RevealRequest(row_id="c1", field="id_number", reason="verify"))
    assert shown.value == ID_NUMBER
    for one in (archivist, agent):
        one.sync()
        with one.store.read() as db:
            (told,) = facts.of_subject(db, "c1")
        assert (told.by, told.body) == ("A2", ValueRevealed(row_id="c1", field="id_number", reason="verify"))
    assert ID_NUMBER.encode() not in _everything(agent)


def test_without_a_session_or_a_centre_nothing_is_revealed(desk: DeskMaker) -> None:
    agent = desk("A2")
    wish = RevealRequest(row_id="c1", field="id_number", reason="verify")
    agent.centre.token = "stolen"
    with pytest.raises(SignInError):
        agent.centre.reveal(wish)
    agent.centre.url = "http://127.0.0.1:9"
    with pytest.raises(UnreachableError):
        agent.centre.reveal(wish)
