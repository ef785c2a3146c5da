"""Calls that are not the easy one."""

from __future__ import annotations

import pytest

from resources.demo.hands import until
from tests.e2e.conftest import OpenDesk
from tests.e2e.scenario import Centre


@pytest.fixture
def capture(request: pytest.FixtureRequest) -> str:
    """Which captured call the exchange plays."""
    return str(request.param)


@pytest.fixture
def other_centre(centre: Centre, capture: str) -> Centre:
    """The centre, connected to an exchange that plays another call."""
    centre.stop()
    centre.plays(capture)
    centre.start()
    return centre


@pytest.mark.parametrize("capture", ["withheld.txt"], indirect=True)
def test_a_withheld_number_shows_nobodys_name_and_makes_nobody(other_centre: Centre, desk: OpenDesk) -> None:
    mine = desk("A1031")
    other_centre.exchange.ring()
    until(lambda: mine.calls.pop is not None)
    assert mine.calls.pop.match == "withheld"
    assert mine.customer_on_screen() == ""
    assert mine.page.customer.identity.is_unknown()


@pytest.mark.parametrize("capture", ["abandoned.txt"], indirect=True)
def test_a_caller_who_gives_up_in_the_queue_pops_nowhere(other_centre: Centre, desk: OpenDesk) -> None:
    mine = desk("A1044")
    seen: list[str] = []
    mine.program.bridge.call_happened.connect(lambda event: seen.append(event.kind))
    other_centre.exchange.ring()
    until(lambda: "abandoned" in seen)
    assert mine.calls.pop is None
    assert not mine.window.call_bar.isVisible()


@pytest.mark.parametrize("capture", ["ring_no_answer.txt"], indirect=True)
def test_a_call_that_was_missed_and_rings_again_is_the_same_call(other_centre: Centre, desk: OpenDesk) -> None:
    mine = desk("A1027")
    other_centre.exchange.ring()
    until(lambda: mine.call is not None and mine.call.answered_at is not None)
    assert mine.call is not None
    assert mine.call.missed == 1


@pytest.mark.parametrize("capture", ["05_ring_no_answer_then_other_agent.txt"], indirect=True)
def test_a_call_not_taken_here_is_taken_by_the_next_agent(other_centre: Centre, desk: OpenDesk) -> None:
    mine, other = desk("A1001"), desk("A1002")
    other_centre.exchange.ring()
    until(lambda: mine.call is not None and mine.call.missed == 1)
    until(lambda: other.call is not None and other.call.answered_at is not None)
