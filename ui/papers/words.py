"""The words of a checklist that are the same in every pack: in which form a paper counts, who comes, where."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.identity.papers import Comer, Look, Where


def _words(text: str) -> str:
    return QCoreApplication.translate("PapersChecklist", text)


def look_words(look: Look) -> str:
    """In which form a paper counts: 原件, 复印件 …"""
    match look:
        case "original":
            return _words("原件")
        case "copy":
            return _words("复印件")
        case "either":
            return _words("原件或复印件")
        case "both":
            return _words("原件和复印件")
        case "form":
            return _words("柜面填写")
        case "sign":
            return _words("当面签字")
        case "second_person":
            return _words("双人办理")
        case "question":
            return _words("口头核对")


def comer_words(comer: Comer) -> str:
    """Who comes: 本人, 代办, 单位."""
    match comer:
        case "holder":
            return _words("本人")
        case "proxy":
            return _words("代办")
        case "organisation":
            return _words("单位")


def where_words(where: Where) -> str:
    """Where it is done: 柜面 or 电话."""
    return _words("柜面") if where == "counter" else _words("电话")
