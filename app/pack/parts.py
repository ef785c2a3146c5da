"""The files of a pack that each become one field of :class:`app.pack.model.Pack`: who reads them, how they inherit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from app.pack.holdings_reader import merge_holdings, read_holdings
from app.pack.papers_reader import merge_papers, read_papers
from app.pack.privacy_reader import merge_privacy, read_privacy
from app.pack.quality_reader import merge_quality, read_quality
from app.pack.risks_reader import merge_risks, read_risks
from app.pack.source import Item
from app.pack.tiers_reader import check_tiers, merge_tiers, read_tiers
from app.pack.verification_reader import merge_verification, read_verification


class Part(NamedTuple):
    """One file: the field it fills, how it is read, and what it gives where the pack extends another.

    ``read`` raises :class:`app.errors.PackError` with file and line. ``merge`` takes what is inherited and what this
    pack says itself; it is not called where one of the two is missing. ``check`` is given what came out and this
    pack's own file, for what a file may name that stands in another.
    """

    field: str
    read: Callable[[Item], Any]
    merge: Callable[[Any, Any], Any]
    check: Callable[[Any, Item], None] = lambda _merged, _source: None


PARTS: dict[str, Part] = {
    "holdings.yaml": Part("holdings", read_holdings, merge_holdings),
    "papers.yaml": Part("papers", read_papers, merge_papers),
    "privacy.yaml": Part("privacy", read_privacy, merge_privacy),
    "quality.yaml": Part("quality", read_quality, merge_quality),
    "risks.yaml": Part("risks", read_risks, merge_risks),
    "tiers.yaml": Part("tiers", read_tiers, merge_tiers, check_tiers),
    "verification.yaml": Part("verification", read_verification, merge_verification),
}
"""By file name. A new kind of rule is a reader beside this file, a field of the pack, and one line here."""
