"""Which papers must be seen before a business may be done, and whether they have been (E06, E07, E08).

A checklist is data of the pack (``papers.yaml``). :func:`check` compares it with what the agent has ticked: it knows no
clock, no customer and no screen.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal, get_args

import msgspec

from app.days import age_on
from app.identity.document import Document, Problem
from app.identity.reading import read_document

Comer = Literal["holder", "proxy", "organisation"]
Look = Literal["original", "copy", "either", "both", "form", "sign", "second_person", "question"]
Where = Literal["counter", "phone"]

COMERS: tuple[Comer, ...] = get_args(Comer)
LOOKS: tuple[Look, ...] = get_args(Look)


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a checklist: a paper to see, a form to fill, a signature, or the second colleague.

    ``look`` says in which form it counts; ``kinds`` are the kinds of document (:mod:`app.identity.document`) that do,
    whose number is taken down where there are any; ``youngest`` is the least age of its holder in whole years.
    """

    code: str
    label: str
    look: Look
    kinds: tuple[str, ...] = ()
    youngest: int | None = None
    note: str = ""


class Checklist(msgspec.Struct, frozen=True, kw_only=True):
    """What must be there (``needed``) and what may help (``helpful``) when this comer wants this business."""

    needed: tuple[Paper, ...]
    helpful: tuple[Paper, ...] = ()

    def papers(self) -> tuple[Paper, ...]:
        """Everything on it, in the order it is asked for."""
        return self.needed + self.helpful


class Business(msgspec.Struct, frozen=True, kw_only=True):
    """A business somebody may want: where it can be done, with which papers, and who is refused and why."""

    code: str
    label: str
    where: tuple[Where, ...]
    checklists: dict[str, Checklist]
    refused: dict[str, str] = {}


class StopReason(msgspec.Struct, frozen=True, kw_only=True):
    """Why a document ends the business at once (E08), and what to say to whoever showed it."""

    code: str
    label: str
    say: str


class Papers(msgspec.Struct, frozen=True, kw_only=True):
    """The pack's rules about papers."""

    businesses: dict[str, Business] = {}
    stops: dict[str, StopReason] = {}

    def merged(self, own: Papers) -> Papers:
        """These rules, with another pack's where it has any of the same name."""
        return Papers(businesses=self.businesses | own.businesses, stops=self.stops | own.stops)


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """A ticked paper; ``kind`` and ``number`` as typed where the paper has a number, else empty."""

    kind: str = ""
    number: str = ""


class Missing(msgspec.Struct, frozen=True, kw_only=True):
    """A paper that is not settled yet: ``reason`` says what is wrong with it, empty where it has not been ticked."""

    paper: Paper
    reason: str = ""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the business may go on. ``refusal`` is set where no paper could help; ``missing`` keeps the list's order.

    ``numbers`` are the numbers read, in their one spelling, by the code of the paper.
    """

    refusal: str = ""
    missing: tuple[Missing, ...] = ()
    numbers: dict[str, Document] = {}

    @property
    def may_proceed(self) -> bool:
        """Nothing is missing and nothing forbids it."""
        return not self.refusal and not self.missing


def refusal(business: Business, comer: Comer, where: Where) -> str:
    """Why this business cannot be done here or by this comer whatever they show; empty where it can (E08)."""
    if where not in business.where:
        place = "电话里" if where == "phone" else "柜面"
        instead = "请客户带证件到柜面办理" if where == "phone" else "请客户拨打客服电话办理"
        return f"{business.label}不能在{place}办理，{instead}"
    if comer in business.refused:
        return business.refused[comer]
    return "" if comer in business.checklists else f"{business.label}没有写明这种办理人要看什么，请改选或请示组长"


def check(
    business: Business, comer: Comer, seen: Mapping[str, Seen], *, where: Where, on: date | None = None
) -> Outcome:
    """What is still missing before this business may be done.

    Args:
        business: what is wanted.
        comer: who is there: the holder, a proxy, or somebody for an organisation.
        seen: what has been ticked, by the code of the paper. A helpful paper counts only if it is wrong.
        where: at the counter or on the phone.
        on: today in the desk's zone, for ages; None leaves them out.

    E06 kinds and ages, E07 proxy and organisation, two-person and signature lines, E08 counter only.
    """
    if stopped := refusal(business, comer, where):
        return Outcome(refusal=stopped)
    missing: list[Missing] = []
    numbers: dict[str, Document] = {}
    checklist = business.checklists[comer]
    for paper in checklist.papers():
        shown = seen.get(paper.code)
        if shown is None:
            if paper in checklist.needed:
                missing.append(Missing(paper=paper))
        elif paper.kinds:
            read = read_paper(paper, shown, on=on)
            if isinstance(read, Problem):
                missing.append(Missing(paper=paper, reason=read.reason))
            else:
                numbers[paper.code] = read
    return Outcome(missing=tuple(missing), numbers=numbers)


def read_paper(paper: Paper, shown: Seen, *, on: date | None = None) -> Document | Problem:
    """The number taken down for a paper, or what is wrong with it: kind, number, age of its holder."""
    if shown.kind not in paper.kinds:
        return Problem(kind=shown.kind, reason="请选证件种类")
    read = read_document(shown.kind, shown.number, on=on)
    if isinstance(read, Document) and paper.youngest is not None and on is not None and read.birth_date is not None:
        age = age_on(read.birth_date, on)
        if age < paper.youngest:
            return Problem(kind=shown.kind, reason=f"持证人 {age} 岁，未满 {paper.youngest} 岁，不能代办")
    return read


def words_of(outcome: Outcome) -> str:
    """The outcome in one line: why not, what is missing, or 可以办理."""
    if outcome.refusal:
        return outcome.refusal
    if not outcome.missing:
        return "材料齐全，可以办理"
    absent = [one.paper.label for one in outcome.missing if not one.reason]
    wrong = [one.paper.label for one in outcome.missing if one.reason]
    parts = []
    if absent:
        parts.append(f"还缺 {len(absent)} 项：{'、'.join(absent)}")
    if wrong:
        parts.append(f"请核对：{'、'.join(wrong)}")
    return "；".join(parts)
