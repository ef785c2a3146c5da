"""``tiers.yaml`` and ``risks.yaml``: a mistake is found when the pack is loaded, with its file, line and reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import PackError
from app.pack.load import load_pack
from app.pack.shipped import PACKS
from app.tier.risk import PLACES

SCHEME = """schemes:
  card:
    label: 贵宾卡
    field: card
    codes:
      gold: { label: 金卡, rank: 2 }
      none: { label: 未发卡, value: "", rank: 0 }
    rules:
      - code: gold
        when: arpu >= 1500
        words: ARPU 1500 以上
"""
LOUNGE = """entitlements:
  lounge:
    name: 机场贵宾厅
    how: 提前致电
    grants:
      - scheme: card
        code: gold
        quota: 2
"""
MANY = 'multi_claim:\n  text: "{count} 次"\n  tone: warn\n  at: 3\n  months: 12\n'


def write(root: Path, name: str = "shop", *, extends: str = "", **files: str) -> Path:
    """A pack of a head and these files: ``write(tmp_path, tiers="…")``."""
    folder = root / name
    folder.mkdir(parents=True)
    head = f"name: {name}\nversion: '1'\ntitle: 门店\n" + (f"extends: {extends}\n" if extends else "")
    for place, text in {"pack": head, **files}.items():
        (folder / f"{place}.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_good_file_reads(tmp_path: Path) -> None:
    pack = load_pack(write(tmp_path, tiers=SCHEME + LOUNGE, risks=MANY))
    assert [one.label for one in pack.tiers.schemes["card"].codes.values()] == ["金卡", "未发卡"]
    assert pack.tiers.entitlements["lounge"].grants[0].quota == 2
    assert pack.risks["multi_claim"].at == 3


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("arpu >= 1500", "income >= 1500", 10, "没有“income”这个输入项"),
        ("arpu >= 1500", "arpu >=", 10, "读不懂"),
        ("arpu >= 1500", "kind >= 1500", 10, "不能互相比较"),
        ("arpu >= 1500", "arpu + 1", 10, "“是”或“否”"),
        ("code: gold\n        when", "code: bronze\n        when", 9, "“bronze”不在可选范围内"),
        ("rank: 2", "rank: 200", 6, "0 到 100"),
        ('value: ""', "value: gold", 7, "同一个值"),
        ("label: 金卡", "label: 金卡, tone: red", 6, "“red”不在可选范围内"),
        ("scheme: card", "scheme: stars", 17, "没有“stars”这套等级"),
        ("code: gold\n        quota", "code: bronze\n        quota", 18, "贵宾卡里没有“bronze”"),
        ("quota: 2", "quota: 0", 19, "1 到 10000"),
        ("        quota: 2\n", "", 17, "写一个"),
        ("quota: 2", "quota: 2\n        unlimited: true", 17, "写一个"),
    ],
)
def test_a_mistake_in_the_tiers_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, reason: str
) -> None:
    good = SCHEME + LOUNGE
    assert good.count(old) == 1
    with pytest.raises(PackError, match=reason) as caught:
        load_pack(write(tmp_path, tiers=good.replace(old, new)))
    assert (caught.value.file, caught.value.line) == ("shop/tiers.yaml", line)


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("multi_claim", "many_claims", 2, "不认识的项“many_claims”"),
        ("{count}", "{claims}", 2, "没有“{claims}”这个字段"),
        ("{count}", "{count", 2, "没有成对"),
        ("{count}", "{count:09}", 2, "没有"),
        ("  at: 3\n", "", 2, "缺少“at”"),
        ("at: 3", "at: 0", 4, "1 到"),
        ("tone: warn", "tone: loud", 3, "“loud”不在可选范围内"),
    ],
)
def test_a_mistake_in_the_risks_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, reason: str
) -> None:
    with pytest.raises(PackError, match=reason) as caught:
        load_pack(write(tmp_path, risks=MANY.replace(old, new)))
    assert (caught.value.file, caught.value.line) == ("shop/risks.yaml", line)


def test_a_pack_grants_to_the_tiers_it_inherits_and_to_no_others(tmp_path: Path) -> None:
    write(tmp_path, "base", tiers=SCHEME)
    pack = load_pack(write(tmp_path, extends="base", tiers=LOUNGE))
    assert list(pack.tiers.schemes) == ["card"]
    with pytest.raises(PackError, match="没有“card”这套等级"):
        load_pack(write(tmp_path, "alone", tiers=LOUNGE))


def test_a_warning_of_an_industry_replaces_the_common_one(tmp_path: Path) -> None:
    write(tmp_path, "base", risks=MANY)
    pack = load_pack(write(tmp_path, extends="base", risks=MANY.replace("at: 3", "at: 5")))
    assert pack.risks["multi_claim"].at == 5


def test_the_shipped_packs_have_what_the_handbooks_ask_for() -> None:
    insurance, telecom = load_pack(PACKS / "insurance"), load_pack(PACKS / "telecom")
    grades = telecom.tiers.schemes["org_grade"].codes.values()
    assert [one.label for one in grades] == ["集团级", "省级", "本地A级", "本地B级", "本地C级"]  # D06
    assert {one.label for one in telecom.tiers.schemes["card"].codes.values()} >= {"钻石卡", "金卡", "银卡"}  # D07
    assert len(insurance.tiers.schemes["star"].codes) == 7  # D01, with none
    assert set(insurance.risks) == set(PLACES)
    assert telecom.kinds.keys() == {"inquiry", "complaint"}


def test_every_threshold_names_where_it_comes_from() -> None:
    for path in [*PACKS.glob("*/tiers.yaml"), *PACKS.glob("*/risks.yaml")]:
        lines = path.read_text(encoding="utf-8").splitlines()
        for at, line in enumerate(lines):
            words = line.strip()
            if words.startswith(("at:", "days:", "months:", "rules:")) or words.endswith("rules:"):
                near = "\n".join(lines[max(0, at - 16) : at + 2])
                assert "试行" in near or "# D" in near or "# B" in near, f"{path.parent.name}:{at + 1}: {line}"
