"""Who is signed in on this device, kept in the encrypted store so that work goes on without the centre."""

from __future__ import annotations

import platform

import msgspec

from app.errors import SignInError
from app.ids import AgentId, DeviceId, new_id
from app.store import outbox, settings
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


def take_new_device(store: Store) -> DeviceId:
    """Be a device of one's own: another machine goes by the same id (a copied disk, a restored image).

    What waits, and what was sent lately, is numbered anew from 1 under the operation ids it has: the centre knows by
    these what it has already. The session is the other id's, so somebody has to sign in again.
    """
    known = remembered(store)
    device = DeviceId(new_id())
    with store.write() as db:
        settings.put(db, "device", device)
        outbox.offer_again(db, 1)
        if known is not None:
            settings.put(db, "session", msgspec.structs.replace(known, token=""))
    return device


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
