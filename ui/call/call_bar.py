"""The dark band under the top bar: the live call, and nothing else (`design.md` §1.6, mock-ups 01 and 14)."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.call.call_bar_parts import Fact, LiveDot
from ui.call.call_bar_view import CallBarView, CallPhase
from ui.call.call_buttons import CallButton
from ui.theme.theme import current
from ui.widgets.buttons import IconButton
from ui.widgets.icon_label import IconLabel
from ui.widgets.labels import ElidedLabel, label, set_property, tighten, vline

_IVR_ARROW = "\u2004›\u2004"
_CALLER_KEEPS_PX = 240
_PHASE_TONES: dict[CallPhase, str] = {
    "idle": "quiet",
    "ringing": "live",
    "talking": "live",
    "held": "hold",
    "wrapup": "hold",
    "ended": "quiet",
    "missed": "hold",
}
_PHASE_ICONS: dict[CallPhase, str] = {
    "ringing": "call_inbound",
    "held": "pause",
    "wrapup": "edit",
    "ended": "call_end",
    "missed": "call_end",
}
_TONE_COLORS = {"live": "callbar.live", "hold": "callbar.warn", "quiet": "callbar.text2"}


class CallBar(QFrame):
    """The live call: who, why, how long, and what can be done. Hidden while nobody is on the line.

    Call control does not exist yet: the buttons are shown, disabled, with 「请在话机上操作」, until
    :meth:`set_call_control` says otherwise.

    Signals:
        answer_requested, mute_requested, hold_requested, transfer_requested, conference_requested,
        help_requested, hang_up_requested: the button of that name was pressed.
        wrap_up_end_requested: the agent has finished the work after the call.
        dismiss_requested: the agent has read that a call was missed or has ended.
    """

    answer_requested = Signal()
    mute_requested = Signal()
    hold_requested = Signal()
    transfer_requested = Signal()
    conference_requested = Signal()
    help_requested = Signal()
    hang_up_requested = Signal()
    wrap_up_end_requested = Signal()
    dismiss_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "call-bar")
        self.setFixedHeight(current().px("callbar"))
        self._view = CallBarView()
        self._compact = False
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 12, 0)
        row.setSpacing(0)
        self._add_phase(row)
        self._add_caller(row)
        self._add_facts(row)
        row.addStretch(1)
        self._add_time(row)
        self._add_buttons(row)
        self.set_call_control(available=False)
        self.set_call(self._view)

    def _add_phase(self, row: QHBoxLayout) -> None:
        self._dot = LiveDot()
        self._phase_icon = IconLabel("call_inbound", 16, "callbar.live", filled=True)
        self._phase = label("", "strong")
        row.addWidget(self._dot)
        row.addWidget(self._phase_icon)
        row.addSpacing(8)
        row.addWidget(self._phase)
        row.addSpacing(16)

    def _add_caller(self, row: QHBoxLayout) -> None:
        self._caller = ElidedLabel("", "title")
        self._second = label("", "title")
        self._below = ElidedLabel("", "caption")
        for words, role in ((self._caller, "headline"), (self._second, "headline"), (self._below, "caption")):
            tighten(words, current().line_px(role) - (6 if role == "headline" else 0))
        first = QHBoxLayout()
        first.setSpacing(14)
        first.addWidget(self._caller)
        first.addWidget(self._second)
        first.addStretch(1)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addStretch()
        column.addLayout(first)
        column.addWidget(self._below)
        column.addStretch()
        row.addLayout(column)

    def _add_facts(self, row: QHBoxLayout) -> None:
        self._rule = vline(32)
        self._ivr = Fact(self.tr("IVR 路径"))
        self._queue = Fact(self.tr("队列"))
        self._wait = Fact(self.tr("排队等待"))
        self._repeat = Fact(self.tr("同一事由"))
        facts = QHBoxLayout()
        facts.setContentsMargins(17, 0, 0, 0)
        facts.setSpacing(17)
        facts.addWidget(self._rule)
        for fact in (self._ivr, self._queue, self._wait, self._repeat):
            facts.addWidget(fact)
        row.addLayout(facts)

    def _add_time(self, row: QHBoxLayout) -> None:
        self._hint = label("", "body", tone="hold")
        self._note = label("", "caption", tone="quiet")
        self._duration = label("", "headline")
        times = QHBoxLayout()
        times.setSpacing(16)
        times.setContentsMargins(16, 0, 13, 0)
        for part in (self._hint, self._note, self._duration):
            times.addWidget(part)
        row.addLayout(times)

    def _make_buttons(self) -> list[tuple[CallButton, tuple[CallPhase, ...]]]:
        talking: tuple[CallPhase, ...] = ("talking", "held")
        hang_up = CallButton(self.tr("挂断"), "call_end", "danger", filled=True, keeps_words=True)
        answer = CallButton(self.tr("接听"), "call", "primary", hint="F8", filled=True, keeps_words=True)
        table = (
            (CallButton(self.tr("静音"), "mic_off"), talking, self.mute_requested),
            (CallButton(self.tr("保持"), "pause"), ("talking",), self.hold_requested),
            (CallButton(self.tr("恢复"), "play"), ("held",), self.hold_requested),
            (CallButton(self.tr("转接"), "call_transfer"), talking, self.transfer_requested),
            (CallButton(self.tr("三方"), "people_team"), talking, self.conference_requested),
            (CallButton(self.tr("求助"), "person_support"), talking, self.help_requested),
            (hang_up, talking, self.hang_up_requested),
            (answer, ("ringing",), self.answer_requested),
        )
        for button, _phases, wish in table:
            button.clicked.connect(wish)
        return [(button, phases) for button, phases, _wish in table]

    def _add_buttons(self, row: QHBoxLayout) -> None:
        self._buttons = self._make_buttons()
        self._done = CallButton(self.tr("结束话后"), "checkmark", "primary", keeps_words=True)
        self._done.clicked.connect(self.wrap_up_end_requested)
        self._dismiss = IconButton("dismiss", self.tr("知道了"), color="callbar.text2")
        self._dismiss.clicked.connect(self.dismiss_requested)
        actions, last = QHBoxLayout(), QHBoxLayout()
        for layout in (actions, last):
            layout.setSpacing(8)
        last.setContentsMargins(16, 0, 0, 0)
        for button, _phases in self._buttons:
            is_end = button.property("kind") in ("danger", "primary")
            (last if is_end else actions).addWidget(button)
        for button in (self._done, self._dismiss):
            last.addWidget(button)
        row.addLayout(actions)
        row.addLayout(last)

    def set_call_control(self, *, available: bool) -> None:
        """Say whether the telephone can be worked from here."""
        why_not = self.tr("请在话机上操作")
        for button, _phases in self._buttons:
            button.set_available(available, why_not)

    def set_compact(self, *, compact: bool) -> None:
        """In a narrow window (XS) actions become icons and two facts move into the caller's tool tip."""
        self._compact = compact
        for button, _phases in self._buttons:
            button.set_compact(compact)
        self.set_call(self._view)

    def set_duration(self, words: str) -> None:
        """Show the running time; called every second."""
        self._view = replace(self._view, duration=words)
        self._duration.setText(words)
        self._duration.setVisible(bool(words) and self._view.phase != "ringing")

    def set_call(self, view: CallBarView) -> None:
        """Show ``view``. The keyboard focus stays where it is, whatever comes (`design.md` §7.1)."""
        self._view = view
        self._show_phase(view)
        self._show_caller(view)
        self._show_facts(view)
        self._hint.setText(view.hint)
        self._hint.setVisible(bool(view.hint))
        self._note.setText(view.note)
        self._note.setVisible(bool(view.note))
        self.set_duration(view.duration)
        for button, phases in self._buttons:
            button.setVisible(view.phase in phases)
        self._done.setVisible(view.phase == "wrapup")
        self._dismiss.setVisible(view.can_dismiss or view.phase in ("ended", "missed"))
        who = view.name or view.number
        self.setAccessibleName(" · ".join(part for part in (self._phase.text(), who, view.hint) if part))
        self.setVisible(view.phase != "idle")

    def _show_phase(self, view: CallBarView) -> None:
        tone = _PHASE_TONES[view.phase]
        self._phase.setText(self._phase_words(view))
        set_property(self._phase, "tone", tone)
        self._dot.setVisible(view.phase == "talking")
        icon = _PHASE_ICONS.get(view.phase)
        self._phase_icon.setVisible(icon is not None)
        if icon:
            self._phase_icon.set_icon(icon, _TONE_COLORS[tone], filled=True)

    def _phase_words(self, view: CallBarView) -> str:
        return {
            "idle": "",
            "ringing": self.tr("来电"),
            "talking": view.direction or self.tr("通话中"),
            "held": self.tr("保持中"),
            "wrapup": self.tr("话后处理"),
            "ended": self.tr("已结束"),
            "missed": self.tr("未接来电"),
        }[view.phase]

    def _show_caller(self, view: CallBarView) -> None:
        if view.phase in ("ringing", "missed"):
            words = [view.name or view.number, view.number if view.name else ""]
            below = (view.who, view.queue, self.tr("同一事由{0}").format(view.repeat) if view.repeat else "")
        else:
            words, below = [view.number or view.name, ""], (view.name if view.number else "", view.tier or view.who)
        self._caller.setText(words[0])
        self._caller.setMinimumWidth(min(_CALLER_KEEPS_PX, self._caller.sizeHint().width()))
        self._second.setText(words[1])
        self._second.setVisible(bool(words[1]))
        self._below.setText(" · ".join(part for part in below if part))
        self._below.setVisible(bool(self._below.text()))
        self.setToolTip(self._hidden_facts(view) if self._compact else "")

    def _hidden_facts(self, view: CallBarView) -> str:
        wait = self.tr("排队等待 {0}").format(view.wait) if view.wait else ""
        repeat = self.tr("同一事由{0}").format(view.repeat) if view.repeat else ""
        return " · ".join(part for part in (wait, repeat) if part)

    def _show_facts(self, view: CallBarView) -> None:
        shown = view.phase in ("talking", "held", "wrapup")
        roomy = shown and not self._compact
        self._ivr.set_value(_IVR_ARROW.join(view.ivr_path), room=shown)
        self._queue.set_value(view.queue, room=shown)
        self._wait.set_value(view.wait, tone="hold" if view.wait_is_long else "", room=roomy)
        self._repeat.set_value(view.repeat, room=roomy)
        self._rule.setVisible(shown and bool(view.ivr_path or view.queue))

    def visible_actions(self) -> list[QLabel | CallButton]:
        """The action buttons shown at the moment, left to right."""
        return [button for button, _phases in self._buttons if not button.isHidden()]
