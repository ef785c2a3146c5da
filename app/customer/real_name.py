"""实名: whether we know that this is who they say, and what makes it doubtful (`mission-rows.md` D16)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal, NamedTuple

from app.customer.record import Customer
from app.days import iso_date
from app.identity.document import DOCUMENT_KINDS, Document, Problem
from app.identity.reading import read_document
from app.record import FieldMeta
from app.review.policy import QualityPolicy

USUAL_KIND = "resident_id"
"""What a person's number is taken for where no kind is written."""
IDENTIFYING = frozenset({"name", "id_kind", "id_number"})
"""An open contradiction on one of these leaves it open who this is."""


class RealName(NamedTuple):
    """已实名, 未实名 or 存疑, with the rule that says so in words ("" where all is well)."""

    state: Literal["yes", "no", "doubtful"]
    reason: str = ""
    short: str = ""
    """What is the matter, where that is less than 未实名."""

    @property
    def words(self) -> str:
        """The state as people say it."""
        return self.short or {"yes": "已实名", "no": "未实名", "doubtful": "实名存疑"}[self.state]


def real_name(
    customer: Customer, meta: Mapping[str, FieldMeta], open_fields: Collection[str], policy: QualityPolicy
) -> RealName:
    """The 实名 state of a file.

    Args:
        meta: where the file's values come from.
        open_fields: fields with a contradiction nobody has settled.
    """
    if not (customer.name and customer.id_number):
        return _without_papers(customer)
    if customer.real_name not in {"yes", "doubtful"}:
        return RealName("no", "证件还没有核对过")
    doubt = _doubt(customer, meta, open_fields, policy)
    return RealName("doubtful", doubt) if doubt else RealName("yes")


def _without_papers(customer: Customer) -> RealName:
    """Nobody's identity stands without its document, but who was identified once is not called unidentified."""
    if customer.name and customer.real_name in {"yes", "doubtful"}:
        return RealName("no", "登记为已实名，档案里却没有证件号码", "证件缺失")
    return RealName("no", "没有姓名和证件号码")


def _doubt(
    customer: Customer, meta: Mapping[str, FieldMeta], open_fields: Collection[str], policy: QualityPolicy
) -> str:
    if IDENTIFYING & set(open_fields):
        return "姓名或证件有矛盾，还没有核对完"
    hidden = "id_number" in meta and meta["id_number"].masked
    if not hidden and (wrong := _number_doubt(customer)):
        return wrong
    name, number = meta.get("name"), meta.get("id_number")
    if (
        name
        and number
        and number.verified_on
        and not name.verified_on
        and policy.rank(name.source) > policy.rank(number.source)
    ):
        return "姓名与核实证件时的来源不一致，没有对证件核实过"
    return "登记为存疑" if customer.real_name == "doubtful" else ""


def number_kind(customer: Customer) -> str:
    """Which kind of document a file's number is read as; "" where nobody knows."""
    kind = customer.id_kind or ("" if customer.kind == "organisation" else USUAL_KIND)
    return kind if kind in DOCUMENT_KINDS else ""


def _number_doubt(customer: Customer) -> str:
    kind = number_kind(customer)
    if not kind:
        return ""
    read = read_document(kind, customer.id_number)
    return "证件号码校验不对" if isinstance(read, Problem) else _disagreement(customer, read)


def _disagreement(customer: Customer, read: Document) -> str:
    born = iso_date(customer.birth_date)
    if born is not None and read.birth_date is not None and born != read.birth_date:
        return "生日与证件号码不一致"
    if customer.sex in {"male", "female"} and read.sex is not None and customer.sex != read.sex:
        return "性别与证件号码不一致"
    return ""
