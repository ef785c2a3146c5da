"""What waits for 周雨桐 in the pictures: five tickets with their clocks, three call-backs, two messages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from app.fact import Fact
from app.ids import AgentId, CustomerId, derived_id
from app.record import Record
from app.ticket.facts import TicketAccepted, TicketEdited, TicketNoted, TicketOffered, TicketOpened, TicketSubmitted
from resources.demo.accounts import ME
from resources.demo.making import fact, id_number, record
from resources.demo.story import Scene, ticket_id

PEOPLE = (
    ("冯丽华", "female", date(1968, 4, 9), "+8613900139000"),
    ("孙鹏", "male", date(1987, 11, 20), "+8613800138021"),
    ("吴晓芸", "female", date(1993, 6, 2), "+8613800138022"),
    ("赵志强", "male", date(1975, 8, 15), "+8613800138023"),
    ("徐慧敏", "female", date(1980, 2, 27), "+8613800138024"),
    ("马俊杰", "male", date(1990, 12, 6), "+8613800138025"),
    ("何佳怡", "female", date(1996, 9, 30), "+8613800138026"),
    ("李秀兰", "female", date(1955, 5, 18), "+8613800138027"),
)
"""Name, sex, birth date and phone of the customers whose matters these are. 冯丽华 has the second captured number."""


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """A ticket of the story: who, what, opened when, by whom it was first asked, and what became of it."""

    customer: str
    kind: str
    number: str
    subject: str
    reason: str
    opened_at: datetime
    first: str = ME
    holder: str = ""
    accepted_at: datetime | None = None
    later: dict[str, Any] = {}
    later_at: datetime | None = None


def customer_id(name: str) -> CustomerId:
    """The id of one of :data:`PEOPLE`."""
    return CustomerId(derived_id("demo-customer", name))


def tasks(scene: Scene) -> tuple[Task, ...]:
    """The five tickets, with the clocks of the picture at ``scene.now``."""
    now = scene.now
    paused = [{"from": scene.on(3, 16, 0).isoformat(), "to": None, "reason": "等客户补材料"}]
    zhao = now - timedelta(hours=38, minutes=40)
    return (
        Task(
            customer="冯丽华", kind="complaint", number=f"TS-{scene.today:%y%m%d}-00121", subject="退保金额异议",
            reason="surrender_amount", opened_at=now - timedelta(minutes=15, seconds=26),
            later={"escalated_to": "组长"}, later_at=now - timedelta(seconds=25),
        ),
        Task(
            customer="孙鹏", kind="inquiry", number=f"ZX-{scene.today:%y%m%d}-00398", subject="扣费日期核实",
            reason="deduction", opened_at=now - timedelta(minutes=21, seconds=50),
        ),
        Task(
            customer="吴晓芸", kind="inquiry", number=f"ZX-{scene.today:%y%m%d}-00401", subject="电子保单补发",
            reason="e_policy", opened_at=now - timedelta(minutes=8, seconds=28), first="A1052", holder=ME,
            accepted_at=now - timedelta(minutes=6),
        ),
        Task(
            customer="赵志强", kind="complaint", number=f"TS-{scene.day(-2):%y%m%d}-00118", subject="理赔款未到账",
            reason="claim_unpaid", opened_at=zhao, holder="A4011", accepted_at=scene.ago(minutes=26),
        ),
        Task(
            customer="徐慧敏", kind="endorsement", number=f"BG-{scene.day(-3):%y%m%d}-00198", subject="受益人变更",
            reason="", opened_at=scene.on(3, 10, 20), first="A1031", holder=ME, accepted_at=scene.on(3, 10, 31),
            later={"pauses": paused}, later_at=scene.on(3, 16, 0),
        ),
    )  # fmt: skip


def records(scene: Scene) -> Iterator[Record]:
    """The customers of these matters, the call-backs and the messages."""
    for number, (name, sex, born, phone) in enumerate(PEOPLE):
        yield from _customer(number, name, sex, born, phone, scene)
    yield from _call_backs(scene)
    yield from _messages(scene)


def _customer(number: int, name: str, sex: str, born: date, phone: str, scene: Scene) -> Iterator[Record]:
    owner = customer_id(name)
    fields = {
        "name": name,
        "sex": sex,
        "birth_date": born.isoformat(),
        "id_kind": "resident_id",
        "id_number": id_number("310104", born, 100 + 2 * number + (1 if sex == "male" else 0)),
        "customer_no": f"C-{20_810_500 + number}",
        "stars": number % 4 + 1,
        "branch": "滨江路营业部",
        "service_agent": "沈嘉禾",
        "insured_since": scene.day(-1_000 - 200 * number).isoformat(),
        "address": f"云溪区学士路 {20 + number} 号",
        "address_verified_on": scene.day(-100).isoformat(),
        "email": f"kh{number}@example.com",
        "real_name": "yes",
    }
    yield record("customer", owner, owner, fields)
    contact = {"kind": "phone", "e164": phone, "label": "手机", "preferred": True}
    yield record("contact_point", derived_id("demo-phone", name), owner, contact)


def _call_backs(scene: Scene) -> Iterator[Record]:
    promised = (
        (21, "马俊杰", "核赔结果告知"),
        (66, "何佳怡", "续期扣款失败"),
        (366, "李秀兰", "满意度回访 · 第 2 次"),
    )
    for minutes, name, subject in promised:
        fields = {
            "at": (scene.minute + timedelta(minutes=minutes)).isoformat(),
            "customer": name,
            "customer_id": customer_id(name),
            "subject": subject,
        }
        yield record("callback", derived_id("demo-callback", str(scene.today), name), ME, fields)


def _messages(scene: Scene) -> Iterator[Record]:
    lines = ((0, "陈思远：冯丽华这单我来协调", "组长"), (26, "钱书雅 已接收 赵志强 工单", "系统"))
    for minutes, text, sender in lines:
        fields = {"at": scene.ago(minutes=minutes).isoformat(), "text": text, "sender": sender, "read": False}
        yield record("message", derived_id("demo-message", str(scene.today), text), ME, fields)


def facts(scene: Scene, pack: str) -> Iterator[Fact[Any]]:
    """Everything that happened to the five tickets."""
    for task in tasks(scene):
        yield from _life(task, pack)


def _life(task: Task, pack: str) -> Iterator[Fact[Any]]:
    subject_id = ticket_id(task.number)
    fields = {"kind": task.kind, "subject": task.subject, "description": f"客户来电反映：{task.subject}。"}
    opened = TicketOpened(
        kind=task.kind,
        number=task.number,
        form_id=task.kind,
        pack=pack,
        first_responder=AgentId(task.first),
        customer_id=customer_id(task.customer),
        fields=fields | ({"reason": task.reason} if task.reason else {}),
    )
    yield fact(subject_id, task.opened_at, opened, task.first, key="once")
    yield fact(subject_id, task.opened_at + timedelta(seconds=1), TicketSubmitted(), task.first, key="once")
    if task.holder and task.accepted_at:
        yield from _hand_over(task, task.accepted_at)
    if task.later:
        yield fact(subject_id, task.later_at or task.opened_at, TicketEdited(fields=task.later), "", key="later")


def _hand_over(task: Task, accepted_at: datetime) -> Iterator[Fact[Any]]:
    subject_id = ticket_id(task.number)
    # The offer waits two minutes; a longer way to it is told by a note right after opening.
    noted = TicketNoted(text="已核实情况，转给能办的同事")
    yield fact(subject_id, task.opened_at + timedelta(minutes=1), noted, task.first, key="once")
    offer = fact(
        subject_id, accepted_at - timedelta(minutes=2), TicketOffered(to=AgentId(task.holder)), task.first, key="1"
    )
    yield offer
    yield fact(subject_id, accepted_at, TicketAccepted(offer=offer.id), task.holder, key="1")
