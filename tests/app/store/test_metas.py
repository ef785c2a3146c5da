"""Who set each field is kept short, and comes back as it was."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from app.ids import DeviceId
from app.record import FieldMeta
from app.store import metas

NAMES = st.sampled_from(["name", "sex", "e164", "due_on", "attributes", "备注"])
METAS = st.builds(
    FieldMeta,
    rev=st.integers(0, 3),
    device=st.sampled_from([DeviceId("centre"), DeviceId("pc-1")]),
    hlc=st.integers(0, 2**62),
    source=st.sampled_from(["", "import:2026-03", "客户自述"]),
    verified_on=st.sampled_from(["", "2026-03-01"]),
    masked=st.booleans(),
)
FEW = st.lists(METAS, min_size=1, max_size=2).flatmap(lambda few: st.dictionaries(NAMES, st.sampled_from(few)))


@given(FEW, st.lists(NAMES))
def test_every_field_keeps_its_own_meta_whatever_other_fields_there_are(
    meta: dict[str, FieldMeta], more: list[str]
) -> None:
    for fields in ({*meta}, {*meta, *more}, set(more)):
        assert metas.decode(metas.encode(meta, fields), fields) == meta


@given(FEW)
def test_a_row_written_before_is_read(meta: dict[str, FieldMeta]) -> None:
    assert metas.decode(msgspec.json.encode(meta), {*meta}) == meta


def test_what_all_fields_have_in_common_is_written_once() -> None:
    one = FieldMeta(rev=1, device=DeviceId("centre"), hlc=7, source="import:2026-03")
    kept = metas.encode(dict.fromkeys(["name", "sex", "e164"], one), ["name", "sex", "e164"])
    assert kept.count(b"import:2026-03") == 1
