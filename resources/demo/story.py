"""The story of the pictures: 林婉清 calls for the third time about the papers of her claim.

The pictures show 18 March 2026 at 10:24; the same days and minutes are told around whatever ``now`` is. What happened
today is told by minutes before ``now``, what happened on other days at the pictures' wall times. The call itself is
added by the running program.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from app.customer.interaction import ContactMade
from app.fact import Fact
from app.ids import AgentId, CustomerId, TicketId, derived_id
from app.record import Record
from app.ticket.facts import TicketNoted, TicketOpened, TicketResolved, TicketSubmitted
from resources.demo.making import fact, id_number_ending, record

ZONE = ZoneInfo("Asia/Shanghai")
CUSTOMER_ID = CustomerId(derived_id("demo-customer", "林婉清"))
CUSTOMER_NO = "C-20810457"
PHONE = "+8613800138000"
VERIFIED = frozenset({"name", "id_tail"})
"""The identity checks she has passed when the picture was taken."""
AGE = 41
DAYS_TO_BIRTHDAY = 3
BRANCH_AGENT = AgentId("A2016")
_SHANGHAI = tuple(f"3101{district:02d}" for district in range(1, 21))


class Scene(msgspec.Struct, frozen=True):
    """The moment the story is told at, and what its dates and numbers are then."""

    now: datetime

    @property
    def today(self) -> date:
        """The day in the story's zone."""
        return self.now.astimezone(ZONE).date()

    @property
    def minute(self) -> datetime:
        """This minute, in the story's zone."""
        return self.now.astimezone(ZONE).replace(second=0, microsecond=0)

    def ago(self, **span: float) -> datetime:
        """So long before this minute."""
        return self.minute - timedelta(**span)

    def on(self, days_ago: int, hour: int, minute: int) -> datetime:
        """A wall time of an earlier day."""
        return datetime.combine(self.today - timedelta(days=days_ago), time(hour, minute), ZONE)

    def day(self, days: int) -> date:
        """A day before (negative) or after today."""
        return self.today + timedelta(days=days)

    @property
    def claim_no(self) -> str:
        """The claim everything is about, handed in six days ago."""
        return f"CL-{self.day(-6):%y%m%d}-0088"

    @property
    def medical_no(self) -> str:
        """The policy the claim belongs to."""
        return f"P-{self.day(13).year - 1}-7714-0382"

    @property
    def inquiry_no(self) -> str:
        """The ticket of her first visit."""
        return f"ZX-{self.day(-2):%y%m%d}-00417"

    @property
    def born(self) -> date:
        """So that she is 41 and has her birthday in three days."""
        birthday = self.day(DAYS_TO_BIRTHDAY)
        try:
            return birthday.replace(year=birthday.year - AGE - 1)
        except ValueError:  # 29 February
            return date(birthday.year - AGE - 1, 3, 1)


def ticket_id(number: str) -> TicketId:
    """The id of a ticket of the story, from its number."""
    return TicketId(derived_id("demo-ticket", number))


def records(scene: Scene) -> Iterator[Record]:
    """She, her phone, what she holds, her family."""
    yield _customer(scene)
    yield _owned("contact_point", "phone", kind="phone", e164=PHONE, label="手机", preferred=True)
    yield from _holdings(scene)
    yield from _payments(scene)
    family = (
        ("许建明", "配偶", "44 岁 · 被保险人 1 件"),
        ("许乐", "儿子", "11 岁 · 少儿教育年金"),
        ("林国栋", "父亲", "70 岁 · 紧急联系人"),
    )
    said = scene.day(-400).isoformat()
    for purpose, channel in (("marketing", "counter"), ("sms", "app")):
        yield _owned("consent", purpose, purpose=purpose, given=True, on=said, channel=channel)
    for name, relation, note in family:
        yield _owned("relation", name, name=name, relation=relation, note=note)


def _customer(scene: Scene) -> Record:
    fields = {
        "name": "林婉清",
        "sex": "female",
        "birth_date": scene.born.isoformat(),
        "id_kind": "resident_id",
        "id_number": id_number_ending(_SHANGHAI, scene.born, 2, "8"),
        "customer_no": CUSTOMER_NO,
        "stars": 5,
        "branch": "滨江路营业部",
        "service_agent": "沈嘉禾",
        "insured_since": scene.day(-12 * 365 - 100).isoformat(),
        "household_policies": 4,
        "points": 26_480,
        "annual_premium": 13_654.00,
        "email": "",
        "address": "滨江区江南大道 1588 号",
        "address_verified_on": _months_before(scene.today, 26).isoformat(),
        "real_name": "yes",
        "tags": [],
        "occupation": "中学教师",
        "contact_preference": "工作日 18:00 之后",
    }
    sources = {"address": "counter", "occupation": "application", "contact_preference": "customer_said"}
    return record("customer", CUSTOMER_ID, CUSTOMER_ID, fields, **sources)


