"""The bytes of the manager interface: framing, decoding, bounds."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sync.server.cti.ami import (
    MAX_FIELDS,
    MAX_LINE_BYTES,
    MAX_MESSAGE_BYTES,
    AmiParser,
    Message,
    NotAnExchangeError,
    OldExchangeError,
    check_event,
    check_greeting,
    encode_action,
)

CAPTURES = Path(__file__).parents[4] / "resources" / "demo" / "ami"
STREAM = (
    b"Asterisk Call Manager/11.0.0\r\n"
    b"Response: Success\r\nActionID: 1\r\nMessage: Authentication accepted\r\n\r\n"
    b"Event: AgentCalled\r\nCallerIDNum: 13800138000\r\nCallerIDName: \xe5\xbc\xa0\xe4\xbc\x9f\r\nAccountCode: \r\n"
    b"ChanVariable: CUST_DNIS=4000000000\r\nChanVariable: IVR_PATH=root>1\r\n\r\n"
)


def read(stream: bytes, size: int = 1 << 20) -> tuple[AmiParser, list[Message]]:
    parser = AmiParser()
    messages = [message for at in range(0, len(stream), size) for message in parser.feed(stream[at : at + size])]
    return parser, messages


def pairs(messages: list[Message]) -> list[list[tuple[str, str]]]:
    return [message.pairs() for message in messages]


def test_a_message_keeps_repeated_keys_empty_values_and_chinese() -> None:
    parser, (answer, event) = read(STREAM)
    assert parser.banner == "Asterisk Call Manager/11.0.0"
    assert (answer["Response"], answer.event) == ("Success", "")
    assert event.event == "AgentCalled"
    assert event["CallerIDName"] == "张伟"
    assert event["AccountCode"] == ""
    assert "AccountCode" in event
    assert "Nothing" not in event
    assert event["ChanVariable"] == "CUST_DNIS=4000000000"
    assert event.all("ChanVariable") == ["CUST_DNIS=4000000000", "IVR_PATH=root>1"]
    assert (event.variable("IVR_PATH"), event.variable("NONE")) == ("root>1", "")
    assert (parser.malformed, parser.oversized, parser.messages) == (0, 0, 2)


@pytest.mark.parametrize("cut", range(1, len(STREAM)))
def test_a_stream_cut_in_two_anywhere_reads_the_same(cut: int) -> None:
    parser = AmiParser()
    messages = parser.feed(STREAM[:cut]) + parser.feed(STREAM[cut:])
    assert pairs(messages) == pairs(read(STREAM)[1])


def test_a_whole_capture_reads_the_same_byte_by_byte() -> None:
    stream = (CAPTURES / "answered.txt").read_bytes()
    assert pairs(read(stream, 1)[1]) == pairs(read(stream)[1])


def test_a_gbk_name_is_read_and_spoils_no_other_line() -> None:
    stream = (
        "Event: Newchannel\r\nCallerIDName: 王小明\r\n".encode("gb18030") + "ConnectedLineName: 李娜\r\n\r\n".encode()
    )
    (message,) = read(stream)[1]
    assert (message["CallerIDName"], message["ConnectedLineName"]) == ("王小明", "李娜")


def test_lines_ended_by_a_line_feed_alone_are_read_too() -> None:
    assert pairs(read(STREAM.replace(b"\r\n", b"\n"))[1]) == pairs(read(STREAM)[1])


def test_a_line_without_a_key_is_counted_and_the_rest_survives() -> None:
    parser, (message,) = read(b"Event: Hangup\r\nno colon here\r\n: no key\r\nCause: 16\r\n\r\n")
    assert parser.malformed == 2
    assert message.pairs() == [("Event", "Hangup"), ("Cause", "16")]


def test_an_endless_line_is_dropped_and_its_message_survives() -> None:
    parser, (message,) = read(b"Event: Hangup\r\nX: " + b"y" * MAX_LINE_BYTES + b"\r\nCause: 16\r\n\r\n")
    assert parser.malformed == 1
    assert "X" not in message
    assert message["Cause"] == "16"


@pytest.mark.parametrize("size", [1 << 20, 4096, 7])
def test_a_message_without_end_costs_bounded_memory_and_the_next_one_is_read(size: int) -> None:
    hostile = b"Event: A\r\n" + b"Key: value\r\n" * (MAX_MESSAGE_BYTES // 8)
    parser, messages = read(hostile + b"\r\nEvent: Next\r\n\r\n", size)
    assert [message.event for message in messages] == ["Next"]
    assert parser.oversized == 1


def test_the_buffer_of_a_message_that_never_ends_stays_small() -> None:
    parser = AmiParser()
    for _ in range(64):
        parser.feed(b"Event: A\r\n" * 10_000)
    assert len(parser._buffer) <= MAX_MESSAGE_BYTES + 100_000


def test_a_message_with_thousands_of_fields_is_dropped() -> None:
    parser, messages = read(b"a: b\r\n" * (MAX_FIELDS + 1) + b"\r\n" + b"Event: Next\r\n\r\n")
    assert [message.event for message in messages] == ["Next"]
    assert parser.oversized == 1


@given(st.binary(max_size=400), st.lists(st.integers(1, 50), max_size=20))
@example(b"\r\n\r\n\r\n\r\n", [1])
@example(b"Asterisk Call Manager/\r\n\r\n", [1])
def test_hostile_bytes_neither_break_the_parser_nor_depend_on_how_they_are_cut(noise: bytes, cuts: list[int]) -> None:
    stream = noise + b"\r\n\r\nEvent: After\r\n\r\n"
    parser = AmiParser()
    messages, at = [], 0
    for cut in cuts:
        messages += parser.feed(stream[at : at + cut])
        at += cut
    messages += parser.feed(stream[at:])
    whole, at_once = read(stream)
    assert pairs(messages) == pairs(at_once)
    assert (parser.malformed, parser.oversized) == (whole.malformed, whole.oversized)


@settings(max_examples=30)
@given(st.randoms(use_true_random=False))
def test_a_damaged_capture_still_reads(random: object) -> None:
    assert hasattr(random, "randrange")
    stream = bytearray((CAPTURES / "outbound.txt").read_bytes())
    for _ in range(30):
        stream[random.randrange(len(stream))] = random.randrange(256)
    parser, messages = read(bytes(stream), 1000)
    assert len(messages) > 20
    assert parser.oversized == 0


@pytest.mark.parametrize("banner", ["Asterisk Call Manager/1.1", "Asterisk Call Manager/1.4"])
def test_an_exchange_before_asterisk_12_is_refused_by_its_greeting(banner: str) -> None:
    with pytest.raises(OldExchangeError, match="Asterisk 12"):
        check_greeting(banner)


@pytest.mark.parametrize(
    "banner", ["Asterisk Call Manager/2.0.0", "Asterisk Call Manager/11.0.0", "Asterisk Call Manager/13.0.0"]
)
def test_later_interface_numbers_say_nothing_and_pass(banner: str) -> None:
    check_greeting(banner)


@pytest.mark.parametrize("banner", [None, "", "SSH-2.0-OpenSSH_9.6"])
def test_what_does_not_greet_as_an_exchange_is_refused(banner: str | None) -> None:
    with pytest.raises(NotAnExchangeError):
        check_greeting(banner)


def test_the_old_event_names_are_refused_and_the_new_ones_pass() -> None:
    check_event(Message([("Event", "QueueCallerJoin")]))
    with pytest.raises(OldExchangeError):
        check_event(Message([("Event", "Join")]))


def test_an_action_is_encoded_as_the_exchange_reads_it() -> None:
    packet = encode_action("QueuePause", [("Interface", "PJSIP/8001"), ("Reason", "小休")])
    assert packet == "Action: QueuePause\r\nInterface: PJSIP/8001\r\nReason: 小休\r\n\r\n".encode()


@pytest.mark.parametrize(
    "field", [("Secret", "a\r\nAction: Command"), ("Secret", "a\nb"), ("A\r\nB", "value"), ("A:B", "value")]
)
def test_a_field_cannot_smuggle_in_a_second_action(field: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="line break") as caught:
        encode_action("Login", [field])
    assert field[1] not in str(caught.value)
