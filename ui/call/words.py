"""A call in the words of the call bar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.call.session import CallSession
from app.customer.caller import Caller
from app.privacy.masking import mask_phone
from ui.call.call_bar_view import CallBarView, CallPhase

if TYPE_CHECKING:
    from app.desk.calls import Pop

_PHASES: dict[str, CallPhase] = {
    "ringing": "ringing",
    "talking": "talking",
    "held": "held",
    "wrap_up": "wrapup",
    "missed": "missed",
    "abandoned": "missed",
    "ended": "ended",
    "waiting": "idle",
}
_STARS = ("", "一", "二", "三", "四", "五", "六")
LOCAL = "local"
"""The source of calls that a soft-phone on this PC announces (:meth:`app.desk.calls.Calls.rang_here`): no exchange will
say that they are over."""
LONG_WAIT_S = 60
"""From here the waiting time is shown in amber; the queue's own promise comes with the packs' service levels."""

Label = Callable[[str, str], str]


def call_bar_view(call: CallSession, pop: Pop | None, label: Label, now: datetime) -> CallBarView:
    """What the bar shows for this call.

    Args:
        pop: what is known of the caller, None before it has been read.
        label: the pack's words for codes (group, code).
        now: UTC, for the running time.
    """
    customer = pop.customer if pop else None
    return CallBarView(
        phase=_PHASES[call.phase],
        number=number_words(call),
        name=customer.identity.name if customer else (pop.caller.name if pop else ""),
        tier=_tier(customer.identity.stars if customer else 0),
        who=caller_note(pop.caller) if pop and customer is None else "",
        direction=_tr("呼出") if call.direction == "out" else _tr("呼入"),
        ivr_path=tuple(label("ivr", f"{node.node} {node.label}".strip()) for node in call.ivr_path),
        queue=label("queue", call.queue or ""),
        wait=span(call.wait_s) if call.wait_s is not None else "",
        wait_is_long=(call.wait_s or 0) >= LONG_WAIT_S,
        repeat=_tr("第 {0} 次联系").format(pop.contacts) if pop and pop.contacts > 1 else "",
        duration=duration(call, now),
        can_dismiss=call.source == LOCAL,
    )


def caller_note(caller: Caller) -> str:
    """Who it may be, for a caller who is no known customer."""
    match caller.kind:
        case "internal":
            return " · ".join(part for part in (_tr("同事"), caller.note) if part)
        case "service":
            return _tr("服务号码")
        case "many":
            return _tr("{0} 位客户共用，待确认").format(len(caller.candidates))
        case "unknown" if caller.is_relay:
            return _tr("可能是隐私号，不要存入档案")
        case "unknown":
            return _tr("新号码，还不知道是谁")
        case _:
            return ""


def number_words(call: CallSession) -> str:
    """The caller's number as it may be shown, or why there is none."""
    if call.ani:
        return mask_phone(call.ani)
    if call.ani_kind == "withheld":
        return _tr("未显示号码")
    return call.ani_raw


def duration(call: CallSession, now: datetime) -> str:
    """How long this phase has been going on: 02:18."""
    since = {
        "talking": call.answered_at,
        "held": call.held_at or call.answered_at,
        "wrap_up": call.left_at,
    }.get(call.phase)
    return "" if since is None else span(max(0.0, (now - since).total_seconds()))


def span(seconds: float) -> str:
    """Minutes and seconds: 01:46."""
    whole = int(seconds)
    return f"{whole // 60:02d}:{whole % 60:02d}"


def _tier(stars: int) -> str:
    return _tr("{0}星客户").format(_STARS[stars]) if 0 < stars < len(_STARS) else ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("CallWords", text)
