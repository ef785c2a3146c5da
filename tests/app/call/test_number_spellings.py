"""One number, however it is spelt: the vectors of ``semantics.md`` §3.9 line by line, and any spelling at all."""

from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.call.number import read_number

BRANCH = "010"
MOBILE = "+8613800138000"


@pytest.mark.parametrize(
    "raw",
    [
        "13800138000",
        "013800138000",
        "+86 138-0013-8000",
        "008613800138000",
        "17951 13800138000",
        "(86)13800138000",
    ],
)
def test_vector_mobile_in_any_form_is_the_same_customer(raw: str) -> None:
    reading = read_number(raw, area_code=BRANCH)
    assert (reading.kind, reading.e164, reading.extension) == ("person", MOBILE, None)


def test_vector_an_extension_is_kept_apart() -> None:
    reading = read_number("010-88886666转8021", area_code=BRANCH)
    assert (reading.kind, reading.e164, reading.extension) == ("person", "+861088886666", "8021")


def test_vector_a_local_number_takes_the_area_code_of_the_branch() -> None:
    reading = read_number("88886666", area_code=BRANCH)
    assert (reading.kind, reading.e164, reading.assumed_area) == ("person", "+861088886666", True)


def test_vector_brackets_and_a_slash_are_noise() -> None:
    reading = read_number("(0755) 8888/6666", area_code=BRANCH)
    assert (reading.kind, reading.e164, reading.extension) == ("person", "+8675588886666", None)


@pytest.mark.parametrize("raw", ["95518", "10086", "12378", "400-810-8888"])
def test_vector_a_service_number_is_never_a_person(raw: str) -> None:
    reading = read_number(raw, area_code=BRANCH)
    assert (reading.kind, reading.e164) == ("service", None)
    assert reading.reason


@pytest.mark.parametrize("raw", ["anonymous", "", "0"])
def test_vector_a_withheld_number_matches_nobody(raw: str) -> None:
    reading = read_number(raw, area_code=BRANCH)
    assert (reading.kind, reading.e164) == ("withheld", None)


def test_vector_a_relay_number_is_flagged_and_told_not_to_be_saved() -> None:
    reading = read_number("17012345678", area_code=BRANCH)
    assert reading.maybe_relay
    assert "存入档案" in reading.reason


_GAPS = st.sampled_from(["", " ", "-", "－", "—", "\u3000", ".", "\u200b", " - "])
_MOBILE_PREFIXES = st.sampled_from(
    [*("", "0", "86", "+86", "0086", "(86)", "（+86）", "(0086)", "+86 ", "86-", "+86-", "tel:+86", "tel:")]
)
_CARRIERS = st.sampled_from(["", "17951", "017951", "17911", "17909", "017909", "17901", "12593", "10193"])
_EIGHT_DIGIT_AREAS = ["10", "20", "21", "23", "755", "571", "512", "28"]
_AREAS = st.sampled_from(_EIGHT_DIGIT_AREAS)
_AREA_FORMS = st.sampled_from(
    [
        "0{}",
        "0{}-",
        "(0{})",
        "（0{}）",
        "({})",
        "+86{}",
        "+86 {} ",
        "+86({})",
        "+86(0{})",
        "0086-0{}-",
        "86 0{} ",
        "(86)0{}",
    ]
)
_EXTENSION_WORDS = st.sampled_from(
    [
        *(
            "转",
            " 转 ",
            "转接",
            "分机",
            "分机号",
            "转分机 ",
            "轉",
            "ext",
            " ext. ",
            "extension ",
            "x",
            "#",
            ",",
            ";ext=",
            "转：",
            "总机转",
            "内线",
            "(分机",
            "（转 ",
        )
    ]
)
_WIDE = {ord("0") + digit: ord("０") + digit for digit in range(10)}


def _spaced(digits: str, gaps: list[str], step: int = 4) -> str:
    parts = [digits[at : at + step] for at in range(0, len(digits), step)]
    return "".join(part + gap for part, gap in zip(parts, [*gaps, "", "", ""], strict=False)).rstrip(" -－—\u3000.")


