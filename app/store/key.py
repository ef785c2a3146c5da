"""The store's key in the operating system's vault (`rollout.md` §6).

A random 256-bit raw key, never a passphrase: opening takes 0.1 ms instead of 102. One vault service name per secret,
because Windows' vault re-saves the first entry when two users share a service. Nothing else is kept there: Windows
takes at most 1,280 characters.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from app.errors import StoreKeyError, VaultError

_SERVICE = "shouwen/store/{profile}"
_USER = "key"


def store_key(profile: str, *, is_new: bool) -> str:
    """The key of this profile's store as 64 hex digits.

    Args:
        profile: which store; the same words for the same folder, however it is reached.
        is_new: there is no store yet, so a key is made and put into the vault where there is none. Never for a store
            that is there: a new key opens nothing, and would stand in the way of the right one.

    Raises:
        StoreKeyError: the store's key is not in the vault.
        VaultError: this machine has no vault, it is locked, or it refuses.
    """
    key = read_key(profile)
    if key is None and not is_new:
        raise StoreKeyError(
            "系统密码保管库里没有这份本机数据的钥匙：钥匙不在，打不开。文件没有改动。"
            "请用原来的系统账号登录，或联系管理员恢复钥匙。"
        )
    if key is None:
        key = secrets.token_hex(32)
        _write(profile, key)
        if read_key(profile) != key:
            raise VaultError("系统密码保管库没有存住钥匙。请联系管理员，本机不会建立未加密的数据。")
    return key


def read_key(profile: str) -> str | None:
    """The key as it is in the vault, or None.

    Raises:
        VaultError: this machine has no vault, or it is locked.
    """
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(_SERVICE.format(profile=profile), _USER)
    except KeyringError as error:
        raise VaultError(_no_vault(error)) from error


def key_check(key: str) -> str:
    """A mark that tells the right key from a wrong one without opening anything and without revealing it."""
    return hmac.new(bytes.fromhex(key), b"shouwen store key check", hashlib.sha256).hexdigest()


def _write(profile: str, key: str) -> None:
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(_SERVICE.format(profile=profile), _USER, key)
    except KeyringError as error:
        raise VaultError(_no_vault(error)) from error


def _no_vault(error: Exception) -> str:
    return (
        "打不开系统的密码保管库，本机数据不能加密存放，所以没有启动。"
        f"请先登录系统桌面或联系管理员（{type(error).__name__}）。"
    )
