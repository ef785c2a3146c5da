"""Calls that pass from phone to phone (``telephony.md`` §2.2–2.3), where no capture shows it."""

from __future__ import annotations

from tests.sync.server.cti.telling import (
    ARRIVED,
    CALLER,
    OTHER_PHONE,
    PHONE,
    QUEUED,
    RINGING,
    TALKING,
    Said,
    customer,
    heard,
    kinds,
    leg,
    offered,
)


def test_a_late_agent_complete_after_a_redirect_to_another_queue_changes_nothing() -> None:
    redirected: list[Said] = [
        *TALKING,
        (9, "BridgeLeave", customer()),
        (9, "BridgeLeave", leg()),
        (9, "QueueCallerJoin", customer(Queue="support")),
        (9, "Hangup", leg(Cause="16")),
        (12, "AgentCalled", offered(OTHER_PHONE, "1.2", "A1002", Queue="support")),
        (14, "QueueCallerLeave", customer()),
        (14, "AgentConnect", offered(OTHER_PHONE, "1.2", "A1002", Queue="support")),
        (20, "HangupRequest", customer()),
        (20, "AgentComplete", customer(Queue="sales", MemberName="A1001", TalkTime="16", Reason="caller")),
        (20, "Hangup", leg(OTHER_PHONE, "1.2", Cause="16")),
        (20, "Hangup", customer(Cause="16")),
    ]
    story = heard(redirected)[1]
    first = ["arrived", "queued", "ringing", "answered"]
    assert [event.kind for event in story[:4]] == first
    assert [event.kind for event in story[4:]] == ["queued", "agent_left", "ringing", "answered", "agent_left", "ended"]
    first_left, second_queued = story[5], story[4]
    assert (first_left.agent_id, first_left.talk_s) == ("A1001", 5.0)
    assert second_queued.queue == "support"
    assert (story[7].wait_s, story[9].by) == (5.0, "customer")


def test_a_transfer_named_on_the_customers_channel_drops_the_customer_and_is_no_transfer() -> None:
    blunder = {
        "TransfererUniqueid": "1.0",
        "TransfererLinkedid": "1.0",
        "TransfereeUniqueid": "1.1",
        "Extension": "8002",
    }
    said: list[Said] = [
        *TALKING,
        (6, "BlindTransfer", blunder | {"TransfereeLinkedid": "1.0", "Result": "Success"}),
        (6, "BridgeLeave", customer()),
        (6, "Hangup", customer(Cause="16")),
        (
            6,
            "DialBegin",
            leg(DestChannel=OTHER_PHONE, DestUniqueid="1.2", DestLinkedid="1.0", DestContext="from-agents"),
        ),
        (9, "Hangup", leg(Cause="16")),
    ]
    assert kinds(said)[4:] == ["agent_left", "ended"]


def test_in_a_ringall_queue_the_other_phones_just_stop() -> None:
    both: list[Said] = [*RINGING, (2, "AgentCalled", offered(OTHER_PHONE, "1.2", "A1002"))]
    taken: list[Said] = [
        *both,
        (4, "QueueCallerLeave", customer()),
        (4, "AgentConnect", offered(OTHER_PHONE, "1.2", "A1002")),
        (4, "DialEnd", offered(DialStatus="CANCEL")),
        (4, "Hangup", leg(Cause="26")),
    ]
    story = heard(taken)[1]
    assert [(event.kind, event.agent_id) for event in story[2:]] == [
        ("ringing", "A1001"), ("ringing", "A1002"), ("answered", "A1002"),
    ]  # fmt: skip


def test_the_real_phone_behind_a_members_local_channel_rings_once_and_holds_as_the_agent() -> None:
    near, far = "Local/8001@from-queue-00000007;1", "Local/8001@from-queue-00000007;2"
    dials = leg(far, "1.2", DestChannel=PHONE, DestUniqueid="1.3", DestLinkedid="1.0", DestContext="from-internal")
    said: list[Said] = [
        *QUEUED,
        (2, "Newchannel", leg(near, "1.1")),
        (2, "Newchannel", leg(far, "1.2")),
        (2, "AgentCalled", offered(near, "1.1", Interface="Local/8001@from-queue/n")),
        (2, "Newchannel", leg(PHONE, "1.3")),
        (2, "DialBegin", dials),
        (4, "DialEnd", dials | {"DialStatus": "ANSWER"}),
        (4, "AgentConnect", offered(near, "1.1", Interface="Local/8001@from-queue/n")),
        (6, "Hold", leg(PHONE, "1.3")),
        (9, "Unhold", leg(PHONE, "1.3")),
        (10, "HangupRequest", leg(PHONE, "1.3")),
        (10, "Hangup", leg(PHONE, "1.3", Cause="16")),
        (10, "Hangup", leg(near, "1.1", Cause="16")),
        (10, "Hangup", customer(Cause="16")),
    ]
    story = heard(said)[1]
    assert [e.kind for e in story[2:]] == ["ringing", "answered", "held", "resumed", "agent_left", "ended"]
    assert {event.leg_id for event in story[2:-1]} == {"1.1"}
    assert (story[-2].talk_s, story[-1].by) == (3.0, "agent")


