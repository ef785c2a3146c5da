"""The wire: what is written is read back, and what is not ours is refused without harm."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from app.call.event import CallEvent, IvrNode
from app.errors import ProtocolError
from app.ids import OpId
from app.record import FieldMeta, Patch
from sync import protocol
from sync.protocol import (
    Call,
    FactOp,
    Hello,
    Hint,
    LiveMessage,
    Page,
    PatchOp,
    SyncRequest,
    SyncResponse,
    Verdict,
    WireFact,
    WireRecord,
    decode,
    decode_live,
    encode,
    encode_live,
)

instants = st.datetimes(datetime(1970, 1, 2), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- zone given
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
texts, numbers = st.text(max_size=12), st.integers(0, 2**63 - 1)
fields = st.dictionaries(texts, plain, max_size=4)
facts = st.builds(
    WireFact, texts, texts, texts, numbers, instants, texts, texts, st.binary(max_size=40), texts, st.none() | numbers
)
metas = st.dictionaries(texts, st.builds(FieldMeta, numbers, texts, numbers, texts, texts), max_size=3)
records = st.builds(WireRecord, texts, texts, texts, numbers, fields, metas, st.booleans())
patches = st.builds(Patch, entity=texts, row_id=texts, owner_id=texts, base_rev=numbers, fields=fields, base=fields)
operations = st.builds(FactOp, numbers, texts, facts) | st.builds(PatchOp, numbers, texts, numbers, texts, patches)
events = st.builds(
    CallEvent,
    id=texts,
    seq=numbers,
    source=texts,
    kind=st.sampled_from(["queued", "ringing", "ended"]),
    call_id=texts,
    at=instants,
    ivr_path=st.lists(st.builds(IvrNode, texts, texts), max_size=2).map(tuple),
    ani=st.none() | texts,
    wait_s=st.none() | st.floats(0, 1e6),
)


@given(epoch=texts, ops=st.lists(operations, max_size=4), cursors=st.dictionaries(texts, numbers, max_size=3))
def test_a_request_is_read_as_it_was_written(epoch: str, ops: list[Any], cursors: dict[str, int]) -> None:
    request = SyncRequest(epoch=epoch, ops=ops, cursors=cursors)
    assert decode(encode(request), SyncRequest) == request


@given(now=instants, found=st.lists(records, max_size=3), happened=st.lists(facts, max_size=3))
def test_a_response_is_read_as_it_was_written(now: datetime, found: list[WireRecord], happened: list[WireFact]) -> None:
    page = Page(feed="org", pos=3, head=9, more=True, records=found, facts=happened)
    verdict = Verdict(op_id=OpId("o"), seq=1, outcome="rejected", code="x", reason="原因")
    response = SyncResponse(epoch="e", now=now, last_seq=4, verdicts=[verdict], pages=[page])
    assert decode(encode(response), SyncResponse) == response


@given(
    message=st.builds(Hint, texts, numbers)
    | st.builds(Call, events)
    | st.builds(Hello, instants, st.lists(events, max_size=2))
)
def test_a_live_message_is_read_as_it_was_written(message: LiveMessage) -> None:
    assert decode_live(encode_live(message)) == message


def test_a_field_of_a_newer_program_is_no_obstacle() -> None:
    newer = {"epoch": "e", "ops": [], "cursors": {}, "from_the_future": 1}
    assert decode(encode(newer), SyncRequest).epoch == "e"


@given(content=st.binary(max_size=200))
def test_what_is_not_ours_is_refused(content: bytes) -> None:
    for body in (content, zstandard.ZstdCompressor().compress(content)):
        with pytest.raises(ProtocolError):
            decode(body, SyncRequest)
    with pytest.raises(ProtocolError):
        decode_live(content)


@given(cut=st.integers(0, 60))
def test_half_a_message_is_refused(cut: int) -> None:
    whole = encode(SyncRequest(epoch="an epoch of some length", cursors={"org": 1, "team:12": 2}))
    if cut < len(whole):
        with pytest.raises(ProtocolError):
            decode(whole[:cut], SyncRequest)


def test_a_message_that_inflates_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "MAX_INFLATED", 1_000)
    fits = msgspec.msgpack.encode({"epoch": "x" * 980})
    assert decode(zstandard.ZstdCompressor().compress(fits), SyncRequest).epoch
    with pytest.raises(ProtocolError, match="MB"):
        decode(zstandard.ZstdCompressor().compress(bytes(1_001)), SyncRequest)


def test_a_bomb_costs_no_more_memory_than_the_limit() -> None:
    bomb = zstandard.ZstdCompressor(level=3).compress(bytes(4 * protocol.MAX_INFLATED))
    with pytest.raises(ProtocolError):
        decode(bomb, SyncRequest)
