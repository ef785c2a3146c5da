"""Whatever an import or another program put into a file: it is graded and shown, nothing of it stops either."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.customer.record import Consent, ContactPoint, Customer, Holding, Listing, Relation, Signal
from app.customer.story import build_360
from app.pack.load import load_pack
from app.pack.shipped import PACKS
from app.record import Record
from app.tier.inputs import INPUTS
from app.tier.regrade import inputs_of_file, regrade

PACK_NAMES = ("insurance", "telecom")
TIERS = {name: load_pack(PACKS / name) for name in PACK_NAMES}
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
DAY = date(2026, 11, 24)
VIEWS = {
    "customer": Customer, "contact_point": ContactPoint, "holding": Holding, "relation": Relation,
    "consent": Consent, "listing": Listing, "signal": Signal,
}  # fmt: skip
MORE = {
    "customer": {*INPUTS, "occupation", "industry", "legal_person", "contact_preference"},
    "holding": {"line", "short_title", "plate", "serial"},
}
"""Fields that are read past the typed views."""
LATEST = "9999-12-31T23:59:59+00:00"
USUAL: dict[tuple[str, str], list[Any]] = {
    ("customer", "kind"): ["person", "organisation"],
    ("customer", "birth_date"): ["1984-11-24", "1984-02-29", "9999-12-31", "0001-01-01"],
    ("holding", "kind"): ["claim", "policy", "payment", "line"],
    ("holding", "opened_on"): ["2026-11-01", "9999-12-31", "0001-01-01"],
    ("holding", "due_on"): ["2026-11-30", "9999-12-31", "0001-01-01"],
    ("holding", "status"): ["有效", "已赔付", "退保", ["有效"], {"a": 1}],
    ("holding", "amount_text"): ["1,286.00", "nan", "inf", "年缴 12,000"],
    ("listing", "kind"): ["black", "good"],
    ("signal", "at"): ["2026-11-23T01:00:00Z", LATEST, "0001-01-01T00:00:00+14:00"],
    ("signal", "kind"): ["large_transfer"],
}
"""What makes a field matter: of junk alone, most is passed over before anything is done with it."""
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.just(10**400),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(["", "有效", LATEST]),
)
JUNK = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=4,
)


def _records(entity: str) -> st.SearchStrategy[Record]:
    names = sorted({*VIEWS[entity].__struct_fields__, *MORE.get(entity, ())})
    usual = {name: st.sampled_from(USUAL[entity, name]) for name in names if (entity, name) in USUAL}
    fields = st.fixed_dictionaries(
        {name: usual[name] | usual[name] | JUNK for name in usual},
        optional={name: JUNK for name in names if name not in usual},
    )
    return fields.map(lambda found: Record(id=entity, entity=entity, owner_id="c", fields=found))


FILES = st.fixed_dictionaries({entity: st.lists(_records(entity), min_size=1, max_size=2) for entity in VIEWS})


@settings(max_examples=150, deadline=None)
@given(FILES, st.sampled_from(PACK_NAMES))
def test_any_file_is_graded_and_shown(file: dict[str, list[Record]], name: str) -> None:
    pack: Any = TIERS[name]
    customer = file["customer"][0]
    inputs = inputs_of_file(customer, file["holding"], {"contacts": 1, "complaints": 0}, DAY)
    regrade(customer, inputs, pack.tiers, pack=name, day=DAY)
    page = build_360(
        customer,
        file["contact_point"],
        file["holding"],
        file["relation"],
        [],
        [],
        {},
        call=None,
        now=NOW,
        pack=pack,
        consents=file["consent"],
        listings=file["listing"],
        signals=file["signal"],
        duplicates=1,
    )
    assert page.identity.name
    assert 0 <= page.identity.quality.score <= 100
