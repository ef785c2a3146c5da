"""Customers: one paper, one file; what is stronger stands; a bad row is kept whole; again changes nothing."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from app.record import FieldMeta, Record
from sync.server.accounts import Account, Passwords
from sync.server.database import reading, write
from sync.server.importer import import_records
from sync.server.importing.faults import RunError
from sync.server.lookups import find_keys
from sync.server.tables import fact, feed_row, import_reject, import_run, record
from tests.sync.server.desks import sit_down
from tests.sync.server.importing.files import (
    HEAD,
    NOW,
    became,
    bring_in,
    by_name,
    feed_is_whole,
    found,
    paper,
    person,
    read_rejects,
    records,
    write_csv,
    write_jsonl,
)

MAPPING = """
source: policy_system
columns:
  客户姓名: name
  证件: id_number
  性别代码: {field: sex, words: {1: male, 2: female}}
  保费: {field: annual_premium, unit: 万元}
  生日: {field: birth_date, format: DD/MM/YYYY}
  电话: {field: phone, label: 家庭}
  备: {field: need}
constants: {branch: 深圳, vip: true}
verified_on: 2026-03-18
ignore: [序号]
"""


def _count(engine: Engine, table: object = record) -> int:
    with reading(engine) as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())  # type: ignore[arg-type]


def test_a_file_makes_customers_with_their_numbers_found_by_every_key(engine: Engine, tmp_path: Path) -> None:
    done = bring_in(engine, write_csv(tmp_path / "a.csv", [person(1), person(2)]))
    assert became(done) == (2, 0, 0, 0)
    one = by_name(engine)["张1"]
    assert (one["birth_date"], one["id_kind"], one["kind"]) == ("1950-01-01", "resident_id", "person")
    for kind, key in (("id_number", person(1)[1]), ("customer_no", "K000001"), ("phone", "+8613800130001")):
        assert len(found(engine, kind, key)) == 1
    assert records(engine, "customer")[0].meta["name"].source == "import:file"
    assert feed_is_whole(engine)


def test_the_same_file_again_changes_nothing(engine: Engine, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "a.csv", [person(n) for n in range(50)])
    bring_in(engine, file)
    before = [*records(engine, "customer"), *records(engine, "contact_point")]
    assert became(bring_in(engine, file)) == (0, 0, 50, 0)
    assert became(bring_in(engine, file, source="other")) == (0, 0, 50, 0)
    assert [*records(engine, "customer"), *records(engine, "contact_point")] == before
    assert feed_is_whole(engine)


def test_a_mapping_says_what_the_columns_mean(engine: Engine, tmp_path: Path) -> None:
    row = ["1", "王芳", paper(8, "19900203"), "2", "1.5", "03/02/1990", "0755-26666666转801/13800138000", "x"]
    file = write_csv(tmp_path / "a.csv", [row], ["序号", "客户姓名", "证件", "性别代码", "保费", "生日", "电话", "备"])
    done = bring_in(engine, file, mapping=MAPPING)
    assert became(done) == (1, 0, 0, 0), done.reasons
    assert done.unknown_columns == []
    one = by_name(engine)["王芳"]
    assert (one["annual_premium"], one["branch"], one["vip"], one["sex"]) == (15_000.0, "深圳", True, "female")
    points = sorted(
        (p.fields["e164"], p.fields.get("extension"), p.fields["label"]) for p in records(engine, "contact_point")
    )
    assert points == [("+8613800138000", None, "家庭"), ("+8675526666666", "801", "家庭")]
    meta = records(engine, "customer")[0].meta["name"]
    assert (meta.source, meta.verified_on, meta.verified_by) == (
        "import:policy_system",
        "2026-03-18",
        "import:policy_system",
    )


def test_two_rows_of_one_person_are_one_customer(engine: Engine, tmp_path: Path) -> None:
    rows = [
        ["张三", paper(1), "", "13800138000"],
        ["张三", paper(1), "K1", "13800138001"],
        ["张三", "", "K1", "13800138000"],
    ]
    assert became(bring_in(engine, write_csv(tmp_path / "a.csv", rows))) == (1, 1, 1, 0)
    assert by_name(engine)["张三"]["customer_no"] == "K1"
    assert len(records(engine, "contact_point")) == 2
    assert feed_is_whole(engine)


def test_a_second_source_meets_the_same_customer_by_paper_or_number(engine: Engine, tmp_path: Path) -> None:
    bring_in(engine, write_csv(tmp_path / "a.csv", [["张三", paper(1), "K1", ""]]))
    rows = [
        {"name": "张三", "id_number": paper(1), "email": "a@b.cn"},
        {"name": "张三", "customer_no": "K1", "points": 7},
    ]
    assert became(bring_in(engine, write_jsonl(tmp_path / "b.jsonl", rows), source="crm")) == (0, 2, 0, 0)
    (one,) = records(engine, "customer")
    assert (one.fields["email"], one.fields["points"], one.meta["email"].source) == ("a@b.cn", 7, "import:crm")


def test_a_sources_own_key_is_enough_and_belongs_to_that_source(engine: Engine, tmp_path: Path) -> None:
    mapping = "source: crm\ncolumns: {姓名: name}\nkey: [系统, 号]\n"
    file = write_csv(tmp_path / "a.csv", [["甲", "S", "1"], ["乙", "S", "2"], ["丙", "S", ""]], ["姓名", "系统", "号"])
    assert became(bring_in(engine, file, mapping=mapping)) == (2, 0, 0, 1)
    assert became(bring_in(engine, file, mapping=mapping, restart=True)) == (0, 0, 2, 1)
    assert became(bring_in(engine, file, mapping=mapping.replace("crm", "erp"))) == (2, 0, 0, 1)


BAD = [
    (["", paper(1), "", ""], "姓名", "不能空着"),
    (["甲", "440301198001010011", "", ""], "证件号码", "校验|不对|核对"),
    (["甲", "4.40301E+17", "", ""], "证件号码", "后几位已经丢失"),
    (["甲", paper(2), "", "138001"], "手机", "位数太少"),
    (["甲", paper(2), "", "95533"], "手机", "服务号码"),
    (["甲\x00乙", paper(2), "", ""], "姓名", "控制字符"),
    (["甲", "", "", "13800138000"], "证件号码", "认不出是哪位客户"),
    (["甲", paper(2), "", "", "多"], "", "多出 1 格"),
]


@pytest.mark.parametrize(("row", "column", "reason"), BAD)
def test_a_bad_row_is_kept_whole_with_line_column_and_reason(
    engine: Engine, tmp_path: Path, row: list[str], column: str, reason: str
) -> None:
    done = bring_in(engine, write_csv(tmp_path / "a.csv", [person(1), row, person(2)]))
    assert became(done) == (2, 0, 0, 1)
    (kept,) = read_rejects(done.rejects_file)
    assert (kept["_行号"], kept["_列"]) == ("3", column)
    assert re.search(reason, kept["_原因"])
    assert [kept[name].removeprefix('="').removesuffix('"') for name in HEAD] == row[:4]
    assert _count(engine, import_reject) == 0


def test_a_mended_rejects_file_is_imported_like_any_other(engine: Engine, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "a.csv", [["张三", paper(1), "", "1380013800"], person(5)])
    done = bring_in(engine, file)
    rejects = Path(done.rejects_file)
    rejects.write_text(rejects.read_text("utf-8-sig").replace("1380013800,", "13800138000,"), encoding="utf-8-sig")
    again = bring_in(engine, rejects)
    assert became(again) == (1, 0, 0, 0)
    assert again.unknown_columns == []
    assert by_name(engine)["张三"]["id_number"] == paper(1)


def test_a_rejects_file_that_somebody_may_be_mending_is_not_overwritten(engine: Engine, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "a.csv", [["", paper(1), "", ""]])
    first, second = bring_in(engine, file).rejects_file, bring_in(engine, file).rejects_file
    assert first != second


def test_missing_columns_stop_before_anything_is_written(engine: Engine, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "a.csv", [["张三", "1"]], ["姓名", "尺码"])
    with pytest.raises(Exception, match="缺少必需的列"):
        bring_in(engine, file)
    assert _count(engine) == _count(engine, import_run) == 0


def _put(engine: Engine, *made: Record) -> None:
    write(engine, lambda connection: import_records(connection, made, now=NOW))


def _customer(id_: str, device: str = "pc-1", verified_on: str = "", **fields: str) -> Record:
    meta = {name: FieldMeta(1, device, 1, "A1", "counter", verified_on) for name in fields}  # type: ignore[arg-type]
    return Record(id=id_, entity="customer", owner_id=id_, fields=fields, meta=meta)


def test_a_checked_value_is_not_overwritten_and_who_somebody_is_goes_to_the_review(
    engine: Engine, tmp_path: Path
) -> None:
    _put(engine, _customer("c1", verified_on="2026-05-01", name="张三", customer_no="K1", address="旧址"))
    file = write_csv(
        tmp_path / "a.csv", [["张山", "", "K1", "新址", "1"]], ["姓名", "证件号码", "客户号", "地址", "积分"]
    )
    for expected in ((0, 1, 0, 0), (0, 0, 1, 0)):
        done = bring_in(engine, file)
        assert became(done) == expected
        assert done.counts.differences == 2
    (one,) = records(engine, "customer")
    assert (one.fields["name"], one.fields["address"], one.fields["points"]) == ("张三", "旧址", 1)
    with reading(engine) as connection:
        cases = connection.execute(select(fact.c.kind, fact.c.customer_id)).all()
    assert cases == [("contradiction_found", "c1")]
    later = "source: crm\ncolumns: {姓名: name, 客户号: customer_no, 地址: address}\nverified_on: 2026-06-01\n"
    bring_in(engine, file, mapping=later)
    (one,) = records(engine, "customer")
    assert (one.fields["address"], one.meta["address"].verified_on) == ("新址", "2026-06-01")
    assert one.fields["name"] == "张三"


def test_what_cannot_be_one_customer_is_set_aside(engine: Engine, tmp_path: Path) -> None:
    _put(
        engine,
        _customer("c1", name="甲", id_kind="resident_id", id_number=paper(1)),
        _customer("c2", name="乙", customer_no="K2", id_kind="resident_id", id_number=paper(2)),
        _customer("c3", name="丙", id_kind="resident_id", id_number=paper(3)),
        _customer("c4", name="丙", id_kind="resident_id", id_number=paper(3)),
    )
    rows = [["甲", paper(1), "K2", ""], ["丁", paper(9), "K2", ""], ["丙", paper(3), "", ""]]
    done = bring_in(engine, write_csv(tmp_path / "a.csv", rows))
    assert became(done) == (0, 0, 0, 3)
    assert [row["_原因"][:6] for row in read_rejects(done.rejects_file)] == [
        "证件号码和客",
        "这个客户号在",
        "库中有 2 ",
    ]


def test_a_passport_with_the_digits_of_another_paper_is_another_person(engine: Engine, tmp_path: Path) -> None:
    _put(engine, _customer("c1", name="甲", id_kind="taiwan_permit", id_number="12345678"))
    file = write_csv(
        tmp_path / "a.csv", [["乙", "警官证", "12345678", "K9"]], ["姓名", "证件类型", "证件号码", "客户号"]
    )
    assert became(bring_in(engine, file))[3] == 1  # no such word for a paper
    with reading(engine) as connection:
        assert len(find_keys(connection, [("id_number", "12345678")])[("id_number", "12345678")]) == 1


def test_a_rehearsal_says_what_would_happen_and_writes_nothing(engine: Engine, tmp_path: Path) -> None:
    bring_in(engine, write_csv(tmp_path / "a.csv", [person(1), person(2)]))
    many = [
        person(1, "改名"),
        person(2),
        *[person(n) for n in range(3, 2_500)],
        person(3),
        ["", "", "", ""],
        ["", "x", "", ""],
    ]
    file = write_csv(tmp_path / "b.csv", many)
    before = (_count(engine), _count(engine, feed_row), _count(engine, import_run))
    planned = bring_in(engine, file, dry_run=True)
    assert (_count(engine), _count(engine, feed_row), _count(engine, import_run)) == before
    assert not list(tmp_path.glob("*.rejects*"))
    assert became(planned) == became(bring_in(engine, file)) == (2_497, 1, 2, 1)


def test_two_imports_of_the_same_people_at_once_make_each_person_once(engine: Engine, tmp_path: Path) -> None:
    people = [person(n) for n in range(3_000)]
    files = [write_csv(tmp_path / "a.csv", people), write_csv(tmp_path / "b.csv", people[::-1])]
    done: list[tuple[int, int, int, int]] = []
    threads = [threading.Thread(target=lambda file=file: done.append(became(bring_in(engine, file)))) for file in files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (
        sum(one[0] for one in done)
        == len(records(engine, "customer"))
        == len(records(engine, "contact_point"))
        == 3_000
    )
    assert [sum(one) for one in done] == [3_000, 3_000]
    assert feed_is_whole(engine)


def test_desks_go_on_writing_while_a_file_is_read_in(
    engine: Engine, tmp_path: Path, passwords: Passwords, add_agent: Callable[..., Account]
) -> None:
    people = [person(n) for n in range(4_000)]
    bring_in(engine, write_csv(tmp_path / "a.csv", people[:1_000]))
    add_agent("A1001")
    mine = sit_down(engine, passwords, "A1001")
    ids = [one.id for one in records(engine, "customer")][:100]
    importing = threading.Thread(target=lambda: bring_in(engine, write_csv(tmp_path / "b.csv", people), source="b"))
    importing.start()
    verdicts = [mine.push(mine.patch(id_, 1, branch=f"支公司{n}"))[0] for n, id_ in enumerate(ids)]
    importing.join()
    assert {one.outcome for one in verdicts} <= {"applied", "merged"}
    assert len(records(engine, "customer")) == 4_000
    assert sum("支公司" in one.fields.get("branch", "") for one in records(engine, "customer")) == 100
    assert feed_is_whole(engine)


def test_one_file_read_in_twice_at_once_is_in_once(engine: Engine, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "a.csv", [person(n) for n in range(4_000)])
    ended: list[str] = []

    def bring() -> None:
        try:
            ended.append(f"{sum(became(bring_in(engine, file)))}")
        except RunError:
            ended.append("4000")

    threads = [threading.Thread(target=bring) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ended == ["4000", "4000"]
    assert len(records(engine, "customer")) == 4_000
    assert feed_is_whole(engine)


def test_odd_numbers_are_written_and_met_again_as_they_are(engine: Engine, tmp_path: Path) -> None:
    odd = ['a"b', "c\\d", "e,f", "{g}", "NULL", "\\N", "h'i", "\\t", "中文"]
    file = write_csv(tmp_path / "a.csv", [[f"名\\{n}", "", key, ""] for n, key in enumerate(odd)])
    assert became(bring_in(engine, file)) == (len(odd), 0, 0, 0)
    assert sorted(one.fields["customer_no"] for one in records(engine, "customer")) == sorted(odd)
    assert all(len(found(engine, "customer_no", key)) == 1 for key in odd)
    mapping = "source: b\ncolumns: {姓名: name, 客户号: customer_no}\n"
    assert became(bring_in(engine, file, mapping=mapping)) == (0, 0, len(odd), 0)
