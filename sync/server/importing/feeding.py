"""Everything about a file that needs no database, in a process of its own where the file is worth it.

The other process reads, checks and types the rows and sends them on in chunks; its pipe holds it back when the
database is slower, and ends it when this process is gone.
"""

from __future__ import annotations

import gc
import multiprocessing
import signal
from collections.abc import Callable, Collection, Generator, Iterator
from contextlib import closing, suppress
from datetime import datetime
from multiprocessing.connection import Connection as Pipe
from pathlib import Path

import msgspec

from app.privacy.masking import MaskKind
from sync.server.importing.chunk import Chunk, Mode
from sync.server.importing.columns import RowFault, RowReader
from sync.server.importing.creating import Maker
from sync.server.importing.customers import CustomerReader
from sync.server.importing.entry import Entry, Raw, Reject, encode_json
from sync.server.importing.faults import FileError
from sync.server.importing.fresh import fresh_of
from sync.server.importing.holdings import HoldingReader
from sync.server.importing.mapping import Mapping, today_of
from sync.server.importing.opening import Opened, open_table
from sync.server.importing.same import same_of
from sync.server.importing.seen import Seen
from sync.server.importing.table import Row, Table, is_rejects, unguarded

EntryOf = Callable[[int, Row], Entry]

WORTH_A_PROCESS = 5_000
"""Lines from which a second process pays for its start (about half a second)."""

_WHAT = {"customers": "客户", "holdings": "业务", "claims": "赔案"}


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """What has to be known to read a file: no connection, no open file, so that it can be sent to another process.

    ``skip`` rows were taken by an earlier, interrupted run; ``now`` is UTC; ``masks`` are how fields look masked.
    """

    opened: Opened
    sheet: str | None
    kind: str
    mapping: Mapping
    secret: str
    now: datetime
    chunk_rows: int
    skip: int = 0
    masks: dict[str, tuple[MaskKind, ...]] = {}

    @property
    def source(self) -> str:
        """The source as fields name it."""
        return f"import:{self.mapping.source}"


class Way:
    """How chunks come (``mode``): set by who takes them, at any time."""

    def __init__(self, mode: Mode = "entries") -> None:
        self.mode: Mode = mode


def read_chunks(job: Job, table: Table | None = None, way: Way | None = None) -> Iterator[Chunk]:
    """The file's rows, checked and typed, in chunks. ``table`` is the file where it is open already.

    Raises:
        FileError: the file breaks off; the chunks before it are good.
    """
    table = table or open_table(job.opened, job.sheet)
    way = way or Way()
    entry_of = reader_of(job, table.names)
    with closing(Seen(row_reader(job, table.names).column_of, _WHAT[job.kind])) as seen:
        chunk, raws = Chunk(0, [], []), []
        for number, row in enumerate(_rows(table), 1):
            chunk.last = number
            if row.fault:
                chunk.rejects.append(Reject(number, row.line, "", row.fault, encode_json({"raw": row.cells[0]})))
            else:
                raws += _take(chunk, number, row, entry_of)
            if number <= job.skip:
                # Taken already: only whom they are about is noted, which later rows may contradict.
                if number == job.skip or number % job.chunk_rows == 0:
                    seen.contradicting(chunk.entries)
                    chunk, raws = Chunk(number, [], []), []
            elif (number - job.skip) % job.chunk_rows == 0:
                yield _packed(chunk, _agreeing(chunk, raws, seen), way)
                chunk, raws = Chunk(number, [], []), []
        if chunk.last > job.skip and (chunk.entries or chunk.rejects):
            yield _packed(chunk, _agreeing(chunk, raws, seen), way)


def _rows(table: Table) -> Iterator[Row]:
    if not is_rejects(table.names):
        return table.rows()
    return (row._replace(cells=[unguarded(cell) for cell in row.cells]) for row in table.rows())


def entries_of(chunk: Chunk, entry_of: EntryOf, only: Collection[int] | None = None) -> list[Entry]:
    """The entries of a chunk, made again where it came the quick way; ``only`` those of these rows."""
    if chunk.fresh is None and chunk.same is None:
        return chunk.entries
    if only is not None and not only:
        return []
    raws = msgspec.msgpack.decode(chunk.raws, type=list[Raw])
    return [entry_of(raw.row, Row(raw.line, raw.cells)) for raw in raws if only is None or raw.row in only]


