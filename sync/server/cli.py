"""``shouwen-server``: the centre's command line (`architecture.md` §9).

Exit codes: 0 done, 1 found something wrong, 2 wrong usage. Results go to stdout (with ``--json`` as JSON), words about
progress and errors to stderr. Passwords come from ``SHOUWEN_PASSWORD`` or stdin, never from the command line.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import platformdirs
from sqlalchemy.exc import SQLAlchemyError

from app.errors import PackError, ShouwenError
from sync.server import commands
from sync.server.importing.arguments import add_arguments
from sync.server.importing.faults import FileError

DATABASE_FILE = "server.sqlite3"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = _parser().parse_args(argv)
    try:
        if getattr(arguments, "database", "") is None:
            arguments.database = default_database()
        code: int = arguments.run(arguments)
    except (commands.UsageError, FileError, PackError) as error:
        return _fail(f"{error}（{error.code}）", code=2)
    except ShouwenError as error:
        return _fail(f"{error}（{error.code}）")
    except SQLAlchemyError as error:
        return _fail(f"数据库不可用（{type(error).__name__}）")
    except OSError as error:
        return _fail(f"{error.strerror or error}")
    return code


def default_database() -> str:
    """The embedded database in the data folder (``SHOUWEN_DATA``, or the system's place for it), created if needed."""
    folder = Path(os.environ.get("SHOUWEN_DATA") or platformdirs.user_data_path("shouwen-server", appauthor=False))
    folder.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{folder / DATABASE_FILE}"


def _fail(words: str, code: int = 1) -> int:
    sys.stderr.write(words + "\n")
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="shouwen-server", description="首问中心服务器")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--database", metavar="URL", help="SQLAlchemy 数据库地址；默认为数据目录中的 SQLite")
    common.add_argument("--json", action="store_true", help="以 JSON 输出结果")
    verbs = parser.add_subparsers(required=True, metavar="命令")
    _add_serve(verbs.add_parser("serve", parents=[common], help="启动服务"))
    verbs.add_parser("init", parents=[common], help="建立或升级数据库").set_defaults(run=commands.init)
    verbs.add_parser("doctor", parents=[common], help="检查数据库").set_defaults(run=commands.doctor)
    verbs.add_parser("duplicates", parents=[common], help="查找疑似重复的客户").set_defaults(run=commands.duplicates)
    _add_user(verbs.add_parser("user", help="管理帐号"), common)
    _add_import(verbs.add_parser("import", parents=[common], help="导入客户、业务或赔案文件"))
    _add_grade(verbs.add_parser("grade", parents=[common], help="按规则重算客户等级"))
    _add_readers(verbs)
    return parser


def _add_serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="监听地址，默认 %(default)s")
    parser.add_argument("--port", type=int, default=8765, help="监听端口，0 为任一空闲端口，默认 %(default)s")
    parser.add_argument(
        "--exchange",
        action="append",
        default=[],
        metavar="ami://用户:口令@主机:端口/名称",
        help="电话交换机，可多次给出",
    )
    parser.set_defaults(run=commands.serve)


def _add_user(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(required=True, metavar="动作")
    add = verbs.add_parser("add", parents=[common], help="新建帐号；密码取自 SHOUWEN_PASSWORD 或标准输入")
    add.add_argument("agent_id", metavar="工号")
    add.add_argument("--name", required=True, help="姓名")
    add.add_argument("--team", default="", help="班组")
    add.add_argument("--role", default="agent", help="岗位，默认 %(default)s")
    add.add_argument("--extension", default="", help="分机号")
    add.add_argument("--queue", action="append", default=[], metavar="队列", help="所服务的队列，可多次给出")
    add.set_defaults(run=commands.user_add)
    verbs.add_parser("list", parents=[common], help="列出帐号").set_defaults(run=commands.user_list)
    change = verbs.add_parser("set-password", parents=[common], help="更改密码；取自 SHOUWEN_PASSWORD 或标准输入")
    change.add_argument("agent_id", metavar="工号")
    change.set_defaults(run=commands.user_set_password)


def _add_import(parser: argparse.ArgumentParser) -> None:
    add_arguments(parser)
    parser.set_defaults(run=commands.import_rows)


def _add_grade(parser: argparse.ArgumentParser) -> None:
    whom = parser.add_mutually_exclusive_group()
    whom.add_argument("--all", action="store_true", help="全部客户（默认）")
    whom.add_argument("--since", metavar="批次", help="只算某次导入以来动过的客户；last 为最近一次导入")
    parser.add_argument("--after", metavar="客户", default="", help="从这位客户之后继续：中途停下时会给出")
    parser.add_argument("--pack", type=Path, metavar="目录", help="规则包；默认为随附的保险规则包")
    parser.add_argument("--dry-run", action="store_true", help="只计算，不写入")
    parser.set_defaults(run=commands.grade)


def _add_readers(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    cti = verbs.add_parser("cti", help="电话交换机").add_subparsers(required=True, metavar="动作")
    read = cti.add_parser("read", help="把录下的交换机消息读成来电事件，每行一个 JSON")
    read.add_argument("file", type=Path, metavar="文件")
    read.add_argument("--json", action="store_true", help=argparse.SUPPRESS)
    read.set_defaults(run=commands.cti_read)
    number = verbs.add_parser("number", help="电话号码").add_subparsers(required=True, metavar="动作")
    parse = number.add_parser("parse", help="把号码读成 E.164，或说明为什么不能，每行一个 JSON")
    parse.add_argument("numbers", nargs="+", metavar="号码")
    parse.add_argument("--area", metavar="区号", help="本网点的区号，例如 010：七位、八位的本地号码按它补全")
    parse.add_argument("--json", action="store_true", help=argparse.SUPPRESS)
    parse.set_defaults(run=commands.number_parse)


if __name__ == "__main__":
    sys.exit(main())
