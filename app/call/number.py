"""Phone numbers as exchanges, carriers and people write them, read into one E.164 number or into the reason why not.

Source: ``telephony.md`` §7 (order and vectors) and ``semantics.md`` §3.9. Nothing here looks at a customer:
matching uses ``NumberReading.e164`` and nothing else, never a suffix.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from typing import Any, Final

import msgspec
import phonenumbers
from phonenumbers import PhoneNumberType

from app.call.event import AniKind

COUNTRY: Final = "CN"
COUNTRY_CODE: Final = 86
LONGEST_TEXT: Final = 128  # characters; longer is not a number, whoever sent it

_WITHHELD: Final = frozenset(
    {
        *("", "0", "anonymous", "unknown", "<unknown>", "private", "restricted", "withheld", "unavailable", "asserted"),
        *("null", "none", "匿名", "未知", "未知号码", "隐藏号码", "私人号码", "无法显示"),
    }
)
_SERVICE_TYPES: Final = frozenset(
    {PhoneNumberType.TOLL_FREE, PhoneNumberType.SHARED_COST, PhoneNumberType.PREMIUM_RATE, PhoneNumberType.UAN}
)
# Carrier codes dialled before the number (IP 电话): the metadata knows them, but not with the trunk 0 behind them.
# 0 17951 is how some exchanges dial out; not 0 10193, which would be a mobile dialled through Beijing.
_CARRIER_CODE: Final = re.compile(r"^(?:0?(?:17951|17911|17901|17909)|12593|10193)(?=\+?\d{7,})")
# "Zhang" <sip:13800138000@host>;tag=1: the name in front is whatever the caller likes (RFC 3261 §20.10).
_NAME_ADDRESS: Final = re.compile(r"<\s*((?:tel|callto|sips?)\s*:[^<>]*)>", re.IGNORECASE)
_GARBLED: Final = re.compile("[\ud800-\udfff\ufffd]")
_EXTENSION_WORD: Final = re.compile(
    r"(?:总机|總機|内线|內線|转接|转|轉|分机号?|分機|;ext=|ext(?:ension)?\.?|[;,#x])[\s:]*", re.IGNORECASE
)
_SPOKEN_EXTENSION: Final = re.compile(
    rf"(?:[(\[]?\s*(?:{_EXTENSION_WORD.pattern}))+(\d{{1,7}})\s*[)\]]?$", re.IGNORECASE
)
_DASHED_EXTENSION: Final = re.compile(r"^(.*\d)\s*(?:-\s*(\d{2,6})|\(\s*([1-9]\d{1,5})\s*\))$")
_NOISE: Final = re.compile(r"[^\d+]")
# 021-95533: a service number dialled through a city. Subscriber numbers have seven or eight digits, never five or six.
_CITY_AND_SERVICE: Final = re.compile(r"^0(?:10|2\d|[3-9]\d{2})((?:95|96|10|11|12)\d{1,4})$")
_LOCAL: Final = re.compile(r"^[2-8]\d{6,7}$")
_AREA_CODE: Final = re.compile(r"^0?(10|2\d|[3-9]\d{2})$")
_VIRTUAL_OPERATOR: Final = re.compile(r"^\+861(?:62|65|67|70|71)\d{8}$")
_MAINLAND_LANDLINE: Final = re.compile(r"^\+86(10|2\d|[3-9]\d{2})(\d{7,8})$")


class NumberReading(msgspec.Struct, frozen=True, kw_only=True):
    """What a written number means.

    ``e164`` is set only for ``kind == "person"``: it is the one thing a customer may be matched by. ``extension`` is a
    desk behind a main line (shown, never matched) or, for ``internal``, the exchange's own extension. ``region`` is
    a hint in Chinese or empty; numbers are portable, it says where the range was issued. ``assumed_area`` marks a
    local number completed with the branch's area code. ``maybe_relay`` marks ranges that platforms use for
    privacy numbers (中间号): show it, do not save it to a profile unasked. ``reason`` is a sentence for people, empty
    if there is nothing to say.
    """

    raw: str
    kind: AniKind
    e164: str | None = None
    extension: str | None = None
    region: str = ""
    assumed_area: bool = False
    maybe_relay: bool = False
    reason: str = ""


def read_number(
    raw: str,
    *,
    area_code: str | None = None,
    extensions: Collection[str] = (),
    with_region: bool = False,
) -> NumberReading:
    """Read a number in any of the forms an exchange, a carrier, a form or a person writes it.

    Args:
        raw: the text as it came; kept beside the result.
        area_code: the branch's area code (``010`` or ``10``), used for seven- and eight-digit local numbers.
        extensions: the exchange's own extensions; anything in here is ``internal``.
        with_region: also say where the range was issued. The first such call loads the geography (about 0.2 s).

    Never raises: what cannot be read is ``invalid`` with the reason. Source: ``telephony.md`` §7.
    """
    if len(raw) > LONGEST_TEXT:
        return NumberReading(raw=raw, kind="invalid", reason="内容太长，不是电话号码")
    if _GARBLED.search(raw):
        return NumberReading(raw=raw, kind="invalid", reason="含有乱码，无法识别，请重新输入")
    text = _tidy(raw)
    if text.casefold() in _WITHHELD or (text and not text.strip("0")):
        return NumberReading(raw=raw, kind="withheld", reason="来电未显示号码")
    if text in extensions:
        return NumberReading(raw=raw, kind="internal", extension=text)
    reading = _read_outside(raw, text, area_code)
    if with_region and reading.e164 is not None:
        return msgspec.structs.replace(reading, region=region_of(reading.e164))
    return reading


def region_of(e164: str) -> str:
    """Where the number's range was issued, in Chinese (``广东省深圳市``), or empty. A hint only."""
    from phonenumbers import geocoder

    try:
        return str(geocoder.description_for_number(phonenumbers.parse(e164), "zh"))
    except phonenumbers.NumberParseException:
        return ""


