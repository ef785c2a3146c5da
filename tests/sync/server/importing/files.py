"""Files as other systems give them, and what came of them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select

from app.identity.resident_id import check_digit
from app.pack.load import load_pack
from app.pack.shipped import PACKS
from app.record import Record
from sync.server.database import reading
from sync.server.importing.mapping_file import read_mapping
from sync.server.importing.running import Summary, Wish, import_file
from sync.server.rows import RECORD_COLUMNS, record_of
from sync.server.tables import feed, feed_row, lookup, record

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
PACK = load_pack(PACKS / "insurance")
HEAD = ["姓名", "证件号码", "客户号", "手机"]


def paper(number: int, born: str = "19800101") -> str:
    """An invented resident's number."""
    first_17 = f"440301{born}{number:03d}"
    return first_17 + check_digit(first_17)


def person(number: int, name: str = "") -> list[str]:
    """A row under :data:`HEAD`."""
    return [
        name or f"张{number}",
        paper(number % 1000, f"19{50 + number // 1000:02d}0101"),
        f"K{number:06d}",
        f"1380013{number:04d}",
    ]


def csv_bytes(rows: Sequence[Sequence[str]], *, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    """Rows as a CSV file."""
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue().encode(encoding)


def write_csv(path: Path, rows: Sequence[Sequence[str]], head: Sequence[str] = HEAD, **how: Any) -> Path:
    """A CSV file."""
    path.write_bytes(csv_bytes([head, *rows], **how))
    return path


def write_jsonl(path: Path, rows: Sequence[dict[str, Any]]) -> Path:
    """A JSON Lines file."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def bring_in(engine: Engine, file: Path, kind: str = "customers", mapping: str = "", **how: Any) -> Summary:
    """Import a file, as the command does."""
    if mapping:
        where = file.with_suffix(".yaml")
        where.write_text(mapping, encoding="utf-8")
        how["mapping"] = read_mapping(where, kind, "2026-11-24")
    wish = Wish(kind=kind, file=file, quiet=True, **how)
    return import_file(engine, wish, clock=lambda: NOW, say=lambda _: None, privacy=PACK.privacy)


def became(summary: Summary) -> tuple[int, int, int, int]:
    """Created, changed, unchanged, rejected."""
    counts = summary.counts
    return counts.created, counts.changed, counts.unchanged, counts.rejected


def records(engine: Engine, entity: str) -> list[Record]:
    """All records of a kind."""
    with reading(engine) as connection:
        rows = connection.execute(select(*RECORD_COLUMNS).where(record.c.entity == entity).order_by(record.c.id))
        return [record_of(row) for row in rows]


def by_name(engine: Engine) -> dict[str, dict[str, Any]]:
    """Customers' fields by name."""
    return {one.fields["name"]: one.fields for one in records(engine, "customer")}


def found(engine: Engine, kind: str, key: str) -> list[str]:
    """The owners of a key."""
    with reading(engine) as connection:
        wanted = select(lookup.c.owner_id).where(lookup.c.kind == kind, lookup.c.key == key)
        return [row[0] for row in connection.execute(wanted)]


def feed_is_whole(engine: Engine) -> bool:
    """Whether each record stands in the feed once, at its revision, at positions without gap or double."""
    with reading(engine) as connection:
        rows = {row.row_id: row.rev for row in connection.execute(select(feed_row))}
        places = sorted(row.pos for row in connection.execute(select(feed_row.c.pos)))
        (head, many) = connection.execute(select(feed.c.head, feed.c.rows)).one()
        here = {row.id: row.rev for row in connection.execute(select(record.c.id, record.c.rev))}
    return (
        all(rows.get(id_) == rev for id_, rev in here.items())
        and len(places) == len(set(places)) == many
        and places[-1] == head
    )


def read_rejects(path: str) -> list[dict[str, str]]:
    """A rejects file as Excel would show it."""
    with Path(path).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))
