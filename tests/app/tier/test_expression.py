"""A condition is read and tried when its pack is loaded, and never guesses about a customer."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.tier.expression import MAX_LENGTH, Condition, ConditionError
from app.tier.inputs import INPUTS, samples


def condition(text: str) -> Condition:
    """A condition over the inputs there are."""
    return Condition(text, samples())


@pytest.mark.parametrize(
    ("text", "inputs", "holds"),
    [
        ("arpu >= 1500 and kind == 'person'", {"arpu": 1500, "kind": "person"}, True),
        ("arpu >= 1500 and kind == 'person'", {"arpu": 1499.99, "kind": "person"}, False),
        ("cluster in ['pilot', 'high_end']", {"cluster": "high_end"}, True),
        ("policies + lines > 0", {"policies": 0, "lines": 1}, True),
        ("key_contact or points >= 5", {"key_contact": True, "points": 1}, True),
        ("not key_contact", {"key_contact": False}, True),
        ("true", {}, True),
        ("arpu in [1..3]", {"arpu": 2}, True),
        ("arpu == 0or kind + 'x' == 'personx'", {"arpu": 1, "kind": "person"}, True),
        ("key_contact == true and (arpu > 1) == true", {"key_contact": True, "arpu": 2}, True),
    ],
)
def test_a_condition_holds_or_not(text: str, inputs: dict[str, object], holds: bool) -> None:
    assert condition(text).holds(inputs) is holds


def test_what_is_not_known_never_holds_either_way() -> None:
    assert not condition("arpu >= 1500").holds({"arpu": None})
    assert not condition("arpu < 1500").holds({})


@pytest.mark.parametrize("spoilt", [float("nan"), float("inf"), -float("inf"), 10**400, -(10**400), 1e300])
@pytest.mark.parametrize("text", ["arpu >= 0", "arpu < 0", "arpu + 1 > arpu", "not (arpu == 0)"])
def test_what_is_no_figure_never_holds_either_way(text: str, spoilt: float) -> None:
    assert condition(text).holds({"arpu": spoilt}) is False


def test_half_a_character_does_not_hold() -> None:
    assert condition("kind == 'person'").holds({"kind": "\ud800"}) is False


def test_a_division_by_nothing_does_not_hold() -> None:
    assert not condition("claims / (policies + 1) > 0").holds({"claims": 3, "policies": -1})


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("income > 3", "没有“income”这个输入项"),
        ("arpu >", "读不懂"),
        ("arpu > > 3", "读不懂"),
        ("kind > 3", "不能互相比较"),
        ("arpu and kind", "不能互相比较"),
        ("kind == arpu", "不能互相比较"),
        ("arpu >= 5 and points != 'many'", "不能互相比较"),
        ("key_contact == 1", "不能互相比较"),
        ("kind in ['person', 3]", "不能互相比较"),
        ("reach in [1..3]", "不能互相比较"),
        ("arpu + 1", "“是”或“否”"),
        ("d('2020-01-01') > 3", "没有“d”这个函数"),
        ("arpu > 3 ? true : false", "只能有"),
        ("kind == 'person", "只能有"),
        ("`${arpu}` == '3'", "只能有"),
        ("arpu > " + "1" * MAX_LENGTH, "太长"),
    ],
)
def test_a_condition_that_could_not_run_is_refused_with_a_reason(text: str, reason: str) -> None:
    with pytest.raises(ConditionError, match=reason):
        condition(text)


@given(st.text(alphabet="arpu><=()[]'\" 0.5+-*/%,andortkie!?{}^", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read = condition(text)
    except ConditionError:
        return
    assert read.holds(samples()[0]) in (True, False)


def test_a_condition_may_be_read_on_one_thread_and_asked_on_another() -> None:
    read, found = condition("arpu >= 666"), []
    other = threading.Thread(target=lambda: found.append(read.holds({"arpu": 666})))
    other.start()
    other.join()
    assert found == [True]


def test_every_sample_has_every_input() -> None:
    assert all(set(one) == set(INPUTS) for one in samples())
