"""quality.yaml: what a supervisor may write, and what is refused with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import PackError
from app.pack.load import load_pack
from app.pack.shipped import PACKS
from app.review.moves import merge_refusal
from app.review.policy import DEFAULT_POLICY
from tests.app.pack.test_loading import write


def test_a_pack_without_the_file_has_the_usual_rules(tmp_path: Path) -> None:
    assert load_pack(write(tmp_path)).quality == DEFAULT_POLICY


def test_the_shipped_rules_cost_what_the_usual_ones_do_and_are_inherited() -> None:
    common, insurance = load_pack(PACKS / "common"), load_pack(PACKS / "insurance")
    assert common.quality == insurance.quality
    costs = {rule.field: (rule.weight, rule.stale_weight) for rule in common.quality.persons if rule.weight}
    assert costs == {rule.field: (rule.weight, rule.stale_weight) for rule in DEFAULT_POLICY.persons}
    assert common.quality.roles == DEFAULT_POLICY.roles
    assert common.quality.guarded == DEFAULT_POLICY.guarded


def test_every_role_and_source_of_the_shipped_rules_has_a_word() -> None:
    pack = load_pack(PACKS / "insurance")
    for step in pack.quality.roles.values():
        assert all(pack.label("role", role) != role for role in step)
    assert all(pack.label("source", source) != source for source in pack.quality.sources)


def test_a_pack_may_say_it_otherwise(tmp_path: Path) -> None:
    own = "persons:\n  name: { label: 名字, missing: 50 }\nroles:\n  compare: [agent]\n  review: [lead]\n  record: []\n"
    policy = load_pack(write(tmp_path, quality=own)).quality
    assert [(rule.label, rule.weight) for rule in policy.persons] == [("名字", 50)]
    assert policy.roles["record"] == ()
    assert policy.roles["merge"] == DEFAULT_POLICY.roles["merge"]
    assert policy.sources == DEFAULT_POLICY.sources


def test_a_pack_says_who_may_merge(tmp_path: Path) -> None:
    steps = "roles:\n  compare: [agent]\n  review: [lead]\n  record: []\n"
    named = load_pack(write(tmp_path, quality=f"{steps}  merge: [archivist]\n"))
    assert merge_refusal("archivist", named.quality, named.label) == ""
    assert "archivist来做" in merge_refusal("agent", named.quality, named.label)
    nobody = load_pack(write(tmp_path, quality=f"{steps}  merge: []\n"))
    assert "没有岗位" in merge_refusal("agent", nobody.quality, nobody.label)


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("person: {}\n", 1, "不认识的项“person”"),
        ("persons:\n  name: { label: 名字, missing: 101 }\n", 2, "0 到 100"),
        ("persons:\n  name: { label: 名字, missing: 5, stale: 3 }\n", 2, "要写就一起写"),
        ("roles:\n  compare: [agent]\n  review: [lead]\n", 2, "缺少“record”"),
        ("sources: [counter, counter]\n", 1, "写了两次"),
        ("hearsay: [gossip]\n", 1, "没有“gossip”"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, text: str, line: int, reason: str) -> None:
    with pytest.raises(PackError, match=reason) as told:
        load_pack(write(tmp_path, quality=text))
    assert (told.value.file, told.value.line) == ("shop/quality.yaml", line)
