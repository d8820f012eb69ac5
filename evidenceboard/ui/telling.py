"""What the window tells in the bar above the board."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from evidenceboard.errors import KnownError, NotSaved, OwnCopyDamaged
from evidenceboard.model.ids import RecordId
from evidenceboard.progress import Stopped
from evidenceboard.store.disk import speaks_of_damage
from evidenceboard.ui.dialogs.left_out import KEPT, after_opening
from evidenceboard.ui.widgets.message_bar import MessageStack
from evidenceboard.ui.words import count

NEWS_MS = 8_000  # how long news without a button stay
Button = tuple[str, Callable[[], object]]


class Telling(MessageStack):
    """The bars, and the words of what is told again and again.

    Signals:
        own_copy_damaged: what went wrong shows that the working copy is not what was written.
    """

    own_copy_damaged = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._troubles: dict[str, str] = {}  # title: what was said last under it

    def news(self, title: str, advice: str = "", buttons: Sequence[Button] = (), key: str = "") -> None:
        """Something that is good to know; without a button it goes by itself after a while."""
        key = self.tell("info", title, advice, buttons, key=key or title)
        if not buttons:
            going = QTimer(self, singleShot=True, interval=NEWS_MS)
            going.timeout.connect(lambda: self.dismiss(key))
            going.timeout.connect(going.deleteLater)
            going.start()

    def error(self, problem: BaseException) -> None:
        """A trouble that costs no data, or that a person stopped something."""
        if isinstance(problem, OwnCopyDamaged) or speaks_of_damage(problem):
            self.own_copy_damaged.emit()
        elif isinstance(problem, Stopped):
            self.news(problem.title, problem.advice)
        elif isinstance(problem, KnownError):
            self._trouble(problem.title, problem.advice)
        else:
            self._trouble("Something went wrong", f"Your work is safe. ({type(problem).__name__})")

    def _trouble(self, title: str, advice: str) -> None:
        """Told once while it is shown: what fails with every frame would else make a new frame with every bar."""
        if self._troubles.get(title) != advice or title not in self.keys():
            self._troubles[title] = advice
            self.tell("danger", title, advice, key=title)

    def hint(self, words: str) -> None:
        """How to go on with what is in hand; empty takes it away."""
        if words:
            self.tell("info", words, key="hint")
        else:
            self.dismiss("hint")

    def not_saved(self, name: str, problem: KnownError, ways_out: Sequence[Button]) -> None:
        """The file could not be written: red, and it does not go away before it is."""
        safe = "" if "safe" in problem.advice else "Your work is safe on this computer."
        title = f"Not saved to {name}: {problem.title.removeprefix('Not saved: ')}"
        copy = "A verified copy is kept there, too." if isinstance(problem, NotSaved) and problem.backed_up else ""
        advice = " ".join(filter(None, (problem.advice, safe, copy)))
        self.tell("danger", title, advice, ways_out, permanent=True, key="not-saved")

    def saved(self) -> None:
        """The file holds everything again."""
        self.dismiss("not-saved")

    def left_out(self, number: int, kept: int, read_only: bool, show: Callable[[], object]) -> None:
        """The board that was opened is not all that its file holds, or not all of it can be shown.

        Args:
            number: what was left out.
            kept: what is on the board and is not as it should be.
        """
        were = "was" if number == 1 else "were"
        words = f"{count(number, 'entry', 'entries')} of this file could not be read and {were} left out"
        if not number:
            are = "is not as it" if kept == 1 else "are not as they"
            words = f"{count(kept, 'thing')} of this file {are} should be"
        self.tell("warn", words, after_opening(read_only) if number else KEPT, (("Show", show),), key="left-out")

    def offer_draft(self, record: RecordId, put_back: Callable[[], object]) -> None:
        """Text that was being written when the program last ended."""

        def use() -> None:
            self.dismiss(f"draft-{record}")
            put_back()

        words = "Text that was being written when the program last ended was kept"
        self.tell("warn", words, "", (("Put it back", use),), key=f"draft-{record}")
