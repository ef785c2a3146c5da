"""What a call's ticket starts as, before anybody has typed anything."""

from __future__ import annotations

REPEAT_CONTACT = 3
"""From the how-manieth contact on one matter an inquiry is treated as a complaint (`mission-rows.md` B08)."""


def kind_of_call(contacts_on_matter: int, *, complaint: str = "complaint", inquiry: str = "inquiry") -> str:
    """The kind of ticket to offer for a call: somebody who has to ask again and again is complaining.

    Args:
        contacts_on_matter: how many contacts there have been on this matter, this one included.
    """
    return complaint if contacts_on_matter >= REPEAT_CONTACT else inquiry
