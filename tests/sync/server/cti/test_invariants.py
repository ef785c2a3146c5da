"""What holds for every stream, cut anywhere and in any pieces. ``telephony.md`` §5."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.call.event import CallEvent
from app.call.session import CallSession, advance
from sync.server.cti.adapter import fold
from sync.server.cti.ami import AmiParser, Message
from sync.server.cti.state import Exchange, State

ROOT = Path(__file__).parents[4]
CAPTURES = sorted([*(ROOT / "resources/demo/ami").glob("*.txt"), *(Path(__file__).parent / "captures").glob("*.txt")])
NAMES = [path.name for path in CAPTURES]
PBX = Exchange(source="pbx1")
LAST = {"abandoned", "ended"}


@cache
def stream(name: str) -> bytes:
    return next(path for path in CAPTURES if path.name == name).read_bytes()


@cache
def messages(name: str) -> tuple[Message, ...]:
    return tuple(AmiParser().feed(stream(name)))


def story(told: tuple[Message, ...] | list[Message]) -> list[CallEvent]:
    state, events = State(exchange=PBX), []
    for message in told:
        state, more = fold(state, message)
        events += more
    return events


def in_chunks(name: str, sizes: list[int]) -> list[CallEvent]:
    parser, told, at, turn = AmiParser(), [], 0, 0
    whole = stream(name)
    while at < len(whole):
        size = sizes[turn % len(sizes)]
        told += parser.feed(whole[at : at + size])
        at, turn = at + size, turn + 1
    return story(told)


def check(events: list[CallEvent]) -> None:
    by_call: dict[str, list[CallEvent]] = defaultdict(list)
    for event in events:
        by_call[event.call_id].append(event)
    assert len({event.id for event in events}) == len(events)
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    for told in by_call.values():
        kinds = [event.kind for event in told]
        assert sum(kind in LAST for kind in kinds) <= 1
        assert not LAST & set(kinds[:-1]), "nothing may follow the end"
        assert "arrived" not in kinds[1:]
        answers = Counter(event.leg_id for event in told if event.kind == "answered")
        assert not answers or max(answers.values()) == 1
        assert [event.at for event in told] == sorted(event.at for event in told)
        check_seconds(told)


def check_seconds(told: list[CallEvent]) -> None:
    span = (told[-1].at - told[0].at).total_seconds()
    waited = sum(event.wait_s or 0.0 for event in told)
    talked = sum(event.talk_s or 0.0 for event in told)
    session: CallSession | None = None
    for event in told:
        session = advance(session, event)
        for seconds in (event.wait_s, event.talk_s, event.ring_s):
            assert seconds is None or seconds >= 0
    assert session is not None
    # a stream cut open in mid-call has only the exchange's whole seconds for what came before
    assert waited + talked + session.hold_s <= span + 0.01 or told[0].kind != "arrived"


@pytest.mark.parametrize("name", NAMES)
def test_every_capture_keeps_the_promises(name: str) -> None:
    events = story(messages(name))
    check(events)
    unfinished = {event.call_id for event in events} - {event.call_id for event in events if event.kind in LAST}
    assert len(unfinished) == (1 if name.startswith("22_") else 0), "each call that hangs up in the capture ends once"


@pytest.mark.parametrize("name", NAMES)
def test_reading_twice_gives_the_same_events_and_ids(name: str) -> None:
    assert story(messages(name)) == story(messages(name))


@pytest.mark.parametrize("name", ["answered.txt", "09_blind_transfer_sip_refer.txt", "abandoned.txt"])
@pytest.mark.parametrize("size", [1, 7, 65536])
def test_a_byte_at_a_time_and_all_at_once_tell_the_same(name: str, size: int) -> None:
    assert in_chunks(name, [size]) == story(messages(name))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(NAMES), st.lists(st.integers(1, 5000), min_size=1, max_size=8))
def test_how_a_stream_is_cut_into_pieces_never_shows(name: str, sizes: list[int]) -> None:
    sizes[0] = max(sizes[0], 100)
    assert in_chunks(name, sizes) == story(messages(name))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(NAMES), st.floats(0, 1), st.floats(0, 1))
def test_a_stream_listened_to_for_a_while_only_keeps_the_promises(name: str, start: float, end: float) -> None:
    told = messages(name)
    first, last = sorted((int(start * len(told)), int(end * len(told))))
    check(story(told[first:last]))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(NAMES), st.randoms(use_true_random=False))
def test_a_stream_with_gaps_keeps_the_promises(name: str, random: object) -> None:
    assert hasattr(random, "random")
    check(story([message for message in messages(name) if random.random() > 0.2]))


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(NAMES), st.randoms(use_true_random=False))
def test_a_stream_told_twice_over_keeps_the_promises(name: str, random: object) -> None:
    assert hasattr(random, "random")
    doubled = [copy for message in messages(name) for copy in [message] * (1 + (random.random() > 0.7))]
    events = story(doubled)
    check_last_only(events)


def check_last_only(events: list[CallEvent]) -> None:
    ended: set[str] = set()
    for event in events:
        assert event.call_id not in ended, "nothing may follow the end"
        if event.kind in LAST:
            ended.add(event.call_id)


_FIELDS = st.sampled_from(
    [
        "Uniqueid",
        "Linkedid",
        "DestUniqueid",
        "DestLinkedid",
        "TransfererUniqueid",
        "TransfereeLinkedid",
        "Channel",
        "DestChannel",
        "Timestamp",
        "Queue",
        "MemberName",
        "Interface",
        "RingTime",
        "HoldTime",
        "Cause",
        "DialStatus",
        "Node",
        "UserEvent",
        "Variable",
        "Value",
        "CallerIDNum",
        "Exten",
        "ChannelState",
        "Result",
        "Response",
        "Context",
    ]
)
_VALUES = st.one_of(
    st.sampled_from(
        ["1.0", "1.1", "1.2", "2.0", "Local/8001@agents-00000001;1", "Local/8001@agents-00000001;2", "8001"]
    )
    | st.sampled_from(
        ["PJSIP/8001-00000001", "PJSIP/carrier-00000001", "ANSWER", "NOANSWER", "Success", "IVRNode", "4"]
    )
    | st.sampled_from(["1795516900.5", "nan", "inf", "-1e400", "1e18", "²", "9" * 30, "<unknown>", "QUEUESTATUS"]),
    st.text(max_size=12),
)
_EVENTS = st.sampled_from(
    [
        "Newchannel",
        "NewCallerid",
        "UserEvent",
        "QueueCallerJoin",
        "QueueCallerAbandon",
        "QueueCallerLeave",
        "AgentCalled",
        "AgentConnect",
        "AgentRingNoAnswer",
        "DialBegin",
        "DialEnd",
        "OriginateResponse",
        "Hold",
        "Unhold",
        "BlindTransfer",
        "AttendedTransfer",
        "BridgeEnter",
        "BridgeLeave",
        "HangupRequest",
        "Hangup",
        "QueueMember",
        "VarSet",
        "Newexten",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(_EVENTS, st.dictionaries(_FIELDS, _VALUES, max_size=8)), max_size=25))
def test_no_message_whatever_breaks_the_fold(told: list[tuple[str, dict[str, str]]]) -> None:
    check_last_only(story([Message([("Event", event), *fields.items()]) for event, fields in told]))
