"""Who may be whom: whole keys, then explained candidates (疑似). Nothing here links anybody (D13, `semantics.md` §3.9).

A number that is shared is not a person: a couple share a telephone, twins a birthday. So no reason counts without
the names agreeing, or one of the files having none, except a whole 证件 or customer number. Weights are ours (试行):
they say in which order a person should look, nothing more.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from app.identity.resident_id import from_old_form
from app.oneid.names import agreement
from app.record import Record

WORDS = {
    "id_number": "证件种类和号码都相同",
    "customer_no": "同一客户号",
    "phone": "同一手机号",
    "name_same": "姓名相同",
    "birth_date": "生日相同",
    "name_sound": "姓名同音",
    "id_maybe": "证件号码可能相同（有一方只见掩码）",
    "name_similar": "姓名相近",
    "nameless": "有一方没有姓名",
    "birth_differs": "生日不同",
    "sex_differs": "性别不同",
    "id_differs": "证件号码不同",
}
"""The words for each reason, the weightiest first; the last three speak against."""

AGAINST = frozenset({"birth_differs", "sex_differs", "id_differs"})
CERTAIN = 100
LIKELY_FROM = 60
_WEIGHTS = {
    "id_number": CERTAIN,
    "customer_no": CERTAIN,
    "phone": 40,
    "name_same": 40,
    "birth_date": 30,
    "name_sound": 30,
    "id_maybe": 30,
    "name_similar": 25,
    "nameless": 20,
    "birth_differs": -30,
    "sex_differs": -20,
    "id_differs": -50,
}
_NAMES = {"same": "name_same", "sound": "name_sound", "similar": "name_similar", "unknown": "nameless"}
RESIDENT = frozenset({"", "resident_id", "temporary_id", "household_register"})
"""Documents that carry one and the same number; where a person's kind is missing, it is that one."""


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """What of a file can be compared. ``id_masked``: the centre sent only the masked number, it is never exact."""

    id: str
    kind: str = "person"
    name: str = ""
    sex: str = ""
    birth_date: str = ""
    id_kind: str = ""
    id_number: str = ""
    id_masked: bool = False
    name_masked: bool = False
    customer_no: str = ""
    phones: frozenset[str] = frozenset()


class Reason(msgspec.Struct, frozen=True):
    """Why two files may be one customer's, or may not: a code of :data:`WORDS`, and words with the values."""

    code: str
    words: str


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """疑似: a file that may be the same customer's. A person decides; ``score`` is out of 100."""

    customer_id: str
    reasons: tuple[Reason, ...]
    score: int

    @property
    def codes(self) -> tuple[str, ...]:
        """The reasons without the values."""
        return tuple(reason.code for reason in self.reasons)


def person_of(customer: Record, contacts: Iterable[Record] = ()) -> Person:
    """What can be compared of a customer's record and their contact points."""

    def text(field: str) -> str:
        return str(customer.fields.get(field) or "").strip()

    return Person(
        id=customer.id,
        kind=text("kind") or "person",
        name=text("name"),
        sex=text("sex"),
        birth_date=text("birth_date"),
        id_kind=text("id_kind"),
        id_number="".join(text("id_number").split()).upper(),
        id_masked=customer.is_masked("id_number") or "*" in text("id_number"),
        name_masked=customer.is_masked("name") or "*" in text("name"),
        customer_no="" if customer.is_masked("customer_no") else text("customer_no"),
        phones=frozenset(str(one.fields["e164"]) for one in contacts if not one.deleted and _has_number(one)),
    )


def exact(one: Person, other: Person) -> tuple[Reason, ...]:
    """Whole keys that both have: 证件种类+号码, customer number. Empty where there is none: all else is a guess."""
    if one.kind != other.kind:
        return ()
    found = []
    if _same_document(one, other):
        found.append(Reason("id_number", WORDS["id_number"]))
    if one.customer_no and one.customer_no == other.customer_no:
        found.append(Reason("customer_no", WORDS["customer_no"]))
    return tuple(found)


def candidates(one: Person, others: Iterable[Person]) -> tuple[Candidate, ...]:
    """Who of the others may be this customer, the likeliest first, each with its reasons."""
    found = [made for other in others if other.id != one.id and (made := _compare(one, other)) is not None]
    return tuple(sorted(found, key=lambda made: (-made.score, made.customer_id)))


def _compare(one: Person, other: Person) -> Candidate | None:
    if one.kind != other.kind:
        return None
    certain = exact(one, other)
    names = "unknown" if one.name_masked or other.name_masked else agreement(one.name, other.name)
    if not certain and names == "different":
        return None
    reasons = sorted([*certain, *_softer(one, other, names)], key=lambda reason: [*WORDS].index(reason.code))
    score = sum(_WEIGHTS[reason.code] for reason in reasons)
    if certain:
        score = CERTAIN
    elif score < LIKELY_FROM:
        return None
    return Candidate(customer_id=other.id, reasons=tuple(reasons), score=min(score, CERTAIN))


def _softer(one: Person, other: Person, names: str) -> list[Reason]:
    codes = []
    if names in _NAMES:
        codes.append(_NAMES[names])
    if one.phones & other.phones:
        codes.append("phone")
    codes += _both(one.birth_date, other.birth_date, "birth_date", "birth_differs")
    codes += _both(one.sex, other.sex, "", "sex_differs")
    codes += _documents(one, other)
    found = [Reason(code, WORDS[code]) for code in codes]
    pair = f"{one.name} / {other.name}"
    return [Reason(r.code, f"{r.words}：{pair}") if r.code in ("name_sound", "name_similar") else r for r in found]


def _both(one: str, other: str, same: str, differs: str) -> list[str]:
    if not one or not other:
        return []
    return [code for code in (same if one == other else differs,) if code]


def _documents(one: Person, other: Person) -> list[str]:
    if not one.id_number or not other.id_number or _same_document(one, other):
        return []
    if one.id_masked or other.id_masked:
        return ["id_maybe"] if _may_be(one.id_number, other.id_number) else []
    if _kind(one) != _kind(other):
        return []
    return ["id_differs"]


def _same_document(one: Person, other: Person) -> bool:
    if not one.id_number or not other.id_number or one.id_masked or other.id_masked:
        return False
    return _kind(one) == _kind(other) and _whole(one) == _whole(other)


def _kind(person: Person) -> str:
    return "resident" if person.id_kind in RESIDENT and person.kind == "person" else person.id_kind


def _whole(person: Person) -> str:
    """The number, a resident's in its old form of 15 digits brought to 18."""
    number = person.id_number
    if _kind(person) == "resident" and len(number) == 15 and number.isascii() and number.isdigit():
        return from_old_form(number)
    return number


def _may_be(one: str, other: str) -> bool:
    """Whether two numbers, of which stars hide parts, can be the same; all stars say nothing."""
    if len(one) != len(other):
        return False
    told = [(a, b) for a, b in zip(one, other, strict=True) if a != "*" and b != "*"]
    return len(told) >= 4 and all(a == b for a, b in told)


def _has_number(point: Record) -> bool:
    return bool(point.fields.get("e164")) and not point.is_masked("e164")
