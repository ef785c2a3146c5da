"""Passwords of customers at the centre: compared, set, changed, reset; codes sent (`mission-rows.md` E01–E04).

Only hashes are kept; a secret is in no log, no address, no error and no fact. Every guess is counted before it is
looked at, per customer and kind and per agent, and somebody without a password is answered like somebody with another
one, after the same time. Argon2 works on a worker's thread and in no transaction.
"""

from __future__ import annotations

import secrets as random_numbers
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, select

from app.days import iso_date
from app.errors import ProtocolError, RefusedError
from app.verification.facts import (
    CodeSent,
    PasswordChanged,
    PasswordReset,
    PasswordSet,
    PasswordVerified,
)
from app.verification.policy import VerificationPolicy
from app.verification.secret import KeepSecret, SendCode, VerifySecret, why_not_six, why_weak
from sync.server.accounts import Passwords
from sync.server.checking import is_id
from sync.server.code_sender import CodeSender
from sync.server.database import reading, write
from sync.server.errors import NotFoundError
from sync.server.guesses import Limit, count, forgive, take_back
from sync.server.secret_rows import Told, born, code_of, customer_fields, drop_code, hash_of, keep_fact, proof_for, put
from sync.server.session import Caller
from sync.server.tables import customer_secret, dynamic_code, record

FORGOTTEN = timedelta(hours=24)
"""Wrong guesses older than this count no more (试行)."""

CODES_AN_HOUR = 5
"""Codes to one customer (试行): a gateway costs money, and the customer's patience."""


