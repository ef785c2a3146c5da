"""What can prove who somebody is, or name a thing: the kinds, and what reading one gives (E06, D13).

Reading never raises. It gives a :class:`Document`, or a :class:`Problem` whose reason is a Chinese sentence for the
person who typed: what is wrong and what to do, never the number itself and never the digit that would make it right
(a wrong check digit says that *some* digit is wrong; naming one would help to make numbers up).
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from app.identity.resident_id import Sex

Holder = Literal["person", "organisation", "thing"]


class DocumentKind(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of document or number.

    ``code`` is what is stored (``Customer.id_kind``); ``holder`` whom it names; ``shape`` says in a few words what the
    number looks like; ``oldest`` is the greatest age in whole years its holder may have, None where any will do.
    """

    code: str
    label: str
    holder: Holder
    shape: str
    oldest: int | None = None


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A number that can be one of this kind.

    ``number`` is its one spelling, for storing and comparing. ``detail`` names the variety (小型新能源汽车号牌),
    ``note`` is something to tell the person who typed; both may be empty. ``birth_date``, ``sex`` and ``province`` are
    set where the number says so.
    """

    kind: str
    number: str
    detail: str = ""
    note: str = ""
    birth_date: date | None = None
    sex: Sex | None = None
    province: str = ""


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Why a text is no number of this kind. ``at`` is the place of the wrong character, counted from 1, if it is one.

    ``short_by`` counts missing characters, and is negative where there are too many; 0 where length is not the matter.
    """

    kind: str
    reason: str
    at: int | None = None
    short_by: int = 0


# E06 「居民身份证、临时居民身份证、户口簿」… 护照. 户口簿 is for minors only: under eighteen (民法典 17).
_ALL = (
    DocumentKind(code="resident_id", label="居民身份证", holder="person", shape="18 位"),
    DocumentKind(code="temporary_id", label="临时居民身份证", holder="person", shape="18 位"),
    DocumentKind(
        code="household_register",
        label="户口簿",
        holder="person",
        shape="本人页上的 18 位身份证号，限未成年人",
        oldest=17,
    ),
    DocumentKind(code="passport", label="中国护照", holder="person", shape="如 E 加 8 位数字"),
    DocumentKind(code="foreign_passport", label="外国护照", holder="person", shape="5 到 12 位"),
    DocumentKind(
        code="hk_macao_permit",
        label="港澳居民来往内地通行证",
        holder="person",
        shape="H 或 M 加 8 位数字",
    ),
    DocumentKind(code="taiwan_permit", label="台湾居民来往大陆通行证", holder="person", shape="8 位数字"),
    DocumentKind(code="hmt_residence", label="港澳台居民居住证", holder="person", shape="18 位"),
    DocumentKind(
        code="foreign_residence",
        label="外国人永久居留身份证",
        holder="person",
        shape="18 位，9 开头；旧证 3 个字母加 12 位数字",
    ),
    DocumentKind(code="military_officer", label="军官证", holder="person", shape="如 军字第 0000000 号"),
    DocumentKind(code="military_soldier", label="士兵证", holder="person", shape="如 士字第 0000000 号"),
    DocumentKind(code="armed_police", label="武警证件", holder="person", shape="如 武字第 0000000 号"),
    DocumentKind(code="police_officer", label="人民警察证", holder="person", shape="6 或 7 位数字"),
    DocumentKind(code="credit_code", label="统一社会信用代码", holder="organisation", shape="18 位数字和字母"),
    DocumentKind(code="org_code", label="组织机构代码", holder="organisation", shape="8 位加校验位"),
    DocumentKind(code="business_licence", label="营业执照注册号", holder="organisation", shape="15 位数字"),
    DocumentKind(code="plate", label="车牌号", holder="thing", shape="如 沪A12345"),
    DocumentKind(code="bank_card", label="银行卡号", holder="thing", shape="12 到 19 位数字"),
    DocumentKind(code="phone", label="电话号码", holder="thing", shape="手机号或带区号的固话"),
)

DOCUMENT_KINDS: dict[str, DocumentKind] = {kind.code: kind for kind in _ALL}
"""Every kind by its code, in the order a list shows them."""


def kinds_of(holder: Holder) -> tuple[DocumentKind, ...]:
    """The kinds that name a person, an organisation or a thing, in the order a list shows them."""
    return tuple(kind for kind in DOCUMENT_KINDS.values() if kind.holder == holder)


def label_of(kind: str) -> str:
    """The Chinese name of a kind; the code itself where nobody knows it (a newer program's)."""
    return DOCUMENT_KINDS[kind].label if kind in DOCUMENT_KINDS else kind
