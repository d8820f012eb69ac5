"""Whether a card still stands, and why not: status and reason, given together as one step."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from evidenceboard.model.ids import RecordId
from evidenceboard.model.records import STATUSES
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.bare import PASSING
from evidenceboard.ui.panels.fields import Choice
from evidenceboard.ui.panels.parts import inset
from evidenceboard.ui.panels.text_field import TextField
from evidenceboard.ui.panels.writing import Writing
from evidenceboard.ui.plain import plain_tooltip

LIVE = STATUSES[0]
ASKED = {
    "preliminary": "Why preliminary?",
    "second-hand": "From whom was it heard?",
    "superseded": "By what is it superseded?",
    "retracted": "Who took it back, and why?",
}


class ReasonField(TextField):
    """One paragraph that also tells when it is left as it was.

    Signals:
        finished: it was left, with what stands in it.
    """

    finished = Signal(str)

    def leave(self) -> None:
        """Tells what was typed, or that nothing was."""
        text = self.toPlainText()
        super().leave()
        self.finished.emit(text)


class StatusChoice(Choice):
    """The choice of a status.

    Attributes:
        typing: a key is choosing in the closed list; another may follow.

    Signals:
        passed: the focus went on.
    """

    passed = Signal()

    def __init__(self) -> None:
        super().__init__("Status", STATUSES, none="")
        self.typing = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What is chosen meanwhile is chosen by a key."""
        self.typing = True
        super().keyPressEvent(event)
        self.typing = False

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A menu or another window is no leaving."""
        super().focusOutEvent(event)
        if event.reason() not in PASSING:
            self.passed.emit()


class CardStatus(QWidget):
    """A choice and, for all but a live card, the reason below it.

    Choosing asks for the reason where one stands; both are one step of the history. Esc takes the choice back;
    leaving the reason empty is allowed.
    """

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge, self._card = bridge, ""
        self._asking = ""  # a status that waits for its reason
        self._writing = Writing(bridge)
        self.choice = StatusChoice()
        self.reason = ReasonField("Reason of the status", size=12, ink="ink2", lines=False)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2)
        rows.addLayout(inset(self.choice))
        rows.addWidget(self.reason)
        self.choice.chosen.connect(self._choose)
        self.choice.passed.connect(lambda: QTimer.singleShot(0, self, self._pass))
        self.reason.restored.connect(self._give_up)
        self.reason.finished.connect(self._finish)

    @property
    def asking(self) -> bool:
        """Whether a status waits for its reason."""
        return bool(self._asking)

    def _choose(self, status: str) -> None:
        self._asking = ""
        if status == LIVE:
            if self._values()[0] != LIVE:
                self._writing.put(self._card, {"status": LIVE, "status_reason": None}, "Mark a card as live")
        elif status != self._values()[0]:
            self._asking = status
            self._ask(status)
        else:
            self.show_card(self._card)

    def _ask(self, status: str) -> None:
        self.reason.setPlainText("")
        self.reason.show_text("")
        self.reason.setPlaceholderText(ASKED.get(status, "Why?"))
        self.reason.show()
        if not self.choice.typing:  # or the next letter of "retracted" would be the first of the reason
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _pass(self) -> None:
        """The focus left the choice: to its reason, or to something else, and then no reason is given."""
        if self._asking and not self.reason.hasFocus():
            self._finish("")

    def _give_up(self) -> None:
        self._asking = ""
        self.show_card(self._card)

    def _finish(self, reason: str) -> None:
        status, words = self._asking, " ".join(reason.split())
        before, known = self._values()
        self._asking = ""
        if status and status != before:
            self._writing.put(self._card, {"status": status, "status_reason": words}, f"Mark a card as {status}")
        elif words != known and before != LIVE:
            self._writing.put(self._card, {"status_reason": words}, "Change the reason of a status")

    def _values(self) -> tuple[str, str]:
        """Status and reason as the board has them."""
        record = self._bridge.document.board.record(self._card)
        return record.shown("status") or LIVE, record.shown("status_reason") or ""

    def show_card(self, card: RecordId) -> None:
        """Shows a card as the board has it now; a reason that is being asked for is not disturbed."""
        if self._asking and card == self._card:
            return
        if self._asking:
            self._finish(self.reason.toPlainText())
        self._card, self._asking = card, ""
        status, reason = self._values()
        self.choice.set_value(status)
        self.reason.setPlaceholderText(ASKED.get(status, "Why?"))
        self.reason.show_text(reason)
        self.reason.setVisible(status != LIVE)
        for part in (self.choice, self.reason):
            plain_tooltip(part, f"{status.capitalize()}: {reason}" if reason else "")
