"""The words of ``shouwen-server import``, without what it takes to do it: the other commands start without that."""

from __future__ import annotations

import argparse
from pathlib import Path

from sync.server.importing.fields import KINDS

ENCODINGS = ("utf-8", "gb18030", "utf-16")
"""Those that are named; any other that Python knows is taken too."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's words."""
    parser.add_argument("kind", choices=KINDS, metavar="种类", help="customers 客户，holdings 业务，claims 赔案")
    parser.add_argument("file", type=Path, nargs="?", metavar="文件", help="CSV、XLSX 或 JSON Lines")
    parser.add_argument("--mapping", type=Path, metavar="MAP.yaml", help="列的对应表；没有则按常见列名")
    parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")
    parser.add_argument("--rejects", type=Path, metavar="文件", help="退回的行写到哪里；默认在原文件旁边")
    parser.add_argument("--sheet", metavar="名称", help="XLSX 的工作表；默认第一张")
    parser.add_argument("--encoding", metavar="编码", help=f"文字的编码，默认自动判断；可用 {'、'.join(ENCODINGS)}")
    parser.add_argument("--source", metavar="名称", help="来源的名称（小写字母、数字、下划线）；默认取对应表里的")
    parser.add_argument("--restart", action="store_true", help="不从上次停下的地方继续，从头开始")
    parser.add_argument("--template", action="store_true", help="打印一份表头，可存为 CSV 填写")
