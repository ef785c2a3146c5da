"""Ticket numbers that people say to each other, given out offline without collision.

``TS-261124-01007``: the kind's letters, the day, then the device's slot (two digits or more) and the device's own
count of that day (three digits). The centre gives every device a slot of its own, so no two desks ever give one number.
"""

from __future__ import annotations

from datetime import date

from app.errors import RefusedError

MOST_A_DAY = 999


def ticket_number(prefix: str, day: date, slot: int, count: int) -> str:
    """The number of the ``count``-th ticket (from 1) of that day on the device with this slot.

    Raises:
        RefusedError: more than :data:`MOST_A_DAY` on one device in one day: a runaway program, not a person.
    """
    if count > MOST_A_DAY:
        raise RefusedError(f"这台电脑今天已开 {MOST_A_DAY} 张工单，号段用完。请换一台电脑，或联系管理员。")
    return f"{prefix}-{day:%y%m%d}-{slot:02d}{count:03d}"
