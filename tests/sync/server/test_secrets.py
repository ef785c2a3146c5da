"""Passwords of customers: right, wrong, locked, weak, initial, reset with proof only; codes that end; nothing told."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, select, text

from app.errors import ProtocolError, RefusedError, ShouwenError
from app.pack.load import load_pack
from app.pack.shipped import PACKS
from app.record import Patch
from app.verification.facts import PapersSeen, PasswordVerified
from app.verification.secret import KeepSecret, SecretTold, SendCode, VerifySecret
from sync.server.accounts import Passwords
from sync.server.app import create_app
from sync.server.centre import Centre
from sync.server.database import reading
from sync.server.errors import NotFoundError, TooOftenError
from sync.server.serving import serving
from sync.server.tables import customer_secret, fact
from tests.fakes.codes import KeptCodes
from tests.sync.server.desks import NOW, Desk, sit_down

POLICY = load_pack(PACKS / "insurance").verification
SECRET, NEW = "583920", "741852"


class House:
    """A centre with a clock that is moved by hand, a customer with a number, and an agent."""

    def __init__(self, engine: Engine, passwords: Passwords, desk: Desk) -> None:
        self.engine, self.desk, self.codes, self.now = engine, desk, KeptCodes(), NOW
        self.centre = Centre(
            engine,
            privacy=load_pack(PACKS / "insurance").privacy,
            passwords=passwords,
            clock=self.tell,
            verification=POLICY,
            sender=self.codes,
        )
        desk.push(desk.patch("c1", name="林婉清", id_number="310105198403210028", birth_date="1984-03-21"))
        point = desk.patch("p1", e164="+8613800138000")
        desk.push(type(point)(point.seq, point.op_id, point.hlc, point.by, self._point(point.patch)))

    def tell(self) -> datetime:
        return self.now

    def papers(self, contact: str = "call-1") -> None:
        """The agent has seen the customer's papers at the counter."""
        seen = PapersSeen(customer_id="c1", business="password_reset", comer="holder", where="counter")
        (verdict,) = self.desk.push(self.desk.fact(seen, subject=contact, customer_id="c1"))
        assert verdict.outcome == "applied"

    def verify(self, secret: str = SECRET, kind: str = "service", **given: Any) -> SecretTold:
        values = {"contact_id": "call-1", "customer_id": "c1"} | given
        return self.centre.verify_secret(self.desk.caller, VerifySecret(kind=kind, secret=secret, **values))  # type: ignore[arg-type]

    def keep(self, act: str, secret: str = SECRET, old: str = "", kind: str = "service", **given: Any) -> SecretTold:
        values = {"contact_id": "call-1", "customer_id": "c1"} | given
        return self.centre.keep_secret(
            self.desk.caller,
            KeepSecret(act=act, kind=kind, secret=secret, old=old, **values),  # type: ignore[arg-type]
        )

    def code(self, point: str = "p1") -> SecretTold:
        return self.centre.send_code(
            self.desk.caller, SendCode(contact_id="call-1", customer_id="c1", contact_point=point)
        )

    def kinds(self) -> list[str]:
        with reading(self.engine) as db:
            return list(db.execute(select(fact.c.kind).order_by(fact.c.order)).scalars())

    def everything(self) -> str:
        """Every text the centre keeps of facts, records and verdicts."""
        with reading(self.engine) as db:
            tables = ("fact", "op_result", "customer_secret", "dynamic_code", "secret_attempt")
            return str([tuple(row) for name in tables for row in db.execute(text(f"SELECT * FROM {name}"))])  # noqa: S608

    @staticmethod
    def _point(patch: Patch) -> Patch:
        return Patch(
            entity="contact_point", row_id="p1", owner_id="c1", base_rev=0, fields=patch.fields, base=patch.base
        )


@pytest.fixture
def house(engine: Engine, passwords: Passwords, add_agent: Callable[..., Any]) -> House:
    add_agent("A1", role="archivist")
    return House(engine, passwords, sit_down(engine, passwords, "A1"))


@pytest.fixture
def set_up(house: House) -> House:
    """The customer has a service password of their own."""
    house.papers()
    house.keep("set", "602917")
    house.keep("change", SECRET, old="602917")
    return house


