"""The cards of the board that have no place on the sheet that is shown: choose which are put there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QDialog, QListWidgetItem, QWidget

from evidenceboard.document import Document
from evidenceboard.model.ids import RecordId
from evidenceboard.ui import icons
from evidenceboard.ui.dialogs.dialog_parts import foot, record_list, rows_of
from evidenceboard.ui.plain import plain_label
from evidenceboard.ui.widgets.buttons import Hairline, push_button
from evidenceboard.ui.words import card_icon, card_ink, count, one_line

CARD = Qt.ItemDataRole.UserRole
LISTED = 2_000


class AbsentCardsDialog(QDialog):
    """A list of cards of which some or all are taken.

    Signals:
        chosen: the cards to put on the sheet.
    """

    chosen = Signal(object)

    def __init__(self, document: Document, cards: Sequence[RecordId], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Show on this sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(460, 420)
        self.list = record_list("Cards that are not on this sheet", 6)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setIconSize(QSize(16, 16))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._fill(document, cards[:LISTED])
        self.put = push_button("Put on this sheet", "primary")
        self.put.setDefault(True)
        self.put.clicked.connect(self._take)
        cancel = push_button("Cancel")
        cancel.clicked.connect(self.reject)
        head = plain_label(f"{count(len(cards), 'card')} not on this sheet", size=15, weight=600, wrap=True)
        head.setContentsMargins(20, 16, 20, 2)
        hint = "They are on the board and keep their links."
        if len(cards) > LISTED:
            hint = f"The first {LISTED} are listed. " + hint
        words = plain_label(hint, ink="ink2", wrap=True)
        words.setContentsMargins(20, 0, 20, 12)
        rows = rows_of(self)
        for widget in (head, words, Hairline(), self.list, Hairline()):
            rows.addWidget(widget, 1 if widget is self.list else 0)
        rows.addLayout(foot(cancel, self.put))
        self.list.selectAll()
        self.list.itemActivated.connect(lambda _item: self._take())
        self.list.itemSelectionChanged.connect(self._say)
        self._say()

    def _fill(self, document: Document, cards: Sequence[RecordId]) -> None:
        for card in cards:
            values = document.board.record(card).shown_values()
            parts = (str(values.get("key") or ""), str(values.get("title") or values.get("text") or "without words"))
            item = QListWidgetItem(one_line("  ".join(part for part in parts if part), 120))
            item.setIcon(icons.icon(card_icon(values), token=card_ink(values)))
            item.setData(CARD, card)
            self.list.addItem(item)

    def _say(self) -> None:
        number = len(self.list.selectedItems())
        self.put.setEnabled(number > 0)
        self.put.setText(f"Put {count(number, 'card')} on this sheet" if number else "Put on this sheet")

    def _take(self) -> None:
        cards = [str(item.data(CARD)) for item in self.list.selectedItems()]
        self.accept()
        if cards:
            self.chosen.emit(cards)
