"""What the command line's verbs do. Each takes the parsed arguments and returns the exit code."""

from __future__ import annotations

import argparse
import getpass
import logging
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import Engine
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from app.errors import InvalidFieldError, ShouwenError
from app.ids import AgentId
from sync.server.accounts import Account, Passwords, create_account, list_accounts, set_password
from sync.server.database import open_database, reading, write
from sync.server.health import examine
from sync.server.migrate import migrate


class UsageError(ShouwenError):
    """The command line asks for something that cannot be meant."""

    code = "E-4200"


def serve(arguments: argparse.Namespace) -> int:
    """Serve until told to stop. When requests are answered, one JSON line on stdout names the port."""
    from sync.server.app import create_app
    from sync.server.exchanges import read_address
    from sync.server.serving import serve as run

    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    try:
        exchanges = [read_address(text) for text in arguments.exchange]
    except InvalidFieldError as error:
        raise UsageError(str(error)) from error
    app = create_app(arguments.database, exchanges=exchanges)
    with _database(arguments):
        pass  # a wrong address is told in words, before the server would fail in its own
    served = run(app, arguments.host, arguments.port, lambda port: _print({"listening": port}))
    return 0 if served else 1


def init(arguments: argparse.Namespace) -> int:
    """Build the database, or bring it to the newest form."""
    with _database(arguments) as engine:
        epoch = migrate(engine)
    _tell(arguments, {"ok": True, "epoch": epoch}, "数据库已就绪")
    return 0


def doctor(arguments: argparse.Namespace) -> int:
    """Examine the database; exit code 1 where something is wrong."""
    with _database(arguments) as engine:
        findings = examine(engine)
    for finding in findings:
        _tell(arguments, finding, f"{'好' if finding.ok else '坏'}  {finding.check}：{finding.detail}")
    return 0 if all(finding.ok for finding in findings) else 1


def duplicates(arguments: argparse.Namespace) -> int:
    """Look through all customers for those who may be one (疑似重复): once, after a large import."""
    from sync.server.oneid import look_through

    with _database(arguments) as engine:
        migrate(engine)
        looked = look_through(engine, lambda: datetime.now(UTC), lambda _so_far: None)
    words = f"看了 {looked.customers:,} 位客户，新发现疑似重复 {looked.found:,} 对，已列入各坐席的资料核对"
    _tell(arguments, looked, words)
    return 0


def grade(arguments: argparse.Namespace) -> int:
    """Put customers where the pack's tier rules say."""
    from sync.server import grade_command

    with _database(arguments) as engine:
        answer = grade_command.run(engine, arguments)
    _tell(arguments, answer.result, answer.words)
    return answer.code


def user_add(arguments: argparse.Namespace) -> int:
    """Add an account."""
    account = Account(
        agent_id=AgentId(arguments.agent_id),
        name=arguments.name,
        team=arguments.team,
        role=arguments.role,
        extension=arguments.extension,
        queues=arguments.queue,
    )
    password_hash = Passwords().hash(_read_password())
    with _database(arguments) as engine:
        migrate(engine)
        write(engine, lambda connection: create_account(connection, account, password_hash))
    _tell(arguments, account, f"已建立帐号 {account.agent_id} {account.name}")
    return 0


def user_list(arguments: argparse.Namespace) -> int:
    """List the accounts."""
    with _database(arguments) as engine, reading(engine) as snapshot:
        accounts = list_accounts(snapshot)
    for one in accounts:
        state = "" if one.active else "  （停用）"
        words = (
            f"{one.agent_id}  {one.name}  {one.role}  {one.team}  分机 {one.extension or '—'}  {'、'.join(one.queues)}"
        )
        _tell(arguments, one, words + state)
    return 0


def user_set_password(arguments: argparse.Namespace) -> int:
    """Give an account a new password; its sessions end."""
    password_hash = Passwords().hash(_read_password())
    agent_id = AgentId(arguments.agent_id)
    with _database(arguments) as engine:
        write(engine, lambda connection: set_password(connection, agent_id, password_hash))
    _tell(arguments, {"ok": True, "agent_id": agent_id}, f"已更改 {agent_id} 的密码，此前的登录全部失效")
    return 0


def import_rows(arguments: argparse.Namespace) -> int:
    """Read a file into the centre; exit code 1 where rows were set aside, 2 where the file or its mapping is wrong."""
    from sync.server.importing import command

    if arguments.template:
        sys.stdout.write(command.template(arguments.kind))
        return 0
    if arguments.file is None:
        raise UsageError("请给出要导入的文件；--template 打印一份表头")
    with _database(arguments) as engine:
        try:
            answer = command.run(engine, arguments)
        except KeyboardInterrupt:
            sys.stderr.write("已停下。再次导入同一个文件，会从停下的地方继续\n")
            return 1
    _tell(arguments, answer.result, answer.words)
    return answer.code


def cti_read(arguments: argparse.Namespace) -> int:
    """Print the events of a captured exchange stream."""
    from sync.server.cti.read import read_file

    return read_file(arguments.file, sys.stdout)


def number_parse(arguments: argparse.Namespace) -> int:
    """Read phone numbers, always one JSON line each, for other programs to read; exit code 1 where one is none."""
    from app.call.number import is_area_code, read_number

    if arguments.area is not None and not is_area_code(arguments.area):
        raise UsageError("区号不对，写成 010、0755 这样")
    # What the shell passed in another encoding stands in the text as halves of characters that nobody can print.
    texts = [re.sub("[\ud800-\udfff]", "\ufffd", text) for text in arguments.numbers]
    readings = [read_number(text, area_code=arguments.area, with_region=True) for text in texts]
    for one in readings:
        _print(
            {
                "input": one.raw,
                "kind": one.kind,
                "e164": one.e164,
                "extension": one.extension,
                "region": one.region,
                "service": one.kind == "service",
                "reason": one.reason,
            }
        )
    return 1 if any(one.kind == "invalid" for one in readings) else 0


@contextmanager
def _database(arguments: argparse.Namespace) -> Iterator[Engine]:
    try:
        engine = open_database(arguments.database)
    except (ArgumentError, NoSuchModuleError, ValueError, ImportError) as error:
        raise UsageError("数据库地址不对，应为 SQLAlchemy 的写法，例如 sqlite:///server.sqlite3") from error
    try:
        yield engine
    finally:
        engine.dispose()


def _read_password() -> str:
    given = os.environ.get("SHOUWEN_PASSWORD")
    if given is not None:
        return given
    return getpass.getpass("密码：") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")


def _tell(arguments: argparse.Namespace, result: Any, words: str) -> None:
    if arguments.json:
        _print(result)
    else:
        sys.stdout.write(words + "\n")


def _print(result: Any) -> None:
    sys.stdout.write(msgspec.json.encode(result).decode() + "\n")
    sys.stdout.flush()
