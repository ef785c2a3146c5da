"""What the centre keeps of customers' passwords: rows read and written inside a transaction that others open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from app.catalogue import decode_body
from app.errors import RefusedError
from app.verification.facts import PapersSeen, PasswordVerified
from app.verification.secret import KeepSecret, SecretTold
from sync.server.errors import NotFoundError
from sync.server.facts import settle_alone, stated_by
from sync.server.session import Caller
from sync.server.tables import customer_secret, dynamic_code, fact, record

PROVED_WITHIN = timedelta(hours=2)
"""How long papers or a password seen in this contact allow a reset (试行)."""

Told = tuple[SecretTold, dict[str, int]]
"""The answer, and the heads of the feeds that the record of it moved."""


def born(id_number: str) -> str:
    """The date in a resident's number of eighteen digits, as an ISO text; "" where there is none."""
    day = id_number[6:14]
    return f"{day[:4]}-{day[4:6]}-{day[6:]}" if len(id_number) == 18 and day.isdigit() else ""


def customer_fields(connection: Connection, customer_id: str) -> Mapping[str, Any]:
    """A customer's fields.

    Raises:
        NotFoundError: there is none.
    """
    wanted = select(record.c.fields).where(record.c.id == customer_id, record.c.entity == "customer", ~record.c.deleted)
    row = connection.execute(wanted).one_or_none()
    if row is None:
        raise NotFoundError("中心没有这位客户，可能已被删除；请刷新后再试")
    found: Mapping[str, Any] = row.fields or {}
    return found


def hash_of(connection: Connection, customer_id: str, kind: str) -> str | None:
    """The hash of a password; None where there is none."""
    wanted = (customer_secret.c.customer_id == customer_id) & (customer_secret.c.kind == kind)
    return connection.execute(select(customer_secret.c.hash).where(wanted)).scalar_one_or_none()


def code_of(connection: Connection, customer_id: str, most: int, now: datetime) -> str | None:
    """The hash of the code that is on its way, with one more try counted; None where there is none that counts."""
    tried = (
        update(dynamic_code)
        .where(dynamic_code.c.customer_id == customer_id, dynamic_code.c.tries < most)
        .values(tries=dynamic_code.c.tries + 1)
        .returning(dynamic_code.c.hash, dynamic_code.c.expires_at)
    )
    row = connection.execute(tried).one_or_none()
    return row.hash if row is not None and now < row.expires_at else None


def drop_code(connection: Connection, customer_id: str) -> bool:
    """End the code that is on its way; whether there was one."""
    gone = delete(dynamic_code).where(dynamic_code.c.customer_id == customer_id)
    return connection.execute(gone.returning(dynamic_code.c.customer_id)).first() is not None


def put(connection: Connection, table: Any, where: dict[str, Any], values: dict[str, Any]) -> None:
    """Write a row, new or not."""
    here = [table.c[name] == value for name, value in where.items()]
    if connection.execute(update(table).where(*here).values(**values)).rowcount == 0:
        connection.execute(insert(table).values(**where, **values))


def proof_for(connection: Connection, caller: Caller, request: KeepSecret, now: datetime) -> str:
    """What in this contact allows a set or reset: papers at the counter, or the service password for the other one.

    Raises:
        RefusedError: nothing does.
    """
    told = select(fact.c.body).where(
        fact.c.subject_id == request.contact_id,
        fact.c.customer_id == request.customer_id,
        fact.c.by == caller.agent_id,
        fact.c.at > now - PROVED_WITHIN,
        fact.c.kind.in_(("papers_seen", "password_verified")),
    )
    for text in connection.execute(told).scalars():
        match decode_body(text.encode()):
            case PapersSeen(where="counter", customer_id=request.customer_id):
                return "papers"
            case PasswordVerified(kind="service", passed=True, must_change=False) if request.kind == "electronic":
                return "service"
    raise RefusedError("设置或重置密码要先在柜面核对证件（电子密码也可以先核对服务密码）；刚核对过的，请稍候再试")


def keep_fact(
    connection: Connection,
    caller: Caller,
    contact_id: str,
    body: Any,
    now: datetime,
    *,
    passed: bool,
    left: int = 0,
) -> Told:
    """Keep a fact of the contact, given its place in the feed."""
    made = stated_by(caller, contact_id, body.customer_id, body, now)
    settled = settle_alone(connection, made)
    told = SecretTold(
        passed=passed,
        fact_id=made.id,
        kind=made.kind,
        subject_id=contact_id,
        hlc=made.hlc,
        order=settled.orders[made.id],
        at=now,
        body=made.body.decode(),
        left=left,
    )
    return told, settled.heads
