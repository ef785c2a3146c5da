"""``shouwen-server grade``: from the command line's words to a pass over customers, and from its outcome to words."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime

import msgspec
from sqlalchemy import Engine

from app.errors import ShouwenError
from app.pack.load import load_pack
from app.pack.model import Pack
from app.pack.shipped import PACKS
from sync.server.database import reading
from sync.server.grading import Graded, count_customers, grade_customers
from sync.server.importing.progress import Progress
from sync.server.importing.runs import began_at
from sync.server.migrate import migrate


class UnknownRunError(ShouwenError):
    """No import of this name."""

    code = "E-4303"


class Answer(msgspec.Struct, frozen=True):
    """What the command says: the exit code, the result for ``--json``, the same in words."""

    code: int
    result: Graded
    words: str


def run(engine: Engine, arguments: argparse.Namespace) -> Answer:
    """Grade customers.

    Raises:
        UnknownRunError: ``--since`` names no import.
        PackError: the pack cannot be used.
    """
    pack = load_pack(arguments.pack or PACKS / "insurance")
    migrate(engine)
    since = None
    if arguments.since is not None:
        with reading(engine) as snapshot:
            since = began_at(snapshot, arguments.since)
        if since is None:
            raise UnknownRunError("没有这个批次的导入；批次写在导入的结果里，最近一次写 last")
    last = Graded(dry_run=arguments.dry_run, last=arguments.after)
    with Progress(count_customers(engine, since, arguments.after), unit="位") as progress:

        def say(so_far: Graded) -> None:
            nonlocal last
            last = so_far
            progress.at(so_far.customers)

        try:
            done = grade_customers(
                engine,
                pack,
                clock=lambda: datetime.now(UTC),
                since=since,
                after=arguments.after,
                dry_run=arguments.dry_run,
                say=say,
            )
        except KeyboardInterrupt:
            sys.stderr.write(f"已停下，算好的都已写入。从停下的地方继续：加上 --after {last.last}\n")
            return Answer(1, last, _words(last, pack))
    return Answer(1 if done.aside else 0, done, _words(done, pack))


def _words(one: Graded, pack: Pack) -> str:
    will = "将" if one.dry_run else ""
    head = f"{'试运行，没有写入。' if one.dry_run else ''}看了 {one.customers:,} 位客户，{will}改动 {one.changed:,} 位"
    labels = pack.tiers.schemes
    schemes = [f"  {labels[scheme].label}：{many:,}" for scheme, many in one.schemes.items()]
    return "\n".join([head, *schemes, *_aside(one)])


def _aside(one: Graded) -> list[str]:
    if not one.aside:
        return []
    more = " 等" if one.aside > len(one.aside_ids) else ""
    return [f"{one.aside:,} 位的档案算不了，原样未动，请检查这些客户的资料：{'、'.join(one.aside_ids)}{more}"]
