"""What the header says of a caller who is no known customer (`design.md` §8, `semantics.md` §3.9)."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from app.customer.caller import Caller


class CallerWords(NamedTuple):
    """Icon, title, what to do, and a warning badge ("" for none)."""

    icon: str
    title: str
    note: str
    badge: str = ""


def caller_words(caller: Caller) -> CallerWords:
    """The words for this caller."""
    match caller.kind:
        case "withheld":
            note = _tr("不猜是谁，也不建联系方式。问清姓名和证件后四位，查到后这通来电记在客户名下。")
            return CallerWords("prohibited", _tr("对方没有显示号码"), note)
        case "service":
            title = _tr("服务号码 {0}").format(" · ".join(part for part in (caller.shown, caller.name) if part))
            return CallerWords("building", title, _tr("不是客户本人的号码：不建档，也不关联到客户。"))
        case "internal":
            title = _tr("同事来电 · {0}").format(caller.name or _tr("分机 {0}").format(caller.shown))
            facts = (caller.note, _tr("分机 {0}").format(caller.shown) if caller.name and caller.shown else "")
            told = " · ".join(part for part in (*facts, _tr("内部通话不记在客户名下")) if part)
            return CallerWords("headset", title, told)
        case "many":
            title = _tr("这个号码有 {0} 位客户在用").format(len(caller.candidates))
            return CallerWords("people", title, _tr("问清姓名和证件后四位再选；没选之前，谁的资料都不显示。"))
        case _ if caller.is_relay:
            note = _tr("找到是哪位客户，这通来电记在客户名下；号码不会自己存下。")
            return CallerWords("warning", _not_found(caller), note, _tr("可能是隐私号，不要存入档案"))
        case _:
            note = _tr("找到是哪位客户，关联后这个号码再来电就认得了。")
            return CallerWords("person", _not_found(caller), note)


def _not_found(caller: Caller) -> str:
    return _tr("没有找到“{0}”").format(caller.shown) if caller.shown else _tr("还不知道是哪位客户")


def _tr(text: str) -> str:
    return QCoreApplication.translate("caller", text)
