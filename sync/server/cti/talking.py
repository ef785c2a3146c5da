"""Phones that ring, are picked up, hold and hand over. ``telephony.md`` §2.1, §2.2, §5."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from sync.server.cti.arriving import replace_leaving, with_way_here
from sync.server.cti.channel import endpoint, known
from sync.server.cti.ending import cause_of, settle_misses, since, talk_stopped, waited_s
from sync.server.cti.state import Call, Leg, LegWay
from sync.server.cti.step import Step

_NOT_TAKEN: Final = frozenset({"NOANSWER", "BUSY", "CONGESTION", "CHANUNAVAIL", "DONTCALL", "TORTURE"})
_MAX_MEMBERS: Final = 10_000
_USER_BUSY: Final = 17


def on_member(step: Step) -> None:
    """Anything about a queue member: which agent the exchange has at which extension."""
    message = step.message
    interface = message["Interface"] or message["Location"]
    member, extension = message["MemberName"] or message["Name"], endpoint(interface)
    members = step.state.members
    is_news = extension and member and member != interface and members.get(extension) != member
    if is_news and (len(members) < _MAX_MEMBERS or extension in members):
        step.state = replace(step.state, members={**members, extension: member})


def on_agent_called(step: Step) -> None:
    """``AgentCalled``: one queue member is offered the call. This is what pops."""
    on_member(step)
    message = step.message
    leg_id = message["DestUniqueid"]
    call = step.call() or step.open(step.state.key_of(message["Linkedid"]), "in", announced=True, waiting_t=step.t)
    if call is None or leg_id in call.legs:
        return
    call = with_way_here(step, settle_misses(step, call))
    call = step.with_caller(call, message["CallerIDNum"], message["CallerIDName"])
    channels = {**call.channels, message["Uniqueid"]: message["Channel"], leg_id: message["DestChannel"]}
    call = step.put(call, customer=message["Uniqueid"], channels=channels, queue=message["Queue"] or call.queue)
    leg = replace(_queue_leg(step, leg_id), rang_t=step.t)
    step.emit(step.put_leg(call, leg), "ringing", leg)


def _queue_leg(step: Step, leg_id: str) -> Leg:
    interface = step.message["Interface"]
    extension = endpoint(interface) or endpoint(step.message["DestChannel"])
    agent_id = step.state.agent(extension, step.message["MemberName"], interface)
    return Leg(id=leg_id, way="queue", extension=extension, agent_id=agent_id)


def on_agent_connect(step: Step) -> None:
    """``AgentConnect``: an agent talks with the caller. ``RingTime`` and ``HoldTime`` are seconds here."""
    message = step.message
    leg_id = message["DestUniqueid"]
    call = step.call() or step.open(step.state.key_of(message["Linkedid"]), "in", announced=True)
    if call is None or (leg_id in call.legs and call.legs[leg_id].served):
        return
    leg = call.legs.get(leg_id) or _queue_leg(step, leg_id)
    own_wait_s = since(step, call.waiting_t)
    rang_s = since(step, leg.rang_t)
    channels = {**call.channels, message["Uniqueid"]: message["Channel"], leg_id: message["DestChannel"]}
    call = step.put(call, customer=message["Uniqueid"], channels=channels, queue=message["Queue"] or call.queue)
    call = _waits_no_more(step, call)
    leg = replace(leg, up=True, served=True, talk_t=step.t, missed_ring_s=None)
    call = step.put_leg(step.with_caller(call, message["CallerIDNum"], message["CallerIDName"]), leg)
    wait_s = _seconds(message["HoldTime"]) if own_wait_s is None else own_wait_s
    step.emit(call, "answered", leg, wait_s=wait_s, ring_s=_seconds(message["RingTime"]) if rang_s is None else rang_s)


def on_ring_no_answer(step: Step) -> None:
    """``AgentRingNoAnswer``: the exchange gave this phone up. ``RingTime`` is milliseconds here, and only here."""
    call = step.call()
    if call is None:
        return
    leg_id = step.message["DestUniqueid"]
    leg = call.legs.get(leg_id) or _queue_leg(step, leg_id)
    ring_ms = _seconds(step.message["RingTime"])
    ring_s = since(step, leg.rang_t) if ring_ms is None else ring_ms / 1000
    if not leg.served:
        step.put_leg(call, leg, missed_ring_s=ring_s or 0.0)


def on_dial_begin(step: Step) -> None:
    """``DialBegin``: without a queue this is what rings; with one, ``AgentCalled`` has already said so."""
    message = step.message
    source, dest = message["Uniqueid"], message["DestUniqueid"]
    call = step.call("Dest") or step.call()
    is_phone = step.state.is_phone(message["DestChannel"], message["DestContext"])
    if call is None and source and is_phone:
        call = step.open(step.state.key_of(message["Linkedid"]), "in", announced=True, customer=source)
        if call is not None:
            channels = {source: message["Channel"]}
            call = step.with_caller(step.put(call, channels=channels), message["CallerIDNum"], message["CallerIDName"])
    if call is None or dest in call.legs or dest == call.customer:
        return
    call = step.put(call, channels={**call.channels, dest: message["DestChannel"]})
    owner = call.legs.get(call.twin_of(source) or "")
    if owner is not None:
        step.put(call, behind={**call.behind, dest: owner.id})  # the real phone behind a member's Local pair
    elif not is_phone:
        _dials_out(step, call, source, dest)
    elif source or call.direction == "out":
        _rings(step, call, source, dest)


def _rings(step: Step, call: Call, source: str, dest: str) -> None:
    if source and source == call.customer and call.waiting_t is not None:
        return  # in a queue only AgentCalled offers
    way: LegWay = "dial"
    if not source:
        way = "click"
    elif call.customer and not call.is_customers(source) and any(leg.up for leg in call.legs.values()):
        way = "consult"
    extension = endpoint(step.message["DestChannel"])
    agent_id = step.state.agent(extension, "", "")
    leg = Leg(id=dest, way=way, extension=extension, agent_id=agent_id, rang_t=step.t)
    call = with_way_here(step, step.put_leg(call, leg))
    step.emit(call, "ringing", leg)


def _dials_out(step: Step, call: Call, source: str, dest: str) -> None:
    """The customer's leg of an outgoing call. What was dialled may carry the prefix for an outside line."""
    if call.direction != "out" or source not in call.legs:
        return
    dialled = known(step.message["Exten"]) or known(step.message["DestCallerIDNum"])
    trunk = endpoint(step.message["DestChannel"]) or None
    call = step.put(call, customer=dest, trunk=trunk)
    if any(c.isdigit() for c in dialled):
        step.put(call, dnis=dialled, ani=step.state.read_dialled(dialled))


