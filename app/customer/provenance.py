"""Where each value of a file comes from, who collected it, when it was last verified (`mission-rows.md` D14, D15)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime

import msgspec

from app.customer.quality import Freshness, freshness, verified_day
from app.customer.real_name import real_name
from app.customer.record import Agent, Customer, view
from app.customer.tickets import name_of
from app.days import iso_date
from app.pack.model import Pack
from app.record import FieldMeta, Record
from app.review.policy import PHONE, REAL_NAME, FieldRule
from app.review.shown import in_words, source_words
from app.stamp import instant_of


class FieldFact(msgspec.Struct, frozen=True, kw_only=True):
    """One field of a file. ``value`` is masked and "" where there is none; instants are UTC, days the desk's.

    ``row_id`` and ``field`` name the record and its field; ``row_id`` is "" for what follows from others (实名).
    ``sensitivity`` is the pack's name for how carefully the field is kept.
    """

    row_id: str
    field: str
    label: str
    value: str
    freshness: Freshness
    source: str = ""
    collector: str = ""
    collected_at: datetime | None = None
    verified_on: date | None = None
    verified_by: str = ""
    sensitivity: str = ""
    note: str = ""
    disputed: bool = False
    guarded: bool = False


def provenance(
    record: Record,
    contacts: Sequence[Record],
    pack: Pack,
    agents: Mapping[str, Agent],
    today: date,
    open_fields: Collection[str] = (),
    homes: Mapping[str, str] | None = None,
) -> tuple[FieldFact, ...]:
    """Every field a good file has, in the pack's order; each telephone number by itself.

    Args:
        contacts: the contact points of the file.
        agents: colleagues by staff number.
        today: the day in the desk's zone.
        open_fields: fields with a contradiction nobody has settled.
        homes: the row a field's value is from, where several files are shown as one (:mod:`app.oneid.view`).
    """
    found = _facts(record, contacts, pack, agents, today, open_fields)
    if homes is None:
        return tuple(found)
    return tuple(
        msgspec.structs.replace(one, row_id=homes.get(one.field, one.row_id)) if one.row_id == record.id else one
        for one in found
    )


def _facts(
    record: Record,
    contacts: Sequence[Record],
    pack: Pack,
    agents: Mapping[str, Agent],
    today: date,
    open_fields: Collection[str],
) -> Iterator[FieldFact]:
    customer = view(record, Customer)
    for rule in pack.quality.fields(customer.kind):
        disputed = rule.field in open_fields
        if rule.field == REAL_NAME:
            found = real_name(customer, record.meta, open_fields, pack.quality)
            state: Freshness = "fresh" if found.state == "yes" else "never"
            yield FieldFact(
                row_id="", field=REAL_NAME, label=rule.label, value=found.words, freshness=state, note=found.reason
            )
        elif rule.field == PHONE:
            numbers = [one for one in contacts if not one.deleted and one.fields.get("e164")]
            for one in numbers:
                day = meta.verified_on if (meta := one.meta.get("e164")) else ""
                yield _fact(one, "e164", rule, day, pack, agents, today, disputed=disputed)
            if not numbers:
                yield FieldFact(row_id="", field=PHONE, label=rule.label, value="", freshness="never")
        else:
            day = verified_day(customer, record.meta, rule.field)
            yield _fact(record, rule.field, rule, day, pack, agents, today, disputed=disputed)


def _fact(
    record: Record,
    field: str,
    rule: FieldRule,
    verified_on: str,
    pack: Pack,
    agents: Mapping[str, Agent],
    today: date,
    *,
    disputed: bool,
) -> FieldFact:
    meta = record.meta.get(field)
    value = record.fields.get(field)
    return FieldFact(
        row_id=record.id,
        field=field,
        label=rule.label,
        value=in_words(field, value, pack.label, is_masked=record.is_masked(field)),
        freshness=freshness(verified_on, today, rule, pack.quality),
        source=_source(meta, pack) if value else "",
        collector=_name(meta.by, agents) if meta and value else "",
        collected_at=instant_of(meta.hlc) if meta and meta.hlc and value else None,
        verified_on=iso_date(verified_on),
        verified_by=_name(meta.verified_by, agents) if meta else "",
        note=str(record.fields.get("label") or "") if field == "e164" else "",
        disputed=disputed,
        guarded=pack.quality.is_guarded(record.entity, field),
        sensitivity=_sensitivity(record.entity, field, pack),
    )


def _sensitivity(entity: str, field: str, pack: Pack) -> str:
    rule = pack.privacy.rule(entity, field)
    known = None if rule is None else pack.privacy.classes.get(rule.sensitivity)
    return "" if known is None else known.label


def _source(meta: FieldMeta | None, pack: Pack) -> str:
    return source_words("" if meta is None else meta.source, pack.label)


def _name(agent_id: str, agents: Mapping[str, Agent]) -> str:
    return "数据导入" if agent_id == "import" else name_of(agent_id, agents)
