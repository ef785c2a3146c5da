"""Every kind of fact there is, and how it is written and read: the same bytes in the store and on the wire."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from app.customer.interaction import CustomerFact
from app.errors import ProtocolError
from app.fact import Fact
from app.oneid.facts import OneIdFact
from app.privacy.facts import PrivacyFact
from app.review.facts import ContradictionFact
from app.script.evidence import ScriptFact
from app.ticket.facts import TicketFact
from app.tier.facts import TierFact
from app.verification.facts import VerificationFact

FactBody = (
    ContradictionFact | TicketFact | CustomerFact | ScriptFact | TierFact | PrivacyFact | OneIdFact | VerificationFact
)
AnyFact = Fact[Any]

_encoder = msgspec.json.Encoder()


def encode_body(body: Any) -> bytes:
    """A fact's body as JSON with its ``type`` tag."""
    return _encoder.encode(body)


def kind_of(body: Any) -> str:
    """The tag of a fact's body, for example ``ticket_opened``."""
    return str(type(body).__struct_config__.tag)


def decode_body(body: bytes) -> Any | None:
    """A body as it was written; None where a newer program's kind is not known here: kept, passed on, not shown.

    Raises:
        ProtocolError: not JSON, or a known kind with fields that do not fit.
    """
    try:
        return _decoder().decode(body)
    except msgspec.ValidationError as error:
        if _tag(body) not in known_kinds():
            return None
        raise ProtocolError(f"读不懂的记录：{error}") from error
    except msgspec.DecodeError as error:
        raise ProtocolError(f"读不懂的记录：{error}") from error


def tags_of(union: Any) -> frozenset[str]:
    """The tags of a union of fact bodies."""
    return frozenset(str(kind.__struct_config__.tag) for kind in union.__args__)


@cache
def known_kinds() -> frozenset[str]:
    """The tags this program understands."""
    return tags_of(FactBody)


@cache
def _decoder() -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(FactBody)


def _tag(body: bytes) -> str | None:
    try:
        return msgspec.json.decode(body, type=_Tagged).type
    except msgspec.DecodeError:
        return None


class _Tagged(msgspec.Struct):
    type: str | None = None
