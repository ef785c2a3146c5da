"""The HTTP door: what a desk and a person with curl can ask, and how the door answers nonsense."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import msgspec
import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from app.ids import AgentId, DeviceId
from app.ticket.facts import TicketSubmitted
from sync import protocol
from sync.protocol import MEDIA_TYPE, ORG_FEED, Problem, SignedIn, SignInRequest, SyncRequest, SyncResponse
from sync.server import wire
from sync.server.accounts import Passwords
from sync.server.app import create_app
from sync.server.serving import serving
from sync.server.session import Caller
from tests.net import Logs
from tests.sync.server.desks import NOW, PASSWORD, Desk, opened


@pytest.fixture
def client(
    engine: Engine, database_url: str, passwords: Passwords, add_agent: Callable[..., Any]
) -> Iterator[httpx.Client]:
    add_agent("A1001", queues=["claims"])
    app = create_app(database_url, passwords=passwords, clock=lambda: NOW)
    with serving(app) as url, httpx.Client(base_url=url) as asking:
        yield asking


@pytest.fixture
def signed_in(client: httpx.Client) -> SignedIn:
    request = SignInRequest(agent_id=AgentId("A1001"), password=PASSWORD, device=DeviceId("pc-1"))
    answer = client.post("/v1/sign-in", content=protocol.encode(request), headers={"Content-Type": MEDIA_TYPE})
    assert answer.status_code == 200
    client.headers["Authorization"] = f"Bearer {(told := protocol.decode(answer.content, SignedIn)).token}"
    return told


@pytest.fixture
def desk(engine: Engine, signed_in: SignedIn) -> Desk:
    """Makes operations; they are sent by HTTP."""
    caller = Caller(
        agent_id=AgentId("A1001"),
        device=DeviceId("pc-1"),
        name="",
        team="",
        role="agent",
        extension="",
        queues=[],
        expires_at=signed_in.expires_at,
    )
    return Desk(engine, caller)


def _sync(client: httpx.Client, request: SyncRequest) -> Any:
    headers = {"Content-Type": MEDIA_TYPE, "Accept": MEDIA_TYPE}
    return client.post("/v1/sync", content=protocol.encode(request), headers=headers)


def test_a_desk_pushes_and_pulls_in_one_round_trip(client: httpx.Client, signed_in: SignedIn, desk: Desk) -> None:
    answer = _sync(client, SyncRequest(epoch=signed_in.epoch, ops=[desk.fact()], cursors={ORG_FEED: 0}))
    response = protocol.decode(answer.content, SyncResponse)
    assert answer.headers["content-type"] == MEDIA_TYPE
    assert (response.verdicts[0].outcome, response.last_seq, response.epoch) == ("applied", 1, signed_in.epoch)
    assert len(response.pages[0].facts) == 1


def test_the_json_twin_says_the_same(client: httpx.Client, signed_in: SignedIn, desk: Desk) -> None:
    request = SyncRequest(epoch=signed_in.epoch, ops=[desk.fact(opened("A1001", text="你好"))])
    answer = client.post("/v1/sync", content=msgspec.json.encode(request), headers={"Content-Type": "application/json"})
    assert answer.headers["content-type"] == "application/json"
    assert msgspec.json.decode(answer.content, type=SyncResponse).verdicts[0].outcome == "applied"


def test_a_ticket_can_be_read_by_its_number(client: httpx.Client, signed_in: SignedIn, desk: Desk) -> None:
    opening = desk.fact(opened("A1001", "TS-7", city="沪"))
    desk.push(opening, desk.fact(TicketSubmitted(), subject=opening.fact.subject_id))
    ticket = client.get("/v1/tickets/TS-7").json()
    assert (ticket["number"], ticket["kind"], ticket["state"]) == ("TS-7", "complaint", "open")
    assert (ticket["first_responder"], ticket["holder"], ticket["fields"]) == ("A1001", "A1001", {"city": "沪"})
    assert (ticket["ticket_id"], ticket["facts"]) == (opening.fact.subject_id, 2)
    assert [one["number"] for one in client.get("/v1/tickets").json()["tickets"]] == ["TS-7"]


def test_a_ticket_that_has_not_arrived_is_not_found(client: httpx.Client, signed_in: SignedIn) -> None:
    answer = client.get("/v1/tickets/nowhere")
    assert answer.status_code == 404
    assert msgspec.json.decode(answer.content, type=Problem).code == "E-4104"


def test_a_fact_of_a_later_program_does_not_hide_the_ticket(
    client: httpx.Client, signed_in: SignedIn, desk: Desk
) -> None:
    opening = desk.fact(opened("A1001", "TS-8"))
    new = desk.fact(subject=opening.fact.subject_id, kind="ticket_dreamt", body=b'{"type":"ticket_dreamt"}')
    desk.push(opening, new)
    assert client.get("/v1/tickets/TS-8").json()["facts"] == 2


def test_health_needs_no_session_and_everything_else_does(client: httpx.Client) -> None:
    assert client.get("/v1/health").json()["ok"] is True
    for method, path in [("GET", "/v1/me"), ("GET", "/v1/tickets"), ("GET", "/v1/limits"), ("POST", "/v1/sync")]:
        answer = client.request(method, path)
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
        assert client.request(method, path, headers={"Authorization": "Bearer made-up"}).status_code == 401


def test_a_signed_in_agent_is_told_who_they_are_and_what_a_request_may_hold(
    client: httpx.Client, signed_in: SignedIn
) -> None:
    me = client.get("/v1/me").json()
    assert (me["agent_id"], me["device"], me["queues"]) == ("A1001", "pc-1", ["claims"])
    assert client.get("/v1/limits").json()["push_ops"] == 500


def test_a_wrong_password_is_401_and_too_many_are_423_with_the_time_to_wait(client: httpx.Client) -> None:
    body = {"agent_id": "A1001", "password": "wrong", "device": "pc-1"}
    answers = [client.post("/v1/sign-in", json=body) for _ in range(6)]
    assert [one.status_code for one in answers] == [401] * 5 + [423]
    assert answers[-1].headers["retry-after"] == "1"
    assert "密码" in answers[-1].json()["reason"]


def test_a_gap_is_409_and_says_where_to_go_on(client: httpx.Client, signed_in: SignedIn, desk: Desk) -> None:
    desk.seq = 6
    answer = _sync(client, SyncRequest(epoch=signed_in.epoch, ops=[desk.fact()]))
    assert answer.status_code == 409
    assert (answer.json()["code"], answer.json()["expected_seq"]) == ("E-4110", 1)


def test_a_newer_protocol_is_409(client: httpx.Client, signed_in: SignedIn) -> None:
    assert _sync(client, SyncRequest(version=9, epoch="")).status_code == 409


def test_a_body_over_the_limit_is_413(
    client: httpx.Client, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "MAX_BODY_BYTES", 1_000)
    answer = client.post("/v1/sync", content=b"x" * 1_001)
    assert (answer.status_code, answer.json()["code"]) == (413, "E-4113")


def test_a_bomb_is_refused_before_it_is_inflated(client: httpx.Client, signed_in: SignedIn) -> None:
    bomb = zstandard.ZstdCompressor(level=3).compress(bytes(protocol.MAX_INFLATED + 1))
    assert len(bomb) < 10_000
    assert client.post("/v1/sync", content=bomb).status_code == 400


def test_arrays_nested_without_end_are_refused(client: httpx.Client, signed_in: SignedIn) -> None:
    deep = b'{"epoch":"","cursors":' + b"[" * 200_000
    json = {"Content-Type": "application/json"}
    assert client.post("/v1/sync", content=deep, headers=json).status_code == 400
    packed = zstandard.ZstdCompressor().compress(b"\x81\xa1x" + b"\x91" * 200_000 + b"\x01")
    assert client.post("/v1/sync", content=packed).status_code == 400


def test_an_address_that_is_none_is_a_problem_in_words(client: httpx.Client) -> None:
    assert "reason" in client.get("/v1/nothing").json()
    assert client.get("/v1/sync").status_code == 405


def test_a_limit_that_is_no_number_is_refused_in_words(client: httpx.Client, signed_in: SignedIn) -> None:
    answer = client.get("/v1/tickets?limit=many")
    assert (answer.status_code, "reason" in answer.json()) == (422, True)


def test_a_bug_of_ours_is_500_without_our_insides_and_logged_without_its_text(
    client: httpx.Client, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch, logs: Logs
) -> None:
    logs.announce("a bug of ours")

    number = "".join(["138", "00138000"])

    def broken(*_: Any) -> None:
        raise RuntimeError(number)

    monkeypatch.setattr("sync.server.endpoints.list_tickets", broken)
    answer = client.get("/v1/tickets")
    assert (answer.status_code, answer.json()["code"]) == (500, "E-5000")
    assert number not in answer.text
    assert all(number not in record.getMessage() for record in logs.records)


_json_like = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats()
    | st.text(max_size=20)
    | st.binary(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
_op = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["fact", "patch", "other"]),
        "seq": st.integers(-(2**63), 2**64 - 1) | st.just(1),
        "op_id": st.text(max_size=6) | st.just("op"),
        "hlc": st.integers(-(2**63), 2**64 - 1),
        "by": st.just("A1001") | st.text(max_size=4),
        "fact": st.lists(_json_like, max_size=10),
        "patch": st.fixed_dictionaries(
            {
                "entity": st.just("customer") | st.text(max_size=4),
                "row_id": st.just("c1") | st.text(max_size=4),
                "owner_id": st.just("c1") | st.text(max_size=4),
                "base_rev": st.integers(-(2**63), 2**64 - 1),
                "fields": st.dictionaries(st.text(max_size=4), _json_like, max_size=3),
                "base": st.dictionaries(st.text(max_size=4), _json_like, max_size=3),
            }
        ),
    }
)
_request = st.fixed_dictionaries(
    {
        "epoch": st.text(max_size=4),
        "ops": st.lists(_op, max_size=3),
        "cursors": st.dictionaries(st.just(ORG_FEED) | st.text(max_size=4), st.integers(-(2**63), 2**64 - 1)),
        "limit": st.integers(-(2**63), 2**64 - 1),
    }
)


def _answers_cleanly(client: httpx.Client, content: bytes, media_type: str) -> None:
    answer = client.post("/v1/sync", content=content, headers={"Content-Type": media_type})
    assert answer.status_code in {200, 400, 409, 413}, answer.text
    if answer.status_code != 200:
        assert msgspec.json.decode(answer.content, type=Problem).reason


_many = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@_many
@given(
    content=st.binary(max_size=300), packed=st.booleans(), media_type=st.sampled_from([MEDIA_TYPE, "application/json"])
)
def test_any_bytes_are_answered_cleanly(
    client: httpx.Client, signed_in: SignedIn, content: bytes, packed: bool, media_type: str
) -> None:
    body = zstandard.ZstdCompressor().compress(content) if packed else content
    _answers_cleanly(client, body, media_type)


@_many
@given(message=_request)
def test_any_message_of_nearly_the_right_form_is_answered_cleanly(
    client: httpx.Client, signed_in: SignedIn, logs: Logs, message: dict[str, Any]
) -> None:
    _answers_cleanly(client, protocol.encode(message), MEDIA_TYPE)


def test_what_the_fuzz_left_behind_is_still_read(client: httpx.Client, signed_in: SignedIn, desk: Desk) -> None:
    patch = desk.patch("c1", name="王芳")
    strange = msgspec.structs.replace(patch, hlc=2**64 - 1, patch=msgspec.structs.replace(patch.patch, base_rev=-5))
    answer = _sync(client, SyncRequest(epoch="", ops=[strange], cursors={ORG_FEED: 2**64 - 1}, limit=-3))
    response = protocol.decode(answer.content, SyncResponse)
    assert response.verdicts[0].outcome == "applied"
    assert response.pages[0].records[0].fields == {"name": "王芳"}
