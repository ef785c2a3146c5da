"""The rules about papers: read from the pack, and every mistake in them told with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import PackError
from app.pack.load import load_pack
from app.script.forbidden import find_forbidden
from tests.app.pack.test_loading import write

PACKS = Path(__file__).parents[3] / "resources" / "packs"

GOOD = """\
groups:
  adult: [resident_id, passport]
papers:
  id: { label: 身份证件, look: original, kinds: [adult, bank_card], youngest: 18 }
  form: { label: 申请书, look: form }
businesses:
  change:
    label: 变更
    where: [counter]
    holder: { needed: [id, form] }
    organisation: { needed: [form], helpful: [id] }
    refused: { proxy: 请本人来 }
stops:
  forged: { label: 伪造, say: 今天不能办理 }
"""


def test_a_good_file_is_read(tmp_path: Path) -> None:
    papers = load_pack(write(tmp_path, papers=GOOD)).papers
    change = papers.businesses["change"]
    assert change.checklists["holder"].needed[0].kinds == ("resident_id", "passport", "bank_card")
    assert [paper.code for paper in change.checklists["organisation"].papers()] == ["form", "id"]
    assert change.refused == {"proxy": "请本人来"}
    assert papers.stops["forged"].say == "今天不能办理"


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("[resident_id, passport]", "[resident_id, library_card]", 2, "没有“library_card”这种证件"),
        ("  adult:", "  resident_id:", 2, "一组要另起名称"),
        ("[resident_id, passport]", "[]", 2, "至少写一种证件"),
        ("look: original", "look: hologram", 4, "不在可选范围内"),
        ("youngest: 18", "youngest: 200", 4, "0 到 120"),
        ("look: form", "look: form, youngest: 18", 5, "只有写了 kinds"),
        ("  change:", "  Change:", 8, "编号只能用小写字母"),
        ("where: [counter]", "where: [street]", 9, "不在可选范围内"),
        ("where: [counter]", "where: []", 9, "至少写一处"),
        ("needed: [id, form]", "needed: [id, stamp]", 10, "papers 里没有“stamp”"),
        ("needed: [id, form]", "needed: [id, id]", 10, "“id”写了两次"),
        ("needed: [id, form]", "needed: []", 10, "至少写一项材料"),
        ("needed: [id, form]", "helpful: [id]", 10, "缺少“needed”"),
        ("refused: { proxy: 请本人来 }", "refused: { holder: 不行 }", 12, "既有清单又写了不让办"),
        ("refused: { proxy: 请本人来 }", "refused: {}", 8, "没有写 proxy 要看什么"),
        ("{ label: 伪造, say: 今天不能办理 }", "{ label: 伪造 }", 14, "缺少“say”"),
    ],
)
def test_a_mistake_is_told_with_its_file_and_line(tmp_path: Path, old: str, new: str, line: int, reason: str) -> None:
    assert old in GOOD
    with pytest.raises(PackError) as caught:
        load_pack(write(tmp_path, papers=GOOD.replace(old, new)))
    assert reason in caught.value.reason
    assert (caught.value.file, caught.value.line) == ("shop/papers.yaml", line)


def test_a_pack_replaces_one_business_and_keeps_the_others(tmp_path: Path) -> None:
    write(tmp_path, "base", pack="name: base\nversion: '1'\ntitle: 共用\n", papers=GOOD)
    child = tmp_path / "child"
    child.mkdir()
    (child / "pack.yaml").write_text("name: child\nversion: '2'\ntitle: 行业\nextends: base\n", encoding="utf-8")
    own = GOOD.replace("  change:", "  lend:").replace("label: 变更", "label: 借阅").replace("  forged:", "  torn:")
    (child / "papers.yaml").write_text(own, encoding="utf-8")
    papers = load_pack(child).papers
    assert [one.label for one in papers.businesses.values()] == ["变更", "借阅"]
    assert set(papers.stops) == {"forged", "torn"}


def test_a_pack_without_the_file_has_no_rules_about_papers(tmp_path: Path) -> None:
    assert not load_pack(write(tmp_path)).papers.businesses


def test_the_shipped_pack_has_the_businesses_people_come_for() -> None:
    papers = load_pack(PACKS / "insurance").papers
    wanted = {"change_profile", "transfer", "cancel", "password_reset", "claim_report", "query_detail"}
    assert wanted <= set(papers.businesses)
    assert papers.businesses["change_profile"].where == ("counter",)  # E08


def test_every_line_of_the_shipped_file_says_where_it_comes_from() -> None:
    lines = (PACKS / "common" / "papers.yaml").read_text(encoding="utf-8").splitlines()
    for at, line in enumerate(lines):
        is_entry = line.startswith("  ") and not line.startswith("   ") and line.endswith(":") and "#" not in line
        if is_entry and lines.index("stops:") > at:
            assert lines[at - 1].strip().startswith("# "), line


def test_what_is_said_at_a_hard_stop_has_no_forbidden_words() -> None:
    pack = load_pack(PACKS / "insurance")
    said = [stop.say for stop in pack.papers.stops.values()]
    said += [reason for one in pack.papers.businesses.values() for reason in one.refused.values()]
    assert not [words for words in said if find_forbidden(words, pack.forbidden)]
