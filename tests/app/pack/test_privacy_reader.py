"""A policy that cannot be trusted is refused with its file and line, never half used."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.errors import PackError
from app.pack.load import load_pack
from app.pack.shipped import PACKS

SOURCE = (PACKS / "common" / "privacy.yaml").read_text(encoding="utf-8")


def _load(folder: Path, text: str) -> None:
    pack = folder / "common"
    shutil.copytree(PACKS / "common", pack)
    (pack / "privacy.yaml").write_text(text, encoding="utf-8")
    load_pack(pack)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("mask: id_number,", "mask: rot13,", "不在可选范围"),
        ("class: identity,", "class: secret,", "不在可选范围"),
        ("data: communication", "data: gossip", "不在可选范围"),
        (
            "hold: [phone, contact, birthday, details], masked: [identity",
            "hold: [phone, birthday, details], masked: [identity",
            "没有写“contact”",
        ),
        (
            "hold: [phone, contact, birthday, details], masked: [identity",
            "hold: [phone, contact, birthday, details], masked: [phone, identity",
            "已经写过",
        ),
        ("none: [finance, health], reveal: []", "none: [finance, health], reveal: [health]", "不能申请查看"),
        ("reveal: [phone, contact, identity]}", "reveal: [everything]}", "不在可选范围"),
        ("seconds: 30", "seconds: 3000", "1 到 300"),
        ("hourly: 30", "hourly: 0", "1 到 1000"),
        ("unlisted: open", "unlisted: closed", "不在可选范围"),
        ("attributes.bank_card: {", "attributes.bank.card: {", "一个点"),
        ("asks_why: true", "asks_why: 是", "true 或 false"),
        ("seconds: 30", "second: 30", "不认识的项"),
        ("strict: id_tail", "strict: rot13", "不在可选范围"),
        ("net: {phone: phone", "net: {phone: gossip", "不在可选范围"),
        ("consent: {by: desks", "consent: {by: everyone", "不在可选范围"),
        ("fields: [real_name], by: keepers", "fields: [stars], by: keepers", "写了两次"),
        ("kinds: [duplicate_suspected]", "kinds: [customer_regraded]", "写了两次"),
        ("  call_back: {label: 回拨客户}", "  Call-back: {label: 回拨客户}", "理由的编号"),
    ],
)
def test_a_mistake_in_the_policy_is_named_with_its_line(tmp_path: Path, old: str, new: str, reason: str) -> None:
    assert old in SOURCE
    wrong = SOURCE.replace(old, new, 1)
    with pytest.raises(PackError, match=reason) as caught:
        _load(tmp_path, wrong)
    assert caught.value.file == "common/privacy.yaml"
    assert caught.value.line is not None
    lines = [
        at
        for at, (before, after) in enumerate(zip(SOURCE.splitlines(), wrong.splitlines(), strict=True), 1)
        if before != after
    ]
    assert abs(caught.value.line - lines[0]) <= 2


def test_the_four_reasons_of_the_picture_are_there_in_their_order() -> None:
    policy = load_pack(PACKS / "insurance").privacy
    assert [one.label for one in policy.reasons] == ["回拨客户", "核对身份", "转接外线", "其他"]
    assert [one.code for one in policy.reasons if one.asks] == ["other"]
    assert {one.data for one in policy.classes.values()} == {"customer", "communication"}