def on_originate_response(step: Step) -> None:
    """``OriginateResponse``: success means that the *agent* picked up. All it tells us is whom they are calling."""
    channel_id, dialled = step.message["Uniqueid"], step.message["Exten"]
    call = next((c for c in step.state.calls.values() if channel_id in c.legs), None)
    if call is not None and call.direction == "out" and step.message["Response"] == "Success" and dialled.isdigit():
        step.put(call, dnis=dialled, ani=step.state.read_dialled(dialled))


def on_dial_end(step: Step) -> None:
    """``DialEnd``: picked up, or not. Comes twice for a ring that is given up."""
    message = step.message
    call = step.call("Dest") or step.call()
    if call is None:
        return
    dest, status = message["DestUniqueid"], message["DialStatus"]
    leg = call.legs.get(dest)
    if leg is None:
        agent = call.legs.get(message["Uniqueid"])
        if status == "ANSWER" and dest == call.customer and agent is not None:
            _connected(step, call, agent)
    elif status == "ANSWER" and not leg.up:
        if leg.way == "dial":
            _connected(step, call, leg)
        else:
            call = step.put_leg(call, leg, up=True)
            if leg.way == "consult":
                step.emit(call, "answered", leg, ring_s=since(step, leg.rang_t))
    elif status in _NOT_TAKEN and leg.way in {"dial", "consult"} and not leg.up:
        cause = _USER_BUSY if status == "BUSY" else leg.cause
        step.put_leg(call, leg, missed_ring_s=since(step, leg.rang_t) or 0.0, cause=cause)