def test_a_first_password_proves_nothing_until_it_is_changed(house: House) -> None:
    house.papers()
    house.keep("set", "602917")
    told = house.verify("602917")
    assert told.passed
    assert '"must_change":true' in told.body
    assert house.keep("change", SECRET, old="602917").kind == "password_changed"
    assert '"must_change":false' in house.verify(SECRET).body
    assert not house.verify("602917").passed
    assert house.kinds()[1:3] == ["password_set", "password_verified"]


def test_nothing_kept_or_printed_holds_the_password(set_up: House) -> None:
    set_up.verify()
    set_up.verify("918273")
    kept = set_up.everything()
    assert "$argon2id$" in kept
    assert not any(secret in kept for secret in (SECRET, "602917", "918273"))
    request = KeepSecret(contact_id="x", customer_id="c1", kind="service", act="change", secret=SECRET, old=NEW)
    assert SECRET not in f"{request!r}{request}"
    assert NEW not in f"{request!r}"


def test_five_wrong_ones_lock_it_for_a_quarter_of_an_hour_and_the_right_one_waits_too(set_up: House) -> None:
    assert [set_up.verify("918273").left for _ in range(5)] == [4, 3, 2, 1, 0]
    with pytest.raises(TooOftenError, match="15 分钟"):
        set_up.verify(SECRET)
    set_up.now += timedelta(minutes=15)
    assert set_up.verify(SECRET).passed
    assert set_up.verify("918273").left == 4  # the right one forgave the wrong ones


def test_a_customer_without_a_password_is_answered_like_one_with_another(set_up: House) -> None:
    desk = set_up.desk
    desk.push(desk.patch("c2", name="王芳"))
    with_one = [set_up.verify("918273") for _ in range(5)]
    without = [set_up.verify("918273", customer_id="c2") for _ in range(5)]
    assert [(one.passed, one.left) for one in with_one] == [(one.passed, one.left) for one in without]
    for customer in ("c1", "c2"):
        with pytest.raises(TooOftenError):
            set_up.verify("918273", customer_id=customer)


def test_two_guesses_at_once_count_twice(set_up: House) -> None:
    def guess(_at: int) -> object:
        try:
            return set_up.verify("918273").passed
        except TooOftenError:
            return "locked"

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(guess, range(12)))
    assert (found.count(False), found.count("locked")) == (5, 7)


def test_an_agent_who_guesses_at_many_customers_is_stopped(set_up: House) -> None:
    desk = set_up.desk
    for at in range(6):
        desk.push(desk.patch(f"d{at}", name="某人"))
    guesses = [f"d{at % 6}" for at in range(POLICY.agent_tries)]
    assert not any(set_up.verify("918273", customer_id=customer).passed for customer in guesses)
    with pytest.raises(TooOftenError, match="您这里"):
        set_up.verify("918273", customer_id="d5")


@pytest.mark.parametrize(
    "secret", ["111111", "123456", "987654", "890123", "258258", "121212", "840321", "198403", "138000", "210028"]
)
def test_what_is_easy_to_guess_is_refused_without_repeating_it(house: House, secret: str) -> None:
    house.papers()
    with pytest.raises(RefusedError, match="换一个") as told:
        house.keep("set", secret)
    assert secret not in str(told.value)


@pytest.mark.parametrize(
    "secret", ["", "12345", "1234567", "１２３４５６", "12345a", "58392 ", "٥٨٣٩٢٠", "583920\n", "5" * 10_000]
)
def test_only_six_plain_digits_are_a_password(house: House, secret: str) -> None:
    house.papers()
    for ask in (lambda: house.verify(secret), lambda: house.keep("set", secret)):
        with pytest.raises(RefusedError, match="6 位数字"):
            ask()


@pytest.mark.parametrize("given", [{"contact_id": ""}, {"customer_id": "c 1"}, {"contact_id": "x" * 500}])
def test_malformed_ids_are_refused(house: House, given: dict[str, str]) -> None:
    with pytest.raises(ProtocolError):
        house.verify(**given)


