"""A line that takes the name of something there is, or of something new."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractProxyModel, QModelIndex, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QListView, QWidget

from evidenceboard.ui import theme
from evidenceboard.ui.panels.bare import follow_theme
from evidenceboard.ui.panels.fields import LineField
from evidenceboard.ui.words import one_line

Option = tuple[str, str]  # an id, and the words it is found by


class Picker(LineField):
    """A line field that offers what there is while one types.

    Signals:
        picked: the id of what was chosen.
        named: a name that nothing has yet.
        emptied: the name was taken away.
    """

    picked = Signal(str)
    named = Signal(str)
    emptied = Signal()

    def __init__(
        self,
        name: str,
        placeholder: str,
        options: Callable[[], Sequence[Option]],
        *,
        weight: int = 400,
        parent: QWidget | None = None,
    ) -> None:
        """A picker called `name`; `options` is asked whenever the focus comes."""
        super().__init__(name, placeholder, weight=weight, parent=parent)
        self._ask = options
        self._options: list[Option] = []
        self._offered = QStringListModel(self)
        completer = QCompleter(self._offered, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setMaxVisibleItems(8)
        self.setCompleter(completer)
        self._offer = QListView()
        self._offer.setFont(theme.interface_font(13))
        self._offer.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._offer.setTextElideMode(Qt.TextElideMode.ElideRight)
        follow_theme(self._dress_offer)
        completer.setPopup(self._offer)
        completer.activated[QModelIndex].connect(self._take)  # type: ignore[index]
        self.entered.connect(self._fill)
        self.left.connect(self._decide)

    def _dress_offer(self) -> None:
        active = theme.current()
        frame = f"{active.border}px solid {active.ctl.name()}"
        self._offer.setStyleSheet(
            f"QListView {{ background: {active.panel.name()}; border: {frame}; padding: 4px; }}"
            f"QListView::item {{ padding: 4px 6px; color: {active.ink.name()}; }}"
            f"QListView::item:selected {{ background: {active.selbg.name()}; color: {active.ink.name()}; }}"
        )

    def _fill(self) -> None:
        """The offer as the board is now."""
        self._options = [(name, one_line(words, 120)) for name, words in self._ask()]
        self._offered.setStringList([words for _, words in self._options])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes what is marked in the list, if anything is; Esc first closes the list."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if self._offer.isVisible() and (enter or event.key() == Qt.Key.Key_Escape):
            marked = self._offer.currentIndex()
            self._offer.hide()
            if not enter:
                return
            if marked.isValid():
                self._take(marked)
                return
        super().keyPressEvent(event)

    def _take(self, index: QModelIndex) -> None:
        offered = self.completer().completionModel()
        assert isinstance(offered, QAbstractProxyModel)
        row = offered.mapToSource(index).row()
        if 0 <= row < len(self._options):
            chosen = self._options[row][0]
            self.show_nothing_new()
            self.clearFocus()
            self.picked.emit(chosen)

    def _decide(self, text: str) -> None:
        """What was typed is one of those offered, nothing, or a new name."""
        if self._offer.isVisible():
            self._offer.hide()
        wanted = text.casefold()
        known = next((name for name, words in self._options if words.casefold() == wanted), None)
        if known is not None:
            self.picked.emit(known)
        elif text:
            self.named.emit(text)
        else:
            self.emptied.emit()
