"""A pack is checked when it is loaded; what is wrong is told with file, line and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import PackError
from app.pack.load import load_pack

GOOD = {
    "pack.yaml": "name: shop\nversion: '1'\ntitle: 门店\n",
    "labels.yaml": "kinds:\n  inquiry: { label: 咨询, prefix: ZX, form: inquiry, script: hello }\n",
    "forms/inquiry.yaml": (
        "title: 咨询\nschema:\n  type: object\n  required: [text]\n  properties:\n"
        "    text: { type: string, maxLength: 9 }\n"
        "layout:\n  - - { name: text, label: 内容, control: area }\n"
    ),
    "scripts/hello.yaml": "title: 接听\nsteps:\n  - id: greet\n    name: 问候\n    say: 您好，{agent.id}\n",
    "clocks.yaml": ("answer: { name: 答复, kinds: [inquiry], minutes: 30, basis: natural_minutes, ends_on: told }\n"),
    "forbidden.yaml": "- { words: 不知道, instead: 我核实一下 }\n",
}


def write(root: Path, name: str = "shop", **changed: str) -> Path:
    """A small good pack, with some files replaced: ``write(tmp_path, clocks="…")``."""
    folder = root / name
    files = GOOD | {_place(key): text for key, text in changed.items()}
    for place, text in files.items():
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_text(text, encoding="utf-8")
    return folder


def _place(key: str) -> str:
    return next((place for place in GOOD if Path(place).stem == key), f"{key}.yaml")


def test_a_good_pack_loads(tmp_path: Path) -> None:
    pack = load_pack(write(tmp_path))

    assert (pack.name, pack.version, pack.title) == ("shop", "1", "门店")
    assert [field.label for field in pack.form("inquiry").required()] == ["内容"]
    assert [rule.name for rule in pack.clocks_for("inquiry")] == ["答复"]
    assert pack.label("kind", "inquiry") == "咨询"
    assert pack.label("queue", "nobody") == "nobody"


STEP = "title: 接听\nsteps:\n  - id: greet\n    name: 问候\n    say: "
TWINS = "title: 接听\nsteps:\n  - { id: a, name: 甲, say: 好 }\n  - { id: a, name: 乙, say: 好 }\n"
CLOCK = "a:\n  basis: natural_minutes\n  ends_on: told\n  name: 答复\n"


@pytest.mark.parametrize(
    ("changed", "line", "reason"),
    [
        ({"pack": "name: shop\nversion: '1'\ntitle: 门店\nauthor: 谁\n"}, 4, "不认识的项“author”"),
        ({"pack": "name: shop\nversion: '1'\n"}, 1, "缺少“title”"),
        ({"clocks": CLOCK + "  kinds: [inquiry]\n  minutes: 半小时\n"}, 6, "整数"),
        ({"clocks": CLOCK + "  minutes: 1\n  kinds:\n    - repair\n"}, 7, "没有“repair”这种工单"),
        ({"hello": STEP + "您好，{customer.nickname}\n"}, 5, "没有“{customer.nickname}”这个字段"),
        ({"hello": STEP + "您好，**{agent.id}\n"}, 5, "没有成对"),
        ({"hello": STEP + "您好，{agent.id\n"}, 5, "没有成对"),
        ({"hello": STEP + "您好\n    forbidden: [随便]\n"}, 6, "不在 forbidden.yaml 里"),
        ({"hello": TWINS}, 4, "已经用过"),
        ({"forbidden": "- { words: 不知道, instead: 好 }\n- { words: 不知道, instead: 好 }\n"}, 2, "写了两次"),
        ({"labels": "kinds:\n  inquiry: { label: 咨询, prefix: ZX, form: nothing }\n"}, 2, "没有 forms/nothing.yaml"),
        ({"labels": "kinds:\n  inquiry:\n    label: 咨询\n    prefix: zx\n    form: inquiry\n"}, 4, "大写字母"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_reason(
    tmp_path: Path, changed: dict[str, str], line: int, reason: str
) -> None:
    with pytest.raises(PackError) as caught:
        load_pack(write(tmp_path, **changed))

    assert caught.value.line == line
    assert reason in caught.value.reason
    assert caught.value.file.startswith("shop/")


@pytest.mark.parametrize(
    ("part", "line", "reason"),
    [
        ("required: [text, city]", 4, "properties 里没有“city”"),
        ("if: { type: object }", 4, "不认识的项“if”"),
    ],
)
def test_a_form_rule_that_nobody_could_explain_is_refused(tmp_path: Path, part: str, line: int, reason: str) -> None:
    form = f"title: 咨询\nschema:\n  type: object\n  {part}\n  properties:\n    text: {{ type: string }}\nlayout:\n"
    with pytest.raises(PackError, match=reason) as caught:
        load_pack(write(tmp_path, inquiry=form + "  - - { name: text, label: 内容, control: area }\n"))
    assert caught.value.line == line


@pytest.mark.parametrize("pattern", ["(a+)+b", "[", "a{99999999999}", "[[a]"])
def test_a_pattern_that_cannot_run_safely_is_refused(tmp_path: Path, pattern: str) -> None:
    form = f"title: 咨询\nschema:\n  type: object\n  properties:\n    text: {{ type: string, pattern: '{pattern}' }}\n"
    with pytest.raises(PackError) as caught:
        load_pack(write(tmp_path, inquiry=form + "layout:\n  - - { name: text, label: 内容, control: area }\n"))
    assert caught.value.line == 5


def test_a_required_field_that_is_not_shown_is_refused(tmp_path: Path) -> None:
    form = (
        GOOD["forms/inquiry.yaml"]
        .replace("name: text, label", "name: other, label")
        .replace("properties:\n", "properties:\n    other: { type: string }\n")
    )
    with pytest.raises(PackError, match="没有放进 layout"):
        load_pack(write(tmp_path, inquiry=form))


def test_a_file_the_pack_does_not_know_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "froms").mkdir()
    (folder / "froms" / "inquiry.yaml").write_text("title: 咨询\n", encoding="utf-8")
    with pytest.raises(PackError, match="没有这种文件"):
        load_pack(folder)


def test_a_link_out_of_the_pack_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path)
    secret = tmp_path / "secret.yaml"
    secret.write_text("queue: {}\n", encoding="utf-8")
    (folder / "labels.yaml").unlink()
    (folder / "labels.yaml").symlink_to(secret)
    with pytest.raises(PackError, match="自己文件夹里"):
        load_pack(folder)


def test_a_pack_inherits_what_it_does_not_say_itself(tmp_path: Path) -> None:
    write(tmp_path, "base", pack="name: base\nversion: '1'\ntitle: 共用\n")
    child = tmp_path / "child"
    child.mkdir()
    (child / "pack.yaml").write_text("name: child\nversion: '2'\ntitle: 行业\nextends: base\n", encoding="utf-8")
    (child / "forbidden.yaml").write_text("- { words: 不知道, instead: 换了 }\n", encoding="utf-8")
    pack = load_pack(child)

    assert pack.version == "2"
    assert [word.instead for word in pack.forbidden] == ["换了"]
    assert pack.script("inquiry") is not None


@pytest.mark.parametrize("target", ["loop", "missing", "../secret"])
def test_extending_itself_or_nothing_is_refused(tmp_path: Path, target: str) -> None:
    folder = write(tmp_path, "loop", pack=f"name: loop\nversion: '1'\ntitle: 环\nextends: {target}\n")
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    assert caught.value.line == 4


def test_an_unknown_kind_of_ticket_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="没有“repair”这种工单"):
        load_pack(write(tmp_path)).form("repair")
