"""What can happen to a customer's tiers and entitlements. The subject of each fact is the customer."""

from __future__ import annotations

from typing import Any

import msgspec

from app.ids import FactId


class CustomerRegraded(msgspec.Struct, frozen=True, kw_only=True, tag="customer_regraded"):
    """A rule of the pack moved the customer from one code of a scheme to another (D06, D07).

    ``before`` and ``after`` are what the record held and holds (``gold``, 5, true); ``why`` is the rule in words with
    the figures it saw; ``rule`` is its file and line; ``pack`` the name and version of the rules.
    """

    scheme: str
    before: Any
    after: Any
    why: str
    rule: str
    pack: str


class EntitlementUsed(msgspec.Struct, frozen=True, kw_only=True, tag="entitlement_used"):
    """The customer took up something their tier gives (D03). ``ticket`` is the matter it was for, if there was one."""

    entitlement: str
    note: str = ""
    ticket: str = ""


class EntitlementReturned(msgspec.Struct, frozen=True, kw_only=True, tag="entitlement_returned"):
    """A use did not happen after all: it counts no more. Returned twice is returned once."""

    use: FactId
    reason: str = ""


TierFact = CustomerRegraded | EntitlementUsed | EntitlementReturned
