"""Without the centre the desk goes on working, and what was done arrives once."""

from __future__ import annotations

import pytest

from resources.demo.centre import Server
from tests.faults.conftest import CentreDatabase, DeskMaker, DeskProcess

CALLER = "tel:+8613800138000"
WORDS = "断网时登记：材料没有一次说清"


def sign_in(desk: DeskProcess) -> None:
    """The first time on this PC, with the centre there."""
    desk.do("sign_in", agent_id="A1027", password="demo-only-A1027")


def take_the_call(desk: DeskProcess, words: str = WORDS) -> dict[str, str]:
    """From the ring to the ticket in the store."""
    desk.pop(CALLER)
    desk.do("see", name="林婉清")
    desk.do("fill_in", words=words)
    return desk.do("hand_in")


def test_with_the_centre_down_before_the_call_everything_works_and_arrives_once_afterwards(
    server: Server, desk: DeskMaker, database: CentreDatabase
) -> None:
    mine = desk("pc-1")
    sign_in(mine)
    server.stop()
    ticket = take_the_call(mine)
    seen = mine.do("wait_for_status", words="条待上传")
    assert f"{seen['waiting']} 条待上传" in seen["status_bar"]
    assert seen["banner"]
    assert database.facts(ticket["ticket_id"]) == 0
    server.start()
    mine.do("wait_until_sent")
    assert database.openings(ticket["ticket_id"]) == 1
    assert "待上传" not in mine.do("look")["status_bar"]
    mine.close()


def test_a_desk_killed_between_saving_and_syncing_loses_nothing_and_sends_it_once(
    server: Server, desk: DeskMaker, database: CentreDatabase
) -> None:
    mine = desk("pc-1")
    sign_in(mine)
    server.stop()
    ticket = take_the_call(mine)
    mine.kill()
    again = desk("pc-1")
    again.do("open")
    assert again.do("look")["waiting"] >= 2
    server.start()
    again.do("wait_until_sent")
    assert database.openings(ticket["ticket_id"]) == 1
    again.close()


def test_a_desk_killed_in_the_middle_of_sending_sends_each_thing_once(
    server: Server, desk: DeskMaker, database: CentreDatabase
) -> None:
    mine = desk("pc-1")
    sign_in(mine)
    tickets = []
    for turn in range(3):
        tickets.append(take_the_call(mine, f"第 {turn} 次"))
        mine.kill()  # the push of the ticket is on its way, or not yet, or just answered
        mine = desk("pc-1")
        mine.do("open")
    mine.do("wait_until_sent")
    assert [database.openings(ticket["ticket_id"]) for ticket in tickets] == [1, 1, 1]
    assert len({ticket["number"] for ticket in tickets}) == 3
    mine.close()


def test_a_centre_killed_while_desks_send_has_each_thing_once(
    server: Server, desk: DeskMaker, database: CentreDatabase
) -> None:
    mine = desk("pc-1")
    sign_in(mine)
    tickets = []
    for turn in range(3):
        tickets.append(take_the_call(mine, f"第 {turn} 次"))
        server.kill()
        server.start()
    mine.do("wait_until_sent")
    assert [database.openings(ticket["ticket_id"]) for ticket in tickets] == [1, 1, 1]
    mine.close()


def test_what_was_typed_is_back_after_a_kill(server: Server, desk: DeskMaker) -> None:
    mine = desk("pc-1")
    sign_in(mine)
    mine.pop(CALLER)
    mine.do("see", name="林婉清")
    mine.do("fill_in", words=WORDS)
    mine.do("wait_until_saved")
    mine.kill()
    again = desk("pc-1")
    again.do("open")
    assert again.do("look")["description"] == WORDS
    again.close()


@pytest.mark.long
@pytest.mark.timeout(1_800)
def test_killed_two_hundred_times_nothing_is_lost(server: Server, desk: DeskMaker, database: CentreDatabase) -> None:
    mine = desk("pc-1")
    sign_in(mine)
    tickets = []
    for turn in range(200):
        tickets.append(take_the_call(mine, f"第 {turn} 次"))
        mine.kill()
        mine = desk("pc-1")
        mine.do("open")
    mine.do("wait_until_sent")
    assert {database.openings(ticket["ticket_id"]) for ticket in tickets} == {1}
    mine.close()
