"""Accounts: who works here. Passwords are kept as Argon2id only, and never leave this module."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import msgspec
from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from sqlalchemy import Connection, Row, delete, insert, select, update

from app.errors import InvalidFieldError
from app.ids import AgentId
from sync.server.checking import is_id
from sync.server.errors import NotFoundError
from sync.server.tables import session, sign_in_attempt, user

MIN_PASSWORD = 8
MAX_PASSWORD = 256
"""Characters. The upper bound keeps a stranger from making the centre hash megabytes."""

ROLES = (
    "agent",
    "counter",
    "specialist",
    "lead",
    "supervisor",
    "quality",
    "manager",
    "executive",
    "archivist",
    "collector",
    "operator",
    "admin",
)


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """A person who may sign in. ``extension`` is their phone, ``queues`` those whose waiting calls they see."""

    agent_id: AgentId
    name: str
    team: str = ""
    role: str = "agent"
    extension: str = ""
    queues: list[str] = []
    active: bool = True


class Passwords:
    """Argon2id with at most ``at_once`` computations at a time: each takes 64 MiB and some 50 ms of a core.

    Safe to use from several threads.
    """

    def __init__(self, hasher: PasswordHasher | None = None, *, at_once: int = 4) -> None:
        self._hasher = hasher or PasswordHasher()
        self._turn = threading.BoundedSemaphore(at_once)
        self._nobody = self._hasher.hash("nobody's password")

    def hash(self, password: str) -> str:
        """The hash to keep.

        Raises:
            InvalidFieldError: shorter than :data:`MIN_PASSWORD` or longer than :data:`MAX_PASSWORD`.
        """
        if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
            raise InvalidFieldError("password", f"密码应有 {MIN_PASSWORD} 到 {MAX_PASSWORD} 个字符")
        with self._turn:
            return self._hasher.hash(password)

    def hash_digits(self, secret: str) -> str:
        """The hash of a customer's six digits, whose shape was checked before (E01)."""
        with self._turn:
            return self._hasher.hash(secret)

    def is_right(self, known: str | None, password: str) -> bool:
        """Whether this is the password. Takes as long for an account that does not exist (``known`` None)."""
        with self._turn:
            try:
                return self._hasher.verify(known or self._nobody, password[:MAX_PASSWORD]) and known is not None
            except (Argon2Error, InvalidHashError):
                return False

    def is_outdated(self, known: str) -> bool:
        """Whether the hash was made with weaker parameters than today's."""
        return self._hasher.check_needs_rehash(known)


def create_account(connection: Connection, account: Account, password_hash: str) -> None:
    """Add a person.

    Raises:
        InvalidFieldError: the number is malformed or taken, the name empty, or the role unknown.
    """
    if not is_id(account.agent_id) or len(account.agent_id) > 64:
        raise InvalidFieldError("agent_id", "工号应为 1 到 64 个可见字符，不含空格")
    if not account.name.strip():
        raise InvalidFieldError("name", "请填写姓名")
    if account.role not in ROLES:
        raise InvalidFieldError("role", f"岗位应是其中之一：{'、'.join(ROLES)}")
    if find_account(connection, account.agent_id) is not None:
        raise InvalidFieldError("agent_id", f"工号 {account.agent_id} 已经有人使用")
    connection.execute(insert(user).values(**msgspec.structs.asdict(account), password_hash=password_hash))


def set_password(connection: Connection, agent_id: AgentId, password_hash: str) -> None:
    """Give a person a new password: their sessions end, and so does any waiting for wrong ones.

    Raises:
        NotFoundError: nobody has this number.
    """
    changed = connection.execute(
        update(user).where(user.c.agent_id == agent_id).values(password_hash=password_hash).returning(user.c.agent_id)
    )
    if changed.first() is None:
        raise NotFoundError(f"没有工号 {agent_id}")
    connection.execute(delete(session).where(session.c.agent_id == agent_id))
    connection.execute(delete(sign_in_attempt).where(sign_in_attempt.c.agent_id == agent_id))


def keep_hash(connection: Connection, agent_id: AgentId, password_hash: str) -> None:
    """Replace an outdated hash of the same password."""
    connection.execute(update(user).where(user.c.agent_id == agent_id).values(password_hash=password_hash))


def find_account(connection: Connection, agent_id: AgentId) -> Account | None:
    """The person with this number."""
    row = connection.execute(select(user).where(user.c.agent_id == agent_id)).one_or_none()
    return None if row is None else _account(row)


def password_hash_of(connection: Connection, agent_id: AgentId) -> str | None:
    """The hash of an active account's password."""
    wanted = select(user.c.password_hash).where(user.c.agent_id == agent_id, user.c.active)
    return connection.execute(wanted).scalar_one_or_none()


def list_accounts(connection: Connection) -> Sequence[Account]:
    """Everybody, by number."""
    return [_account(row) for row in connection.execute(select(user).order_by(user.c.agent_id))]


def _account(row: Row[tuple[object, ...]]) -> Account:
    return Account(**{name: row._mapping[name] for name in Account.__struct_fields__})
