"""A contact with a customer, on whatever channel: the stuff the trail is made of (`mission-rows.md` D04)."""

from __future__ import annotations

import msgspec

from app.ids import derived_id


class ContactMade(msgspec.Struct, frozen=True, kw_only=True, tag="contact_made"):
    """A customer and the firm were in touch. The fact's subject is the customer.

    ``channel`` is ``phone``, ``ivr``, ``app``, ``push``, ``chat``, ``counter``, ``sms``, ``mail``, ``visit``;
    ``matter`` groups contacts about one thing, so that a repeat contact is noticed (B08).
    ``duration_s`` is how long it took (D04 使用时长), 0 where nobody measured it.
    """

    channel: str
    title: str
    note: str = ""
    matter: str = ""
    call_id: str = ""
    failed: bool = False
    duration_s: float = 0.0


class CallHandled(msgspec.Struct, frozen=True, kw_only=True, tag="call_handled"):
    """This agent took this call of this customer. The subject is the customer; the figures are seconds.

    A call of which nobody knew whose it was has the number's own id as subject (:func:`number_subject`).
    """

    call_id: str
    direction: str = "in"
    queue: str = ""
    ivr: list[str] = []
    wait_s: float = 0.0
    talk_s: float = 0.0
    simulated: bool = False


class CallerIdentified(msgspec.Struct, frozen=True, kw_only=True, tag="caller_identified"):
    """An agent said who is on the line (`semantics.md` complaints 3 and 5). The subject is that customer.

    ``how``: ``picked`` from several who share the number, ``linked`` to the number for good, ``found`` for this call
    only, ``created``, or ``taken_back``. ``among`` are the files that were offered.
    """

    call_id: str
    how: str
    among: list[str] = []


CustomerFact = ContactMade | CallHandled | CallerIdentified


def number_subject(e164: str) -> str:
    """The subject of what happened under a number that nobody owned: never the number itself."""
    return derived_id("number", e164)
