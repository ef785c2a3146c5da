"""Signing in: passwords, waits, sessions, and what the database may know of them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine, select, update

from app.errors import InvalidFieldError, ProtocolError, SignInError
from app.ids import AgentId, DeviceId
from sync.protocol import SignedIn, SignInRequest
from sync.server.accounts import Account, Passwords, create_account, password_hash_of, set_password
from sync.server.database import reading, write
from sync.server.errors import NotFoundError, SessionExpiredError, ThrottledError
from sync.server.session import LIFETIME, find_caller
from sync.server.sign_in import FREE_ATTEMPTS, LONGEST_WAIT_AT_HOME, sign_in
from sync.server.tables import session, user
from tests.sync.server.desks import NOW, PASSWORD


@pytest.fixture
def door(engine: Engine, passwords: Passwords, add_agent: Callable[..., Any]) -> Callable[..., SignedIn]:
    """Tries to sign agent A1001 in."""
    add_agent("A1001", team="一组", extension="8001", queues=["claims"])

    def attempt(password: str = PASSWORD, *, device: str = "pc-1", after_s: float = 0) -> SignedIn:
        request = SignInRequest(
            agent_id=AgentId("A1001"), password=password, device=DeviceId(device), device_name="前台"
        )
        return sign_in(engine, passwords, request, NOW + timedelta(seconds=after_s))

    return attempt


def _fail(door: Callable[..., SignedIn], times: int, **where: Any) -> None:
    for _ in range(times):
        with pytest.raises(SignInError) as caught:
            door("wrong", **where)
        assert not isinstance(caught.value, ThrottledError)


def test_the_right_password_opens_a_session_that_says_who_and_where(engine: Engine, door: Callable[..., Any]) -> None:
    signed_in = door()
    assert (signed_in.name, signed_in.team, signed_in.extension) == ("坐席A1001", "一组", "8001")
    with reading(engine) as snapshot:
        caller = find_caller(snapshot, signed_in.token, NOW)
    assert (caller.agent_id, caller.device, caller.queues) == ("A1001", "pc-1", ["claims"])


def test_a_wrong_password_and_an_unknown_number_are_told_alike(
    engine: Engine, passwords: Passwords, door: Callable[..., Any]
) -> None:
    stranger = SignInRequest(agent_id=AgentId("A9999"), password=PASSWORD, device=DeviceId("pc-1"))
    with pytest.raises(SignInError) as unknown:
        sign_in(engine, passwords, stranger, NOW)
    with pytest.raises(SignInError) as wrong:
        door("wrong")
    assert str(unknown.value) == str(wrong.value)


def test_the_database_knows_only_the_tokens_digest(engine: Engine, door: Callable[..., Any]) -> None:
    token = door().token
    with reading(engine) as snapshot:
        kept = snapshot.execute(select(session)).one()
    assert len(token) >= 43
    assert token not in str(kept._mapping)


def test_a_session_ends_after_twelve_hours(engine: Engine, door: Callable[..., Any]) -> None:
    token = door().token
    with reading(engine) as snapshot:
        assert find_caller(snapshot, token, NOW + LIFETIME - timedelta(seconds=1)).agent_id == "A1001"
        with pytest.raises(SessionExpiredError):
            find_caller(snapshot, token, NOW + LIFETIME)


def test_a_closed_account_has_no_session_and_cannot_sign_in(engine: Engine, door: Callable[..., Any]) -> None:
    token = door().token
    write(engine, lambda connection: connection.execute(update(user).values(active=False)))
    with reading(engine) as snapshot, pytest.raises(SessionExpiredError):
        find_caller(snapshot, token, NOW)
    with pytest.raises(SignInError):
        door()


def test_guessing_is_slowed_down_and_each_further_guess_more(door: Callable[..., Any]) -> None:
    _fail(door, FREE_ATTEMPTS)
    with pytest.raises(ThrottledError) as first:
        door()
    assert first.value.retry_after_s == 1
    _fail(door, 1, after_s=1)
    with pytest.raises(ThrottledError) as second:
        door(after_s=1)
    assert second.value.retry_after_s == 2


def test_waiting_lets_the_owner_in_and_starts_anew(door: Callable[..., Any]) -> None:
    _fail(door, FREE_ATTEMPTS)
    assert door(after_s=1).agent_id == "A1001"
    _fail(door, FREE_ATTEMPTS - 1, after_s=1)
    assert door(after_s=1).agent_id == "A1001"


def test_guesses_elsewhere_do_not_keep_the_owner_out_of_their_own_place(door: Callable[..., Any]) -> None:
    door()
    _fail(door, FREE_ATTEMPTS, device="pc-of-a-stranger")
    with pytest.raises(ThrottledError):
        door(device="pc-of-a-stranger")
    assert door().agent_id == "A1001"


def test_inventing_device_ids_gives_no_more_guesses(door: Callable[..., Any]) -> None:
    for number in range(FREE_ATTEMPTS):
        _fail(door, 1, device=f"invented-{number}")
    with pytest.raises(ThrottledError):
        door("wrong", device="invented-again")


def test_the_wait_at_home_never_grows_past_its_longest(door: Callable[..., Any]) -> None:
    door()
    longest = LONGEST_WAIT_AT_HOME.total_seconds()
    for step in range(FREE_ATTEMPTS + 12):
        _fail(door, 1, after_s=step * longest)
    with pytest.raises(ThrottledError) as caught:
        door(after_s=step * longest)
    assert caught.value.retry_after_s == longest


def test_many_guesses_at_once_get_no_more_than_many_in_a_row(door: Callable[..., Any]) -> None:
    def guess(_: int) -> type[Exception]:
        with pytest.raises(SignInError) as caught:
            door("wrong")
        return caught.type

    with ThreadPoolExecutor(8) as pool:
        kinds = list(pool.map(guess, range(16)))
    assert kinds.count(SignInError) == FREE_ATTEMPTS


def test_an_outdated_hash_is_replaced_at_the_next_sign_in(engine: Engine, door: Callable[..., Any]) -> None:
    stronger = Passwords(PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    request = SignInRequest(agent_id=AgentId("A1001"), password=PASSWORD, device=DeviceId("pc-1"))
    sign_in(engine, stronger, request, NOW)
    with reading(engine) as snapshot:
        kept = password_hash_of(snapshot, AgentId("A1001"))
    assert kept is not None
    assert "$argon2id$" in kept
    assert "m=16,t=2" in kept


def test_a_new_password_ends_the_sessions_of_the_old(
    engine: Engine, passwords: Passwords, door: Callable[..., Any]
) -> None:
    token = door().token
    hashed = passwords.hash("another password")
    write(engine, lambda connection: set_password(connection, AgentId("A1001"), hashed))
    with reading(engine) as snapshot, pytest.raises(SessionExpiredError):
        find_caller(snapshot, token, NOW)
    assert door("another password").agent_id == "A1001"
    with pytest.raises(NotFoundError):
        write(engine, lambda connection: set_password(connection, AgentId("A9999"), hashed))


@pytest.mark.parametrize(
    "account",
    [
        Account(agent_id=AgentId("A1001"), name="重号"),
        Account(agent_id=AgentId("has space"), name="x"),
        Account(agent_id=AgentId("A1"), name=" "),
        Account(agent_id=AgentId("A1"), name="x", role="king"),
    ],
)
def test_an_account_that_cannot_be_is_refused_in_words(
    engine: Engine, door: Callable[..., Any], account: Account
) -> None:
    with pytest.raises(InvalidFieldError):
        write(engine, lambda connection: create_account(connection, account, "x"))


@pytest.mark.parametrize("password", ["short", "x" * 300])
def test_a_password_too_short_or_too_long_is_refused(passwords: Passwords, password: str) -> None:
    with pytest.raises(InvalidFieldError):
        passwords.hash(password)


def test_a_malformed_device_id_is_refused(door: Callable[..., Any]) -> None:
    with pytest.raises(ProtocolError):
        door(device="nul\x00")


def test_nothing_that_may_be_printed_holds_a_password_or_a_token(door: Callable[..., Any]) -> None:
    signed_in = door()
    assert signed_in.token not in repr(signed_in)
    assert PASSWORD not in repr(SignInRequest(agent_id=AgentId("A"), password=PASSWORD, device=DeviceId("d")))


def test_every_device_gets_a_slot_of_its_own_and_keeps_it(door: Callable[..., SignedIn]) -> None:
    with ThreadPoolExecutor(4) as pool:
        slots = list(pool.map(lambda number: door(device=f"pc-{number}").slot, range(8)))
    assert len(set(slots)) == 8
    assert min(slots) >= 1
    assert door(device="pc-3").slot == slots[3]
