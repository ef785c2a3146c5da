"""Everything that can go wrong and that a person can do something about.

    ShouwenError
    ├── StoreError                  the local database
    │   ├── StoreKeyError           the key is missing or opens nothing
    │   ├── StoreDamagedError       truncated, foreign or damaged file
    │   ├── StoreTooNewError        written by a newer program
    │   └── StoreFullError          no room on the disk
    ├── VaultError                  the operating system's vault refuses
    ├── PackError                   a rule pack that cannot be used (file, line, reason)
    ├── RefusedError                a step the rules do not allow (which rule, what to do instead)
    ├── InvalidFieldError           a form field that cannot be saved as it is (names the field)
    └── ServerError                 the centre
        ├── UnreachableError        no answer: work goes on, it is tried again
        ├── SignInError             wrong number or password, locked, expired
        └── ProtocolError           an answer we cannot read

The text of an error is for people: what happened, what is safe, what to do next. ``code`` is short, stable and can
be read out on the phone. Everything that is not a ShouwenError is our own fault and goes to the crash report.
"""

from __future__ import annotations


class ShouwenError(Exception):
    """The world's fault, not the program's. ``code`` names the kind; the text says what to do."""

    code = "E-1000"


class StoreError(ShouwenError):
    """The local database cannot be used."""

    code = "E-2000"


class StoreKeyError(StoreError):
    """The key is missing or does not open this file. The file is left as it is."""

    code = "E-2001"


class StoreDamagedError(StoreError):
    """The file is truncated, damaged or not ours. It is left as it is."""

    code = "E-2002"


class StoreTooNewError(StoreError):
    """The file was written by a newer program. It is left as it is."""

    code = "E-2003"


class StoreFullError(StoreError):
    """There is no room left on the disk. What was saved before is safe."""

    code = "E-2004"


class VaultError(ShouwenError):
    """The operating system's vault is missing, locked or refuses the value."""

    code = "E-2101"


class PackError(ShouwenError):
    """A rule pack that cannot be used.

    Args:
        file: the file inside the pack.
        line: one-based line, or None where the whole file is meant.
        reason: what is wrong and how to mend it.
    """

    code = "E-3001"

    def __init__(self, file: str, line: int | None, reason: str) -> None:
        super().__init__(f"{file}{f':{line}' if line else ''}: {reason}")
        self.file = file
        self.line = line
        self.reason = reason


class RefusedError(ShouwenError):
    """A step that the rules do not allow. The text names the rule and what to do instead."""

    code = "E-3101"


class InvalidFieldError(ShouwenError):
    """A form field that cannot be saved as it is.

    Args:
        field: the field's name in the form, so that the window can focus it.
        reason: what is wrong, in the user's language.
    """

    code = "E-3201"

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


class ServerError(ShouwenError):
    """The centre answered no, or did not answer."""

    code = "E-4000"


class UnreachableError(ServerError):
    """No answer from the centre. Nothing is lost; it is tried again by itself."""

    code = "E-4001"


class SignInError(ServerError):
    """The centre does not accept this sign-in."""

    code = "E-4002"


class ProtocolError(ServerError):
    """An answer or a message that cannot be read."""

    code = "E-4003"
