"""How long the window is held by what the reasoning says: its pages, what is selected, and a what-if. S20."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from evidenceboard.analysis.what_if import WhatIf
from evidenceboard.document import Document
from evidenceboard.ui import jobs
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.says import CHECK, WHAT_IF, WHY, SaysPanel
from tests.bench.canvas import FRAME
from tests.bench.frames import p95
from tests.bench.results import LOOSE, Result
from tests.bench.turns import turns_during

PAGES = (WHAT_IF, CHECK, WHY)  # the other waits for what is read beside the window
SELECTED = 20


def says(document: Document) -> Iterator[Result]:
    """Each page, first opened, then while cards are selected and a source is laid aside and put back."""
    document.board.index.read_all()  # as the bridge does it a moment after opening
    bridge = Bridge(document)
    panel = SaysPanel(bridge)
    panel.show()
    bridge.standings.begin()
    turns_during(lambda: None, lambda: bridge.standings.now is not None)
    cards = document.geometry().cards
    value = document.board.value
    source = next(str(found) for card in cards if (found := value(card, "source")))
    for page in PAGES:
        yield _turns(f"the page “{page}”", bridge, lambda: panel.show_page(page))  # noqa: B023 (called at once)
        yield _turns(f"{SELECTED} cards selected, “{page}”", bridge, lambda: _select(panel, cards))
        without = WhatIf().without("source", source)
        yield _turns(f"a source off, “{page}”", bridge, lambda: bridge.standings.set_what_if(without))  # noqa: B023
        yield _turns(f"the source again, “{page}”", bridge, lambda: bridge.standings.set_what_if(WhatIf()))
    bridge.detach()
    jobs.finish()
    panel.close()
    panel.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _select(panel: SaysPanel, cards: list[str]) -> None:
    """One after the other in one turn: more than a hand can do."""
    for card in cards[:SELECTED]:
        panel.show_records((card,))


def _turns(what: str, bridge: Bridge, act: Callable[[], object]) -> Result:
    shown = turns_during(act, lambda: not (bridge.standings.busy or bridge.searching.busy))
    cards = len(bridge.document.geometry().cards)
    return Result("S20", f"{what}: a turn", cards, shown.longest_cpu, p95(shown.cpu), limit=FRAME, slack=LOOSE)
