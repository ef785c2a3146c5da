"""What an operation from a desk must look like to be taken. Pure; a refusal is a code and words for its author."""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from app.catalogue import decode_body, kind_of
from app.days import iso_date
from app.errors import ProtocolError
from app.record import Patch
from app.verification.facts import CENTRE_ONLY
from sync.protocol import CONFLICT, WireFact

MAX_BODY = 256 * 1024
"""Bytes a fact's body, or a record's fields, may have."""

MAX_DEPTH = 16
_ID = re.compile(r"[\x21-\x7e\u4e00-\u9fff]{1,128}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_FIELD = re.compile(r"[^\x00-\x1f]{1,64}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_AHEAD = timedelta(days=1)
ZONE = ZoneInfo("Asia/Shanghai")
"""Whose day it is at the centre."""
_INT64 = range(-(2**63), 2**63)
_NOT_PATCHED = frozenset({"fact", CONFLICT})


class Refusal(NamedTuple):
    """Why an operation is set aside: a stable code, and what its author can do about it."""

    code: str
    reason: str


class _Tagged(msgspec.Struct):
    type: str = ""


def is_id(text: str) -> bool:
    """Whether this can be an identifier: 1 to 128 visible characters."""
    return _ID.fullmatch(text) is not None


def check_fact(fact: WireFact) -> Refusal | None:
    """What is wrong with a fact from a desk, or None. A kind that this program does not know is nothing wrong."""
    if not (is_id(fact.id) and is_id(fact.subject_id) and (not fact.customer_id or is_id(fact.customer_id))):
        return Refusal("bad_id", "编号的格式不对，这条记录没有收下")
    if not _NAME.fullmatch(fact.kind):
        return Refusal("bad_kind", "记录的种类写法不对")
    if fact.at.tzinfo is None:
        return Refusal("bad_time", "记录的时间没有时区")
    if fact.hlc < 0:
        return Refusal("bad_time", "记录的时间戳不对")
    return _check_body(fact)


def check_patch(patch: Patch, now: datetime) -> Refusal | None:
    """What is wrong with a patch from a desk, or None. ``now`` is the centre's time, UTC."""
    if not (is_id(patch.row_id) and is_id(patch.owner_id)):
        return Refusal("bad_id", "编号的格式不对，这次修改没有收下")
    if not _NAME.fullmatch(patch.entity) or patch.entity in _NOT_PATCHED:
        return Refusal("bad_entity", "资料的种类写法不对")
    if not all(_FIELD.fullmatch(name) for name in patch.fields):
        return Refusal("bad_field", "字段名的写法不对")
    latest = (now.astimezone(ZONE) + _AHEAD).date().isoformat()
    if not all(_DAY.fullmatch(day) and iso_date(day) and day <= latest for day in patch.verified.values()):
        return Refusal("bad_date", "核实日期要写成 2026-11-24 这样，不能晚于明天；请核对这台电脑的日期后重发")
    if not (_is_plain(patch.fields) and _is_plain(patch.base)):
        return Refusal("bad_value", "有一个值不能保存：含有控制字符、过大的数或不支持的类型")
    if len(msgspec.json.encode(patch.fields)) > MAX_BODY:
        return Refusal("too_large", f"一次修改不能超过 {MAX_BODY // 1024} KB，请拆开或改用附件")
    return None


def _check_body(fact: WireFact) -> Refusal | None:
    if len(fact.body) > MAX_BODY:
        return Refusal("too_large", f"一条记录不能超过 {MAX_BODY // 1024} KB，请改用附件")
    try:
        fact.body.decode()
        body = decode_body(fact.body)
        tag = msgspec.json.decode(fact.body, type=_Tagged).type if body is None else kind_of(body)
    except (ProtocolError, ValueError, RecursionError):
        return Refusal("bad_body", "记录的内容读不懂，没有收下；请升级程序后重发")
    if tag in CENTRE_ONLY:
        return Refusal("centre_only", "密码核验的记录由中心自己保存，没有收下")
    if tag != fact.kind:
        return Refusal("bad_kind", "记录的种类与内容不符")
    return None


def _is_plain(value: Any, depth: int = 0) -> bool:
    """Whether this is a JSON value that both engines store and give back unchanged."""
    match value:
        case bool() | None:
            return True
        case str():
            return "\x00" not in value
        case int():
            return value in _INT64
        case float():
            return math.isfinite(value) and abs(value) < 2**63  # PostgreSQL gives 1e300 back as an integer
        case list():
            return depth < MAX_DEPTH and all(_is_plain(one, depth + 1) for one in value)
        case dict():
            return depth < MAX_DEPTH and all(
                isinstance(key, str) and "\x00" not in key and _is_plain(one, depth + 1) for key, one in value.items()
            )
        case _:
            return False
