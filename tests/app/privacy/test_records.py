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
    "birth_date": "1984-03-21",
    "number": "13912345678",
    "parent": "13912345678",
    "phone": "+8613912345678",
    "contact_phone": "+8613912345678",
    "insured_id": "310105198403210028",
    "account": "6222021001116217",
    "cause": "急性阑尾炎手术",
}
FIELDS = [(entity, field.replace("*", "cause")) for entity, fields in SHIPPED.fields.items() for field in fields]
ROLES = [*SHIPPED.roles, "cleaner"]


def _record(entity: str, field: str) -> Record:
    outer, _, inner = field.partition(".")
    value: Any = {inner: WHOLE[inner]} if inner else WHOLE[outer]
    meta = {outer: FieldMeta(rev=3, device=DeviceId("pc-1"), hlc=1), "title": FieldMeta(1, DeviceId("pc-1"), 1)}
    return Record(
        id="r1", entity=entity, owner_id="c1", rev=3, fields={outer: value, "title": "t", "kind": "line"}, meta=meta
    )


def _plainly(policy: PrivacyPolicy, role: str, entity: str, field: str) -> tuple[bool, str | None]:
    """What the policy says, read as a person reads it: whether it is hidden, and what is sent instead."""
    rule = policy.fields[entity].get(field) or policy.fields[entity]["attributes.*"]
    access = policy.roles[role].access[rule.sensitivity] if role in policy.roles else "none"
    may_ask = role in policy.roles and rule.sensitivity in policy.roles[role].reveal
    mask = rule.mask if may_ask or rule.strict is None else rule.strict
    value = WHOLE[field.rpartition(".")[2]]
    return access != "hold", {"hold": value, "masked": MASKS[mask](value), "none": None}[access]


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
    seen = RoleMask(SHIPPED, "collector").value("holding", "attributes", current)
    assert seen == {"plate": "沪A12345"}
    restored = RoleMask(SHIPPED, "collector").restored("holding", "attributes", {"plate": "沪B1"}, current)
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


def test_a_rule_for_some_kinds_of_record_leaves_the_others_alone() -> None:
    def sent(kind: str) -> Any:
        holding = Record(id="h1", entity="holding", owner_id="c1", fields={"kind": kind, "number": "13912345678"})
        return mask_record(holding, "manager", SHIPPED).fields["number"]

    assert (sent("line"), sent("policy")) == ("139****5678", "13912345678")


def test_details_nobody_named_are_hidden_from_roles_that_do_not_work_with_them() -> None:
    attributes = {"plate": "沪A12345", "premium": 3200.5, "wife": "林婉清", "account": WHOLE["account"]}
    seen = {role: RoleMask(SHIPPED, role).value("holding", "attributes", attributes) for role in ("agent", "manager")}
    assert seen["agent"] == attributes | {"account": "**** 6217"}
    assert seen["manager"] == {"plate": "***", "premium": "***", "wife": "***", "account": "**** 6217"}
    as_manager = RoleMask(SHIPPED, "manager")
    assert as_manager.restored("holding", "attributes", seen["manager"] | {"plate": "沪B1"}, attributes) == (
        attributes | {"plate": "沪B1"}
    )
    assert masked_write(SHIPPED, "holding", {"attributes": {"premium": "***"}}) == "业务明细"


@pytest.mark.parametrize("role", ["quality", "executive", "admin", "manager", "auditor"])
def test_who_may_not_ask_for_the_number_cannot_work_it_out_from_what_is_shown(role: str) -> None:
    whole = Record(
        id="c1", entity="customer", owner_id="c1", fields={"id_number": WHOLE["id_number"], "birth_date": "1984-03-21"}
    )
    sent = mask_record(whole, role, SHIPPED).fields
    assert sent["birth_date"] == "1984-**-**"
    may_ask = "identity" in SHIPPED.roles[role].reveal
    assert sent["id_number"] == ("3101**********0028" if may_ask else "**************0028")


TICKET = {
    "type": "ticket_opened",
    "number": "TS-20261124-0001",
    "call_id": "13912345678",
    "fields": {
        "contact_phone": "13912345678",
        "new_value": "杭州市江南大道 1588 号",
        "description": "请打 139-1234-5678，身份证 310105198403210026，卡 4111111111111111",
    },
}
SEEN_BY_MANAGER = {
    "contact_phone": "139****5678",
    "new_value": "***",
    "description": "请打 139****5678，身份证 3101**********0026，卡 **** 1111",
}


@pytest.mark.parametrize(
    ("role", "fields"),
    [
        (
            "agent",
            TICKET["fields"]  # type: ignore[operator]
            | {"description": "请打 139-1234-5678，身份证 3101**********0026，卡 **** 1111"},
        ),
        ("manager", SEEN_BY_MANAGER),
        ("quality", SEEN_BY_MANAGER),
        ("executive", SEEN_BY_MANAGER),
        ("cleaner", {"description": SEEN_BY_MANAGER["description"]}),
    ],
)
def test_what_was_typed_into_a_ticket_is_masked_for_each_role(role: str, fields: dict[str, str]) -> None:
    sent = msgspec.json.decode(RoleMask(SHIPPED, role).fact_body("ticket_opened", msgspec.json.encode(TICKET)))
    assert sent == TICKET | {"fields": fields}


@pytest.mark.parametrize(
    ("role", "fields", "label"),
    [
        ("manager", {"contact_phone": "139****5678"}, "联系电话"),
        ("manager", {"new_value": "***"}, "变更后的内容"),
        ("agent", {"description": "身份证 3101**********0026，又来电"}, "文字里的号码"),
        ("agent", {"description": "又来电，13912345678"}, None),
        ("agent", {"contact_phone": "139****5678"}, None),
        ("agent", {"new_value": "**** 1111"}, "文字里的号码"),
        ("manager", {"description": "**加急**"}, None),
    ],
)
def test_what_a_role_only_sees_masked_is_noticed_in_an_edit(
    role: str, fields: dict[str, str], label: str | None
) -> None:
    body = msgspec.json.encode({"type": "ticket_edited", "fields": fields})
    assert RoleMask(SHIPPED, role).masked_words("ticket_edited", body) == label
