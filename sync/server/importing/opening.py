"""From a path to a table: what the file is, whether its bytes are sound, and how it is told from every other file."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from sync.server.importing.arguments import ENCODINGS
from sync.server.importing.csv_rows import CsvTable
from sync.server.importing.faults import FileError
from sync.server.importing.jsonl_rows import JsonlTable
from sync.server.importing.table import MAX_COLUMNS, MAX_HEADER, Table, is_rejects, unguarded
from sync.server.importing.xlsx_rows import XlsxTable

_BLOCK = 1 << 20
_XLSX = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


class Opened(msgspec.Struct, frozen=True):
    """A file whose bytes were read once from end to end.

    ``format`` is ``csv``, ``xlsx`` or ``jsonl``; ``digest`` that of its bytes (BLAKE2b, hex); ``lines`` how many line
    breaks it has (0 for a workbook): about the number of rows, good enough for a progress bar.
    """

    path: str
    format: str
    encoding: str
    digest: str
    lines: int


def open_file(path: Path, encoding: str | None = None) -> Opened:
    """Look at a file: its format, its encoding, its digest.

    Args:
        path: of a CSV, XLSX or JSON Lines file.
        encoding: taken as it is; None: UTF-8 where all of it is UTF-8, else GB18030.

    Raises:
        FileError: unreadable, of a format we do not read, or not text in that encoding; says the line.
    """
    try:
        head = _head(path)
        digest, lines = _digest(path)
        if head.startswith(_XLSX):
            return Opened(str(path), "xlsx", "", digest, 0)
        if head.startswith(_OLD_EXCEL):
            raise FileError(path.name, "这是旧的 .xls 或加了密码的工作簿，请在 Excel 中另存为 .xlsx")
        name = _encoding(path, head, encoding)
    except OSError as error:
        raise FileError(path.name, f"读不了这个文件：{error.strerror or error}") from error
    first = head.decode(name, "ignore").lstrip("\ufeff \t\r\n")[:1]
    is_jsonl = path.suffix.casefold() in {".jsonl", ".ndjson", ".json"} or first == "{"
    return Opened(str(path), "jsonl" if is_jsonl else "csv", name, digest, lines)


def open_table(opened: Opened, sheet: str | None = None) -> Table:
    """The file as a table.

    Raises:
        FileError: no names, too many, or two the same.
    """
    path = Path(opened.path)
    table: Table
    if opened.format == "xlsx":
        table = XlsxTable(path, sheet)
    elif sheet is not None:
        raise FileError(path.name, "只有 .xlsx 才有工作表，请去掉 --sheet")
    else:
        table = (JsonlTable if opened.format == "jsonl" else CsvTable)(path, opened.encoding)
    if is_rejects(table.names):
        table.names = [unguarded(name) for name in table.names]
    _check_names(path.name, table.names)
    return table


def _check_names(file: str, names: list[str]) -> None:
    if not names:
        raise FileError(file, "文件里没有列名", line=1)
    if len(names) > MAX_COLUMNS:
        raise FileError(file, f"列太多：最多 {MAX_COLUMNS} 列，这里有 {len(names)} 列", line=1)
    seen: set[str] = set()
    for place, name in enumerate(names, 1):
        if len(name) > MAX_HEADER:
            raise FileError(file, f"列名太长：最多 {MAX_HEADER} 字", line=1, column=place)
        if name in seen:
            raise FileError(file, f"两列都叫“{name}”，请改名后再导入", line=1, column=place)
        seen.add(name)


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(4096)


def _digest(path: Path) -> tuple[str, int]:
    digest, lines = hashlib.blake2b(digest_size=16), 0
    for block in _blocks(path):
        digest.update(block)
        lines += block.count(b"\n")
    return digest.hexdigest(), lines


def _encoding(path: Path, head: bytes, asked: str | None) -> str:
    """The encoding of the whole file, every byte of which has been decoded with it."""
    if asked:
        candidates = [_codec(path, asked)]
    elif head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = ["utf-16"]
    else:
        candidates = ["utf-8-sig", "gb18030"]
    faults = []
    for name in candidates:
        fault = _fault(path, name)
        if fault is None:
            return name
        faults.append(fault)
    # Whichever came furthest is what the file means to be.
    name, (position, line) = max(zip(candidates, faults, strict=True), key=lambda one: one[1][0])
    encoding = name.removesuffix("-sig").upper()
    words = f"从第 {position + 1} 个字节起不是 {encoding} 文字；请另存为 UTF-8，或用 --encoding 指明编码"
    raise FileError(path.name, words, line=line)


def _codec(path: Path, asked: str) -> str:
    try:
        name = codecs.lookup(asked).name
    except LookupError:
        raise FileError(path.name, f"不认识编码“{asked[:40]}”，可用：{'、'.join(ENCODINGS)}") from None
    if name in {"gb2312", "gbk"}:
        return "gb18030"  # what Windows calls so has more characters than those
    return "utf-8-sig" if name == "utf-8" else name


def _fault(path: Path, encoding: str) -> tuple[int, int] | None:
    """Byte offset and line of the first byte that is not text, None where all of it is."""
    decoder = codecs.getincrementaldecoder(encoding)()
    read, lines = 0, 1
    try:
        for block in _blocks(path):
            pending = len(decoder.getstate()[0])
            try:
                decoder.decode(block)
            except UnicodeDecodeError as error:
                bad = max(0, error.start - pending)
                return read + bad, lines + block[:bad].count(b"\n")
            read += len(block)
            lines += block.count(b"\n")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return read, lines
    except (UnicodeError, LookupError, TypeError, AttributeError) as error:
        raise FileError(path.name, f"这个编码读不了：{encoding}") from error
    return None


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            yield block
