"""Where a value comes from is always said in words."""

from __future__ import annotations

import pytest

from app.pack.load import load_pack
from app.pack.shipped import PACKS
from app.review.shown import source_words

PACK = load_pack(PACKS / "insurance")


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("counter", "柜面"),
        ("import", "数据导入"),
        ("import:policy_system", "业务系统导入"),
        ("import:老核心", "老核心 导入"),
        ("import:legacy_core", "数据导入"),
        ("demo", "其他来源（demo）"),
        ("", "来源不明"),
    ],
)
def test_no_raw_name_of_a_source_is_ever_shown(source: str, words: str) -> None:
    assert source_words(source, PACK.label) == words
