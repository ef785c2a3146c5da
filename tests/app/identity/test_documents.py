"""Numbers of documents, organisations and things: what is a number is read, what is none is told in words (E06)."""

from __future__ import annotations

from datetime import date

import pytest

from app.identity.document import DOCUMENT_KINDS, Document, Problem, kinds_of
from app.identity.reading import guess_kinds, read_document
from app.identity.resident_id import check_digit, place_of

DAY = date(2026, 3, 18)
ADULT = "11010519491231002X"  # the worked example of GB 11643
COMPANY = "91110000600037341L"  # the worked example of python-stdnum


def resident(first_17: str) -> str:
    """These seventeen digits with their check."""
    return first_17 + check_digit(first_17)


CHILD = resident("31010420150607004")
HONG_KONG = resident("81000019900101001")
FOREIGNER = resident("91184019800110001")

GOOD = [
    ("resident_id", ADULT, ADULT),
    ("temporary_id", ADULT, ADULT),
    ("household_register", CHILD, CHILD),
    ("passport", "E12345678", "E12345678"),
    ("passport", "EA1234567", "EA1234567"),
    ("passport", "G12345678", "G12345678"),
    ("passport", "DE1234567", "DE1234567"),
    ("passport", "SE1234567", "SE1234567"),
    ("passport", "PE1234567", "PE1234567"),
    ("passport", "P1234567", "P1234567"),
    ("passport", "141234567", "141234567"),
    ("foreign_passport", "ab1234567", "AB1234567"),
    ("hk_macao_permit", "H12345678", "H12345678"),
    ("hk_macao_permit", "m 1234567801", "M1234567801"),
    ("taiwan_permit", "12345678", "12345678"),
    ("taiwan_permit", "12345678（01）", "1234567801"),
    ("taiwan_permit", "12345678 (B)", "12345678"),
    ("taiwan_permit", "0123456701B", "0123456701"),
    ("hmt_residence", HONG_KONG, HONG_KONG),
    ("foreign_residence", FOREIGNER, FOREIGNER),
    ("foreign_residence", "usa110080011012", "USA110080011012"),
    ("military_officer", "军字第 2001988 号", "军字第2001988号"),
    ("military_soldier", "士字2001988", "士字第2001988号"),
    ("armed_police", "武字第0012345号", "武字第0012345号"),
    ("police_officer", "012345", "012345"),
    ("credit_code", COMPANY, COMPANY),
    ("org_code", "60003734-1", "600037341"),
    ("business_licence", "110108000000016", "110108000000016"),
    ("bank_card", "4111 1111 1111 1111", "4111111111111111"),
    ("phone", "（0755）8888 6666", "+8675588886666"),
]


@pytest.mark.parametrize(("kind", "text", "number"), GOOD)
def test_a_number_is_read_into_its_one_spelling(kind: str, text: str, number: str) -> None:
    found = read_document(kind, text, on=DAY)
    assert isinstance(found, Document), found
    assert (found.kind, found.number) == (kind, number)


def test_every_kind_has_an_example_above_except_the_plates_below() -> None:
    assert {kind for kind, _, _ in GOOD} | {"plate"} == set(DOCUMENT_KINDS)


@pytest.mark.parametrize(
    "typed",
    [
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105 19491231 002x",
        "110105-19491231-002X",
        " 110105·19491231·002X ",
        "110105－19491231－002Ｘ",
        "\u200b11010519491231002X\n",
    ],
)
def test_how_it_was_typed_does_not_matter(typed: str) -> None:
    found = read_document("resident_id", typed)
    assert isinstance(found, Document)
    assert found.number == ADULT
    assert (found.birth_date, found.sex, found.province) == (date(1949, 12, 31), "female", "北京")