@pytest.mark.parametrize("customer", ["nobody", "' OR 1=1 --".replace(" ", ""), "p1"])
def test_nobody_has_no_password(house: House, customer: str) -> None:
    with pytest.raises(NotFoundError):
        house.verify(customer_id=customer)


def test_a_reset_needs_papers_in_this_contact_and_lately(set_up: House) -> None:
    set_up.verify(SECRET, contact_id="call-2")
    with pytest.raises(RefusedError, match="柜面核对证件"):
        set_up.keep("reset", NEW, contact_id="call-2")  # the password itself is no proof for its own reset
    set_up.keep("set", NEW, kind="electronic", contact_id="call-2")  # but for the other one it is
    set_up.papers("call-3")
    assert set_up.keep("reset", NEW, contact_id="call-3").kind == "password_reset"
    assert '"must_change":true' in set_up.verify(NEW).body
    set_up.now += timedelta(hours=3)
    with pytest.raises(RefusedError):
        set_up.keep("reset", SECRET, contact_id="call-3")


def test_a_change_needs_the_old_one_and_a_set_never_replaces(set_up: House) -> None:
    with pytest.raises(RefusedError, match="旧密码不对，还可以试 4 次"):
        set_up.keep("change", NEW, old="918273")
    with pytest.raises(RefusedError, match="一样"):
        set_up.keep("change", SECRET, old=SECRET)
    with pytest.raises(RefusedError, match="已经有密码"):
        set_up.keep("set", NEW)
    assert set_up.verify(SECRET).passed


def test_a_code_holds_for_ten_minutes_and_once(house: House) -> None:
    house.code()
    ((e164, code),) = house.codes.sent
    assert e164 == "+8613800138000"
    assert code not in house.everything()
    assert house.verify(code, "dynamic").passed
    assert not house.verify(code, "dynamic").passed
    house.code()
    house.now += timedelta(minutes=10)
    assert not house.verify(house.codes.sent[-1][1], "dynamic").passed


def test_the_same_code_given_by_two_desks_at_once_is_good_once(house: House) -> None:
    house.code()
    code = house.codes.sent[0][1]
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda _at: house.verify(code, "dynamic").passed, range(2)))
    assert sorted(found) == [False, True]


def test_codes_go_only_to_the_customers_own_numbers_and_not_too_often(house: House) -> None:
    for point in ("c1", "nothing"):
        with pytest.raises(NotFoundError):
            house.code(point)
    for _ in range(5):
        house.code()
    with pytest.raises(TooOftenError, match="太勤"):
        house.code()


def test_a_desk_cannot_write_the_centres_own_record_of_a_password(house: House) -> None:
    forged = PasswordVerified(customer_id="c1", kind="service", passed=True)
    (verdict,) = house.desk.push(house.desk.fact(forged, subject="call-1", customer_id="c1"))
    assert (verdict.outcome, verdict.code) == ("rejected", "centre_only")


def test_a_wrong_password_is_on_record_and_a_hash_is_never_plain(set_up: House) -> None:
    set_up.verify("918273")
    assert set_up.kinds()[-1] == "password_verified"
    with reading(set_up.engine) as db:
        hashes = db.execute(select(customer_secret.c.hash)).scalars().all()
    assert all(one.startswith("$argon2id$") for one in hashes)


def test_without_a_gateway_it_says_so_and_no_code_is_left(house: House) -> None:
    from sync.server.code_sender import NoGateway
    from sync.server.secrets import Secrets

    mute = Secrets(house.engine, Passwords(), POLICY, NoGateway())
    with pytest.raises(ShouwenError, match="还没有接短信网关"):
        mute.send_code(house.desk.caller, SendCode(contact_id="k", customer_id="c1", contact_point="p1"), NOW)
    assert "$argon2" not in house.everything()


@pytest.mark.parametrize("path", ["verify", "code", "keep"])
def test_nobody_asks_without_a_session_and_nonsense_is_not_repeated(
    database_url: str, passwords: Passwords, path: str
) -> None:
    with serving(create_app(database_url, passwords=passwords)) as url, httpx.Client(base_url=url) as asking:
        answer = asking.post(f"/v1/secrets/{path}", json={"secret": SECRET})
    assert answer.status_code == 401
    assert SECRET not in answer.text
