"""A contact with a customer, on whatever channel: the stuff the trail is made of (`mission-rows.md` D04)."""

from __future__ import annotations

import msgspec


class ContactMade(msgspec.Struct, frozen=True, kw_only=True, tag="contact_made"):
    """A customer and the firm were in touch. The fact's subject is the customer.

    ``channel`` is ``phone``, ``ivr``, ``app``, ``push``, ``chat``, ``counter``, ``sms``, ``mail``, ``visit``;
    ``matter`` groups contacts about one thing, so that a repeat contact is noticed (B08).
    """

    channel: str
    title: str
    note: str = ""
    matter: str = ""
    call_id: str = ""
    failed: bool = False


class CallHandled(msgspec.Struct, frozen=True, kw_only=True, tag="call_handled"):
    """This agent took this call of this customer. The subject is the customer; the figures are seconds."""

    call_id: str
    direction: str = "in"
    queue: str = ""
    ivr: list[str] = []
    wait_s: float = 0.0
    talk_s: float = 0.0
    simulated: bool = False


CustomerFact = ContactMade | CallHandled
