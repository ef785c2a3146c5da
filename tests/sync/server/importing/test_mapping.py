"""A mapping that cannot be meant is refused by file and line; so is the command that cannot."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.call.number import read_number
from app.errors import PackError
from sync.server.cli import main
from sync.server.importing.converters import BadCell, How, converter
from sync.server.importing.mapping_file import read_mapping
from sync.server.importing.phones import read_phone
from tests.sync.server.importing.files import person, write_csv

WRONG = [
    ("columns: {a: name}", 1, "缺少“source”"),
    ("source: crm\ncolumns:\n  姓名: nmae", 3, "没有“nmae”"),
    ("source: crm\ncolumns:\n  a: name\n  b: name", 4, "两列都对应"),
    ("source: crm\ncolumns:\n  a: {field: name, format: YYYY-MM-DD}", 3, "只用于 date"),
    ("source: crm\ncolumns:\n  a: {field: birth_date, format: '%Y'}", 3, "YYYY、MM、DD"),
    ("source: crm\ncolumns:\n  a: {field: sex, words: {甲: x}}", 3, "不在可选范围内"),
    ("source: CRM 系统\ncolumns: {a: name}", 1, "小写字母"),
    ("kind: claims\nsource: crm\ncolumns: {a: name}", 1, "不能用来导入"),
    ("source: crm\ncolumns: {a: name}\nconstants:\n  stars: 很多", 4, "类型不对"),
    ("source: crm\ncolumns: {a: name}\nverified_on: 昨天", 3, "应当是日期"),
    ("source: crm\ncolumns: {a: name}\nverified_on: 2026-11-25", 3, "不能晚于今天"),
    ("source: crm\ncolumns: {a: name}\nfly: 1", 3, "不认识的项"),
]


@pytest.mark.parametrize(("text", "line", "words"), WRONG)
def test_a_wrong_mapping_is_told_with_its_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    path = tmp_path / "map.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PackError, match=words) as caught:
        read_mapping(path, "customers", "2026-11-24")
    assert (caught.value.file, caught.value.line) == ("map.yaml", line)


@pytest.mark.parametrize(
    ("type_", "how", "cell", "value"),
    [
        ("yuan", How(), "￥１，２３４.5", 1234.5),
        ("yuan", How(), "3.5 万元", 35_000.0),
        ("yuan", How(wan=True), "3.5", 35_000.0),
        ("yuan", How(wan=True), "3.5元", 3.5),
        ("date", How(), "2026/3/8 10:00", "2026-03-08"),
        ("date", How(), "2026年3月8日", "2026-03-08"),
        ("date", How(formats=("DD.MM.YY", "D/M/YYYY")), "8/3/2026", "2026-03-08"),
        ("flag", How(), "√", True),
        ("list", How(), "老客户；VIP、老客户", ["老客户", "VIP"]),
        ("text", How(), "  两\n行  ", "两 行"),
        ("text", How(words={"1": "甲"}, otherwise="keep"), "2", "2"),
        ("number", How(), '="0012345678901234567"', "0012345678901234567"),
        ("whole", How(), "1,234", 1234),
    ],
)
def test_a_cell_is_read_as_its_column_means_it(type_: str, how: How, cell: str, value: object) -> None:
    assert converter(type_, how)(cell) == value


@pytest.mark.parametrize(
    ("type_", "cell"),
    [
        ("date", "2026-02-30"),
        ("date", "45292"),
        ("date", "0001-01-01"),
        ("yuan", "1e9"),
        ("yuan", "9" * 20),
        ("whole", "1.5"),
        ("flag", "也许"),
        ("number", "4.4E+17"),
        ("text", "x" * 5_000),
        ("text", "a\x07"),
    ],
)
def test_a_cell_that_is_something_else_is_refused(type_: str, cell: str) -> None:
    with pytest.raises(BadCell):
        converter(type_, How())(cell)


def test_the_quick_way_to_read_a_mobile_number_says_what_the_rules_say() -> None:
    for prefix in range(1_300_000, 2_000_000, 977):
        for tail in ("0000", "5678", "9999"):
            text = f"{prefix}{tail}"
            reading = read_number(text)
            if reading.kind == "person":
                assert read_phone(text).e164 == reading.e164
            else:
                with pytest.raises(BadCell):
                    read_phone(text)


def test_the_command_says_in_numbers_and_words_how_it_went(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    database = f"sqlite:///{tmp_path / 's.sqlite3'}"
    file = write_csv(tmp_path / "客户.csv", [person(1), ["", "", "", ""], ["无名", "", "", ""]])
    assert main(["import", "customers", str(file), "--database", database, "--json", "--dry-run"]) == 1
    assert json.loads(capsys.readouterr().out)["counts"] == {
        "created": 1, "changed": 0, "unchanged": 0, "rejected": 1, "differences": 0,
    }  # fmt: skip
    rejects = tmp_path / "退回.csv"
    assert main(["import", "customers", str(file), "--database", database, "--rejects", str(rejects)]) == 1
    out = capsys.readouterr().out
    assert "新建 1" in out
    assert "退回 1" in out
    assert "无名" not in out
    assert "无名" in rejects.read_text("utf-8-sig")
    good = write_csv(tmp_path / "好.csv", [person(1)])
    assert main(["import", "customers", str(good), "--database", database]) == 0
    assert main(["import", "customers", str(tmp_path / "没有.csv"), "--database", database]) == 2
    assert main(["import", "holdings", str(file), "--database", database]) == 2
    assert main(["import", "customers", "--database", database]) == 2
    assert main(["import", "customers", str(file), "--mapping", str(tmp_path / "无.yaml"), "--database", database]) == 2
    assert main(["import", "customers", "--template"]) == 0


def test_a_source_has_a_plain_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write_csv(tmp_path / "a.csv", [person(1)])
    database = f"sqlite:///{tmp_path / 's.sqlite3'}"
    assert main(["import", "customers", str(file), "--database", database, "--source", "CRM 系统"]) == 2
    assert "小写字母" in capsys.readouterr().err


def test_a_rehearsal_makes_no_database_and_upgrades_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write_csv(tmp_path / "a.csv", [person(1)])
    path = tmp_path / "s.sqlite3"
    rehearse = ["import", "customers", str(file), "--database", f"sqlite:///{path}", "--dry-run"]
    assert main(rehearse) == 0
    told = capsys.readouterr()
    assert "将新建 1" in told.out
    assert "还没有数据库" in told.err
    assert sorted(tmp_path.iterdir()) == [file]

    path.touch()  # a database without any form
    assert main(rehearse) == 2
    assert "shouwen-server init" in capsys.readouterr().err
    assert path.stat().st_size == 0 or not _tables(path)

    assert main(["init", "--database", f"sqlite:///{path}"]) == 0
    assert main(rehearse) == 0


def _tables(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as store:
        return [name for (name,) in store.execute("SELECT name FROM sqlite_master")]
