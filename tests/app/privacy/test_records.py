"""Records as each role may have them, held against a plain reading of the policy that ships."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ids import DeviceId
from app.pack.load import load_pack
from app.pack.shipped import PACKS
from app.privacy.masking import MASKS
from app.privacy.policy import NO_POLICY, PrivacyPolicy
from app.privacy.records import RoleMask, mask_record, masked_write
from app.record import FieldMeta, Record

SHIPPED = load_pack(PACKS / "insurance").privacy
CLOSED = msgspec.structs.replace(SHIPPED, unlisted="health", not_secret={"customer": frozenset({"name"})})
WHOLE = {
    "id_number": "310105198403210028",
    "e164": "+8613800138000",
    "email": "wanqing@example.com",
    "address": "滨江区江南大道 1588 号",
    "bank_card": "6222021001116217",
    "health_note": "高血压三年",
    "diagnosis": "急性阑尾炎",
    "transcript": "您好，我的保单号是",
}
FIELDS = [(entity, field) for entity, fields in SHIPPED.fields.items() for field in fields]
ROLES = [*SHIPPED.roles, "cleaner"]


def _record(entity: str, field: str) -> Record:
    outer, _, inner = field.partition(".")
    value: Any = {inner: WHOLE[inner], "plate": "沪A12345"} if inner else WHOLE[outer]
    meta = {outer: FieldMeta(rev=3, device=DeviceId("pc-1"), hlc=1), "title": FieldMeta(1, DeviceId("pc-1"), 1)}
    return Record(id="r1", entity=entity, owner_id="c1", rev=3, fields={outer: value, "title": "t"}, meta=meta)


def _plainly(policy: PrivacyPolicy, role: str, entity: str, field: str) -> tuple[bool, str | None]:
    """What the policy says, read as a person reads it: whether it is hidden, and what is sent instead."""
    rule = policy.fields[entity][field]
    access = policy.roles[role].access[rule.sensitivity] if role in policy.roles else "none"
    value = WHOLE[field.rpartition(".")[2]]
    return access != "hold", {"hold": value, "masked": MASKS[rule.mask](value), "none": None}[access]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("entity", "field"), FIELDS)
def test_each_role_gets_each_field_exactly_as_the_policy_says(role: str, entity: str, field: str) -> None:
    outer, _, inner = field.partition(".")
    whole = _record(entity, field)
    sent = mask_record(whole, role, SHIPPED)
    is_hidden, expected = _plainly(SHIPPED, role, entity, field)
    got = sent.fields.get(outer, {}).get(inner) if inner else sent.fields.get(outer)
    assert got == expected
    assert sent.fields["title"] == "t"
    if outer in sent.fields:
        assert sent.meta[outer].masked is is_hidden
    else:
        assert outer not in sent.meta
    if inner:
        assert sent.fields[outer]["plate"] == "沪A12345"
    if is_hidden:
        assert WHOLE[field.rpartition(".")[2]] not in str(sent)
    else:
        assert sent is whole


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("entity", "field"), FIELDS)
def test_a_single_value_is_sent_as_it_is_within_its_record(role: str, entity: str, field: str) -> None:
    outer = field.partition(".")[0]
    whole = _record(entity, field)
    sent = mask_record(whole, role, SHIPPED)
    assert RoleMask(SHIPPED, role).value(entity, outer, whole.fields[outer]) == sent.fields.get(outer)


def test_a_role_the_policy_does_not_know_gets_nothing_delicate() -> None:
    assert {_plainly(SHIPPED, "cleaner", *one) for one in FIELDS} == {(True, None)}


@pytest.mark.parametrize(("role", "sent"), [("agent", "***"), ("cleaner", None)])
def test_where_the_policy_is_closed_a_field_it_does_not_name_is_hidden(role: str, sent: str | None) -> None:
    whole = Record(
        id="c1", entity="customer", owner_id="c1", fields={"name": "林婉清", "diary": "写了什么", "email": ""}
    )
    assert mask_record(whole, role, CLOSED).fields.get("diary") == sent
    assert mask_record(whole, role, CLOSED).fields["name"] == "林婉清"
    assert mask_record(whole, role, SHIPPED).fields["diary"] == "写了什么"
    assert RoleMask(CLOSED, role).value("customer", "diary", "写了什么") == sent


def test_an_empty_field_is_not_called_masked() -> None:
    whole = msgspec.structs.replace(_record("customer", "id_number"), fields={"id_number": ""})
    assert not mask_record(whole, "agent", SHIPPED).meta["id_number"].masked


def test_a_group_of_values_in_a_form_nobody_knows_is_hidden_whole() -> None:
    whole = Record(id="h1", entity="holding", owner_id="c1", fields={"attributes": "卡号 6222021001116217"})
    assert mask_record(whole, "agent", SHIPPED).fields["attributes"] == "***"


json = st.recursive(
    st.none() | st.text(max_size=12) | st.integers() | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


@given(role=st.sampled_from(ROLES), one=st.sampled_from(FIELDS), value=json)
def test_any_value_can_be_masked_and_twice_is_once(role: str, one: tuple[str, str], value: Any) -> None:
    entity, field = one
    whole = Record(id="r1", entity=entity, owner_id="c1", fields={field.partition(".")[0]: value})
    once = mask_record(whole, role, SHIPPED)
    assert mask_record(once, role, SHIPPED).fields == once.fields


def test_roles_that_see_alike_share_a_digest_and_others_do_not() -> None:
    digests = {role: RoleMask(SHIPPED, role).digest for role in ROLES}
    assert digests["agent"] == digests["supervisor"]
    assert len({digests[role] for role in ("agent", "archivist", "quality", "executive", "cleaner")}) == 5
    assert RoleMask(NO_POLICY, "agent").digest == ""
    stricter = msgspec.structs.replace(SHIPPED, unlisted="health")
    assert RoleMask(stricter, "agent").digest != digests["agent"]


def test_a_masked_form_among_new_values_is_noticed() -> None:
    assert masked_write(SHIPPED, "customer", {"id_number": "3101**********0028"}) == "证件号码"
    assert masked_write(SHIPPED, "contact_point", {"e164": "138****8000"}) == "手机号"
    assert masked_write(SHIPPED, "holding", {"attributes": {"bank_card": "**** 6217"}}) == "扣款账号"
    assert masked_write(SHIPPED, "customer", {"id_number": "310105198403210028", "tags": ["*"]}) is None


def test_whoever_changes_one_part_of_a_field_does_not_wipe_the_parts_they_cannot_see() -> None:
    current = {"bank_card": "6222021001116217", "diagnosis": "急性阑尾炎", "plate": "沪A12345"}
    seen = RoleMask(SHIPPED, "quality").value("holding", "attributes", current)
    assert seen == {"plate": "沪A12345"}
    restored = RoleMask(SHIPPED, "quality").restored("holding", "attributes", {"plate": "沪B1"}, current)
    assert restored == current | {"plate": "沪B1"}
    as_agent = RoleMask(SHIPPED, "agent")
    shown = as_agent.value("holding", "attributes", current)
    assert as_agent.restored("holding", "attributes", shown | {"plate": "沪B1"}, current) == restored


def test_a_fact_that_quotes_a_field_is_masked_like_the_field() -> None:
    found = {
        "type": "contradiction_found",
        "entity": "customer",
        "field": "id_number",
        "old": "",
        "new": WHOLE["id_number"],
    }
    body = msgspec.json.encode(found)
    assert WHOLE["id_number"].encode() not in RoleMask(SHIPPED, "agent").fact_body("contradiction_found", body)
    assert RoleMask(SHIPPED, "archivist").fact_body("contradiction_found", body) is body
    assert RoleMask(SHIPPED, "agent").fact_body("ticket_noted", body) is body
