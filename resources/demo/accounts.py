"""The colleagues of the demo and how they sign in. For demonstration only: never on a server with real customers."""

from __future__ import annotations

from typing import NamedTuple

from app.customer.record import Agent


class Account(NamedTuple):
    """A sign-in of the demo. The password says itself what it is for."""

    agent_id: str
    name: str
    role: str
    password: str


def _agent(agent_id: str, name: str, team: str, role: str = "agent", extension: str = "", *queues: str) -> Agent:
    return Agent(agent_id=agent_id, name=name, team=team, role=role, extension=extension, queues=list(queues))


ME = "A1027"
"""周雨桐, whose desk the story is told from."""

AGENTS: tuple[Agent, ...] = (
    _agent(ME, "周雨桐", "客服一组", "agent", "8001", "claims", "renewal"),
    _agent("A1031", "林溪", "客服一组", "agent", "8002", "claims"),
    _agent("A1044", "何亦辰", "客服二组", "agent", "8003", "renewal"),
    _agent("A1052", "刘一鸣", "在线客服组"),
    # The captured calls of the exchange name these three. Their phones there are 8001 to 8003 too, so they carry
    # no extension here: a call to a phone without a queue belongs to the people above.
    _agent("A1001", "陆景行", "客服三组", "agent", "", "sales", "support"),
    _agent("A1002", "苏晚晴", "客服三组", "agent", "", "sales", "support"),
    _agent("A1003", "程一诺", "客服三组", "agent", "", "sales", "support"),
    _agent("A1010", "陈思远", "客服一组", "supervisor", "8010", "claims", "renewal"),
    _agent("A1090", "叶知秋", "质检组", "quality"),
    _agent("A1005", "韩立群", "客服部", "supervisor"),
    _agent("A0001", "顾明远", "总经理室", "supervisor"),
    _agent("A2016", "沈嘉禾", "滨江路营业部", "counter"),
    _agent("A3008", "唐子昂", "理赔部"),
    _agent("A3012", "高文博", "理赔部"),
    _agent("A3021", "方可心", "核保部"),
    _agent("A4011", "钱书雅", "财务部"),
)

ACCOUNTS: tuple[Account, ...] = tuple(
    Account(agent.agent_id, agent.name, agent.role, f"demo-only-{agent.agent_id}") for agent in AGENTS
)
"""One sign-in a colleague; the password of A1027 is ``demo-only-A1027``."""
