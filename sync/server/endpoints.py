"""The HTTP endpoints. Each authenticates, reads, calls one function and answers; their docstrings are the API page.

Sign-in and sync speak compressed MessagePack (:mod:`sync.protocol`) or, by ``Content-Type`` and ``Accept``, JSON; all
others speak JSON. Errors are :class:`sync.protocol.Problem` as JSON. ``def`` endpoints run on worker threads.
"""

from __future__ import annotations

from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Depends, Request, Response

from app.privacy.reveal import RevealRequest
from app.verification.secret import KeepSecret, SendCode, VerifySecret
from sync.protocol import MAX_INFLATED, PAGE_ROWS, PUSH_OPS, VERSION, SignInRequest, SyncRequest
from sync.server.centre import Centre
from sync.server.checking import MAX_BODY
from sync.server.database import reading
from sync.server.errors import SessionExpiredError
from sync.server.migrate import read_epoch
from sync.server.session import Caller
from sync.server.tickets import PAGE, find_ticket, list_tickets
from sync.server.wire import MAX_BODY_BYTES, answer, json_answer, read_body, read_message

router = APIRouter(prefix="/v1")
Body = Annotated[bytes, Depends(read_body)]


def centre_of(request: Request) -> Centre:
    """The centre this request came to."""
    centre: Centre = request.app.state.centre
    return centre


def bearer(authorization: str | None) -> str:
    """The token in an ``Authorization`` header.

    Raises:
        SessionExpiredError: there is none.
    """
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise SessionExpiredError("请先登录")
    return token.strip()


def signed_in(request: Request) -> Caller:
    """Who is asking.

    Raises:
        SessionExpiredError: nobody, or not any more.
    """
    return centre_of(request).caller(bearer(request.headers.get("authorization")))


Asking = Annotated[Caller, Depends(signed_in)]


@router.post("/sign-in")
async def post_sign_in(request: Request, body: Body) -> Response:
    """``SignInRequest`` → ``SignedIn``. 401 wrong number or password; 423 with ``Retry-After`` too many of them.

    Everybody signs in at eight o'clock: those who wait for their turn wait here, not on the threads of those at work.
    """
    centre = centre_of(request)

    def work() -> Response:
        return answer(request, centre.sign_in(read_message(request, body, SignInRequest)))

    return await to_thread.run_sync(work, limiter=centre.doorway)


@router.post("/sync")
def post_sync(request: Request, caller: Asking, body: Body) -> Response:
    """``SyncRequest`` → ``SyncResponse``. 409 a gap in the sequence (``expected_seq``), a cloned device, a version."""
    return answer(request, centre_of(request).sync(caller, read_message(request, body, SyncRequest)))


@router.post("/reveal")
def post_reveal(request: Request, caller: Asking, body: Body) -> Response:
    """``RevealRequest`` → ``Revealed``. 422 the policy says no, or too often; 404 there is nothing to show.

    The answer is for one pair of eyes: nothing on the way may keep it.
    """
    revealed = centre_of(request).reveal(caller, read_message(request, body, RevealRequest))
    shown = answer(request, revealed)
    shown.headers["Cache-Control"] = "no-store"
    return shown


@router.post("/secrets/verify")
def post_verify_secret(request: Request, caller: Asking, body: Body) -> Response:
    """``VerifySecret`` → ``SecretTold``: right or not, on record either way. 422 locked, not six digits; 404 nobody."""
    return answer(request, centre_of(request).verify_secret(caller, read_message(request, body, VerifySecret)))


@router.post("/secrets/code")
def post_send_code(request: Request, caller: Asking, body: Body) -> Response:
    """``SendCode`` → ``SecretTold``: a code is on its way. 422 no gateway, or too often; 404 no such number."""
    return answer(request, centre_of(request).send_code(caller, read_message(request, body, SendCode)))


@router.post("/secrets/keep")
def post_keep_secret(request: Request, caller: Asking, body: Body) -> Response:
    """``KeepSecret`` → ``SecretTold``: set, changed or reset. 422 too weak, not allowed, the old one wrong, locked."""
    return answer(request, centre_of(request).keep_secret(caller, read_message(request, body, KeepSecret)))


@router.get("/me")
def get_me(caller: Asking) -> Response:
    """Who I am, at which device, until when."""
    return json_answer(caller)


@router.get("/tickets")
def get_tickets(request: Request, caller: Asking, limit: int = PAGE) -> Response:
    """The tickets that arrived last, newest first, masked for the asking role."""
    centre = centre_of(request)
    with reading(centre.engine) as snapshot:
        return json_answer({"tickets": list_tickets(snapshot, centre.masking, caller.role, limit)})


@router.get("/tickets/{number}")
def get_ticket(request: Request, caller: Asking, number: str) -> Response:
    """The ticket with this number, masked for the asking role. 404 it has not arrived."""
    centre = centre_of(request)
    with reading(centre.engine) as snapshot:
        return json_answer(find_ticket(snapshot, centre.masking, caller.role, number))


@router.get("/limits")
def get_limits(caller: Asking) -> Response:  # noqa: ARG001 -- asking needs a session
    """What a request may hold."""
    limits = {
        "version": VERSION,
        "page_rows": PAGE_ROWS,
        "push_ops": PUSH_OPS,
        "body_bytes": MAX_BODY_BYTES,
        "inflated_bytes": MAX_INFLATED,
        "op_bytes": MAX_BODY,
    }
    return json_answer(limits)


@router.get("/health")
def get_health(request: Request) -> Response:
    """Whether the centre works: 200, or 503 where its database does not answer. Needs no session."""
    centre = centre_of(request)
    with reading(centre.engine) as snapshot:
        epoch = read_epoch(snapshot)
    return json_answer({"ok": True, "version": VERSION, "epoch": epoch, "now": centre.now()})
