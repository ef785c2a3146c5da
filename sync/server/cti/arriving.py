"""How calls begin, walk through menus and wait in queues. ``telephony.md`` §2.2, §5."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from app.call.event import IvrNode
from sync.server.cti.channel import endpoint, is_local, known, twin
from sync.server.cti.ending import close_call, settle_misses, waited_s
from sync.server.cti.state import Call, Leg, State, trunk_of
from sync.server.cti.step import Step

LEAVE_SETTLES_S: Final = 0.5
"""After this long without an answer or a hang-up, a caller taken out of a queue was sent on by the exchange."""

_RING: Final = "4"  # ChannelState of a channel that itself started the call
_MAX_MENUS: Final = 64


def on_new_channel(step: Step) -> None:
    """``Newchannel``: the first channel of a call opens it; further ones are remembered."""
    message = step.message
    channel_id, channel = message["Uniqueid"], message["Channel"]
    call = step.call()
    if call is not None:
        channels = {**call.channels, channel_id: channel}
        first = call.channels.get(call.customer or "", "")
        dialplan_half = call.queue is None and channel == twin(first) and channel.endswith(";2")
        step.put(call, channels=channels, customer=channel_id if dialplan_half else call.customer)
    elif channel_id == message["Linkedid"]:
        _open_first(step, channel_id, channel)


def _open_first(step: Step, channel_id: str, channel: str) -> None:
    message = step.message
    channels = {channel_id: channel}
    if not step.state.is_phone(channel, message["Context"]):
        dnis = known(message["Exten"]) or None
        call = step.open(channel_id, "in", channels=channels, customer=channel_id, dnis=dnis, trunk=trunk_of(channel))
        if call is not None:
            call = step.with_caller(call, message["CallerIDNum"], message["CallerIDName"])
            if call.ani.raw or not is_local(channel):
                step.announce(call)
    elif message["ChannelState"] == _RING:
        _open_dialled_by_hand(step, channel_id, channel)
    else:
        step.open(channel_id, "out", channels=channels)


def _open_dialled_by_hand(step: Step, channel_id: str, channel: str) -> None:
    """An agent lifts the receiver and dials: outside (their leg is the agent's), or a colleague (the caller)."""
    dialled, extension = step.message["Exten"], endpoint(channel)
    agent_id = step.state.agent(extension, "", "")
    channels = {channel_id: channel}
    if step.state.is_extension(dialled):
        call = step.open(channel_id, "internal", channels=channels, customer=channel_id, dnis=dialled)
        if call is not None:
            call = step.with_caller(call, extension, step.message["CallerIDName"])
    else:
        leg = Leg(id=channel_id, way="click", extension=extension, agent_id=agent_id, up=True)
        call = step.open(channel_id, "out", channels=channels, legs={channel_id: leg}, dnis=dialled or None)
        if call is not None and dialled.isdigit():
            call = step.put(call, ani=step.state.read_dialled(dialled))
    if call is not None:
        step.announce(call)


def on_caller_id(step: Step) -> None:
    """``NewCallerid``: a dialplan sets the number after the channel was made (always so on Local channels)."""
    call = step.call()
    if call is not None and call.direction == "in" and step.message["Uniqueid"] == call.customer:
        call = step.with_caller(call, step.message["CallerIDNum"], step.message["CallerIDName"])
        if call.ani.raw:
            step.announce(call)


def on_user_event(step: Step) -> None:
    """``UserEvent`` of our dialplan: a menu. Two dialects: Node and Label, or Node (the menu) and Digit (the key)."""
    message = step.message
    if message["UserEvent"].casefold() not in step.state.exchange.ivr_events:
        return
    call = step.call() or _call_of_channel(step.state, message["CallId"] or message["Uniqueid"])
    if call is None or call.direction != "in" or len(call.ivr_path) >= _MAX_MENUS:
        return
    call = went_on(step, call)
    node, label, digit = message["Node"], message["Label"], message["Digit"]
    menu = IvrNode(node=digit, label=label or node) if digit else IvrNode(node=node, label=label)
    call = step.put(call, ivr_path=(*call.ivr_path, menu))
    step.emit(call, "ivr")


def _call_of_channel(state: State, channel_id: str) -> Call | None:
    return next((call for call in state.calls.values() if channel_id in call.channels), None)


def on_queue_join(step: Step) -> None:
    """``QueueCallerJoin``: the caller waits. Also after a transfer to a queue: same call, new wait."""
    message = step.message
    call = step.call() or step.open(step.state.key_of(message["Linkedid"]), "in", announced=True)
    if call is None:
        return
    call = with_way_here(step, went_on(step, call))
    call = step.with_caller(call, message["CallerIDNum"], message["CallerIDName"])
    call = step.put(
        call,
        customer=message["Uniqueid"],
        channels={**call.channels, message["Uniqueid"]: message["Channel"]},
        queue=message["Queue"] or None,
        waiting_t=step.t,
        hung_up=None,
        left_first=None,
    )
    step.emit(call, "queued", from_agent=call.last_agent)


def with_way_here(step: Step, call: Call) -> Call:
    """What the exchange's own channel variables say of the way here, where the events said nothing."""
    exchange = step.state.exchange
    dnis = step.message.variable(exchange.dnis_variable)
    path = call.ivr_path
    if not path and (text := step.message.variable(exchange.path_variable)):
        path = tuple(IvrNode(node=node) for node in text.split(">")[:_MAX_MENUS] if node)
    return step.put(call, dnis=dnis or call.dnis, ivr_path=path)


def on_queue_abandon(step: Step) -> None:
    """``QueueCallerAbandon``: sent when the caller gives up and also when the queue's own time is over."""
    call = step.call()
    if call is None or call.waiting_t is None:
        return
    if call.hung_up == "customer":
        close_call(step, call, None)
    else:
        _is_leaving(step, call)


def on_queue_leave(step: Step) -> None:
    """``QueueCallerLeave``: sent just before an answer too, so it means nothing alone."""
    call = step.call()
    if call is not None and call.waiting_t is not None and call.left_t is None:
        _is_leaving(step, call)


def _is_leaving(step: Step, call: Call) -> None:
    step.put(call, left_t=step.t)
    step.state = replace_leaving(step.state, call.key, leaving=True)


def replace_leaving(state: State, key: str, *, leaving: bool) -> State:
    """Whether a call's reason for leaving its queue is still open."""
    return replace(state, leaving=state.leaving | {key} if leaving else state.leaving - {key})


def on_dialplan_step(step: Step) -> None:
    """``Newexten`` or ``VarSet`` of a caller who left a queue: the dialplan goes on, so the caller is still there."""
    call = step.call()
    if call is None or call.left_t is None or step.message["Uniqueid"] != call.customer:
        return
    hung_up_handler = step.message["Extension"] == "h" or step.message["Exten"] == "h"
    if step.message.event == "VarSet":
        if step.message["Variable"] == "QUEUESTATUS" and step.message["Value"]:
            went_on(step, call)
    elif not hung_up_handler:
        went_on(step, call)


def went_on(step: Step, call: Call) -> Call:
    """A caller who left a queue without an answer turns out to be alive: the queue gave the call up."""
    if call.left_t is None:
        return call
    call = settle_misses(step, call)
    call = step.emit(call, "overflowed", by="system", wait_s=waited_s(step, call))
    step.state = replace_leaving(step.state, call.key, leaving=False)
    return step.put(call, waiting_t=None, left_t=None)


def settle_leaving(step: Step) -> None:
    """Time alone decides for those who left a queue a while ago, unless a phone has been picked up for them."""
    for key in sorted(step.state.leaving):
        call = step.state.calls.get(key)
        if call is None or call.left_t is None:
            step.state = replace_leaving(step.state, key, leaving=False)
        elif step.t - call.left_t > LEAVE_SETTLES_S and not any(
            leg.up and not leg.served for leg in call.legs.values()
        ):
            went_on(step, call)


def with_doubt(state: State) -> State:
    """Mark every open call as one whose connection was lost for a while."""
    return replace(state, calls={key: replace(call, doubtful=True) for key, call in state.calls.items()})