def _holdings(scene: Scene) -> Iterator[Record]:
    yield _owned(
        "holding", "claim", kind="claim", number=scene.claim_no, title="住院医疗理赔", amount_text="18,642.50",
        amount=18_642.50, status="补件中", tone="warn", opened_on=scene.day(-6).isoformat(), parent=scene.medical_no,
    )  # fmt: skip
    policies = (
        ("medical", 13, 1, "7714-0382", "安心住院医疗", "住院医疗", "200 万", "到期"),
        ("accident", 229, 3, "5520-1179", "家庭意外综合险", "家庭意外", "50 万", "到期"),
        ("annuity", 89, 7, "3306-0754", "少儿教育年金", "教育年金", "年缴 12,000", "应缴"),
    )
    for line, days, years, tail, title, short, amount, due_word in policies:
        due = scene.day(days)
        year = due.year - years
        yield _owned(
            "holding", line, kind="policy", number=f"P-{year}-{tail}", line=line, short_title=short, status="有效",
            title=f"{title} {year}" if line == "medical" else title, amount_text=amount, note=due_word,
            due_on=due.isoformat(), opened_on=due.replace(year=year, day=min(due.day, 28)).isoformat(),
        )  # fmt: skip


def _payments(scene: Scene) -> Iterator[Record]:
    paid = (
        ("medical", f"安心住院医疗 {scene.day(13).year - 1}", "1,286.00", -352, "微信代扣"),
        ("annuity", "少儿教育年金", "12,000.00", -276, "银行代扣"),
        ("accident", "家庭意外综合险", "368.00", -136, "APP 缴费"),
    )
    for line, title, amount, days, how in paid:
        day = scene.day(days)
        yield _owned(
            "holding", f"paid-{line}", kind="payment", number=f"PAY-{day:%y%m%d}-{line}", title=title,
            amount_text=amount, note=how, opened_on=day.isoformat(), status="已缴",
        )  # fmt: skip


def facts(scene: Scene, pack: str) -> Iterator[Fact[Any]]:
    """Her contacts of thirty days, and the ticket of her first visit."""
    for number, (at, by, body) in enumerate(_contacts(scene)):
        yield fact(CUSTOMER_ID, at, body, by, key=f"{scene.today}/{number}")
    yield from _inquiry(scene, pack)


def _contacts(scene: Scene) -> tuple[tuple[datetime, str, ContactMade], ...]:
    def about(channel: str, title: str, note: str) -> ContactMade:
        return ContactMade(channel=channel, title=title, note=note, matter=scene.claim_no)

    return (
        (scene.on(20, 11, 5), "A1044", ContactMade(channel="phone", title="续期回访", note="已提醒续保时间")),
        (scene.on(12, 9, 30), "", ContactMade(channel="sms", title="短信续保提醒", note="住院医疗即将到期")),
        (scene.on(6, 20, 14), "", about("app", "APP 提交理赔申请", "住院医疗理赔")),
        (scene.on(2, 15, 20), BRANCH_AGENT, about("counter", "柜面 · 滨江路营业部", "沈嘉禾 受理，告知“材料齐全”")),
        (scene.on(1, 10, 12), "A1052", about("chat", "在线客服 · 刘一鸣", "答复：1–2 个工作日到账")),
        (scene.on(1, 17, 5), "A3008", about("push", "APP 收到补件通知", "理赔部 唐子昂：补住院发票原件")),
        (scene.ago(minutes=43), "", about("app", "APP 查询理赔进度", "连续打开 4 次，未提交")),
        (scene.ago(minutes=4), "", about("ivr", "IVR 自助", "2 理赔 › 3 进度 › 0 转人工")),
    )


def _inquiry(scene: Scene, pack: str) -> Iterator[Fact[Any]]:
    opened = TicketOpened(
        kind="inquiry",
        number=scene.inquiry_no,
        form_id="inquiry",
        pack=pack,
        first_responder=BRANCH_AGENT,
        customer_id=CUSTOMER_ID,
        channel="counter",
        fields={
            "kind": "inquiry",
            "subject": "理赔材料咨询",
            "reason": "claim_materials",
            "holding": scene.claim_no,
            "description": "客户到柜面递交住院理赔材料，问还差什么。",
        },
    )
    steps = (
        (0, opened),
        (1, TicketSubmitted()),
        (6, TicketNoted(text="已当面告知材料齐全", visible_to_customer=True)),
        (7, TicketResolved(how="材料已收，转理赔审核", at_once=True)),
    )
    for minutes, body in steps:
        at = scene.on(2, 15, 31) + timedelta(minutes=minutes)
        yield fact(ticket_id(scene.inquiry_no), at, body, BRANCH_AGENT, key="once")


def _owned(entity: str, part: str, **fields: Any) -> Record:
    return record(entity, derived_id("demo-story", CUSTOMER_NO, entity, part), CUSTOMER_ID, fields)


def _months_before(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 - months
    return date(count // 12, count % 12 + 1, min(day.day, 28))
