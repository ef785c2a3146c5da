"""Customers who are not 林婉清: a firm, somebody with risks, somebody with a hundred things. For pictures."""

from __future__ import annotations

import msgspec

from app.customer.view import (
    Check,
    Customer360,
    Detail,
    Entry,
    Hint,
    HoldingGroup,
    HoldingRow,
    Identity,
    Person,
    Quality,
    Tag,
    TicketRow,
)
from app.ids import CustomerId, TicketId
from ui.gallery_story_customer import customer


def organisation() -> Customer360:
    """A firm with lines, devices and group policies."""
    hers = customer()
    who = Identity(
        customer_id=CustomerId("org-1"),
        name="杭州滨江启明智能装备制造股份有限公司",
        is_organisation=True,
        stars=4,
        grades=(Tag("集团客户", "accent"), Tag("VIP", "accent")),
        tags=(Tag("续约谈判中", "warn"), Tag("投保 6 年")),
        quality=Quality(91, ("财务联系人缺失",)),
        phone_masked="0571-****2200",
        phone_label="总机",
        calling_masked="138****6022",
        id_number_masked="9133**********21XK",
        customer_no="C-70000132",
        branch="滨江路营业部",
        service_agent="沈嘉禾",
        checks=(Check("单位名称", True), Check("信用代码后四位", False), Check("保单号或经办人授权", False)),
        checks_note="经办人须有授权书",
    )
    return Customer360(
        identity=who,
        trail=hers.trail,
        holdings=(
            HoldingGroup(
                "保单", (_row("G-2025-0031", "雇主责任险 2025", "800 万", "09-30 到期", "有效", kind="保单"),)
            ),
            HoldingGroup(
                "号码与套餐",
                (
                    _row("0571-86602200", "企业专线 500M", "1,280.00", "12-31 合约到期", "在用", kind="号码"),
                    _row("400-820-6655", "企业热线", "600.00", "", "欠费", "danger", kind="号码"),
                ),
            ),
            HoldingGroup(
                "设备", (_row("SN-88231-07", "考勤机 X5", "3,200.00", "保修至 2027-05", "在保", kind="设备"),)
            ),
        ),
        corporate=(
            Person(name="许建明", relation="法定代表人", note="董事长", other_id="c-31"),
            Person(name="何亦辰", relation="经办人", note="人事部 · 授权至 2026-12-31", other_id="c-32"),
            Person(name="高文博", relation="财务联系人", note=""),
        ),
        profile=(
            Entry("行业", "通用设备制造", "业务系统"),
            Entry("服务团队", "滨江企业服务组", "共同服务，不归个人"),
            Entry("保护期至", "2026-09-30", "保护期内，其他团队不主动联系"),
            Entry("授权 · 营销推荐", "未同意", "2026-01-08 电话"),
        ),
    )


def risky() -> Customer360:
    """Blacklisted, unproved, hard of hearing, with an open ticket that this call may go on with."""
    hers = customer()
    who = msgspec.structs.replace(
        hers.identity,
        customer_id=CustomerId("c-66"),
        name="欧阳志远",
        sex="男",
        age=71,
        stars=6,
        grades=(Tag("六星", "accent"), Tag("钻石卡", "accent")),
        tags=(
            Tag("黑名单：线上投保 至 2026-12-31", "danger", detail="批准人 韩立群；冒用他人身份投保"),
            Tag("一年内赔付 6 次", "warn"),
            Tag("实名存疑", "warn", opens="quality"),
            Tag("听障", "accent", hint="说慢一点、声音大一点，复述要点"),
            Tag("激动型", "warn"),
            Tag("疑似重复", "warn", opens="duplicates"),
        ),
        behaviour="agitated",
    )
    tickets = (
        TicketRow(
            ticket_id=TicketId("t-1"), number="TS-260315-00031", title="理赔结论有异议", first_responder="周雨桐",
            note="理赔部处理中", status="等客户补材料", can_resume=True, is_mine_first=True,
        ),
        TicketRow(
            ticket_id=TicketId("t-2"), number="ZX-260302-00110", title="扣费日期核实", first_responder="何亦辰",
            note="03-04 办结", status="已办结", tone="line", is_open=False,
        ),
    )  # fmt: skip
    policy = msgspec.structs.replace(
        hers.holdings[0].rows[1],
        kind="保单",
        second="P-2025-7714-0382 · 浙A·D12345",
        details=(
            Detail("保额", "200 万"),
            Detail("生效日期", "2025-03-31"),
            Detail("到期", "2026-03-31"),
            Detail("车牌", "浙A·D12345"),
            Detail("保费", "1,286.00 元"),
            Detail("缴费方式", "年缴 · 微信代扣"),
            Detail("被保险人", "欧阳志远、欧阳晴"),
            Detail("受益人", "法定继承人"),
        ),
    )
    selling = Hint(
        icon="tag", title="重疾保障缺口", note="未同意营销，不主动推荐", action="", selling=True, does="nothing"
    )
    return msgspec.structs.replace(
        hers,
        identity=who,
        holdings=(HoldingGroup("本次相关", (policy,)), *hers.holdings[1:]),
        tickets=tickets,
        hints=(*hers.hints[:1], selling),
        hidden_hints=(),
    )


def crowded() -> Customer360:
    """Everything longer and more than anybody planned for."""
    hers = customer()
    who = msgspec.structs.replace(
        hers.identity,
        customer_id=CustomerId("c-99"),
        name="阿不都热合曼·买买提依明·阿布都克里木·吐尔逊",
        grades=(Tag("六星", "accent"), Tag("钻石卡", "accent"), Tag("VIP", "accent")),
        tags=(
            Tag("投诉风险：同一事由第 12 次联系，已升级到分管总经理，请先看督办意见再答复", "danger"),
            *(Tag(f"标签 {at}") for at in range(12)),
        ),
        branch="浙江省杭州市滨江区江南大道营业部第二服务中心",
        service_agent="欧阳沈嘉禾",
    )
    rows = tuple(
        _row(f"P-2025-{at:04d}-0001", f"家庭综合意外伤害及住院医疗保险 {at} 号", f"{at * 1000:,}.00", "到期", "有效")
        for at in range(1, 101)
    )
    people = tuple(Person(name=f"家属 {at}", relation="亲属", note="") for at in range(30))
    return msgspec.structs.replace(hers, identity=who, holdings=(HoldingGroup("保单", rows),), household=people)


def _row(
    number: str, title: str, amount: str, note: str, status: str, tone: str = "ok", kind: str = "保单"
) -> HoldingRow:
    return HoldingRow(
        holding_id=number, title=title, number=number, amount=amount, note=note, status=status, tone=tone, kind=kind
    )
