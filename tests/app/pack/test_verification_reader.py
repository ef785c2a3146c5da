"""``verification.yaml``: read with file and line, inherited by name."""

from __future__ import annotations

import pytest

from app.errors import PackError
from app.pack.load import load_pack
from app.pack.shipped import PACKS
from app.pack.source import parse
from app.pack.verification_reader import merge_verification, read_verification

FILE = "mine/verification.yaml"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("levels: [一, 二]", 1, "共 4 级"),
        ("ways:\n  face:\n    label: 人脸\n    level: 2", 3, "没有“face”"),
        ("ways:\n  service:\n    label: 服务密码\n    level: 4", 4, "1 到 3"),
        ("businesses:\n  query:\n    label: 查询\n    level: 1\n    without: [face]", 5, "可选范围"),
        ("checks:\n  levels: [2, 1]\n  compares:\n    name: [name]", 2, "逐项不减"),
        ("checks:\n  levels: [1]\n  compares:\n    name: [shoe_size]", 4, "可选范围"),
        ("limits:\n  tries: 0", 2, "1 到 20"),
        ("levles: []", 1, "levles"),
    ],
)
def test_a_mistake_is_told_with_its_line(text: str, line: int, words: str) -> None:
    with pytest.raises(PackError, match=words) as told:
        read_verification(parse(text.encode(), FILE))
    assert (told.value.file, told.value.line) == (FILE, line)


def test_an_industry_adds_its_businesses_and_keeps_the_rest() -> None:
    common, insurance = load_pack(PACKS / "common").verification, load_pack(PACKS / "insurance").verification
    assert set(insurance.businesses) - set(common.businesses) == {"endorsement", "payee"}
    assert (insurance.ways, insurance.levels, insurance.read_out) == (common.ways, common.levels, common.read_out)
    own = read_verification(parse(b"limits:\n  tries: 3", FILE))
    assert merge_verification(common, own).tries == 3
    assert merge_verification(common, own).businesses == common.businesses


def test_the_electronic_password_is_kept_from_what_the_source_says() -> None:
    businesses = load_pack(PACKS / "common").verification.businesses
    assert {code for code, one in businesses.items() if "electronic" in one.without} == {
        "query_detail",
        "replace_card",
        "transfer",
    }
