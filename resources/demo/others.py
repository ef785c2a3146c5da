"""Customers of every other kind: a firm, a family with one number, somebody of whom only the number is known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from app.ids import CustomerId, derived_id
from app.record import Record
from resources.demo.making import id_number, record
from resources.demo.story import Scene

FIRM_PHONE = "+8613857166022"
FAMILY_PHONE = "+8613912345678"
NAMELESS_PHONE = "+8613900002716"
FIRM = "杭州启明智能装备有限公司"
_FAMILY = (("王建国", "male", date(1951, 6, 3), "elderly"), ("李桂芳", "female", date(1953, 9, 21), "hearing"))


def customer_id(name: str) -> CustomerId:
    """The id of one of these, by name."""
    return CustomerId(derived_id("demo-other", name))


def records(scene: Scene) -> Iterator[Record]:
    """All of them with what they own."""
    yield from _firm(scene)
    for number, (name, sex, born, need) in enumerate(_FAMILY):
        yield from _member(scene, number, name, sex, born, need)
    nameless = customer_id("nameless")
    yield record("customer", nameless, nameless, {"name": "", "real_name": "no"})
    yield _owned("nameless", "contact_point", "phone", kind="phone", e164=NAMELESS_PHONE, preferred=True)


def _firm(scene: Scene) -> Iterator[Record]:
    owner = customer_id(FIRM)
    fields = {
        "kind": "organisation", "name": FIRM, "customer_no": "C-70000132", "branch": "滨江路营业部", "stars": 4,
        "service_agent": "沈嘉禾", "industry": "通用设备制造", "team": "滨江企业服务组", "real_name": "yes",
        "legal_person": "许建明", "protected_until": scene.day(180).isoformat(), "tags": ["续约谈判中"],
    }  # fmt: skip
    yield record("customer", owner, owner, fields)
    yield _owned(FIRM, "contact_point", "phone", kind="phone", e164=FIRM_PHONE, label="总机", preferred=True)
    held: tuple[dict[str, Any], ...] = (
        {"kind": "policy", "number": "G-2025-0031", "title": "雇主责任险 2025", "amount_text": "800 万",
         "status": "有效", "due_on": scene.day(120).isoformat(),
         "attributes": {"premium": 48_600.0, "insured": "全体员工"}},
        {"kind": "line", "number": "4008206655", "title": "企业热线", "amount": 600.0, "status": "欠费",
         "tone": "danger", "attributes": {"plan": "热线畅打", "balance": -218.5}},
        {"kind": "device", "number": "SB-88231", "title": "考勤机 X5", "amount": 3_200.0, "status": "在保",
         "due_on": scene.day(300).isoformat(), "note": "保修到期",
         "attributes": {"model": "X5 Pro", "serial": "SN8823107", "place": "一号楼大厅"}},
        {"kind": "order", "number": "DD-2026-0091", "title": "智能门禁 6 套", "amount": 12_880.0, "status": "已发货",
         "tone": "accent", "attributes": {"items": "门禁机 6、读卡器 12", "shipping": "物流在途"}},
    )  # fmt: skip
    for one in held:
        yield _owned(FIRM, "holding", one["number"], **one)
    for name, relation, note in (("许建明", "法定代表人", "董事长"), ("何亦辰", "经办人", "人事部")):
        yield _owned(FIRM, "relation", name, kind="corporate", name=name, relation=relation, note=note)
    yield _owned(FIRM, "consent", "marketing", purpose="marketing", given=False, channel="phone")


def _member(scene: Scene, number: int, name: str, sex: str, born: date, need: str) -> Iterator[Record]:
    owner, other = customer_id(name), _FAMILY[1 - number][0]
    fields = {
        "name": name, "sex": sex, "birth_date": born.isoformat(), "id_kind": "resident_id",
        "id_number": id_number("330108", born, 200 + number * 2 + (1 if sex == "male" else 0)),
        "customer_no": f"C-{20_810_600 + number}", "stars": 3, "branch": "滨江路营业部", "needs": [need],
        "address": "滨江区春晓路 66 号", "address_verified_on": scene.day(-90).isoformat(), "real_name": "yes",
    }  # fmt: skip
    yield record("customer", owner, owner, fields)
    yield _owned(name, "contact_point", "phone", kind="phone", e164=FAMILY_PHONE, label="家里", preferred=True)
    yield _owned(
        name, "relation", other, name=other, relation="配偶", other_id=customer_id(other), note="同一个联系电话"
    )


def _owned(whose: str, entity: str, part: str, **fields: Any) -> Record:
    return record(entity, derived_id("demo-other", whose, entity, part), customer_id(whose), fields)
