"""The script card: where we are, what to say, what to tick (`design.md` §4 ScriptCard)."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.script.view import ScriptView
from ui.script.checks import CheckList
from ui.script.phrases import PhraseBlock
from ui.script.say import SayBox
from ui.script.steps import StepBar, StepDisc
from ui.widgets.buttons import IconButton
from ui.widgets.fit_panel import FitPanel
from ui.widgets.key_order import order_keys
from ui.widgets.labels import hline, label
from ui.widgets.segmented import Segmented


class ScriptCard(FitPanel):
    """Steps, words, checks, phrases. Compact shows the current step, its words and the next check.

    Signals:
        mood_chosen: the agent judged the caller's mood; carries the :data:`app.script.view.Mood`.
        check_toggled: carries the check's id and whether it is done.
        phrase_used: carries the phrase's id.
        mood_shown: the script was shown with this mood; parts beside it follow (folded hints).
        step_requested: +1 for the next step, -1 for the one before.
    """

    mood_chosen = Signal(str)
    mood_shown = Signal(str)
    check_toggled = Signal(str, bool)
    phrase_used = Signal(str)
    step_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._script: ScriptView | None = None
        self._ordered = 0
        self._is_compact = self._is_opened = self._folds = False
        self._disc, self._steps = StepDisc(), StepBar()
        self._say, self._checks, self._phrases = SayBox(), CheckList(), PhraseBlock()
        self._open = IconButton("chevron_down", self.tr("展开话术"))
        self._mood = Segmented(
            [
                ("calm", self.tr("平静")),
                ("anxious", self.tr("着急")),
                ("unhappy", self.tr("不满")),
                ("agitated", self.tr("激动")),
            ],
            {"calm": "ok", "anxious": "warn", "unhappy": "warn", "agitated": "danger"},
        )
        self._build()
        self._forward()

    @property
    def script(self) -> ScriptView | None:
        """What the card shows, None where there is no script."""
        return self._script

    def show_script(self, script: ScriptView) -> None:
        """Show where we are in the script."""
        self._script = script
        self._mood.show()
        self._mood_words.show()
        self._mood.set_choice(script.mood)
        self._steps.show_steps(script.steps)
        self._say.show_pieces(script.say)
        self._say.setVisible(any(script.say))
        self._checks.show_checks(script.checks)
        self._phrases.show_phrases(script.phrases_title, script.phrases, script.forbidden)
        self._order_keys()
        self.set_state("ready")
        self._arrange()
        self.mood_shown.emit(script.mood)

    def show_nothing(self) -> None:
        """Nobody is on the line."""
        self._script = None
        self._mood.hide()
        self._mood_words.hide()
        self.set_title(self.tr("话术"))
        self.set_state("empty", self.tr("没有通话"), self.tr("来电时这里一步步提示怎么说"), icon="headset")

    def show_no_pack(self) -> None:
        """No script for this call: the notes in the form stay usable."""
        self._script = None
        self.set_title(self.tr("话术"))
        self.set_state("empty", self.tr("这通来电没有话术"), self.tr("照常接听，记录写在工单里"), icon="chat")

    def set_form(self, *, compact: bool, folds: bool) -> None:
        """Fit a short body (``compact``), or fold finished checks on a rather low one (``folds``)."""
        if (compact, folds) != (self._is_compact, self._folds):
            self._is_compact, self._folds, self._is_opened = compact, folds, False
            self._arrange()

    @Slot()
    def complete_next(self) -> None:
        """Ctrl+E: tick the next check."""
        following = self._checks.next_check()
        if following is not None:
            self.check_toggled.emit(following.check_id, True)

    @Slot()
    def step_back(self) -> None:
        """Alt+Left."""
        self.step_requested.emit(-1)

    @Slot()
    def step_on(self) -> None:
        """Alt+Right."""
        self.step_requested.emit(1)

    @Slot()
    def on_open_clicked(self) -> None:
        """Show the whole card on a short body for once, or shrink it again."""
        self._is_opened = not self._is_opened
        self._arrange()

    def content_px(self) -> int:
        """Steps, words, checks and phrases at the present width."""
        width = (self.width() or 468) - self.edges_px()
        return self.body.heightForWidth(width) if self.body.hasHeightForWidth() else self.body.sizeHint().height()

    def minimumSizeHint(self) -> QSize:
        """It never loses a line."""
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines break elsewhere now."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def _arrange(self) -> None:
        small = self._is_compact and not self._is_opened
        self._disc.setVisible(small)
        self._open.setVisible(self._is_compact)
        self._open.setToolTip(self.tr("展开话术") if small else self.tr("收起话术"))
        for part in (self._steps_row, self._line):
            part.setVisible(not small)
        self._inside.setContentsMargins(12, 8 if small else 11, 12, 4 if small else 12)
        self._say.set_compact(compact=small)
        self._checks.set_form(compact=small, folds=self._folds)
        if self._script is not None:
            hidden = small or not (self._script.phrases or self._script.forbidden)
            self._phrases.setVisible(not hidden)
            self._name(self._script, small=small)
        self.updateGeometry()

    def _order_keys(self) -> None:
        stops = [*self._checks.stops(), *self._phrases.stops()]
        if len(stops) != self._ordered:
            self._ordered = len(stops)
            order_keys((self._open, *stops))

    def _name(self, script: ScriptView, *, small: bool) -> None:
        if not small:
            self.set_title(self.tr("话术 · {title}").format(title=script.title))
            return
        at = next((at for at, step in enumerate(script.steps) if step.current), 0)
        self._disc.set_number(at + 1)
        name = script.steps[at].name if script.steps else script.title
        self.set_title(name, f"{at + 1} / {len(script.steps)}")

    def _build(self) -> None:
        self.header.layout().insertWidget(0, self._disc)
        self.header.layout().setContentsMargins(12, 0, 8, 0)
        self._open.setFixedSize(24, 24)
        self._mood_words = label(self.tr("情绪"), "caption-tertiary")
        for part in (self._mood_words, self._mood, self._open):
            self.header_actions.addWidget(part)
        self._steps_row = QWidget()
        steps = QHBoxLayout(self._steps_row)
        steps.setContentsMargins(12, 0, 12, 0)
        steps.addWidget(self._steps)
        self._line = hline()
        self._inside = QVBoxLayout()
        self._inside.setSpacing(6)
        for part in (self._say, self._checks, self._phrases):
            self._inside.addWidget(part)
        self._inside.insertSpacing(1, 2)
        self.body.addWidget(self._steps_row)
        self.body.addWidget(self._line)
        self.body.addLayout(self._inside)

    def _forward(self) -> None:
        self._mood.chosen.connect(self.mood_chosen)
        self._checks.toggled.connect(self.check_toggled)
        self._phrases.used.connect(self.phrase_used)
        self._steps.stepped.connect(self.step_requested)
        self._open.clicked.connect(self.on_open_clicked)
