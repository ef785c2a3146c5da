"""How many rows a second a file is read in at: customers (with a phone each), holdings, claims; first and again.

Beside each first import stands the limit: the same records, look-ups and pointers put into the tables by bare COPY.
"""

from __future__ import annotations

import argparse
import csv
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import psutil
from sqlalchemy import Engine, text

from app.identity.resident_id import check_digit
from sync.server.database import open_database, writing
from sync.server.importing.running import Wish, import_file
from sync.server.migrate import migrate
from tests.bench.measure import report, say
from tests.postgres import fresh_database, running_postgres

ROWS = 100_000
_PREFIXES = ("139", "138", "137", "136", "135", "150", "151", "182", "186", "189")


def run(options: argparse.Namespace) -> None:
    """One line a case."""
    with tempfile.TemporaryDirectory(prefix="shouwen-bench-") as folder:
        for rows in options.customers or [ROWS]:
            files = write_files(Path(folder), rows)
            with _postgres(Path(folder)) as url:
                _measure("postgresql", url, files, rows)
            _measure("sqlite", f"sqlite:///{Path(folder) / f'{rows}.sqlite3'}", files, rows)


@contextmanager
def _postgres(folder: Path) -> Iterator[str]:
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700, exist_ok=True)  # others may not look in, or the system warns of it
    with running_postgres(runtime) as admin, fresh_database(admin) as url:
        yield url


def write_files(folder: Path, rows: int) -> dict[str, Path]:
    """A customers, a holdings and a claims file of so many rows each, that belong together."""
    heads: dict[str, tuple[list[str], Callable[[int], list[Any]]]] = {
        "customers": (
            ["姓名", "性别", "证件类型", "证件号码", "客户号", "手机", "地址", "邮箱", "机构", "年保费"],
            _customer,
        ),
        "holdings": (["保单号", "客户号", "险种", "保额", "状态", "生效日期", "到期日期", "车牌号"], _policy),
        "claims": (["赔案号", "保单号", "名称", "金额", "状态", "报案日期"], _claim),
    }
    files = {}
    for kind, (head, row) in heads.items():
        files[kind] = folder / f"{kind}-{rows}.csv"
        with files[kind].open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(head)
            writer.writerows(row(number) for number in range(rows))
    return files


def _customer(number: int) -> list[Any]:
    born = date(1950, 1, 1) + timedelta(days=number % 20_000)
    first_17 = f"440301{born:%Y%m%d}{number // 20_000:03d}"
    sex = "男" if int(first_17[16]) % 2 else "女"
    phone = f"{_PREFIXES[number // 10**6 % 10]}{number * 7919 % 10**8:08d}"
    name = f"{'赵钱孙李周吴郑王'[number % 8]}{'伟芳娜敏静丽强磊'[number // 8 % 8]}{'明华军平'[number // 64 % 4]}"
    paper = first_17 + check_digit(first_17)
    return [name, sex, "身份证", paper, f"K{number:09d}", phone, f"深圳市福田区某路{number}号", "", "深圳", "1,234.50"]


def _policy(number: int) -> list[Any]:
    plate = f"粤B{number % 100_000:05d}"
    return [f"P{number:09d}", f"K{number:09d}", "车险", "20万", "有效", "2026-01-01", "2026-12-31", plate]


def _claim(number: int) -> list[Any]:
    return [f"C{number:09d}", f"P{number:09d}", "车损", f"{number % 9_000}.50", "处理中", "2026-03-18"]


def _measure(engine_name: str, url: str, files: dict[str, Path], rows: int) -> None:
    engine = open_database(url)
    migrate(engine)
    try:
        for kind, file in files.items():
            for turn in ("first", "again"):
                say(f"{engine_name}: {kind}, {turn}")
                _one(engine, engine_name, kind, turn, file, rows)
    finally:
        engine.dispose()


def _one(engine: Engine, engine_name: str, kind: str, turn: str, file: Path, rows: int) -> None:
    busy = psutil.cpu_times()
    began = time.perf_counter()
    done = import_file(
        engine,
        Wish(kind=kind, file=file, quiet=True),
        clock=lambda: datetime.now(UTC),
        say=lambda _: None,
    )
    took = time.perf_counter() - began
    assert done.counts.rejected == 0, done.reasons
    after = psutil.cpu_times()
    cores = (after.user + after.system - busy.user - busy.system) / took
    limit = None
    if turn == "first" and engine_name == "postgresql":
        limit = {"what": "the same rows by bare COPY", "rate": round(rows / _bare_copy(engine, kind, rows), 1)}
    report(
        "import",
        f"{kind} {turn}, {engine_name}",
        [took * 1000],
        rows=rows,
        rows_per_s=round(rows / took, 1),
        cores_busy=round(cores, 2),
        limit=limit,
    )


def _bare_copy(engine: Engine, kind: str, rows: int) -> float:
    """Seconds for what a first import has written, out of memory into empty tables of the same form."""
    entities = {"customers": ("customer", "contact_point")}.get(kind, ("holding",))
    prefix = {"holdings": "P", "claims": "C"}.get(kind, "")
    tables = {  # every word in them is ours
        "record": f"SELECT * FROM record WHERE entity IN {_list(entities)} AND "  # noqa: S608
        f"(fields->>'number' IS NULL OR fields->>'number' LIKE '{prefix}%') ORDER BY id",
        "lookup": "SELECT lookup.* FROM lookup JOIN bare_record ON bare_record.id = row_id ORDER BY 1, 2, 3",
        "feed_row": "SELECT feed_row.* FROM feed_row JOIN bare_record ON bare_record.id = row_id ORDER BY pos",
    }
    took = 0.0
    with writing(engine) as connection:
        driver: Any = connection.connection.driver_connection
        for name, query in tables.items():
            connection.execute(text(f"CREATE TABLE bare_{name} (LIKE {name} INCLUDING ALL)"))
            with driver.cursor() as cursor, cursor.copy(f"COPY ({query}) TO STDOUT") as copy:
                blocks = [bytes(block) for block in copy]
            chunk = max(1, len(blocks) * 4_000 // rows)
            began = time.perf_counter()
            for start in range(0, len(blocks), chunk):
                with driver.cursor() as cursor, cursor.copy(f"COPY bare_{name} FROM STDIN") as copy:
                    copy.write(b"".join(blocks[start : start + chunk]))
            took += time.perf_counter() - began
        for name in reversed(tables):
            connection.execute(text(f"DROP TABLE bare_{name}"))
    return took


def _list(words: tuple[str, ...]) -> str:
    return "(" + ", ".join(f"'{word}'" for word in words) + ")"
