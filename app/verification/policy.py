"""The pack's rules of verification: what each way proves, what each business needs (rows E01–E05, D23, F03)."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

Kind = Literal["service", "electronic"]
"""A password the customer keeps: 服务密码 (E01), 电子密码 (E02)."""

Way = Literal["checks", "electronic", "dynamic", "service", "papers"]
WAYS: tuple[Way, ...] = get_args(Way)
HIGHEST = 3
"""Level 0 is nobody proved anything; 3 what a service password or papers at the counter prove."""

Compared = Literal["name", "id_tail", "holding", "birth_date"]
COMPARED: tuple[Compared, ...] = get_args(Compared)
"""What of a file an answer may be held against."""


class WayRule(msgspec.Struct, frozen=True, kw_only=True):
    """What one way proves: its word and its level, 1 to 3."""

    label: str
    level: int


class BusinessRule(msgspec.Struct, frozen=True, kw_only=True):
    """What a business needs: at least this level, from other ways than these."""

    label: str
    level: int
    without: frozenset[str] = frozenset()


class VerificationPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """Rules of a pack.

    ``levels`` are the words for 0 to 3. ``check_levels`` say what knowing so many answers proves, one to all;
    ``compares`` what of the file each check's answer may be held against. ``code_minutes`` is how long a dynamic code
    holds (E03). ``answers`` wrong answers close a check for this contact; ``tries`` wrong passwords lock it for
    ``lock_minutes``, ``agent_tries`` by one agent within an hour lock the agent.
    """

    levels: tuple[str, ...] = ("未核验", "基本核验", "加强核验", "最高核验")
    ways: dict[str, WayRule] = {}
    check_levels: tuple[int, ...] = ()
    compares: dict[str, tuple[str, ...]] = {}
    businesses: dict[str, BusinessRule] = {}
    read_out: str = ""
    code_minutes: int = 10
    answers: int = 3
    tries: int = 5
    agent_tries: int = 20
    lock_minutes: int = 15

    def level_of_checks(self, passed: int) -> int:
        """What so many right answers prove."""
        return self.check_levels[min(passed, len(self.check_levels)) - 1] if passed and self.check_levels else 0

    def word(self, way: str) -> str:
        """What a way is called."""
        return self.ways[way].label if way in self.ways else way
