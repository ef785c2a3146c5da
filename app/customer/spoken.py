"""How a customer is addressed, and what a script's merge fields are filled with (`mission-rows.md` G01)."""

from __future__ import annotations

from app.customer.record import Agent, Customer
from app.pack.model import Pack

COMPOUND_SURNAMES = frozenset(
    {
        "欧阳", "太史", "端木", "上官", "司马", "东方", "独孤", "南宫", "万俟", "闻人", "夏侯", "诸葛", "尉迟",
        "公羊", "赫连", "澹台", "皇甫", "宗政", "濮阳", "公冶", "太叔", "申屠", "公孙", "慕容", "仲孙", "钟离",
        "长孙", "宇文", "司徒", "鲜于", "司空", "令狐", "百里", "呼延", "轩辕", "西门", "第五", "淳于", "拓跋",
    }
)  # fmt: skip
_TITLES = {"female": "女士", "male": "先生", "女": "女士", "男": "先生"}


def surname(name: str) -> str:
    """The family name: 林 of 林婉清, 欧阳 of 欧阳晴; of a name with a middle dot the part before it."""
    head, dot, _ = name.partition("·")
    if dot:
        return head
    return name[:2] if len(name) > 2 and name[:2] in COMPOUND_SURNAMES else name[:1]


def surname_title(name: str, sex: str) -> str:
    """How to speak to somebody: 林女士. Where the sex is not known, or it is not a person's name, the name itself.

    Args:
        sex: as a record stores it (``female``) or as a page shows it (女).
    """
    title = _TITLES.get(sex)
    if not title or not name or name[0].isascii():
        return name
    return surname(name) + title


def talk_context(
    agent: Agent, pack: Pack, customer: Customer | None = None, *, queue: str = "", reason: str = ""
) -> dict[str, str]:
    """The merge fields known at the start of a talk; the ticket's own come later by :func:`app.script.talk.refill`.

    Args:
        queue: the code of the queue the call came through.
        reason: the code of the reason chosen in the form; it picks the regret that is spoken (安抚).
    """
    context = {"agent.id": agent.agent_id, "agent.name": agent.name}
    if customer and customer.name:
        context["customer.name"] = customer.name
        context["customer.surname_title"] = surname_title(customer.name, customer.sex)
    if queue:
        context["queue.name"] = pack.label("queue", queue)
    if reason in pack.labels.get("regret", {}):
        context["ticket.regret"] = pack.label("regret", reason)
    return context
