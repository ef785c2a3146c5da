"""How an agent's part ends and how calls end. ``telephony.md`` §2.2, §5."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from app.call.event import Who
from sync.server.cti.channel import is_local
from sync.server.cti.state import Call, Leg
from sync.server.cti.step import Step

DECLINED: Final = frozenset({17, 21})
"""Hang-up causes of a phone whose owner said no: busy, rejected."""
GAVE_UP_WITHIN_S: Final = 0.5


def cause_of(text: str) -> int | None:
    """A hang-up cause as a number, None where there is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


def on_hangup_request(step: Step) -> None:
    """``HangupRequest``: who hangs up. On a Local half it is only an echo of what its other half did."""
    call = step.call()
    if call is None:
        return
    channel_id = step.message["Uniqueid"]
    leg = call.legs.get(channel_id)
    if leg is not None and (cause := cause_of(step.message["Cause"])) is not None:
        call = step.put_leg(call, leg, cause=cause)
    if is_local(step.message["Channel"]):
        if call.is_customers(channel_id) and call.left_first is None:
            step.put(call, left_first="customer")
        return
    who = _side(call, channel_id)
    if who is not None and call.hung_up is None:
        step.put(call, hung_up=who)


def on_bridge_leave(step: Step) -> None:
    """``BridgeLeave``: the talk stops; who went first tells who ended it where nobody's hang-up was asked for."""
    call = step.call()
    if call is None:
        return
    leg = call.leg(step.message["Uniqueid"])
    if leg is not None and leg.talk_t is not None:
        call = step.put_leg(call, talk_stopped(step, leg))
    if call.left_first is not None:
        return
    who = _side(call, step.message["Uniqueid"])
    talking = any(leg.up and not leg.gave_away for leg in call.legs.values())
    if who == "agent" or (who == "customer" and talking):
        step.put(call, left_first=who)


def on_bridge_enter(step: Step) -> None:
    """``BridgeEnter``: the talk goes on, so whoever left before did not end it."""
    call = step.call()
    if call is None:
        return
    leg = call.leg(step.message["Uniqueid"])
    if leg is not None and leg.served and leg.talk_t is None and not leg.on_hold and not leg.gave_away:
        call = step.put_leg(call, leg, talk_t=step.t)
    if call.left_first is not None:
        step.put(call, left_first=None)


def talk_stopped(step: Step, leg: Leg) -> Leg:
    """The agent and the customer no longer hear each other: hold, hand-over, out of the bridge."""
    return (
        leg if leg.talk_t is None else replace(leg, talked_s=leg.talked_s + max(0.0, step.t - leg.talk_t), talk_t=None)
    )


def _side(call: Call, channel_id: str) -> Who | None:
    if channel_id == call.customer:
        return "customer"
    leg = call.leg(channel_id)
    return "agent" if leg is not None and leg.up and not leg.gave_away else None


def on_hangup(step: Step) -> None:
    """``Hangup``: a channel is gone. The agent's ends that agent's part, the customer's ends the call."""
    call = step.call()
    if call is None:
        return
    channel_id = step.message["Uniqueid"]
    cause = cause_of(step.message["Cause"])
    call = step.put(call, channels={k: v for k, v in call.channels.items() if k != channel_id})
    if channel_id in call.legs:
        call = leg_gone(step, call, call.legs[channel_id], cause)
    elif channel_id == call.customer:
        unanswered = call.direction == "out" and not any(leg.served for leg in call.legs.values())
        if not unanswered:
            close_call(step, call, cause)
            return
        call = step.put(call, customer=None)  # busy or no answer: the dialplan may still try another line
    if not call.channels:
        close_call(step, call, cause)


def leg_gone(step: Step, call: Call, leg: Leg, cause: int | None) -> Call:
    """An agent's leg ends: their part of the talk, or an offer that was not taken."""
    call = step.put(call, legs={k: v for k, v in call.legs.items() if k != leg.id})
    call = miss(step, call, leg, cause)
    if leg.up and (leg.served or leg.way in {"click", "consult"}):
        by = call.hung_up or call.left_first or ("agent" if leg.gave_away else "system")
        call = step.emit(call, "agent_left", leg, by=by, cause=cause, talk_s=_talk_s(step, leg))
        call = step.put(call, last_agent=leg.agent_id or call.last_agent)
    elif leg.way == "click" and not leg.up:
        by = "agent" if cause in DECLINED else "system"
        call = step.emit(call, "missed", leg, by=by, cause=cause, ring_s=since(step, leg.rang_t))
    return call


def miss(step: Step, call: Call, leg: Leg, cause: int | None) -> Call:
    """Report a ring that the exchange gave up. Only the end of the leg says whether its owner declined."""
    if leg.missed_ring_s is None:
        return call
    cause = leg.cause if leg.cause in DECLINED else cause
    by = "agent" if cause in DECLINED else "system"
    return step.emit(call, "missed", leg, by=by, cause=cause, ring_s=leg.missed_ring_s)


def settle_misses(step: Step, call: Call) -> Call:
    """Report rings that were given up and whose end has not been seen: the next thing happens already."""
    for leg in list(call.legs.values()):
        if leg.missed_ring_s is not None:
            call = step.put(call, legs={k: v for k, v in call.legs.items() if k != leg.id})
            call = miss(step, call, leg, leg.cause)
    return call


def close_call(step: Step, call: Call, cause: int | None) -> None:
    """The customer is gone: agents' parts end first, then the call, as ``abandoned`` or ``ended``, once."""
    call = settle_misses(step, call)
    abandoned = _gave_up(step, call, cause)
    wait_s = waited_s(step, call)
    if call.left_t is not None and not abandoned:
        call = step.emit(call, "overflowed", by="system", wait_s=wait_s)
    ringing = next((leg for leg in reversed(list(call.legs.values())) if not leg.up), None)
    for leg in list(call.legs.values()):
        call = leg_gone(step, call, leg, cause)
    if abandoned:
        rung = {"agent_id": ringing.agent_id, "extension": ringing.extension} if ringing else {}
        step.close(call, "abandoned", by="customer", cause=cause, wait_s=wait_s, **rung)
    else:
        step.close(call, "ended", by=call.hung_up or call.left_first or "system", cause=cause)


def _gave_up(step: Step, call: Call, cause: int | None) -> bool:
    """Whether a waiting caller hung up, or the exchange took the call out of the queue first and then ended it."""
    if call.waiting_t is None:
        return False
    if call.hung_up == "customer":
        return True
    if call.left_t is None:
        return not call.doubtful
    return step.t - call.left_t <= GAVE_UP_WITHIN_S and not cause


def waited_s(step: Step, call: Call) -> float | None:
    """Seconds the caller waited in the present queue: until the exchange took them out, or until now."""
    if call.waiting_t is None or call.left_t is None:
        return since(step, call.waiting_t)
    return round(max(0.0, call.left_t - call.waiting_t), 3)


def since(step: Step, start_t: float | None) -> float | None:
    """Seconds since a remembered moment, never negative, None if it was not seen."""
    return None if start_t is None else round(max(0.0, step.t - start_t), 3)


def _talk_s(step: Step, leg: Leg) -> float | None:
    if not leg.served:
        return None
    return round(talk_stopped(step, leg).talked_s, 3)
