"""The demo without a screen: a whole complaint, from the ringing phone to the second desk, through real Qt events."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import requests
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from resources.demo.accounts import ACCOUNTS, ME
from resources.demo.centre import Exchange, Server, centre
from resources.demo.hands import Hands, until
from ui.language import speak
from ui.program import Program
from ui.theme import theme

SIZES = {"1440x900": (1440, 868), "1280x720": (1280, 688), "1920x1080": (1920, 1048)}
"""The pictures' names are screens; the window is that less the system's title bar of 32 px."""

COLLEAGUE = "A1031"
STORY = (
    "3 月 16 日柜面递交住院理赔材料，被告知齐全；17 日 APP 又要求补发票原件。"
    "客户要求道歉并于本周内结案。已向客户说明这不归我们管"
)
FORBIDDEN = "这不归我们管"


class Journey:
    """Steps one after the other, each timed; the first that fails ends the journey."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.steps: list[dict[str, Any]] = []
        self.report: dict[str, Any] = {"ok": False, "steps": self.steps, "ticket_id": None, "customer_id": None}

    def step(self, name: str, what: Callable[[], Any]) -> Any:
        """Do one step. Its time and whether it worked go into the report."""
        began = time.perf_counter()
        try:
            result = what()
        except Exception as error:
            self.steps.append(
                {"name": name, "ok": False, "ms": _ms(began), "error": f"{type(error).__name__}: {error}"}
            )
            raise
        self.steps.append({"name": name, "ok": True, "ms": _ms(began)})
        return result

    def write(self) -> None:
        """Leave the report."""
        text = json.dumps(self.report, ensure_ascii=False, indent=2)
        (self.out / "report.json").write_text(text + "\n", encoding="utf-8")


def travel(folder: Path, out: Path, *, customers: int) -> int:
    """Take the journey; 0 when the ticket is at the centre and on the second desk."""
    out.mkdir(parents=True, exist_ok=True)
    QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    application = QApplication.instance() or QApplication(["shouwen"])
    assert isinstance(application, QApplication)  # noqa: S101 -- made a line above
    speak(application)
    theme.apply(application, "light")
    journey = Journey(out)
    began = time.perf_counter()
    try:
        with centre(folder, customers, speed=4.0) as (server, exchange):
            journey.steps.append({"name": "centre is up, world imported", "ok": True, "ms": _ms(began)})
            _walk(journey, folder, server, exchange, application)
    except Exception:
        journey.write()
        raise
    journey.report["ok"] = all(step["ok"] for step in journey.steps)
    journey.write()
    return 0 if journey.report["ok"] else 1


def _walk(journey: Journey, folder: Path, server: Server, exchange: Exchange, application: QApplication) -> None:
    mine, other = Hands(Program(folder / "desk-1", server.url)), Hands(Program(folder / "desk-2", server.url))
    step = journey.step
    try:
        step("first desk signs in and loads", lambda: mine.sign_in(ME, _password(ME)))
        step("second desk signs in and loads", lambda: other.sign_in(COLLEAGUE, _password(COLLEAGUE)))
        mine.resize(SIZES["1440x900"])
        exchange.ring()
        step("the phone rings, the customer is on screen", lambda: until(lambda: mine.customer_on_screen() == "林婉清"))
        step("the call is answered", lambda: until(lambda: mine.call is not None and mine.call.phase == "talking"))
        step("the script is followed", lambda: _talk(mine))
        step("the form is filled in", lambda: _fill(mine))
        step("pictures are taken", lambda: _pictures(mine, journey.out, application))
        step("the forbidden words are replaced", lambda: _replace_words(mine))
        number = step("the ticket is handed in", lambda: _submit(mine))
        journey.report |= {"ticket_id": mine.draft.ticket_id, "customer_id": mine.customer_id()}
        journey.report["server"] = step("the server has it", lambda: _ask(server, mine, number))
        step("the second desk has it", lambda: until(lambda: other.knows(number) is not None))
        exchange.hang_up()
        step("the caller hangs up", lambda: until(lambda: mine.call is not None and mine.call.phase == "wrap_up"))
        mine.grab(journey.out / "after-call.png")
        step("the second desk shows it", lambda: _show_there(other, mine, number, journey.out))
    finally:
        mine.program.close()
        other.program.close()


def _talk(mine: Hands) -> None:
    """The caller is upset: greeting and verification as the script asks, then two of the three checks."""
    until(lambda: mine.page.script.script is not None)
    mine.click("不满", mine.page.script)
    until(lambda: mine.page.script.script is not None and mine.page.script.script.mood == "unhappy")
    while mine.step_name() != "安抚":
        mine.tick_next_check()
    mine.tick_next_check()
    mine.tick_next_check()
    mine.click("换成是我，也会着急", mine.page.script)


def _fill(mine: Hands) -> None:
    form = mine.page.form
    mine.choose("kind", "投诉")
    mine.choose("reason", "理赔 / 未一次告知材料")
    mine.type(form.field("wish").control, "本周内到账")
    mine.type(form.field("call_back_at").control, "今天 16:30")
    mine.choose("department", "理赔部 · 核赔岗")
    mine.type(form.field("description").control, STORY)
    until(lambda: bool(mine.draft.number) and not mine.calls.form.is_unsaved)


def _replace_words(mine: Hands) -> None:
    mine.press(Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    until(lambda: FORBIDDEN not in str(mine.page.form.values()["description"]))


def _submit(mine: Hands) -> str:
    mine.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    until(lambda: mine.knows(mine.draft.number) is not None)
    return mine.draft.number


def _ask(server: Server, mine: Hands, number: str) -> dict[str, Any]:
    """Over plain HTTP, as anybody could."""
    headers = {"Authorization": f"Bearer {mine.place.centre.token}"}
    answers: list[requests.Response] = []

    def has_it() -> bool:
        answers[:] = [requests.get(f"{server.url}/v1/tickets/{number}", headers=headers, timeout=10)]
        return answers[0].ok

    until(has_it)
    return {"status": answers[0].status_code, "ticket": answers[0].json()}


def _show_there(other: Hands, mine: Hands, number: str, out: Path) -> None:
    other.resize(SIZES["1440x900"])
    other.calls.open_customer(mine.customer_id())
    until(lambda: number in other.ticket_numbers())
    other.grab(out / "second-desk.png")


def _pictures(mine: Hands, out: Path, application: QApplication) -> None:
    for mode in ("light", "dark"):
        theme.apply(application, mode)
        for name, size in SIZES.items():
            mine.resize(size)
            mine.grab(out / f"pop-{mode}-{name}.png")
    theme.apply(application, "light")
    mine.resize(SIZES["1440x900"])


def _password(agent_id: str) -> str:
    return next(one.password for one in ACCOUNTS if one.agent_id == agent_id)


def _ms(began: float) -> float:
    return round((time.perf_counter() - began) * 1000, 1)
