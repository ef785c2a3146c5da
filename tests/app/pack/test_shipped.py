"""The packs that ship: what the founding documents ask for is in them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from app.pack.load import load_pack
from app.script.forbidden import find_forbidden
from app.ticket.form import check, filled

PACKS = Path(__file__).parents[3] / "resources" / "packs"
INSURANCE = load_pack(PACKS / "insurance")
COMPLAINT = {
    "kind": "complaint",
    "reason": "claim_materials",
    "description": "3 月 16 日柜面递交住院理赔材料，被告知齐全；17 日 APP 又要求补发票原件。",
    "call_back_at": "2026-03-18T16:30",
    "department": "claims_review",
}


@pytest.mark.parametrize(
    "folder", sorted(path for path in PACKS.iterdir() if path.is_dir()), ids=lambda path: path.name
)
def test_every_shipped_pack_loads(folder: Path) -> None:
    pack = load_pack(folder)
    assert (pack.name, pack.version) == (folder.name, "2026.11.1")
    for kind in pack.kinds:
        assert pack.form(kind).rows


def test_the_complaint_form_is_the_one_of_the_picture() -> None:
    form = INSURANCE.form("complaint")
    rows = [[(field.label, field.required) for field in row] for row in form.rows]
    assert form.title == "投诉工单"
    assert rows == [
        [("业务类型", True), ("事由", True)],
        [("关联业务", False)],
        [("诉求描述", True)],
        [("客户期望", False), ("回访时间", True), ("主办部门", True)],
    ]
    assert next(field for field in form.fields() if field.name == "description").max_length == 500


def test_a_complete_complaint_passes_and_an_incomplete_one_says_what_is_missing() -> None:
    form = INSURANCE.form("complaint")
    assert filled(form, COMPLAINT) == 5
    assert check(form, COMPLAINT) == []
    problems = check(form, COMPLAINT | {"description": "长" * 501, "reason": "weather", "department": ""})
    assert [problem.field for problem in problems] == ["reason", "description", "department"]


@pytest.mark.parametrize(
    ("kind", "name", "limit"),
    [
        ("inquiry", "答复", timedelta(minutes=30)),  # A01
        ("complaint", "启动", timedelta(minutes=15)),  # A02
        ("complaint", "办结", timedelta(hours=48)),  # A04
    ],
)
def test_the_limits_are_those_of_the_handbooks(kind: str, name: str, limit: timedelta) -> None:
    assert (name, limit) in [(rule.name, rule.limit) for rule in INSURANCE.clocks_for(kind)]


def test_every_figure_names_where_it_comes_from() -> None:
    for path in PACKS.glob("*/clocks.yaml"):
        lines = path.read_text(encoding="utf-8").splitlines()
        for at, line in enumerate(lines):
            if line.strip().startswith("minutes:"):
                assert lines[at - 1].strip().startswith("# "), f"{path.parent.name}: {line}"


def test_the_word_typed_in_the_picture_is_found_with_the_better_one() -> None:
    found = find_forbidden("已向客户说明这不归我们管", INSURANCE.forbidden)
    assert [(one.words, one.instead) for one in found] == [("这不归我们管", "我来联系理赔部并跟到底")]


def test_there_are_enough_forbidden_words_and_none_is_its_own_remedy() -> None:
    assert len(INSURANCE.forbidden) >= 40
    for word in INSURANCE.forbidden:
        assert not find_forbidden(word.instead, INSURANCE.forbidden), word


def test_no_script_says_what_it_forbids() -> None:
    for script in INSURANCE.scripts.values():
        for step in script.steps:
            texts = ["".join(say) for say in step.say.values()]
            texts += [check.text for check in step.checks]
            texts += [phrase.text for phrase in step.phrases]
            assert not [text for text in texts if find_forbidden(text, INSURANCE.forbidden)]


def test_codes_of_the_exchange_have_their_words() -> None:
    assert INSURANCE.label("queue", "claims") == "理赔专席"
    assert [INSURANCE.label("ivr", code) for code in ("claims", "progress", "agent")] == [
        "理赔服务",
        "进度查询",
        "转人工",
    ]
    path = [INSURANCE.label("ivr", code) for code in ("2 claims", "3 progress", "0 agent", "9 unheard")]
    assert path == ["2 理赔服务", "3 进度查询", "0 转人工", "9 unheard"]
    prefixes = {kind.label: kind.prefix for kind in INSURANCE.kinds.values()}
    assert prefixes == {"咨询": "ZX", "投诉": "TS", "报案": "BA", "保全": "BG", "回访": "HF"}


def test_every_reason_of_a_complaint_has_its_regret() -> None:
    reasons = next(field for field in INSURANCE.form("complaint").fields() if field.name == "reason").choices
    without = [one.value for one in reasons if one.value not in INSURANCE.labels["regret"]]
    assert without == ["other"]


def test_every_department_of_a_form_has_its_label() -> None:
    for kind in INSURANCE.kinds:
        for field in INSURANCE.form(kind).fields():
            if field.name == "department":
                assert all(INSURANCE.label("department", one.value) == one.label for one in field.choices)
