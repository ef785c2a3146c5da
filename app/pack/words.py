"""What a ticket is called in the words of its pack."""

from __future__ import annotations

from app.pack.model import Pack
from app.ticket.fold import Ticket

SUBJECT_FIELD = "subject"


def subject_of(ticket: Ticket, pack: Pack) -> str:
    """The matter in few words: what was written as subject, else the reason chosen (未一次告知材料), else the kind."""
    written = ticket.value(SUBJECT_FIELD)
    if isinstance(written, str) and written.strip():
        return written.strip()
    reason = ticket.value("reason")
    if isinstance(reason, str) and reason:
        return pack.choice_label(ticket.kind, "reason", reason).rpartition(" / ")[2]
    return pack.label("kind", ticket.kind)


def check_words(pack: Pack, *, is_organisation: bool) -> dict[str, str]:
    """The identity checks in their order, by code, as a person or an organisation is asked (E01-E08)."""
    own = pack.labels.get("check_organisation", {}) if is_organisation else {}
    return {code: own.get(code, words) for code, words in pack.labels.get("check", {}).items()}
