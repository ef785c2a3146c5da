"""``shouwen-server import``: from the command line's words to an import, and from its summary to words again."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from sqlalchemy import Engine

from app.errors import PackError
from app.pack.load import load_pack
from app.pack.shipped import PACKS
from app.pack.source import is_name
from sync.server.database import reading
from sync.server.importing.faults import FileError
from sync.server.importing.fields import FIELDS
from sync.server.importing.mapping import today_of
from sync.server.importing.mapping_file import read_mapping
from sync.server.importing.running import Summary, Wish, empty_database, import_file
from sync.server.migrate import is_current, migrate


class Answer(msgspec.Struct, frozen=True):
    """What the command says: the exit code, the result for ``--json``, the same in words."""

    code: int
    result: Summary
    words: str


def template(kind: str) -> str:
    """The head of a CSV that needs no mapping."""
    names = dict.fromkeys(field.headers[0] for field in FIELDS[kind] if field.headers and field.name != "tone")
    return ",".join(names) + "\r\n"


def run(engine: Engine, arguments: argparse.Namespace) -> Answer:
    """Import a file.

    Raises:
        FileError: the file cannot be read.
        PackError: the mapping cannot be used.
    """
    if arguments.source is not None and not is_name(arguments.source):
        raise PackError("--source", None, "来源的名称只能用小写字母、数字和下划线，并以字母开头")
    now = datetime.now(UTC)
    mapping = read_mapping(arguments.mapping, arguments.kind, today_of(now)) if arguments.mapping else None
    wish = Wish(
        kind=arguments.kind,
        file=arguments.file,
        mapping=mapping,
        source=arguments.source,
        sheet=arguments.sheet,
        encoding=arguments.encoding,
        rejects=arguments.rejects,
        dry_run=arguments.dry_run,
        restart=arguments.restart,
    )
    pack = load_pack(PACKS / "insurance")
    with _behind(engine, dry_run=wish.dry_run) as centre:
        summary = import_file(
            centre, wish, clock=lambda: datetime.now(UTC), say=_say, quality=pack.quality, privacy=pack.privacy
        )
    return Answer(1 if summary.counts.rejected else 0, summary, _words(summary))


@contextmanager
def _behind(engine: Engine, *, dry_run: bool) -> Iterator[Engine]:
    """The centre's database in its newest form; a rehearsal makes none and upgrades none.

    Raises:
        FileError: the database would have to be upgraded first.
    """
    if not dry_run:
        migrate(engine)
        yield engine
    elif _is_missing(engine):
        _say("还没有数据库，按空库试运行")
        with empty_database() as nothing:
            yield nothing
    else:
        with reading(engine) as connection:
            current = is_current(connection)
        if not current:
            raise FileError("数据库", "还没有建立或版本较旧，试运行不会改动它；请先运行 shouwen-server init，再试运行")
        yield engine


def _is_missing(engine: Engine) -> bool:
    """Whether it is a SQLite file that is not there: opening it would make one."""
    return engine.dialect.name == "sqlite" and not Path(str(engine.url.database)).exists()


def _say(words: str) -> None:
    sys.stderr.write(words + "\n")
    sys.stderr.flush()


def _words(one: Summary) -> str:
    counts = one.counts
    will = "将" if one.dry_run else ""
    head = f"{'试运行，没有写入。' if one.dry_run else ''}{one.file}：共 {one.rows:,} 行"
    became = f"{will}新建 {counts.created:,}，{will}更新 {counts.changed:,}，不变 {counts.unchanged:,}"
    pace = f"{one.seconds:.1f} 秒，每秒 {one.rows_per_second:,} 行"
    lines = [f"{head}，{became}，退回 {counts.rejected:,}（{pace}）"]
    if counts.differences:
        lines.append(f"有 {counts.differences:,} 处与库中更可靠的值不同，没有覆盖，留待核对")
    lines += [f"  退回 {many:,} 行：{f'{column}：' if column else ''}{reason}" for column, reason, many in one.reasons]
    if not one.dry_run and (counts.created or counts.changed):
        lines.append(f"批次 {one.run}：之后用 shouwen-server grade --since {one.run} 重算这些客户的等级")
    if one.rejects_file:
        lines.append(f"退回的行在 {one.rejects_file}，改好后可以再导入")
    return "\n".join(lines)
