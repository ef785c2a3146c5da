"""Files of every format and encoding are read as they are meant, and hostile ones are refused by place and reason."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sync.server.importing.faults import FileError
from sync.server.importing.opening import open_file, open_table
from sync.server.importing.table import DAMAGED
from tests.sync.server.importing.files import csv_bytes

ROWS = [["姓名", "地址"], ["张三", "深圳市\n福田区"], ["李四", 'a,"b";c\td']]


def _read(path: Path, encoding: str | None = None) -> tuple[list[str], list[tuple[int, list[str]]]]:
    table = open_table(open_file(path, encoding))
    return table.names, [(row.line, row.cells) for row in table.rows()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_csv_is_read_whatever_its_encoding_and_delimiter(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(csv_bytes(ROWS, encoding=encoding, delimiter=delimiter))
    names, rows = _read(path)
    assert names == ROWS[0]
    assert rows == [(2, ROWS[1]), (4, ROWS[2])]  # a line break inside quotes is one row, and is counted


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=20)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=8))
def test_whatever_a_cell_says_comes_back_as_it_was(tmp_path: Path, rows: list[tuple[str, str, str]]) -> None:
    path = tmp_path / "a.csv"
    stream = io.StringIO(newline="")
    csv.writer(stream, quoting=csv.QUOTE_ALL).writerows([["甲", "乙", "丙"], *rows])
    path.write_bytes(stream.getvalue().encode())
    _, read = _read(path)
    assert [tuple(cells) for _, cells in read] == [row for row in rows if any(row)]


def test_a_row_with_a_broken_quote_is_set_aside_and_the_next_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('姓名,地址\n"张"三,深圳\n李四,广州\n', encoding="utf-8")
    rows = list(open_table(open_file(path)).rows())
    assert (rows[0].line, rows[0].cells) == (2, ['"张"三,深圳'])
    assert "引号" in rows[0].fault
    assert (rows[1].line, rows[1].cells) == (3, ["李四", "广州"])


def test_a_quote_that_never_ends_is_told_with_the_line_it_begins_on(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('姓名,地址\n张三,深圳\n李四,"广州\n' + "王五,北京\n" * 20, encoding="utf-8")
    with pytest.raises(FileError) as caught:
        list(open_table(open_file(path)).rows())
    assert caught.value.line == 3


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (b"\xe5\xa7\x93,\xe5\x8f\xb7\n" + b"a,b\n" * 300_000 + b"\xff\xfe\xff,1\n", 300_002),
        (b"\xe5\xa7\x93,\xe5\x8f\xb7\na,\xe5", 2),
    ],
)
def test_a_wrong_byte_in_the_middle_is_told_with_its_line(tmp_path: Path, raw: bytes, line: int) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(raw)
    with pytest.raises(FileError) as caught:
        open_file(path)
    assert caught.value.line == line


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "没有列名"),
        (b"\n\n", "没有列名"),
        (b",".join(b"c%d" % n for n in range(1_000_000)) + b"\n", "列太多|超过"),
        (b"x" * 3_000_000, "超过|列名太长"),
        ("姓名,姓名\n".encode(), "两列都叫"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "旧的 .xls"),
        (b"PK\x03\x04" + b"\0" * 600, "已损坏"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words(tmp_path: Path, raw: bytes, words: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(raw)
    with pytest.raises(FileError, match=words):
        open_table(open_file(path))


def _workbook(path: Path) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("客户")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["姓名", "手机", "生日", "证件号码", "金额"])
        sheet.write_row(1, 0, ["张三", 13800138000])
        sheet.write_datetime(1, 2, date(1980, 1, 2), day)
        sheet.write_number(1, 3, 440301198001011234)
        sheet.write_number(1, 4, 0.1 + 0.2)
        book.add_worksheet("其他").write_row(0, 0, ["甲"])
    return path


def test_a_workbook_says_what_a_person_sees_and_marks_what_excel_has_rounded(tmp_path: Path) -> None:
    opened = open_file(_workbook(tmp_path / "a.xlsx"))
    (row,) = open_table(opened).rows()
    assert row.line == 2
    assert row.cells[:3] == ["张三", "13800138000", "1980-01-02"]
    assert row.cells[3].startswith(DAMAGED)
    assert row.cells[4] == "0.3"
    assert open_table(opened, "其他").names == ["甲"]
    with pytest.raises(FileError, match="这里有：客户、其他"):
        open_table(opened, "没有")


def _replaced(path: Path, name: str, content: bytes) -> Path:
    """The workbook with one part replaced."""
    with zipfile.ZipFile(path) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    parts[name] = content
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, inside in parts.items():
            archive.writestr(part, inside)
    return path


def test_a_workbook_that_would_fill_the_memory_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = b'<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576">%s</row></sheetData>'
    sheet += b"</worksheet>"
    far = _replaced(
        _workbook(tmp_path / "a.xlsx"), "xl/worksheets/sheet1.xml", sheet % b'<c r="XFD1048576"><v>1</v></c>'
    )
    with pytest.raises(FileError, match="列太多"):
        open_table(open_file(far))
    wide = _replaced(
        _workbook(tmp_path / "b.xlsx"), "xl/worksheets/sheet1.xml", sheet % b'<c r="AZ1048576"><v>1</v></c>'
    )
    with pytest.raises(FileError, match="太大"):
        open_table(open_file(wide))
    monkeypatch.setattr("sync.server.importing.xlsx_rows.MAX_UNPACKED", 1_000_000)
    bomb = _replaced(_workbook(tmp_path / "c.xlsx"), "xl/bomb.xml", b"\0" * 5_000_000)
    assert bomb.stat().st_size < 50_000
    with pytest.raises(FileError, match="解压后超过"):
        open_table(open_file(bomb))


def test_json_lines_are_a_table_too_and_a_line_that_is_no_object_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    lines = ['{"name": "张三", "vip": true, "phone": ["13800138000", "13800138001"], "n": 440301198001011234}']
    lines += ["[1]", "{", '{"name": "李四", "a": {"b": 1}}', "", '{"name": "王五", "points": 3.0}']
    path.write_text("\n".join(lines), encoding="utf-8")
    table = open_table(open_file(path))
    rows = list(table.rows())
    assert table.names == ["name", "vip", "phone", "n", "a", "points"]
    assert rows[0].cells == ["张三", "是", "13800138000；13800138001", "440301198001011234", "", ""]
    assert [(row.line, bool(row.fault)) for row in rows] == [(1, False), (2, True), (3, True), (4, True), (6, False)]
    assert rows[4].cells[5] == "3"