def is_area_code(text: str) -> bool:
    """Whether this is the area code of a city on the mainland, with or without its 0."""
    return _AREA_CODE.match(text.strip()) is not None


def is_service_number(digits: str) -> bool:
    """Whether this is a short service number (95533, 10086, 110): never a person, never an extension."""
    if not digits.isascii() or not digits.isdigit() or len(digits) > 9:
        return False
    return bool(phonenumbers.is_valid_short_number_for_region(_number(COUNTRY_CODE, digits), COUNTRY))


def _tidy(raw: str) -> str:
    """Full-width to plain, URI dressing and invisible characters off, every dash one dash."""
    text = unicodedata.normalize("NFKC", raw)
    text = "".join("-" if unicodedata.category(c) == "Pd" else c for c in text if unicodedata.category(c) != "Cf")
    text = text.strip()
    if address := _NAME_ADDRESS.search(text):
        text = address[1]
    text = text.strip("\"'")
    scheme, colon, rest = text.partition(":")
    if colon and scheme.strip().casefold() in {"tel", "callto", "sip", "sips"}:
        text = rest.strip().removeprefix("//").partition("@")[0]
    return text.strip()


def _read_outside(raw: str, text: str, area_code: str | None) -> NumberReading:
    if spoken := _SPOKEN_EXTENSION.search(text):
        return _read_whole(raw, text[: spoken.start()], spoken[1], area_code)
    reading = _read_whole(raw, text, None, area_code)
    if reading.kind != "invalid":
        return reading
    if dashed := _DASHED_EXTENSION.match(text):
        main_line = _read_whole(raw, dashed[1], dashed[2] or dashed[3], area_code)
        if main_line.e164 is not None and _MAINLAND_LANDLINE.match(main_line.e164):
            return main_line
    return reading


def _read_whole(raw: str, text: str, extension: str | None, area_code: str | None) -> NumberReading:
    """Read a number without extension. ``extension`` is only carried along."""
    if any(c.isalpha() for c in text):
        return NumberReading(raw=raw, kind="invalid", reason="号码中含有文字，无法识别")
    digits = _national(_NOISE.sub("", text))
    if _is_service(digits):
        return NumberReading(raw=raw, kind="service", extension=extension, reason="服务号码，不对应个人客户")
    number = _parse(digits)
    assumed = False
    if not _is_valid(number) and area_code and _LOCAL.match(digits) and (area := _AREA_CODE.match(area_code.strip())):
        number = _parse(f"0{area[1]}{digits}")
        assumed = _is_valid(number)
    if not _is_valid(number):
        return NumberReading(raw=raw, kind="invalid", extension=extension, reason=_why_invalid(digits, area_code))
    if phonenumbers.number_type(number) in _SERVICE_TYPES:
        return NumberReading(raw=raw, kind="service", extension=extension, reason="服务号码，不对应个人客户")
    e164 = str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    relay = _VIRTUAL_OPERATOR.match(e164) is not None
    reason = "未带区号，已按本网点区号补全" if assumed else ""
    if relay:
        reason = "虚拟运营商号段，可能是隐私中间号，请核实后再存入档案"
    return NumberReading(
        raw=raw, kind="person", e164=e164, extension=extension, assumed_area=assumed, maybe_relay=relay, reason=reason
    )


def _national(digits: str) -> str:
    """Without a carrier code, which may itself stand behind the country code."""
    home = re.sub(r"^(?:\+86|0086)", "", digits)
    stripped = _CARRIER_CODE.sub("", home)
    return stripped if stripped != home else digits


def _is_service(digits: str) -> bool:
    home = re.sub(r"^(?:\+86|0086)", "", digits)
    city = _CITY_AND_SERVICE.match(home)
    return is_service_number(home) or (city is not None and is_service_number(city[1]))


def _parse(digits: str) -> Any:
    """The parsed number, or None where there is nothing to parse. ``00`` is our way out of the country."""
    try:
        return phonenumbers.parse(digits, COUNTRY)
    except phonenumbers.NumberParseException:
        return None


def _is_valid(number: Any) -> bool:
    return number is not None and bool(phonenumbers.is_valid_number(number))


def _number(country_code: int, national: str) -> Any:
    zeros = len(national) - len(national.lstrip("0"))
    return phonenumbers.PhoneNumber(
        country_code=country_code,
        national_number=int(national),
        italian_leading_zero=zeros > 0 or None,
        number_of_leading_zeros=zeros if zeros > 1 else None,
    )


def _why_invalid(digits: str, area_code: str | None) -> str:
    count = sum(c.isdigit() for c in digits)
    if _LOCAL.match(digits) and not area_code:
        return "缺少区号，无法确定是哪里的固定电话"
    if count == 0:
        return "没有数字，无法识别"
    if count < 7:
        return "位数太少，也不是本单位的分机"
    if count > 15:
        return "位数太多，请检查是否多输了数字"
    return "不是有效的电话号码，请核对"
