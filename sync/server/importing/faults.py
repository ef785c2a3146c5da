"""What can be wrong with a file as a whole. What is wrong with one row is a :class:`~.entry.Reject`, never an error."""

from __future__ import annotations

from app.errors import ShouwenError


class FileError(ShouwenError):
    """A file that cannot be imported, or not further than here.

    Args:
        file: its name, without the folder.
        reason: what is wrong and what to do.
        line: one-based line of the file (row of the sheet), None where the whole file is meant.
        column: one-based column, None where the whole line is meant.
    """

    code = "E-4301"

    def __init__(self, file: str, reason: str, *, line: int | None = None, column: int | None = None) -> None:
        place = f" 第 {line} 行" if line else ""
        place += f" 第 {column} 列" if column else ""
        super().__init__(f"{file}{place}：{reason}")
        self.file = file
        self.line = line
        self.column = column
        self.reason = reason


class RunError(ShouwenError):
    """A run that cannot go on beside another one."""

    code = "E-4302"
