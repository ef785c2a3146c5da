"""Who is signed in on this device, kept in the encrypted store so that work goes on without the centre."""

from __future__ import annotations

import platform

import msgspec

from app.errors import SignInError
from app.ids import AgentId, DeviceId, new_id
from app.store import settings
from app.store.database import Store
from sync.client.http import Centre
from sync.protocol import SignedIn, SignInRequest


def device_of(store: Store) -> DeviceId:
    """This device's id: made at its first start, the same ever after."""
    with store.write() as db:
        known = settings.get(db, "device", str, "")
        if not known:
            known = new_id()
            settings.put(db, "device", known)
    return DeviceId(known)


def remembered(store: Store) -> SignedIn | None:
    """The last sign-in on this device, or None."""
    with store.read() as db:
        kept = settings.get(db, "session", msgspec.Raw, msgspec.Raw(b""))
    return msgspec.json.decode(kept, type=SignedIn) if bytes(kept) else None


def sign_in(store: Store, centre: Centre, agent_id: str, password: str) -> SignedIn:
    """Sign in at the centre and remember it.

    Raises:
        SignInError: not accepted, or another agent's unsent work is on this device.
        UnreachableError: no answer.
    """
    before = remembered(store)
    if before is not None and before.agent_id != agent_id:
        raise SignInError(f"这台电脑上有 {before.name}（{before.agent_id}）的数据。请用原工号登录，或另选数据目录。")
    request = SignInRequest(
        agent_id=AgentId(agent_id), password=password, device=device_of(store), device_name=platform.node()
    )
    signed_in = centre.sign_in(request)
    with store.write() as db:
        settings.put(db, "session", signed_in)
    return signed_in
