"""What the panels under the header say while there is no customer to show (`design.md` §8)."""

from __future__ import annotations

from typing import Literal, NamedTuple

from PySide6.QtCore import QCoreApplication

Blank = Literal["nobody", "not_known", "no_customer"]


class BlankWords(NamedTuple):
    """Title and reason of each panel."""

    trail: tuple[str, str]
    holdings: tuple[str, str]
    tickets: tuple[str, str]


def blank_words(why: Blank) -> BlankWords:
    """Nobody is on the line; or it is not known (yet) who is; or whoever calls is no customer."""
    match why:
        case "nobody":
            return BlankWords(
                (_tr("没有来电"), _tr("来电时显示客户两天内的联系")),
                (_tr("还没有客户"), _tr("来电自动显示，也可以按 Ctrl+K 查找")),
                (_tr("没有未结工单"), _tr("有客户时显示没办完的事")),
            )
        case "no_customer":
            look = _tr("要查哪位客户，按 Ctrl+K")
            return BlankWords((_tr("不是客户来电"), look), (_tr("不是客户来电"), look), (_tr("没有客户的工单"), look))
        case _:
            later = _tr("找到或新建客户后显示")
            return BlankWords(
                (_tr("还不知道找过几次"), later),
                (_tr("还不知道是哪位客户"), later),
                (_tr("还不知道有没有未结工单"), later),
            )


def _tr(text: str) -> str:
    return QCoreApplication.translate("CustomerView", text)
