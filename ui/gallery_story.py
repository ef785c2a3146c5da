"""The one story that all pictures tell: 林婉清 calls for the third time about her claim papers (`design.md` §2)."""

from __future__ import annotations

from datetime import timedelta

from app.ids import TicketId
from app.script.forbidden import ForbiddenWord
from app.script.view import CheckItem, Phrase, ScriptView, StepHead
from app.ticket.form import Choice, Field, Form
from app.work.view import CallBack, Message, MyWork, WorkItem
from ui.gallery_story_customer import DUE, NOW, STARTED, TODAY, ZONE, customer

__all__ = [
    "DUE",
    "FORBIDDEN",
    "NOW",
    "STARTED",
    "TODAY",
    "ZONE",
    "customer",
    "form",
    "script",
    "values",
    "work",
]

FIRST_RESPONDER = "周雨桐 A1027"
DESCRIPTION = (
    "3 月 16 日柜面递交住院理赔材料，被告知齐全；17 日 APP 又要求补发票原件。"
    "客户要求道歉并于本周内结案。已向客户说明这不归我们管"
)


def script() -> ScriptView:
    """The complaint script, at the third of its six steps."""
    names = ("问候", "核验", "安抚", "记录", "告知", "结束")
    return ScriptView(
        title="投诉接听",
        mood="unhappy",
        steps=tuple(StepHead(name, done=at < 2, current=at == 2) for at, name in enumerate(names)),
        say=(
            "",
            "林女士",
            "，材料没有一次说清、让您多跑一趟，我先向您道歉。这件事",
            "由我负责跟到底",
            "，您不用再找别人。",
        ),
        checks=(
            CheckItem("listen", "完整倾听，不打断", True),
            CheckItem("restate", "复述诉求，请客户确认", True),
            CheckItem("own", "表明首问负责，报工号 A1027", False),
        ),
        phrases=(
            Phrase("feel", "换成是我，也会着急", True),
            Phrase("noted", "您说的我都记下了", False),
            Phrase("now", "我现在就去核实", False),
        ),
        phrases_title="安抚用语",
        forbidden=("不归我管", "系统就这样"),
    )


FORBIDDEN = (
    ForbiddenWord("这不归我们管", "我来联系理赔部并跟到底"),
    ForbiddenWord("不归我管", "我来联系负责的同事并跟到底"),
    ForbiddenWord("系统就这样", "我把情况记下来，请同事核实"),
)


def form() -> Form:
    """The complaint form of the insurance pack, as far as the mock-up shows it."""
    reasons = ("理赔 / 未一次告知材料", "理赔 / 时效过长", "服务 / 态度", "保全 / 办理差错")
    departments = ("理赔部 · 核赔岗", "客服部 · 投诉岗", "财务部 · 付款岗")
    return Form(
        form_id="complaint",
        title="投诉工单",
        version="2026.03.2",
        rows=(
            (
                Field(
                    name="kind",
                    label="业务类型",
                    control="choice",
                    required=True,
                    choices=tuple(Choice(v, v) for v in ("投诉", "咨询", "报案", "保全")),
                ),
                Field(
                    name="reason",
                    label="事由",
                    control="choice",
                    required=True,
                    choices=tuple(Choice(v, v) for v in reasons),
                ),
            ),
            (Field(name="holding", label="关联业务", control="holding", placeholder="选择保单或理赔"),),
            (Field(name="description", label="诉求描述", control="area", required=True, max_length=500),),
            (
                Field(name="wish", label="客户期望", control="text"),
                Field(name="call_back_at", label="回访时间", control="datetime", required=True),
                Field(
                    name="department",
                    label="主办部门",
                    control="choice",
                    required=True,
                    choices=tuple(Choice(v, v) for v in departments),
                ),
            ),
        ),
        schema={"type": "object", "properties": {"description": {"type": "string", "maxLength": 500}}},
    )


def values() -> dict[str, object]:
    """What 周雨桐 has filled in so far."""
    return {
        "kind": "投诉",
        "reason": "理赔 / 未一次告知材料",
        "holding": "理赔 CL-260312-0088 · 安心住院医疗 2025",
        "description": DESCRIPTION,
        "wish": "3 月 20 日前到账",
        "call_back_at": "2026-03-18T16:30",
        "department": "理赔部 · 核赔岗",
    }


def work() -> MyWork:
    """The left column of 周雨桐, most urgent first."""
    return MyWork(tickets=_work_items(), call_backs=_call_backs(), messages=_messages())


def _work_items() -> tuple[WorkItem, ...]:
    def item(
        customer: str, subject: str, note: str, left: timedelta | None, limit: timedelta, *, mine: bool
    ) -> WorkItem:
        due = NOW + left if left is not None else None
        return WorkItem(
            ticket_id=TicketId(f"W-{customer}"),
            customer=customer,
            subject=subject,
            note=note,
            is_mine_first=mine,
            started_at=due - limit if due else None,
            due_at=due,
            paused=due is None,
        )

    minute, hour = timedelta(minutes=1), timedelta(hours=1)
    return (
        item(
            "冯丽华",
            "退保金额有异议",
            "投诉 · 启动已超时 · 已报组长",
            timedelta(seconds=-26),
            15 * minute,
            mine=True,
        ),
        item(
            "孙鹏",
            "扣费日期核实",
            "咨询 · 30 分钟内答复",
            timedelta(minutes=8, seconds=10),
            30 * minute,
            mine=True,
        ),
        item("吴晓芸", "电子保单补发", "咨询 · 协办", timedelta(minutes=21, seconds=32), 30 * minute, mine=False),
        item("赵志强", "理赔款未到账", "投诉 · 财务部处理中", 9 * hour + 20 * minute, 48 * hour, mine=True),
        item("徐慧敏", "受益人变更", "保全 · 等客户补材料", None, hour, mine=False),
    )


def _call_backs() -> tuple[CallBack, ...]:
    at = NOW.replace(second=0)
    return (
        CallBack(at=at.replace(minute=45), customer="马俊杰", subject="核赔结果告知"),
        CallBack(at=at.replace(hour=11, minute=30), customer="何佳怡", subject="续期扣款失败"),
        CallBack(at=at.replace(hour=16, minute=30), customer="李秀兰", subject="满意度回访 · 第 2 次"),
    )


def _messages() -> tuple[Message, ...]:
    return (
        Message(text="陈思远：冯丽华这单我来协调", sender="组长", at=NOW),
        Message(text="钱书雅 已接收 赵志强 工单", sender="系统", at=NOW.replace(hour=9, minute=58)),
    )
