"""Asterisk's messages into our call events: a pure fold, so that captured streams replay through it without a socket.

``fold(state, message) -> (state, [event])``. Source: ``telephony.md`` §2 and §5. Which message means what is in
:mod:`arriving`, :mod:`talking` and :mod:`ending`; this module only knows which function reads which message.

What it keeps, over every stream, cut anywhere: one ``abandoned`` or ``ended`` a call and nothing after it; at most one
``answered`` a call and agent's leg; the same events, with the same ids, each time the same bytes are read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Final

from app.call.event import CallEvent
from sync.server.cti import arriving, ending, talking
from sync.server.cti.ami import Message
from sync.server.cti.state import Exchange, NoDirectory, State
from sync.server.cti.step import Step

__all__ = ["Exchange", "NoDirectory", "State", "fold", "lose", "suspect"]

_READERS: Final[Mapping[str, Callable[[Step], None]]] = {
    "Newchannel": arriving.on_new_channel,
    "NewCallerid": arriving.on_caller_id,
    "UserEvent": arriving.on_user_event,
    "QueueCallerJoin": arriving.on_queue_join,
    "QueueCallerAbandon": arriving.on_queue_abandon,
    "QueueCallerLeave": arriving.on_queue_leave,
    "AgentCalled": talking.on_agent_called,
    "AgentConnect": talking.on_agent_connect,
    "AgentRingNoAnswer": talking.on_ring_no_answer,
    "DialBegin": talking.on_dial_begin,
    "DialEnd": talking.on_dial_end,
    "OriginateResponse": talking.on_originate_response,
    "Hold": talking.on_hold,
    "Unhold": talking.on_unhold,
    "BlindTransfer": talking.on_blind_transfer,
    "AttendedTransfer": talking.on_attended_transfer,
    "BridgeEnter": ending.on_bridge_enter,
    "BridgeLeave": ending.on_bridge_leave,
    "HangupRequest": ending.on_hangup_request,
    "Hangup": ending.on_hangup,
    "QueueMember": talking.on_member,
    "QueueMemberAdded": talking.on_member,
    "QueueMemberPause": talking.on_member,
    "QueueMemberStatus": talking.on_member,
}
_WHILE_LEAVING: Final[Mapping[str, Callable[[Step], None]]] = {
    "Newexten": arriving.on_dialplan_step,
    "VarSet": arriving.on_dialplan_step,
}


def fold(state: State, message: Message, at: datetime | None = None) -> tuple[State, list[CallEvent]]:
    """Read one message.

    Args:
        state: what was known before.
        message: an event of the exchange; answers to actions and events of no interest change nothing.
        at: this instant on our clock, UTC; the events carry it beside the exchange's own time. None takes the
            exchange's time for both, which is how captured streams are read.

    Returns the new state and what happened, in order. Never raises on anything an exchange may send.
    """
    reader = _READERS.get(message.event)
    if reader is None:
        if not state.leaving:
            return state, []
        reader = _WHILE_LEAVING.get(message.event)
    step = Step(state, message, at)
    if state.leaving and step.pbx_at is not None:
        arriving.settle_leaving(step)
    if reader is not None:
        reader(step)
    return step.state, step.events


def suspect(state: State) -> State:
    """The connection was lost: what is known of the open calls may be old by the time it is back."""
    return arriving.with_doubt(state)


def lose(state: State, keys: Collection[str], at: datetime) -> tuple[State, list[CallEvent]]:
    """Calls (by ``Linkedid``) that vanished while nobody was listening: ended by the system, never answered."""
    step = Step(state, Message(()), at)
    for key in keys:
        call = step.state.calls.get(key)
        if call is not None:
            step.close(step.put(call, legs={}), "ended", by="system")
    return step.state, step.events
