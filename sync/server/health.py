"""Examining a database: what ``shouwen-server doctor`` looks at."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, Engine, func, select

from sync.server.database import reading
from sync.server.migrate import is_current
from sync.server.tables import feed, feed_row, sync_epoch, user


class Finding(msgspec.Struct, frozen=True):
    """One thing looked at, and how it was."""

    check: str
    ok: bool
    detail: str


def examine(engine: Engine) -> list[Finding]:
    """Look at everything; what cannot be looked at for want of the one before is left out."""
    with reading(engine) as snapshot:
        if not is_current(snapshot):
            return [Finding("版本", ok=False, detail="数据库不是最新版本，请先运行 shouwen-server init")]
        findings = [Finding("版本", ok=True, detail="最新"), _epoch(snapshot), _accounts(snapshot), *_feeds(snapshot)]
        return [*findings, _file(snapshot)] if engine.dialect.name == "sqlite" else findings


def _epoch(connection: Connection) -> Finding:
    count = len(connection.execute(select(sync_epoch.c.epoch)).all())
    return Finding("纪元", ok=count == 1, detail="有且只有一个" if count == 1 else f"有 {count} 个，应为 1 个")


def _accounts(connection: Connection) -> Finding:
    count = int(connection.execute(select(func.count()).select_from(user).where(user.c.active)).scalar_one())
    return Finding(
        "帐号", ok=count > 0, detail=f"{count} 个" if count else "一个也没有，请用 shouwen-server user add 建立"
    )


def _feeds(connection: Connection) -> list[Finding]:
    """The head is the highest position, and the counted rows are there (`sync.md` §3.10)."""
    pointers = (
        select(feed_row.c.feed_id, func.max(feed_row.c.pos).label("top"), func.count().label("held"))
        .group_by(feed_row.c.feed_id)
        .subquery()
    )
    rows = connection.execute(
        select(feed.c.key, feed.c.head, feed.c.rows, pointers.c.top, pointers.c.held).outerjoin(
            pointers, pointers.c.feed_id == feed.c.feed_id
        )
    )
    return [
        Finding(
            f"数据流 {key}",
            ok=(head, counted) == (top or 0, held or 0),
            detail=f"位置 {head}，{counted} 行"
            + ("" if (head, counted) == (top or 0, held or 0) else f"；实有 {top}、{held}"),
        )
        for key, head, counted, top, held in rows
    ]


def _file(connection: Connection) -> Finding:
    said = str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one())
    return Finding("文件", ok=said == "ok", detail="完好" if said == "ok" else f"已损坏：{said}")
