"""The story reads as in the pictures, on the day of the pictures and on any other."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.identity.resident_id import read_id_number
from resources.demo import story
from resources.demo.world import build_world
from tests.resources.worlds import PICTURE, SHANGHAI, Shelf

SHELF = Shelf(build_world(PICTURE, customers=0))
FEBRUARY_26_2028_S = int((datetime(2028, 2, 26, 9, tzinfo=SHANGHAI) - PICTURE).total_seconds())
"""When her birthday would fall on a 29 February that her birth year did not have."""


def test_she_is_who_the_picture_shows() -> None:
    she = SHELF.page_of_lin().identity
    assert (she.name, she.sex, she.age, she.stars) == ("林婉清", "女", 41, 5)
    assert (she.phone_masked, she.id_number_masked) == ("138****8000", "3101**********0028")
    assert (she.customer_no, she.branch, she.service_agent) == ("C-20810457", "滨江路营业部", "沈嘉禾")
    assert [(tag.text, tag.tone) for tag in she.tags] == [
        ("投诉风险：同一事由第 3 次联系", "danger"),
        ("投保 12 年", "line"),
        ("家庭保单 4 件", "line"),
    ]
    assert she.quality is not None
    assert (she.quality.score, she.quality.reasons) == (77, ("邮箱缺失", "住址 26 个月未核实"))
    assert [(check.name, check.passed) for check in she.checks] == [
        ("姓名", True),
        ("证件后四位", True),
        ("保单号或生日", False),
    ]


def test_her_trail_is_the_one_of_the_picture() -> None:
    trail = SHELF.page_of_lin().trail
    rows = [(f"{touch.at:%d %H:%M}", touch.channel, touch.title, touch.note) for touch in trail.touches]
    assert rows == [
        ("18 10:22", "phone", "本次来电", "理赔专席 · 首问受理"),
        ("18 10:20", "ivr", "IVR 自助", "2 理赔 › 3 进度 › 0 转人工"),
        ("18 09:41", "app", "APP 查询理赔进度", "连续打开 4 次，未提交"),
        ("17 17:05", "push", "APP 收到补件通知", "理赔部 唐子昂：补住院发票原件"),
        ("17 10:12", "chat", "在线客服 · 刘一鸣", "答复：1–2 个工作日到账"),
        ("16 15:20", "counter", "柜面 · 滨江路营业部", "沈嘉禾 受理，告知“材料齐全”"),
    ]
    assert (trail.count, trail.count_30_days, trail.today) == (6, 9, date(2026, 3, 18))
    assert trail.warning == ("客户已在", "柜面、在线客服", "说明过此事，请勿让客户再说一遍。")


def test_what_she_holds_comes_with_what_the_call_is_about_first() -> None:
    page = SHELF.page_of_lin()
    rows = [
        (group.title, [(row.title, row.number, row.amount, row.note, row.status) for row in group.rows])
        for group in page.holdings
    ]
    assert rows == [
        (
            "本次相关",
            [
                ("住院医疗理赔", "CL-260312-0088", "18,642.50", "第 6 天", "补件中"),
                ("安心住院医疗 2025", "P-2025-7714-0382", "200 万", "03-31 到期", "有效"),
            ],
        ),
        (
            "其他保单",
            [
                ("家庭意外综合险", "P-2023-5520-1179", "50 万", "11-02 到期", "有效"),
                ("少儿教育年金", "P-2019-3306-0754", "年缴 12,000", "06-15 应缴", "有效"),
            ],
        ),
    ]
    assert [person.name for person in page.household] == ["许建明", "许乐", "林国栋"]
    assert page.payments[-1].source == "2025-03-31 微信代扣"
    assert [(entry.label, entry.value, entry.source) for entry in page.profile] == [
        ("通讯地址", "滨江区江南大道 1*** 号", "2024-01 柜面"),
        ("邮箱", "缺失", "待补"),
        ("职业", "中学教师", "投保单"),
        ("联系偏好", "工作日 18:00 之后", "客户告知"),
    ]


def test_her_ticket_waits_for_her_word_and_hints_wait_for_the_moment() -> None:
    page = SHELF.page_of_lin()
    (ticket,) = page.tickets
    assert (ticket.number, ticket.title, ticket.status) == ("ZX-260316-00417", "理赔材料咨询", "待确认满意")
    assert (ticket.first_responder, ticket.note) == ("沈嘉禾", "柜面 03-16 15:31 受理")
    assert [(hint.title, hint.note, hint.action) for hint in page.hints] == [
        ("住院医疗 3 月 31 日续保", "理赔结案后再提醒", "稍后跟进"),
        ("3 天后生日（3 月 21 日）", "结束语可致意", "加入结束语"),
    ]
    assert [hint.title for hint in page.hidden_hints] == ["重疾保障缺口"]


def test_the_work_of_zhou_is_the_one_of_the_picture() -> None:
    work = SHELF.work_of_zhou()
    assert [(item.customer, item.subject, item.note, item.is_mine_first) for item in work.tickets] == [
        ("冯丽华", "退保金额异议", "投诉 · 启动已超时 · 已报组长", True),
        ("孙鹏", "扣费日期核实", "咨询 · 30 分钟内答复", True),
        ("吴晓芸", "电子保单补发", "咨询 · 协办", False),
        ("赵志强", "理赔款未到账", "投诉 · 财务部处理中", True),
        ("徐慧敏", "受益人变更", "保全 · 等客户补材料", False),
    ]
    left = [item.due_at - PICTURE if item.due_at else None for item in work.tickets]
    assert left == [
        timedelta(seconds=-26),
        timedelta(minutes=8, seconds=10),
        timedelta(minutes=21, seconds=32),
        timedelta(hours=9, minutes=20),
        None,
    ]
    assert [item.paused for item in work.tickets] == [False, False, False, False, True]
    assert [(f"{one.at.astimezone(SHANGHAI):%H:%M}", one.customer, one.subject) for one in work.call_backs] == [
        ("10:45", "马俊杰", "核赔结果告知"),
        ("11:30", "何佳怡", "续期扣款失败"),
        ("16:30", "李秀兰", "满意度回访 · 第 2 次"),
    ]
    assert [(one.text, one.sender, one.unread) for one in work.messages] == [
        ("陈思远：冯丽华这单我来协调", "组长", True),
        ("钱书雅 已接收 赵志强 工单", "系统", True),
    ]


def test_without_a_call_nothing_pretends_that_there_is_one() -> None:
    page = SHELF.page_of_lin(with_call=False)
    assert not any(touch.current for touch in page.trail.touches)
    assert (page.trail.count, page.identity.tags[0].text) == (5, "同一事由第 2 次联系")
    assert not any(check.passed for check in page.identity.checks)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 7 * 366 * 24 * 3600))
@example(FEBRUARY_26_2028_S)
def test_on_any_other_day_it_is_the_same_story(seconds: int) -> None:
    now = PICTURE + timedelta(seconds=seconds)
    shelf = Shelf(build_world(now, customers=0))
    page, work = shelf.page_of_lin(), shelf.work_of_zhou()
    today = now.astimezone(SHANGHAI).date()

    assert page.identity.age == story.AGE
    assert page.identity.quality is not None
    assert page.identity.quality.score == 77
    assert page.identity.id_number_masked.endswith("0028")
    assert page.trail.count == 6
    assert [touch.at for touch in page.trail.touches] == sorted((t.at for t in page.trail.touches), reverse=True)
    assert page.trail.warning[1] == "柜面、在线客服"
    assert next(row.note for group in page.holdings for row in group.rows) == "第 6 天"
    assert len(page.hints) == 2
    assert page.trail.today == today
    assert [item.customer for item in work.tickets] == ["冯丽华", "孙鹏", "吴晓芸", "赵志强", "徐慧敏"]


@pytest.mark.parametrize("days", range(0, 366, 5))
def test_her_identity_number_is_valid_on_every_day(days: int) -> None:
    scene = story.Scene(PICTURE + timedelta(days=days))
    she = next(iter(story.records(scene)))
    found = read_id_number(str(she.fields["id_number"]))
    assert found is not None
    assert (found.birth_date, found.sex, found.number[-4:]) == (scene.born, "female", "0028")
