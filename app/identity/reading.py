"""Reads any number that names somebody or something, in whatever spelling, or says in Chinese why it cannot be."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Final

from app.identity import organisation_numbers, resident_numbers, thing_numbers, travel_numbers
from app.identity.document import Document, Problem
from app.identity.spelling import LONGEST_TEXT, empty, tidy

_Reader = Callable[[str, str, date | None], Document | Problem]
"""Takes the kind, its number, tidied and never empty, and the day it is shown."""

_READERS: Final[dict[str, _Reader]] = {
    "resident_id": resident_numbers.read_resident,
    "temporary_id": resident_numbers.read_resident,
    "household_register": resident_numbers.read_resident,
    "passport": travel_numbers.read_passport,
    "foreign_passport": travel_numbers.read_foreign_passport,
    "hk_macao_permit": travel_numbers.read_hk_macao_permit,
    "taiwan_permit": travel_numbers.read_taiwan_permit,
    "hmt_residence": resident_numbers.read_hmt_residence,
    "foreign_residence": resident_numbers.read_foreign_residence,
    "military_officer": travel_numbers.read_uniform,
    "military_soldier": travel_numbers.read_uniform,
    "armed_police": travel_numbers.read_uniform,
    "police_officer": travel_numbers.read_police_officer,
    "credit_code": organisation_numbers.read_credit_code,
    "org_code": organisation_numbers.read_org_code,
    "business_licence": organisation_numbers.read_business_licence,
    "plate": thing_numbers.read_plate,
    "bank_card": thing_numbers.read_bank_card,
}

# What a bare text may be, the likeliest first. The register and the temporary card carry a resident's number and
# cannot be told from it; what any six digits could be (人民警察证) is no guess.
_GUESSED: Final = (
    "resident_id",
    "hmt_residence",
    "foreign_residence",
    "credit_code",
    "phone",
    "plate",
    "hk_macao_permit",
    "passport",
    "bank_card",
    "business_licence",
    "org_code",
    "taiwan_permit",
    "military_officer",
    "foreign_passport",
)
_LIKE_A_PASSPORT: Final = re.compile(r"[A-Z]{1,3}\d{5,8}[A-Z]?")
_WITH_WORDS: Final = re.compile(r"[\u4e00-\u9fff]")


def read_document(kind: str, text: str, *, on: date | None = None) -> Document | Problem:
    """The text as a number of this kind, or what is wrong with it and what to do (E06).

    Full-width characters, spaces, dashes, dots, brackets and small letters are forgiven everywhere.

    Args:
        kind: a code of :data:`app.identity.document.DOCUMENT_KINDS`.
        text: as typed, pasted or read by a machine.
        on: the day it is shown, in the desk's zone; ages are looked at only where it is given.

    Never raises: an unknown kind (a newer program's) is a problem too.
    """
    if len(text) > LONGEST_TEXT:
        return Problem(kind=kind, reason="内容太长，不是证件号码")
    if kind == "phone":
        return thing_numbers.read_phone(kind, text)
    reader = _READERS.get(kind)
    if reader is None:
        return Problem(kind=kind, reason="不认识这种证件，请更新规则包或改选种类")
    number = tidy(text)
    return reader(kind, number, on) if number else empty(kind)


def guess_kinds(text: str) -> tuple[str, ...]:
    """What a pasted text may be, the likeliest first; empty where it can be nothing we know.

    A guess, for search and for choosing the kind in a form: nothing may be stored or matched by it alone.
    """
    return tuple(kind for kind in _GUESSED if _may_be(kind, text))


def _may_be(kind: str, text: str) -> bool:
    number = tidy(text)
    if kind == "foreign_passport" and not _LIKE_A_PASSPORT.fullmatch(number):
        return False
    if kind == "military_officer" and not _WITH_WORDS.search(number):
        return False
    return isinstance(read_document(kind, text), Document)