def _connected(step: Step, call: Call, leg: Leg) -> None:
    """Agent and customer talk, without a queue between them."""
    if leg.served:
        return
    wait_s = waited_s(step, call)
    leg = replace(leg, up=True, served=True, talk_t=step.t)
    ring_s = since(step, leg.rang_t) if leg.way == "dial" else None
    step.emit(_waits_no_more(step, step.put_leg(call, leg)), "answered", leg, ring_s=ring_s, wait_s=wait_s)


def _waits_no_more(step: Step, call: Call) -> Call:
    step.state = replace_leaving(step.state, call.key, leaving=False)
    return step.put(call, waiting_t=None, left_t=None)


def on_hold(step: Step) -> None:
    """``Hold`` on an agent's phone."""
    call = step.call()
    leg = call.leg(step.message["Uniqueid"]) if call is not None else None
    if call is None or leg is None or leg.on_hold or leg.talk_t is None:
        return
    leg = replace(talk_stopped(step, leg), on_hold=True)
    step.emit(step.put_leg(call, leg), "held", leg)


def on_unhold(step: Step) -> None:
    """``Unhold``; without a ``Hold`` before it (each blind transfer sends one) it means nothing."""
    call = step.call()
    leg = call.leg(step.message["Uniqueid"]) if call is not None else None
    if call is not None and leg is not None and leg.on_hold:
        leg = replace(leg, on_hold=False, talk_t=step.t)
        step.emit(step.put_leg(call, leg), "resumed", leg)


def on_blind_transfer(step: Step) -> None:
    """``BlindTransfer`` by an agent. Named on the customer's channel it drops the customer: no transfer."""
    call = step.call("Transferer") or step.call("Transferee")
    leg = call.leg(step.message["TransfererUniqueid"]) if call is not None else None
    if call is not None and leg is not None and step.message["Result"] == "Success":
        _handed_over(step, call, leg, step.message["Extension"])


def on_attended_transfer(step: Step) -> None:
    """``AttendedTransfer``: the colleague who was asked takes the customer."""
    message = step.message
    call = step.call("Transferee") or step.call("OrigTransferer")
    if call is None or message["Result"] != "Success":
        return
    leg = call.leg(message["OrigTransfererUniqueid"]) or call.leg(message["SecondTransfererUniqueid"])
    if leg is None:
        return
    extension = endpoint(message["TransferTargetChannel"])
    call = _waits_no_more(step, _handed_over(step, call, leg, extension))
    asked = step.call("TransferTarget")
    if asked is not None and asked.key != call.key:
        _adopt(step, call, asked, extension)
        return
    for other in list(call.legs.values()):
        if other.way == "consult" and other.up and not other.served:
            call = step.put_leg(call, other, served=True, talk_t=step.t)


def _handed_over(step: Step, call: Call, leg: Leg, to: str) -> Call:
    leg = replace(talk_stopped(step, leg), gave_away=True)
    call = step.put_leg(call, leg)
    call = step.put(call, hung_up=None, left_first=None, last_agent=leg.agent_id or call.last_agent)
    return step.emit(call, "transferred", leg, from_agent=leg.agent_id, to=to or None)


def _adopt(step: Step, call: Call, asked: Call, extension: str) -> None:
    """The colleague was asked in a call of their own, which ends here; their leg goes on in the customer's."""
    target = step.message["TransferTargetUniqueid"]
    before = asked.leg(target)
    step.put(asked, legs={})
    step.close(step.state.calls[asked.key], "ended", by="system")
    step.state = replace(step.state, merged={**step.state.merged, asked.key: call.key})
    agent_id = before.agent_id if before is not None else step.state.agent(extension, "", "")
    leg = Leg(id=target, way="dial", extension=extension, agent_id=agent_id, up=True, served=True, talk_t=step.t)
    call = step.put(call, channels={**call.channels, target: step.message["TransferTargetChannel"]})
    step.emit(step.put_leg(call, leg), "answered", leg)


def _seconds(text: str) -> float | None:
    number = cause_of(text[:5]) if text.isdigit() else None
    return None if number is None or len(text) > 9 else float(text)
