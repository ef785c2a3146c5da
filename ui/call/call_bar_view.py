"""What the call bar shows, as plain words: masked, formatted and ready to read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

CallPhase = Literal["idle", "ringing", "talking", "held", "wrapup", "ended", "missed"]


@dataclass(frozen=True, kw_only=True)
class CallBarView:
    """One call as the bar shows it. ``idle`` means that there is none and the bar is gone.

    Attributes:
        phase: where the call stands.
        number: the caller's number as this role may see it (138****8000), or 隐藏号码.
        name: the caller's name, empty when unknown.
        tier: what kind of customer (五星客户).
        who: who it may be where it is no known customer (3 位客户共用, 同事 · 客服一组).
        direction: 呼入 or 呼出.
        ivr_path: the menus the caller went through (2 理赔服务).
        queue: the queue that brought the call (理赔专席).
        wait: how long the caller waited (01:46).
        wait_is_long: whether that was longer than promised; it is then shown in amber.
        repeat: repeat contact on the same matter (第 3 次联系), empty for a first contact.
        duration: the running time of this phase (02:18).
        hint: for a ringing call, what happens if nobody answers (14 秒后转下一位).
        note: what is safe meanwhile (草稿已保存).
        can_dismiss: whether the agent may take it off the bar though nobody says that it is over.
    """

    phase: CallPhase = "idle"
    number: str = ""
    name: str = ""
    tier: str = ""
    who: str = ""
    direction: str = ""
    ivr_path: tuple[str, ...] = ()
    queue: str = ""
    wait: str = ""
    wait_is_long: bool = False
    repeat: str = ""
    duration: str = ""
    hint: str = ""
    note: str = ""
    can_dismiss: bool = False