@pytest.mark.parametrize(
    ("kind", "text", "reason", "at", "short_by"),
    [
        ("resident_id", "", "请填写居民身份证", None, 0),
        ("resident_id", ADULT[:17], "少 1 位", None, 1),
        ("resident_id", ADULT[:17] + "02", "多 1 位", None, -1),
        ("resident_id", "1101O519491231002X", "第 5 位应当是数字，是否应为数字 0", 5, 0),
        ("resident_id", ADULT[:17] + "Y", "最后一位应当是数字或 X", 18, 0),
        ("resident_id", "99" + ADULT[2:], "外国人永久居留身份证", None, 0),
        ("resident_id", "10" + ADULT[2:], "前 2 位", 1, 0),
        ("resident_id", resident("11010519490231002"), "不是一个日期", 7, 0),
        ("resident_id", "110105490231002", "第 7 到 12 位不是一个日期", 7, 0),
        ("resident_id", ADULT[:16] + "3X", "校验不对", None, 0),
        ("resident_id", HONG_KONG, "港澳台居民居住证", None, 0),
        ("resident_id", resident("31010420300101001"), "今天之后", 7, 0),
        ("household_register", ADULT, "只用于未成年人，持有人已满 76 岁", None, 0),
        ("hmt_residence", ADULT, "810000", None, 0),
        ("foreign_residence", ADULT, "9 开头", 1, 0),
        ("foreign_residence", "USA110080131012", "第 8 到 13 位", 8, 0),
        ("foreign_residence", "USA11008001101", "少 1 位", None, 1),
        ("passport", "E1234567", "少 1 位", None, 1),
        ("passport", "EO1234567", "没有字母 I 和 O", None, 0),
        ("passport", "X1234567", "外国护照请改选", None, 0),
        ("foreign_passport", "A12", "5 到 12 位", None, 0),
        ("hk_macao_permit", "C12345678", "H（香港）或 M（澳门）", 1, 0),
        ("hk_macao_permit", "H1234567", "少 1 位", None, 1),
        ("taiwan_permit", "1234567", "少 1 位", None, 1),
        ("taiwan_permit", "12345678901", "多 1 位", None, -1),
        ("military_officer", "abc", "军字第", None, 0),
        ("police_officer", "12345", "少 1 位", None, 1),
        ("credit_code", "91110000600O37341L", "第 12 位不对", 12, 0),
        ("credit_code", "9111A000600037341L", "第 5 位应当是数字", 5, 0),
        ("credit_code", "71110000600037341", "少 1 位", None, 1),
        ("credit_code", "B1110000600037341L", "第 1 位", 1, 0),
        ("credit_code", "91110000600037342L", "校验不对", None, 0),
        ("org_code", "60003734-2", "校验不对", None, 0),
        ("org_code", "60003734", "少 1 位", None, 1),
        ("business_licence", "110108000000017", "校验不对", None, 0),
        ("bank_card", "4111111111111112", "校验不对", None, 0),
        ("bank_card", "41111111111", "少 1 位", None, 1),
        ("bank_card", "0000000000000000", "校验不对", None, 0),
        ("phone", "1380013800", "手机号少 1 位", None, 1),
        ("phone", "+86 138 0013 80000", "手机号多 1 位", None, -1),
        ("phone", "", "请填写电话号码", None, 0),
        ("phone", "88886666", "缺少区号", None, 0),
        ("phone", "95518", "服务号码", None, 0),
        ("library_card", "1", "不认识这种证件", None, 0),
        ("resident_id", "1" * 129, "太长", None, 0),
    ],
)
def test_what_is_wrong_is_said_with_its_place(kind: str, text: str, reason: str, at: int | None, short_by: int) -> None:
    found = read_document(kind, text, on=DAY)
    assert isinstance(found, Problem), found
    assert reason in found.reason
    assert (found.at, found.short_by) == (at, short_by)


@pytest.mark.parametrize("kind", ["resident_id", "bank_card", "credit_code", "org_code"])
def test_a_wrong_check_never_names_the_digit_that_would_be_right(kind: str) -> None:
    good = {"resident_id": CHILD, "bank_card": "4111111111111111", "credit_code": COMPANY, "org_code": "600037341"}
    number = good[kind]
    wrong = number[:-1] + ("7" if number[-1] != "7" else "8")
    found = read_document(kind, wrong)
    assert isinstance(found, Problem)
    assert not any(char.isdigit() for char in found.reason)


def test_the_old_fifteen_digits_become_eighteen_and_say_so() -> None:
    found = read_document("resident_id", "110105491231002")
    assert isinstance(found, Document)
    assert found.number == ADULT
    assert "15 位旧号码" in found.note