@given(
    head=st.sampled_from(["133", "138", "139", "150", "166", "177", "186", "191", "198", "199"]),
    tail=st.text("0123456789", min_size=8, max_size=8),
    prefix=_MOBILE_PREFIXES,
    carrier=_CARRIERS,
    gaps=st.lists(_GAPS, min_size=2, max_size=2),
    wide=st.booleans(),
    area=st.sampled_from([None, "010", "0755", "10"]),
)
def test_any_spelling_of_a_mobile_is_one_e164(
    head: str, tail: str, prefix: str, carrier: str, gaps: list[str], wide: bool, area: str | None
) -> None:
    # A carrier code is dialled in front of a number, with its country code or without, never in front of its dressing.
    written = (
        f"{carrier if prefix in {'', '0', '+86', '0086'} else ''}{prefix}{head}{gaps[0]}{tail[:4]}{gaps[1]}{tail[4:]}"
    )
    written = written.translate(_WIDE) if wide and "tel" not in prefix else written
    assert read_number(written, area_code=area).e164 == f"+86{head}{tail}"


@given(
    area=_AREAS,
    form=_AREA_FORMS,
    first=st.sampled_from("568"),
    rest=st.text("0123456789", min_size=7, max_size=7),
    gaps=st.lists(_GAPS, min_size=1, max_size=1),
    word=_EXTENSION_WORDS,
    extension=st.none() | st.text("0123456789", min_size=2, max_size=5),
    wide=st.booleans(),
)
def test_any_spelling_of_a_landline_is_one_e164_and_its_extension_stays_apart(
    area: str, form: str, first: str, rest: str, gaps: list[str], word: str, extension: str | None, wide: bool
) -> None:
    assume(phonenumbers.is_valid_number(phonenumbers.parse(f"+86{area}{first}{rest}")))
    written = form.format(area) + _spaced(first + rest, gaps)
    written += f"{word}{extension}" if extension else ""
    written += ")" if extension and word[0] in "(（" else ""
    written = written.translate(_WIDE) if wide else written
    reading = read_number(written, area_code="0592", extensions={"8001"})
    assert (reading.e164, reading.extension) == (f"+86{area}{first}{rest}", extension)


@given(
    number=st.sampled_from([("13800138000", MOBILE), ("+86 138-0013-8000", MOBILE), ("010-88886666", "+861088886666")]),
    name=st.text(st.characters(blacklist_characters="<>", blacklist_categories=["Cs"]), max_size=20),
    scheme=st.sampled_from(["sip:", "SIP: ", "sips:", "tel:"]),
    rest=st.sampled_from(["", ";tag=1", " ; tag=a8"]),
)
def test_the_address_counts_and_not_the_name_in_front(
    number: tuple[str, str], name: str, scheme: str, rest: str
) -> None:
    host = "" if scheme == "tel:" else "@10.0.0.1;user=phone"
    assume("\ufffd" not in name)
    assert read_number(f'"{name}" <{scheme}{number[0]}{host}>{rest}').e164 == number[1]
    assert read_number(f'"{name}" <sip:anonymous@anonymous.invalid>{rest}').kind == "withheld"


@pytest.mark.parametrize(
    ("raw", "extension"),
    [
        ("0755-88886666(8021)", "8021"),
        ("0755 88886666（ 8021 ）", "8021"),
        ("0755-88886666（分机8021）", "8021"),
        ("0755-88886666总机转8021", "8021"),
        ("(0755)88886666 内线：8021", "8021"),
    ],
)
def test_an_extension_in_brackets_or_behind_the_main_line_stays_apart(raw: str, extension: str) -> None:
    reading = read_number(raw)
    assert (reading.kind, reading.e164, reading.extension) == ("person", "+8675588886666", extension)


@pytest.mark.parametrize("raw", ["13800138000(8021)", "88886666(010)", "\ufffd13800138000"])
def test_brackets_behind_a_mobile_and_garbled_text_are_no_number(raw: str) -> None:
    assert (read_number(raw).kind, read_number(raw).e164) == ("invalid", None)


@given(carrier=_CARRIERS, area=_AREAS, rest=st.text("0123456789", min_size=7, max_size=7), gap=_GAPS)
def test_a_carrier_code_before_a_landline_is_dropped(carrier: str, area: str, rest: str, gap: str) -> None:
    assume(phonenumbers.is_valid_number(phonenumbers.parse(f"+86{area}8{rest}")))
    assert read_number(f"{carrier}{gap}0{area}{gap}8{rest}").e164 == f"+86{area}8{rest}"


@given(
    e164=st.sampled_from([MOBILE, "+861088886666", "+8675588886666", "+85291234567"]),
    extension=st.none() | st.integers(10, 9999),
)
def test_what_was_read_is_read_again_as_itself(e164: str, extension: int | None) -> None:
    written = e164 if extension is None else f"{e164}转{extension}"
    reading = read_number(written, area_code=BRANCH)
    assert (reading.e164, reading.extension) == (e164, None if extension is None else str(extension))