def _take(chunk: Chunk, number: int, row: Row, entry_of: EntryOf) -> list[Raw]:
    try:
        chunk.entries.append(entry_of(number, row))
    except RowFault as fault:
        chunk.rejects.append(Reject(number, row.line, fault.column, fault.reason, encode_json(row.cells)))
        return []
    return [Raw(number, row.line, row.cells)]


def _agreeing(chunk: Chunk, raws: list[Raw], seen: Seen) -> list[Raw]:
    """Those of the rows that contradict none before them; the others are set aside."""
    rejects = seen.contradicting(chunk.entries)
    if not rejects:
        return raws
    aside = {one.row for one in rejects}
    chunk.entries = [one for one in chunk.entries if one.row not in aside]
    chunk.rejects = sorted([*chunk.rejects, *rejects], key=lambda one: one.row)
    return [one for one in raws if one.row not in aside]


def _packed(chunk: Chunk, raws: list[Raw], way: Way) -> Chunk:
    fresh = fresh_of(chunk.entries) if way.mode == "fresh" else None
    same = same_of(chunk.entries) if way.mode == "same" else None
    if fresh is None and same is None:
        return chunk
    return Chunk(chunk.last, [], chunk.rejects, fresh, same, msgspec.msgpack.encode(raws))


def feed(job: Job, table: Table, way: Way, *, apart: bool) -> Generator[Chunk, None, None]:
    """The same as :func:`read_chunks`; ``apart``: from a process of its own.

    Raises:
        FileError: as there.
    """
    if not apart:
        yield from read_chunks(job, table, way)
        return
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_work, args=(there, msgspec.msgpack.encode(job), way.mode), daemon=True)
    process.start()
    there.close()
    try:
        yield from _received(here, Path(job.opened.path).name, way)
    finally:
        here.close()
        process.join(timeout=5)
        if process.is_alive():
            process.kill()
            process.join()
        process.close()


def _received(pipe: Pipe, file: str, way: Way) -> Iterator[Chunk]:
    decode = msgspec.msgpack.Decoder(Chunk).decode
    told = way.mode
    while True:
        try:
            if way.mode != told:
                told = way.mode
                pipe.send(told)
            message = pipe.recv_bytes()
        except (EOFError, ConnectionError):
            raise FileError(file, "读文件的进程中断了，请再运行一次，会从停下的地方继续") from None
        if message[:1] == b"C":
            yield decode(memoryview(message)[1:])
        elif message[:1] == b"F":
            reason, line, column = msgspec.msgpack.decode(message[1:])
            raise FileError(file, reason, line=line, column=column)
        else:
            return


class _ToldWay(Way):
    """What the other side of the pipe wants."""

    def __init__(self, pipe: Pipe, mode: Mode) -> None:
        super().__init__(mode)
        self._pipe = pipe

    def listen(self) -> None:
        while self._pipe.poll():
            self.mode = self._pipe.recv()


def _work(pipe: Pipe, encoded: bytes, mode: Mode) -> None:
    """The other process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the other one, which then ends this
    gc.disable()  # nothing here goes round in circles; looking for it would take a third of the time
    job = msgspec.msgpack.decode(encoded, type=Job)
    way = _ToldWay(pipe, mode)
    with suppress(BrokenPipeError, ConnectionError, EOFError):
        try:
            for chunk in read_chunks(job, None, way):
                pipe.send_bytes(b"C" + msgspec.msgpack.encode(chunk))
                way.listen()
            pipe.send_bytes(b"E")
        except FileError as error:
            pipe.send_bytes(b"F" + msgspec.msgpack.encode((error.reason, error.line, error.column)))
    pipe.close()


def row_reader(job: Job, names: list[str]) -> RowReader:
    """What reads the rows of a file with these columns."""
    return RowReader(job.mapping, names, today=today_of(job.now), masks=job.masks)


def reader_of(job: Job, names: list[str]) -> EntryOf:
    """What makes entries of the rows of a file with these columns."""
    reader = row_reader(job, names)
    maker = Maker(job.secret, job.source, job.now)
    if job.kind == "customers":
        return CustomerReader(reader, maker).entry
    return HoldingReader(reader, maker, claims=job.kind == "claims").entry