@pytest.mark.parametrize(("day", "may"), [(date(2033, 6, 6), True), (date(2033, 6, 7), False)])
def test_the_household_register_ends_with_the_eighteenth_birthday(day: date, may: bool) -> None:
    assert isinstance(read_document("household_register", CHILD, on=day), Document) is may


def test_letters_in_front_of_a_credit_code_that_are_in_use_are_read() -> None:
    from stdnum.cn import uscc

    for first in ("N2", "A9", "Y1", "12", "52"):
        number = f"{first}44010060003734X"[:17]
        assert isinstance(read_document("credit_code", number + uscc.calc_check_digit(number)), Document), first


@pytest.mark.parametrize(
    ("typed", "number", "detail"),
    [
        ("沪A12345", "沪A12345", "小型汽车号牌"),
        ("沪·a 12345", "沪A12345", "小型汽车号牌"),
        ("沪Ａ・１２３４５", "沪A12345", "小型汽车号牌"),
        ("沪-A-12345", "沪A12345", "小型汽车号牌"),
        ("京AD12345", "京AD12345", "小型新能源汽车号牌"),
        ("粤bf1234h", "", ""),
        ("粤B12345F", "粤B12345F", "大型新能源汽车号牌"),
        ("京A1234警", "京A1234警", "警用汽车号牌"),
        ("京A1234学", "京A1234学", "教练汽车号牌"),
        ("冀A1234挂", "冀A1234挂", "挂车号牌"),
        ("粤Z1234港", "粤Z1234港", "港澳入出境车号牌（香港）"),
        ("粤Z·1234澳", "粤Z1234澳", "港澳入出境车号牌（澳门）"),
        ("使014578", "使014578", "使馆汽车号牌"),
        ("沪A0023领", "沪A0023领", "领馆汽车号牌"),
        ("WJ京12345", "WJ京12345", "武警部队车辆号牌"),
        ("VA12345", "VA12345", "军队车辆号牌"),
        ("京X1234应急", "京X1234应急", "应急救援车辆号牌"),
        ("京O·12345", "京O12345", "公务用车号牌（O 牌）"),
        ("鄂O0123警", "鄂O0123警", "警用汽车号牌"),
    ],
)
def test_plates_are_read_by_their_sort(typed: str, number: str, detail: str) -> None:
    found = read_document("plate", typed)
    shown = (found.number, found.detail) if isinstance(found, Document) else ("", "")
    assert shown == (number, detail)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("A12345", "省份简称"),
        ("沪I12345", "没有 I"),
        ("沪A1234", "少 1 位"),
        ("沪A1234567", "多 1 位"),
        ("沪A1O345", "第 4 位不对"),
        ("沪A1234警5", "第 7 位不对"),
        ("沪A123456", "新能源"),
    ],
)
def test_a_plate_that_is_none_says_why(typed: str, reason: str) -> None:
    found = read_document("plate", typed)
    assert isinstance(found, Problem)
    assert reason in found.reason


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (ADULT, "resident_id"),
        ("110105491231002", "resident_id"),
        (COMPANY, "credit_code"),
        (HONG_KONG, "hmt_residence"),
        (FOREIGNER, "foreign_residence"),
        ("13800138000", "phone"),
        ("沪A12345", "plate"),
        ("H12345678", "hk_macao_permit"),
        ("E12345678", "passport"),
        ("4111 1111 1111 1111", "bank_card"),
        ("60003734-1", "org_code"),
        ("军字第2001988号", "military_officer"),
    ],
)
def test_a_pasted_number_is_guessed(text: str, first: str) -> None:
    assert guess_kinds(text)[0] == first


@pytest.mark.parametrize("text", ["", "林婉清", "12", "未知号码"])
def test_what_names_nothing_is_not_guessed(text: str) -> None:
    assert guess_kinds(text) == ()


def test_kinds_are_listed_by_whom_they_name() -> None:
    assert [kind.code for kind in kinds_of("organisation")] == ["credit_code", "org_code", "business_licence"]
    assert kinds_of("person")[0].label == "居民身份证"
    assert all(len(kind.label) <= 12 and kind.shape for kind in DOCUMENT_KINDS.values())


def test_the_county_is_told_as_far_as_it_is_known() -> None:
    assert place_of(ADULT) == "北京市朝阳区"
    assert place_of(HONG_KONG) in {"香港", "香港特別行政區香港特别行政区"}
