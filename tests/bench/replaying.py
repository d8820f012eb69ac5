"""A step of the replay: how long the window is held by it, and how long it takes. S21."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from evidenceboard.bulk import settle_down
from evidenceboard.document import Document
from evidenceboard.ui import jobs
from evidenceboard.ui.board_page import BoardPage
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.replay.replaying import CHANGES, SAID, Replaying
from tests.bench.baselines import HEIGHT, WIDTH
from tests.bench.canvas import FRAME
from tests.bench.frames import p95
from tests.bench.results import LOOSE, SHOWN, Result
from tests.bench.turns import turns_during

SMALL, AT_ONCE = 750, 50.0  # cards of a board whose standings are worked out in one turn, and ms of that


def replaying(document: Document) -> Iterator[Result]:
    """Steps over days and over the log, from the end, from the middle and from the beginning of the course.

    Among the turns are those in which the canvas begins to paint another sheet. The standings of a small board are
    worked out in one turn, as after an edit.
    """
    document.board.index.read_all()  # as the bridge does it a moment after opening
    settle_down()
    bridge = Bridge(document)
    page = BoardPage(bridge)
    page.resize(WIDTH, HEIGHT)
    page.show()
    page.view.fit()
    turns_during(lambda: None, page.view.is_settled)
    under_test = Replaying(page)
    bridge.standings.begin()
    turns_during(lambda: None, lambda: bridge.standings.now is not None)
    under_test.begin()
    for clock, what in ((SAID, "days"), (CHANGES, "changes")):
        yield from _turns(f"reading {what}", document, lambda: under_test.choose(clock), under_test)  # noqa: B023
        middle = under_test.course.ticks[len(under_test.course.ticks) // 2]
        for place in (under_test.course.last - 1, middle, under_test.course.first):
            where = {under_test.course.first: "first", middle: "middle"}.get(place, "last but one")
            yield from _turns(f"to the {where} of the {what}", document, lambda: under_test.go(place), under_test)  # noqa: B023
    yield from _turns("back to now", document, under_test.end, under_test)
    turns_during(lambda: None, page.view.is_settled)
    bridge.detach()
    jobs.finish()
    page.close()
    page.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # or what is measured next would take it down


def _turns(what: str, document: Document, act: Callable[[], object], replaying: Replaying) -> Iterator[Result]:
    standings = replaying._bridge.standings
    shown = turns_during(act, lambda: not replaying.active or not replaying.busy)
    settled = turns_during(lambda: None, lambda: not standings.busy)
    cards, cpu = len(document.geometry().cards), shown.cpu + settled.cpu
    limit = AT_ONCE if cards <= SMALL else FRAME
    yield Result("S21", f"replay {what}: a turn", cards, max(cpu), p95(cpu), limit=limit, slack=LOOSE, frames=len(cpu))
    yield Result("S21", f"replay {what}: shown", cards, sum(shown.wall), limit=None, slack=SHOWN)
    yield Result("S21", f"replay {what}: standings", cards, sum(settled.wall), limit=None, slack=SHOWN)
