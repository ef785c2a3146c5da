"""A pack may come from anywhere: whatever is in it, it loads or it is refused in words. Nothing else happens."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import PackError
from app.pack.load import load_pack
from app.pack.source import MAX_FILE_BYTES, parse
from tests.app.pack.test_loading import GOOD, write

SHIPPED = [
    path
    for path in sorted((Path(__file__).parents[3] / "resources" / "packs").rglob("*.yaml"))
    if path.stat().st_size < 20_000
]
BOMB = "a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\n"
PIECES = ("", "{", "}", "**", ": ", "- ", "\n", "&a ", "null", "[]", "{}", "-1", "9" * 40, "x")
REFUSED = {
    "an alias bomb": BOMB,
    "an anchor nobody uses": "a: &a 1\n",
    "a closed depth": "[" * 40 + "]" * 40,
    "a python object": "a: !!python/object/apply:os.system ['echo']\n",
    "a custom tag": "a: !money 3\n",
    "an explicit type": "a: !!int '3'\n",
    "two documents": "a: 1\n---\nb: 2\n",
    "the same key twice": "a: 1\nb: 1\na: 2\n",
    "a list as a key": "? [a]\n: b\n",
    "a depth without end": "[" * 100_000,
    "a mapping without end": "{a: " * 5_000,
    "an escape beyond Unicode": 'a: "\\UFFFFFFFF"\n',
    "half a character": 'a: "\\uD800"\n',
    "a control character": "a: \x00\n",
    "an endless version": "%YAML " + "9" * 5_000 + ".1\n---\na: 1\n",
    "a tab as indent": "a:\n\t- b\n",
    "nothing": "",
    "only a comment": "# 什么也没有\n",
}


@pytest.fixture(params=["with libyaml", "without libyaml"], autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both parsers that PyYAML may bring have to behave."""
    if request.param == "with libyaml" and not yaml.__with_libyaml__:
        pytest.skip("this PyYAML has no libyaml")
    monkeypatch.setattr(yaml, "__with_libyaml__", request.param == "with libyaml")


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED.keys())
def test_what_is_not_plain_yaml_is_refused_with_its_line(text: str) -> None:
    with pytest.raises(PackError) as caught:
        parse(text.encode(), "shop/labels.yaml")
    assert caught.value.file == "shop/labels.yaml"
    assert caught.value.line
    assert caught.value.line >= 1


def test_a_file_that_is_not_utf_8_is_refused_at_its_line() -> None:
    with pytest.raises(PackError, match="UTF-8") as caught:
        parse("a: 1\nb: 咨询\n".encode("gbk"), "labels.yaml")
    assert caught.value.line == 2


def test_a_huge_file_is_refused_before_it_is_read() -> None:
    began = time.perf_counter()
    with pytest.raises(PackError, match="文件太大"):
        parse(b"- a\n" * MAX_FILE_BYTES, "labels.yaml")
    assert time.perf_counter() - began < 1


def test_words_that_older_yaml_misreads_stay_words() -> None:
    plain = parse("a: on\nb: 010\nc: 2026-11-24\nd: 1:30\ne: no\n2: 理赔\n".encode(), "labels.yaml").plain()
    assert plain == {"a": "on", "b": 10, "c": "2026-11-24", "d": "1:30", "e": "no", "2": "理赔"}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400) | st.text(max_size=400).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_load_or_are_refused(raw: bytes) -> None:
    _reads_or_refuses(raw)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(list("[]{},:-?&*!|>'\"%@` \n\tab#")), max_size=60).map("".join))
def test_any_yaml_punctuation_loads_or_is_refused(text: str) -> None:
    _reads_or_refuses(text.encode())


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(GOOD)), st.data())
def test_a_damaged_pack_loads_or_is_refused_with_its_file(
    tmp_path_factory: pytest.TempPathFactory, place: str, data: st.DataObject
) -> None:
    text = GOOD[place]
    at = data.draw(st.integers(0, len(text)))
    cut = data.draw(st.integers(0, 12))
    piece = data.draw(st.sampled_from(PIECES))
    folder = write(tmp_path_factory.mktemp("pack"))
    (folder / place).write_text(text[:at] + piece + text[at + cut :], encoding="utf-8")
    error = _refusal(lambda: load_pack(folder))
    if error is not None:
        assert error.file.startswith("shop")
        assert error.line is None or error.line >= 1
        assert error.reason


@pytest.mark.parametrize("place", SHIPPED, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_shipped_file_reads_the_same_with_either_parser(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = place.read_bytes()
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    slow = parse(raw, place.name).plain()
    monkeypatch.undo()
    assert parse(raw, place.name).plain() == slow


def _reads_or_refuses(raw: bytes) -> None:
    error = _refusal(lambda: parse(raw, "labels.yaml").plain())
    assert error is None or error.line is None or error.line >= 1


def _refusal(act: Callable[[], object]) -> PackError | None:
    """The one error that is allowed; any other fails the test."""
    try:
        act()
    except PackError as error:
        return error
    return None