class Secrets:
    """Blocks on the database, on Argon2 and on the gateway: never on the event loop."""

    def __init__(self, engine: Engine, passwords: Passwords, policy: VerificationPolicy, sender: CodeSender) -> None:
        self._engine, self._passwords, self._policy, self._sender = engine, passwords, policy, sender
        lock = timedelta(minutes=policy.lock_minutes)
        self._of_customer = Limit(
            scope="customer",
            most=policy.tries,
            window=FORGOTTEN,
            lock=lock,
            words="这位客户的密码错误次数过多，已锁定，{0} 分钟后再试；急用请客户带证件到柜面",
        )
        self._of_agent = Limit(
            scope="agent",
            most=policy.agent_tries,
            window=timedelta(hours=1),
            lock=lock,
            words="您这里密码错误次数过多，{0} 分钟后再试，急用请找班长",
        )
        self._codes = Limit(
            scope="code",
            most=CODES_AN_HOUR,
            window=timedelta(hours=1),
            lock=lock,
            words="这位客户的动态密码发得太勤，{0} 分钟后再发",
        )

    def verify(self, caller: Caller, request: VerifySecret, now: datetime) -> Told:
        """Compare a password or code, and keep on record whether it was right.

        Raises:
            RefusedError: not six digits.
            TooOftenError: too many wrong ones.
            NotFoundError: there is no such customer.
        """
        _check(request, request.secret)
        is_right, must_change, left = self._guess(caller, request.customer_id, request.kind, request.secret, now)
        body = PasswordVerified(
            customer_id=request.customer_id, kind=request.kind, passed=is_right, must_change=must_change
        )
        return self._told(caller, request.contact_id, body, now, passed=is_right, left=left)

    def send_code(self, caller: Caller, request: SendCode, now: datetime) -> Told:
        """Send a new code to one of the customer's numbers; the one before it ends.

        Raises:
            RefusedError: there is no gateway, or it does not send.
            TooOftenError: too many codes.
            NotFoundError: there is no such number of this customer.
        """
        _check(request, point=request.contact_point)
        e164 = self._number(request)
        write(self._engine, lambda connection: count(connection, self._codes, request.customer_id, now))
        code = f"{random_numbers.randbelow(10**6):06d}"
        lasts = timedelta(minutes=self._policy.code_minutes)
        values = {"hash": self._passwords.hash_digits(code), "expires_at": now + lasts, "tries": 0}
        write(
            self._engine,
            lambda connection: put(connection, dynamic_code, {"customer_id": request.customer_id}, values),
        )
        try:
            self._sender.send(e164, code, self._policy.code_minutes)
        except BaseException:
            write(self._engine, lambda connection: drop_code(connection, request.customer_id))
            raise
        body = CodeSent(
            customer_id=request.customer_id, contact_point=request.contact_point, minutes=self._policy.code_minutes
        )
        return self._told(caller, request.contact_id, body, now, passed=True)

    def keep(self, caller: Caller, request: KeepSecret, now: datetime) -> Told:
        """Set a first password, change it against the old one, or reset a forgotten one: separate acts (E04).

        Raises:
            RefusedError: too weak, there is one already, the old one is wrong, or nothing allows a reset.
            TooOftenError: too many wrong old ones.
            NotFoundError: there is no such customer.
        """
        _check(request, request.secret)
        if weak := self._why_weak(request):
            raise RefusedError(weak)
        if request.act == "change":
            return self._change(caller, request, now)
        hashed = self._passwords.hash_digits(request.secret)
        where = {"customer_id": request.customer_id, "kind": request.kind}

        def work(connection: Connection) -> Told:
            how = proof_for(connection, caller, request, now)
            known = hash_of(connection, request.customer_id, request.kind)
            if request.act == "set" and known is not None:
                raise RefusedError("已经有密码了：记得旧密码请用修改，忘记了请用重置")
            put(connection, customer_secret, where, {"hash": hashed, "must_change": True, "changed_at": now})
            forgive(connection, self._of_customer, f"{request.kind} {request.customer_id}")
            kind = PasswordSet if request.act == "set" else PasswordReset
            body = kind(customer_id=request.customer_id, kind=request.kind, how=how)
            return keep_fact(connection, caller, request.contact_id, body, now, passed=True)

        return write(self._engine, work)

    def _change(self, caller: Caller, request: KeepSecret, now: datetime) -> Told:
        if why_not_six(request.old):
            raise RefusedError("请输入 6 位数字的旧密码")
        if request.old == request.secret:
            raise RefusedError("新密码不能和旧密码一样")
        is_right, _, left = self._guess(caller, request.customer_id, request.kind, request.old, now)
        if not is_right:
            self._told(
                caller,
                request.contact_id,
                PasswordVerified(customer_id=request.customer_id, kind=request.kind, passed=False),
                now,
                passed=False,
            )
            raise RefusedError(f"旧密码不对，还可以试 {left} 次")
        hashed = self._passwords.hash_digits(request.secret)
        where = {"customer_id": request.customer_id, "kind": request.kind}

        def work(connection: Connection) -> Told:
            put(connection, customer_secret, where, {"hash": hashed, "must_change": False, "changed_at": now})
            body = PasswordChanged(customer_id=request.customer_id, kind=request.kind)
            return keep_fact(connection, caller, request.contact_id, body, now, passed=True)

        return write(self._engine, work)

    def _guess(self, caller: Caller, customer_id: str, kind: str, secret: str, now: datetime) -> tuple[bool, bool, int]:
        """Whether it is right, whether it has to be changed first, and how many tries are left."""
        key = f"{kind} {customer_id}"

        def book(connection: Connection) -> tuple[str | None, bool, int]:
            customer_fields(connection, customer_id)
            left = count(connection, self._of_customer, key, now)
            count(connection, self._of_agent, caller.agent_id, now)
            if kind == "dynamic":
                return code_of(connection, customer_id, self._policy.tries, now), False, left
            wanted = (customer_secret.c.customer_id == customer_id) & (customer_secret.c.kind == kind)
            row = connection.execute(select(customer_secret).where(wanted)).one_or_none()
            return (None, False, left) if row is None else (row.hash, row.must_change, left)

        known, must_change, left = write(self._engine, book)
        if not self._passwords.is_right(known, secret):
            return False, False, left

        def done(connection: Connection) -> bool:
            forgive(connection, self._of_customer, key)
            take_back(connection, self._of_agent, caller.agent_id)
            # A code is good once: of two desks that give it together one is first.
            return kind != "dynamic" or drop_code(connection, customer_id)

        return write(self._engine, done), must_change, left

    def _number(self, request: SendCode) -> str:
        wanted = select(record.c.fields).where(
            record.c.id == request.contact_point,
            record.c.entity == "contact_point",
            record.c.owner_id == request.customer_id,
            ~record.c.deleted,
        )
        with reading(self._engine) as snapshot:
            fields = snapshot.execute(wanted).scalar_one_or_none()
        e164 = str((fields or {}).get("e164") or "")
        if not e164:
            raise NotFoundError("客户档案里没有这个号码，可能刚刚改过；请刷新后再试")
        return e164

    def _why_weak(self, request: KeepSecret) -> str:
        with reading(self._engine) as snapshot:
            person = customer_fields(snapshot, request.customer_id)
            points = snapshot.execute(
                select(record.c.fields).where(
                    record.c.owner_id == request.customer_id, record.c.entity == "contact_point", ~record.c.deleted
                )
            ).scalars()
            numbers = [str((fields or {}).get("e164") or "") for fields in points]
        id_number, birth = str(person.get("id_number") or ""), str(person.get("birth_date") or "")
        known = [number for number in (*numbers, id_number) if number]
        return why_weak(request.secret, birth_date=iso_date(birth or born(id_number)), numbers=known)

    def _told(self, caller: Caller, contact_id: str, body: Any, now: datetime, *, passed: bool, left: int = 0) -> Told:
        return write(
            self._engine,
            lambda connection: keep_fact(connection, caller, contact_id, body, now, passed=passed, left=left),
        )


def _check(request: VerifySecret | SendCode | KeepSecret, secret: str | None = None, point: str = "x") -> None:
    if not all(is_id(one) for one in (request.contact_id, request.customer_id, point)):
        raise ProtocolError("编号的格式不对")
    if secret is not None and (wrong := why_not_six(secret)):
        raise RefusedError(wrong)
