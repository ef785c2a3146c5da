"""The centre over HTTP: one keep-alive session, the system's trust store and proxies (`architecture.md` §5)."""

from __future__ import annotations

from typing import TypeVar

import msgspec
import requests
import truststore

from app.errors import ProtocolError, RefusedError, ShouwenError, SignInError, UnreachableError
from app.privacy.reveal import Revealed, RevealRequest
from app.verification.secret import KeepSecret, SecretTold, SendCode, VerifySecret
from sync import protocol
from sync.protocol import MEDIA_TYPE, Problem, SignedIn, SignInRequest, SyncRequest, SyncResponse

T = TypeVar("T")

_CLONED = "E-4111"
_REFUSED = (RefusedError.code, "E-4114")

CONNECT_S, READ_S = 5.0, 30.0


class SequenceGapError(ProtocolError):
    """The centre has not seen operations that this desk has filed away: it lost them, or is another centre.

    Args:
        expected: the number it has not seen yet.
    """

    def __init__(self, reason: str, expected: int) -> None:
        super().__init__(reason)
        self.expected = expected


class DeviceClonedError(ProtocolError):
    """Another machine goes by this device's id: the centre has other operations under the same numbers."""


class Centre:
    """The centre as one desk sees it. One thread at a time, except :meth:`close`."""

    def __init__(self, url: str) -> None:
        if url.startswith("https://"):
            truststore.inject_into_ssl()
        self.url = url.rstrip("/")
        self._http = requests.Session()
        self.token = ""
        self._is_closed = False

    def sign_in(self, request: SignInRequest) -> SignedIn:
        """Prove who is sitting here.

        Raises:
            SignInError: wrong number or password, or too many tries.
            UnreachableError: no answer.
        """
        signed_in = self._post("/v1/sign-in", request, SignedIn)
        self.token = signed_in.token
        return signed_in

    def sync(self, request: SyncRequest) -> SyncResponse:
        """One round trip.

        Raises:
            SignInError: the session has ended; sign in again, nothing is lost.
            UnreachableError: no answer, or the centre is busy: try again later.
            SequenceGapError: the centre misses operations this desk has filed away.
            DeviceClonedError: this desk needs an id of its own.
            ProtocolError: an answer that cannot be read.
        """
        return self._post("/v1/sync", request, SyncResponse)

    def reveal(self, request: RevealRequest) -> Revealed:
        """Ask for one whole value that this desk holds masked only. It is on record when it comes.

        Raises:
            RefusedError: the policy says no, or asked too often; the text says what to do.
            SignInError: the session has ended.
            UnreachableError: no answer; nothing was shown.
            ProtocolError: there is no such value, or an answer that cannot be read.
        """
        return self._post("/v1/reveal", request, Revealed)

    def verify_secret(self, request: VerifySecret) -> SecretTold:
        """Have a customer's password or code compared. As :class:`app.verification.secret.SecretLine`."""
        return self._post("/v1/secrets/verify", request, SecretTold)

    def send_code(self, request: SendCode) -> SecretTold:
        """Have a dynamic code sent. As :class:`app.verification.secret.SecretLine`."""
        return self._post("/v1/secrets/code", request, SecretTold)

    def keep_secret(self, request: KeepSecret) -> SecretTold:
        """Set, change or reset a customer's password. As :class:`app.verification.secret.SecretLine`."""
        return self._post("/v1/secrets/keep", request, SecretTold)

    def close(self) -> None:
        """Let go of the connection. An answer that comes later is not taken any more: whoever asked is gone."""
        self._is_closed = True
        self._http.close()

    def _post(self, path: str, message: object, kind: type[T]) -> T:
        headers = {"Content-Type": MEDIA_TYPE, "Accept": MEDIA_TYPE}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        try:
            answer = self._http.post(
                self.url + path, data=protocol.encode(message), headers=headers, timeout=(CONNECT_S, READ_S)
            )
        except requests.RequestException as error:
            raise UnreachableError(
                f"连不上中心服务器（{type(error).__name__}）。改动都在本机，恢复后自动上传。"
            ) from error
        if self._is_closed:
            raise UnreachableError("与中心的连接已经关闭。改动都在本机，下次打开后自动上传。")
        if answer.status_code == requests.codes.ok:
            return protocol.decode(answer.content, kind)
        raise _refusal(answer)


def _refusal(answer: requests.Response) -> ShouwenError:
    """The kind of error a refusal stands for: asked again by itself, asked of the person, or a fault."""
    try:
        problem = msgspec.json.decode(answer.content, type=Problem)
    except msgspec.DecodeError:
        problem = Problem("", "")
    reason = problem.reason
    match answer.status_code:
        case 409 if problem.expected_seq is not None:
            return SequenceGapError(reason, problem.expected_seq)
        case 409 if problem.code == _CLONED:
            return DeviceClonedError(reason)
        case 422 if problem.code in _REFUSED:
            return RefusedError(reason)
        case 401 | 403 | 423:
            return SignInError(reason or "登录已过期，请重新登录。填写的内容都在。")
        case 408 | 425 | 429 | 500 | 502 | 503 | 504:
            return UnreachableError(reason or "中心服务器正忙，稍后自动重试。改动都在本机。")
        case code:
            return ProtocolError(reason or f"中心服务器不接受这次请求（{code}）。改动都在本机。")