def test_a_colleague_asked_in_a_call_of_their_own_takes_the_customer_over() -> None:
    second = {"Channel": "PJSIP/8001-0000000a", "Uniqueid": "5.0", "Linkedid": "5.0", "Context": "from-agents"}
    asked = {"DestChannel": OTHER_PHONE, "DestUniqueid": "5.1", "DestLinkedid": "5.0", "DestContext": "from-agents"}
    transfer = {
        "Result": "Success", "OrigTransfererUniqueid": "1.1", "OrigTransfererLinkedid": "1.0",
        "SecondTransfererUniqueid": "5.0", "TransfereeUniqueid": "1.0", "TransfereeLinkedid": "1.0",
        "TransferTargetUniqueid": "5.1", "TransferTargetLinkedid": "5.0", "TransferTargetChannel": OTHER_PHONE,
    }  # fmt: skip
    said: list[Said] = [
        *TALKING,
        (6, "Hold", leg()),
        (7, "Newchannel", second | {"ChannelState": "4", "Exten": "8002"}),
        (7, "DialBegin", second | asked),
        (8, "DialEnd", second | asked | {"DialStatus": "ANSWER"}),
        (10, "AttendedTransfer", transfer),
        (10, "Hangup", leg(Cause="16")),
        (10, "Hangup", second | {"Cause": "16"}),
        (15, "HangupRequest", customer()),
        (15, "Hangup", {"Channel": OTHER_PHONE, "Uniqueid": "5.1", "Linkedid": "1.0", "Cause": "16"}),
        (15, "Hangup", customer(Cause="16")),
    ]
    story = heard(said)[1]
    theirs = [e.kind for e in story if e.call_id == "pbx1:5.0"]
    mine = [(e.kind, e.extension) for e in story if e.call_id == "pbx1:1.0"][4:]
    assert theirs == ["arrived", "ringing", "answered", "ended"]
    assert {e.direction for e in story if e.call_id == "pbx1:5.0"} == {"internal"}
    assert mine == [
        ("held", "8001"), ("transferred", "8001"), ("answered", "8002"), ("agent_left", "8001"), ("agent_left", "8002"),
        ("ended", None),
    ]  # fmt: skip
    assert [e.talk_s for e in story if e.kind == "agent_left"] == [2.0, 5.0]


def test_a_direct_call_that_nobody_takes_is_missed() -> None:
    unanswered: list[Said] = [
        *ARRIVED,
        (0, "DialBegin", offered()),
        (20, "DialEnd", offered(DialStatus="NOANSWER")),
        (20, "Hangup", leg(Cause="0")),
        (21, "Hangup", customer(Cause="16")),
    ]
    story = heard(unanswered)[1]
    assert [e.kind for e in story] == ["arrived", "ringing", "missed", "ended"]
    assert (story[2].ring_s, story[2].by) == (20.0, "system")


def test_an_agent_dialling_by_hand_is_an_outgoing_call_answered_by_the_customer() -> None:
    dialling = {"Channel": PHONE, "Uniqueid": "1.0", "Linkedid": "1.0", "Context": "from-agents"}
    line = {"DestChannel": CALLER, "DestUniqueid": "1.1", "DestLinkedid": "1.0", "DestContext": "from-carrier"}
    said: list[Said] = [
        (0, "Newchannel", dialling | {"ChannelState": "4", "Exten": "9013700137000", "CallerIDNum": "8001"}),
        (0, "DialBegin", dialling | line | {"Exten": "9013700137000"}),
        (5, "DialEnd", dialling | line | {"DialStatus": "ANSWER"}),
        (9, "HangupRequest", {"Channel": CALLER, "Uniqueid": "1.1", "Linkedid": "1.0"}),
        (9, "Hangup", {"Channel": CALLER, "Uniqueid": "1.1", "Linkedid": "1.0", "Cause": "16"}),
    ]
    story = heard(said)[1]
    assert [e.kind for e in story] == ["arrived", "answered", "agent_left", "ended"]
    assert {e.ani for e in story} == {"+8613700137000"}
    assert (story[0].extension, story[2].talk_s, story[3].by) == ("8001", 4.0, "customer")
