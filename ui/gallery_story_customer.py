"""林婉清 as the desk knows her while she speaks: the customer of the mock-ups' story (`design.md` §2)."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from app.customer.view import (
    Check,
    Customer360,
    Entry,
    Hint,
    HoldingGroup,
    HoldingRow,
    Identity,
    Person,
    Quality,
    Tag,
    TicketRow,
    Touch,
    Trail,
)
from app.ids import CustomerId, TicketId

ZONE = timezone(timedelta(hours=8), "Asia/Shanghai")
NOW = datetime(2026, 3, 18, 10, 24, 31, tzinfo=ZONE)
TODAY = NOW.date()
STARTED, DUE = NOW - timedelta(seconds=42), NOW + timedelta(minutes=14, seconds=18)


def customer() -> Customer360:
    """林婉清 as the desk knows her while she speaks."""
    return Customer360(
        identity=_identity(),
        trail=_trail(),
        holdings=_holdings(),
        payments=(
            Entry("安心住院医疗 2025", "1,286.00", "2025-03-31 微信代扣"),
            Entry("少儿教育年金", "12,000.00", "2025-06-15 银行代扣"),
            Entry("家庭意外综合险", "368.00", "2025-11-02 APP 缴费"),
        ),
        household=(
            Person(name="许建明", relation="配偶", note="44 岁 · 被保险人 1 件"),
            Person(name="许乐", relation="儿子", note="11 岁 · 少儿教育年金"),
            Person(name="林国栋", relation="父亲", note="70 岁 · 紧急联系人"),
        ),
        profile=(
            Entry("通讯地址", "滨江区江南大道 1*** 号", "2024-01 柜面"),
            Entry("邮箱", "缺失", "待补"),
            Entry("职业", "中学教师", "投保单"),
            Entry("联系偏好", "工作日 18:00 之后", "客户告知"),
        ),
        tickets=_tickets(),
        hints=(
            Hint(
                icon="calendar_clock",
                title="住院医疗 3 月 31 日续保",
                note="理赔结案后再提醒",
                action="稍后跟进",
            ),
            Hint(icon="food_cake", title="3 天后生日（3 月 21 日）", note="结束语可致意", action="加入结束语"),
        ),
        hidden_hints=(Hint(icon="tag", title="重疾保障缺口", note="家庭保障建议", action="稍后跟进", selling=True),),
    )


def _identity() -> Identity:
    return Identity(
        customer_id=CustomerId("C-20810457"),
        name="林婉清",
        sex="女",
        age=41,
        stars=5,
        tags=(Tag("投诉风险：同一事由第 3 次联系", "danger"), Tag("投保 12 年"), Tag("家庭保单 4 件")),
        quality=Quality(77, ("邮箱缺失", "住址 26 个月未核实")),
        phone_masked="138****8000",
        id_number_masked="3101**********0028",
        customer_no="C-20810457",
        branch="滨江路营业部",
        service_agent="沈嘉禾",
        checks=(Check("姓名", True), Check("证件后四位", True), Check("保单号或生日", False)),
        checks_note="完成后可办理变更类业务",
    )


def _trail() -> Trail:
    def at(day: int, hour: int, minute: int) -> datetime:
        return datetime(2026, 3, day, hour, minute, tzinfo=ZONE)

    today = (
        Touch(at=at(18, 10, 22), channel="phone", title="本次来电", note="理赔专席 · 首问受理", current=True),
        Touch(at=at(18, 10, 20), channel="ivr", title="IVR 自助", note="2 理赔 › 3 进度 › 0 转人工"),
        Touch(at=at(18, 9, 41), channel="app", title="APP 查询理赔进度", note="连续打开 4 次，未提交"),
        Touch(
            at=at(17, 17, 5),
            channel="push",
            title="APP 收到补件通知",
            note="理赔部 唐子昂：补住院发票原件",
        ),
        Touch(at=at(17, 10, 12), channel="chat", title="在线客服 · 刘一鸣", note="答复：1–2 个工作日到账"),
        Touch(
            at=at(16, 15, 20),
            channel="counter",
            title="柜面 · 滨江路营业部",
            note="沈嘉禾 受理，告知“材料齐全”",
        ),
    )
    earlier = (
        Touch(at=at(12, 20, 14), channel="app", title="APP 提交理赔申请", note="住院医疗理赔", duration="用时 6:20"),
        Touch(at=at(6, 9, 30), channel="sms", title="短信续保提醒", note="住院医疗即将到期"),
        Touch(at=at(1, 11, 5), channel="phone", title="续期回访", note="已提醒续保时间", duration="通话 3:20"),
    )
    return Trail(
        touches=today,
        all=(*today, *earlier),
        count=6,
        count_30_days=9,
        today=date(2026, 3, 18),
        warning=("客户已在", "柜面、在线客服", "说明过此事，请勿让客户再说一遍。"),
    )


def _holdings() -> tuple[HoldingGroup, ...]:
    return (
        HoldingGroup(
            "本次相关",
            (
                HoldingRow(
                    holding_id="CL-260312-0088",
                    title="住院医疗理赔",
                    number="CL-260312-0088",
                    amount="18,642.50",
                    note="第 6 天",
                    status="补件中",
                    tone="warn",
                ),
                HoldingRow(
                    holding_id="P-2025-7714-0382",
                    title="安心住院医疗 2025",
                    number="P-2025-7714-0382",
                    amount="200 万",
                    note="03-31 到期",
                    status="有效",
                ),
            ),
        ),
        HoldingGroup(
            "其他保单",
            (
                HoldingRow(
                    holding_id="P-2023-5520-1179",
                    title="家庭意外综合险",
                    number="P-2023-5520-1179",
                    amount="50 万",
                    note="11-02 到期",
                    status="有效",
                ),
                HoldingRow(
                    holding_id="P-2019-3306-0754",
                    title="少儿教育年金",
                    number="P-2019-3306-0754",
                    amount="年缴 12,000",
                    note="06-15 应缴",
                    status="有效",
                ),
            ),
        ),
    )


def _tickets() -> tuple[TicketRow, ...]:
    return (
        TicketRow(
            ticket_id=TicketId("ZX-260316-00417"),
            number="ZX-260316-00417",
            title="理赔材料咨询",
            first_responder="沈嘉禾",
            note="柜面 03-16 15:31 受理",
            status="待确认满意",
        ),
        TicketRow(
            ticket_id=TicketId("TS-260318-00126"),
            number="TS-260318-00126",
            title="本次投诉（草稿）",
            first_responder="周雨桐",
            note="启动时限 10:38",
            started_at=STARTED,
            due_at=DUE,
            is_current=True,
            is_mine_first=True,
        ),
    )
