"""What a record is found by in full-text search: names character by character, numbers and their tails."""

from __future__ import annotations

from app.record import Record


def search_words(record: Record) -> str:
    """The words of a record, "" for what nobody searches by."""
    if record.deleted:
        return ""
    fields = record.fields
    match record.entity:
        case "customer":
            name = str(fields.get("name", ""))
            number = str(fields.get("id_number", ""))
            return " ".join(filter(None, (name, *name, fields.get("customer_no"), number[-4:])))
        case "contact_point":
            phone = str(fields.get("e164", ""))
            return " ".join(filter(None, (phone.removeprefix("+86"), phone[-4:])))
        case "holding":
            return str(fields.get("number", ""))
        case _:
            return ""
