"""Phone numbers: every vector of ``telephony.md`` §7 and ``semantics.md`` §3.9."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.call.number import is_service_number, read_number

MOBILE = "+8613800138000"
BEIJING = "+861088886666"
SHENZHEN = "+8675588886666"


@pytest.mark.parametrize(
    ("raw", "e164"),
    [
        ("13800138000", MOBILE),
        ("013800138000", MOBILE),
        ("+8613800138000", MOBILE),
        ("+86 138-0013-8000", MOBILE),
        ("8613800138000", MOBILE),
        ("008613800138000", MOBILE),
        ("(86)13800138000", MOBILE),
        ("1795113800138000", MOBILE),
        ("17951 13800138000", MOBILE),
        ("1259313800138000", MOBILE),
        ("17951013800138000", MOBILE),
        ("+8617951013800138000", MOBILE),
        ("１３８００１３８０００", MOBILE),
        ("tel:+86-138-0013-8000", MOBILE),
        ("sip:13800138000@10.0.0.1", MOBILE),
        ("17951075588886666", SHENZHEN),
        ("075588886666", SHENZHEN),
        ("0755-88886666", SHENZHEN),
        ("(0755) 8888/6666", SHENZHEN),
        ("02158881234", "+862158881234"),
        ("010 8888 6666", BEIJING),
        ("19900000000", "+8619900000000"),
        ("14500000000", "+8614500000000"),
        ("16200000000", "+8616200000000"),
        ("+85291234567", "+85291234567"),
    ],
)
def test_a_person_is_one_number_however_it_is_written(raw: str, e164: str) -> None:
    reading = read_number(raw)
    assert (reading.kind, reading.e164, reading.raw) == ("person", e164, raw)
    assert not reading.assumed_area


@pytest.mark.parametrize(
    ("raw", "e164", "extension"),
    [
        ("010-88886666-8021", BEIJING, "8021"),
        ("010-88886666转8021", BEIJING, "8021"),
        ("010-88886666 转分机 8021", BEIJING, "8021"),
        ("tel:+86-755-8888-6666;ext=602", SHENZHEN, "602"),
        ("13800138000,602", MOBILE, "602"),
    ],
)
def test_an_extension_is_kept_apart_from_the_number(raw: str, e164: str, extension: str) -> None:
    reading = read_number(raw)
    assert (reading.kind, reading.e164, reading.extension) == ("person", e164, extension)


@pytest.mark.parametrize("raw", ["138-0013-8000", "0755-8888-6666", "+86-10-8888-6666"])
def test_the_last_dash_of_a_whole_number_is_no_extension(raw: str) -> None:
    reading = read_number(raw)
    assert reading.kind == "person"
    assert reading.extension is None


@pytest.mark.parametrize(
    "raw",
    [
        "95533",
        "95518",
        "10086",
        "12378",
        "12345",
        "12315",
        "96110",
        "962288",
        "110",
        "119",
        "114",
        "4008108888",
        "400-810-8888",
        "8008101234",
        "021-95533",
        "+8695533",
        "10086转1",
    ],
)
def test_a_service_number_is_never_a_person(raw: str) -> None:
    reading = read_number(raw, area_code="010")
    assert reading.kind == "service"
    assert reading.e164 is None
    assert reading.reason


@pytest.mark.parametrize(
    "raw",
    [
        "anonymous",
        "Anonymous",
        "",
        "  ",
        "<unknown>",
        "unknown",
        "0",
        "00000",
        "private",
        "未知号码",
        "sip:anonymous@x",
    ],
)
def test_a_withheld_number_matches_nobody(raw: str) -> None:
    reading = read_number(raw, area_code="010")
    assert (reading.kind, reading.e164) == ("withheld", None)


def test_a_local_number_is_completed_with_the_branch_area_code_and_says_so() -> None:
    reading = read_number("88886666", area_code="010")
    assert (reading.kind, reading.e164, reading.assumed_area) == ("person", BEIJING, True)
    assert "区号" in reading.reason
    assert read_number("8888 6666 转 8021", area_code="10").extension == "8021"


def test_a_local_number_without_an_area_code_is_not_guessed() -> None:
    reading = read_number("88886666")
    assert (reading.kind, reading.e164) == ("invalid", None)
    assert "区号" in reading.reason


def test_an_extension_is_internal_only_if_it_is_in_the_directory() -> None:
    assert read_number("8001", extensions=["8001"]).kind == "internal"
    assert read_number("8001", extensions=["8001"]).extension == "8001"
    assert read_number("8001", extensions=["8002"]).kind == "invalid"


@pytest.mark.parametrize(
    "raw",
    ["1008611", "106575020001", "abc", "张三", "138001380001", "+86", "-", "1" * 40, "9" * 10_000, "\x00", "tel:"],
)
def test_what_cannot_be_read_is_invalid_with_a_reason(raw: str) -> None:
    reading = read_number(raw, area_code="010")
    assert reading.e164 is None
    assert reading.kind in {"invalid", "withheld"}
    assert reading.reason


def test_ranges_used_for_privacy_numbers_are_flagged() -> None:
    reading = read_number("17012345678")
    assert (reading.kind, reading.maybe_relay) == ("person", True)
    assert "中间号" in reading.reason
    assert not read_number("13800138000").maybe_relay


def test_the_region_is_a_hint_given_only_when_asked_for() -> None:
    assert read_number("0755-88886666", with_region=True).region == "广东省深圳市"
    assert read_number("0755-88886666").region == ""


def test_short_service_numbers_are_told_from_extensions() -> None:
    assert is_service_number("95533")
    assert not is_service_number("8001")
    assert not is_service_number("１１０")


_PREFIXES = st.sampled_from(["", "0", "+86", "86", "0086", "(86)", "17951", "179510", "12593", "tel:+86", "+86 "])
_GAPS = st.sampled_from(["", " ", "-", "－", "  ", "\u200b"])


@given(
    head=st.sampled_from(["138", "139", "150", "177", "186", "199"]),
    tail=st.text("0123456789", min_size=8, max_size=8),
    prefix=_PREFIXES,
    gaps=st.lists(_GAPS, min_size=2, max_size=2),
    wide=st.booleans(),
)
def test_any_spelling_of_a_mobile_is_the_same_number(
    head: str, tail: str, prefix: str, gaps: list[str], wide: bool
) -> None:
    written = f"{prefix}{head}{gaps[0]}{tail[:4]}{gaps[1]}{tail[4:]}"
    if wide and not prefix.startswith("tel"):
        written = written.translate({ord("0") + i: ord("０") + i for i in range(10)})
    assert read_number(written, area_code="0755", extensions={"8001"}).e164 == f"+86{head}{tail}"


@given(st.text(max_size=200), st.sampled_from([None, "010", "0755", "x", ""]))
def test_no_text_whatever_breaks_the_reader(raw: str, area_code: str | None) -> None:
    reading = read_number(raw, area_code=area_code)
    assert reading.raw == raw
    assert (reading.e164 is not None) == (reading.kind == "person")
    assert reading.e164 is None or (reading.e164.startswith("+") and reading.e164[1:].isascii())


def test_reading_an_event_does_not_load_the_number_tables() -> None:
    code = "import app.call.event, sys; sys.exit('phonenumbers' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
