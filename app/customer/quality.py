"""How good a customer's record is: 100 less what is missing or stale, each with its reason (D14, D15).

A record is good when the customer can be recognised, reached and advised with it. The costs are ours, in that order.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.customer.record import ContactPoint, Customer
from app.customer.view import Quality
from app.days import months_since

NO_NAME = 20
NO_ID_NUMBER = 20
NO_PHONE = 20
NOT_REAL_NAME = 15
NO_ADDRESS = 15
NO_EMAIL = 13
STALE_ADDRESS = 10
NO_BIRTH_DATE = 5
STALE_AFTER_MONTHS = 24
"""An address nobody has confirmed for this long may be wrong."""
REASONS_SHOWN = 2


def quality(customer: Customer, contacts: Sequence[ContactPoint], today: date) -> Quality:
    """The score from 0 to 100 and the reasons that cost most.

    Args:
        contacts: the customer's ways to be reached.
        today: the day in the desk's zone.
    """
    costs = _costs(customer, contacts, today)
    worst = sorted(costs, key=lambda cost: -cost[0])
    return Quality(max(0, 100 - sum(cost for cost, _ in costs)), tuple(reason for _, reason in worst[:REASONS_SHOWN]))


def _costs(customer: Customer, contacts: Sequence[ContactPoint], today: date) -> list[tuple[int, str]]:
    has_phone = any(contact.e164 for contact in contacts)
    months = months_since(customer.address_verified_on, today)
    is_stale = months is None or months >= STALE_AFTER_MONTHS
    stale = f"住址 {months} 个月未核实" if months is not None else "住址没有核实过"
    found = (
        (NO_NAME, "姓名缺失", not customer.name),
        (NO_ID_NUMBER, "证件号码缺失", not customer.id_number),
        (NO_PHONE, "没有联系电话", not has_phone),
        (NOT_REAL_NAME, "未实名", customer.real_name != "yes"),
        (NO_ADDRESS, "住址缺失", not customer.address),
        (NO_EMAIL, "邮箱缺失", not customer.email),
        (STALE_ADDRESS, stale, bool(customer.address) and is_stale),
        (NO_BIRTH_DATE, "生日缺失", not customer.birth_date),
    )
    return [(cost, reason) for cost, reason, applies in found if applies]
