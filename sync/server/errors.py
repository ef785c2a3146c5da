"""What the centre answers no to, beyond :mod:`app.errors`. Each has a stable code and words for people.

ServerError
├── ProtocolError
│   ├── SequenceGapError        an operation is missing before these (409, with the number expected)
│   ├── DeviceClonedError       this place in the sequence holds another operation (409)
│   ├── VersionError            a desk older or newer than this centre speaks (409)
│   └── TooLargeError           the body is over the limit (413)
├── SignInError
│   ├── SessionExpiredError     sign in again (401)
│   └── ThrottledError          too many wrong passwords: wait (429, with seconds)
├── TooOftenError               this was asked for too often: not now (422)
└── NotFoundError               there is no such thing (404)
"""

from __future__ import annotations

from app.errors import ProtocolError, ServerError, SignInError


class SequenceGapError(ProtocolError):
    """Operations before these have not arrived. ``expected_seq`` is where the desk has to go on."""

    code = "E-4110"

    def __init__(self, expected_seq: int, got: int) -> None:
        super().__init__(f"中间有操作没有到达：应从第 {expected_seq} 号开始，收到的是第 {got} 号")
        self.expected_seq = expected_seq


class DeviceClonedError(ProtocolError):
    """The device's place in the sequence was used for another operation: two machines share one id (R16)."""

    code = "E-4111"

    def __init__(self, seq: int) -> None:
        super().__init__(
            f"第 {seq} 号操作与中心保存的不是同一个：这台电脑可能是从另一台复制来的，需要换一个设备号后重发"
        )
        self.seq = seq


class VersionError(ProtocolError):
    """The desk speaks a version of the protocol that this centre does not."""

    code = "E-4112"


class TooLargeError(ProtocolError):
    """The body is over the limit that ``GET /v1/limits`` states."""

    code = "E-4113"


class SessionExpiredError(SignInError):
    """The session is over or was never there."""

    code = "E-4011"


class ThrottledError(SignInError):
    """Too many wrong passwords. ``retry_after_s`` is the time to wait, in whole seconds."""

    code = "E-4012"

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(f"密码错误次数过多，请 {retry_after_s} 秒后再试")
        self.retry_after_s = retry_after_s


class TooOftenError(ServerError):
    """Asked for more often than the policy allows. Only time helps, or somebody of another role."""

    code = "E-4114"


class NotFoundError(ServerError):
    """There is no such thing, or this agent may not see it."""

    code = "E-4104"
