"""Values as they are typed into a field of a file: read into their one spelling, or refused with what to do."""

from __future__ import annotations

from typing import Any

from app.call.number import read_number
from app.customer.real_name import number_kind
from app.customer.record import Customer, view
from app.days import iso_date
from app.errors import InvalidFieldError
from app.identity.document import Problem
from app.identity.reading import read_document
from app.record import Record


def checked(record: Record, field: str, value: Any, *, area_code: str | None = None) -> Any:
    """The value as it is stored.

    Args:
        record: what it is to become a part of; says which kind of document a number is.
        area_code: of the desk, for numbers without one.

    Raises:
        InvalidFieldError: no telephone number, no date, no number of its document.
    """
    text = value.strip() if isinstance(value, str) else value
    match field:
        case "e164":
            number = read_number(str(text), area_code=area_code).e164
            if number is None:
                raise InvalidFieldError(field, "号码读不出来，请核对后再填")
            return number
        case "birth_date" if text and iso_date(str(text)) is None:
            raise InvalidFieldError(field, "日期写成 1984-03-21 这样")
        case "id_number" if text and (kind := number_kind(view(record, Customer))):
            read = read_document(kind, str(text))
            if isinstance(read, Problem):
                raise InvalidFieldError(field, read.reason)
            return read.number
    return text
