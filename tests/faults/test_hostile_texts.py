"""Rows 91 to 97: texts made to be taken for markup, to stop the window, to hide, or to break on the way.

The real window is walked past every place that shows words. Sockets are refused and whatever is opened is watched: the
text names a file that is never opened, neither by Python (an audit hook) nor by Qt (the file's time of reading, on a
disk that keeps it, and a pipe that nobody may open).
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QImage, QTextLayout
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QTextEdit

from evidenceboard.document import Document
from evidenceboard.model import commands
from evidenceboard.model.commands import Action
from evidenceboard.model.ids import BOARD, FIRST_SHEET, edge_id, mint
from evidenceboard.model.records import FIELDS
from evidenceboard.paths import folders
from evidenceboard.store.installation import Installation
from evidenceboard.ui.plain import PlainLabel, plain_message, plain_tooltip, visible_controls
from tests.faults import tour as tours
from tests.faults.conftest import Tried
from tests.faults.tour import Tour, watched
from tests.journeys.conftest import hands, new, program
from tests.journeys.hands import Hands

__all__ = ["hands", "new", "program"]

FROZEN = 20.0  # seconds of this process: a text that is laid out as nested tables takes minutes
TEXT_FIELDS = ("title", "text", "original", "translator", "certainty", "status_reason", "photo_label", "file_name")
TABLES = "<table><tr><td>" * 20 + "x"


def baits(folder: Path) -> Iterator[str]:
    """Texts that would make somebody open a file or reach for the network if they were read as markup."""
    bait = folder / "bait.png"
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    image.save(str(bait))
    for address in (bait.as_uri(), str(bait), "//127.0.0.1/share/x.png", "http://127.0.0.1:9/beacon.png"):
        yield f"<img src='{address}'>"
    yield f"<style>@import url('{bait.as_uri()}');</style><link rel=stylesheet href='{bait}'>"
    yield f"![x]({bait})"


def fill(hands: Hands, text: str) -> dict[str, str]:
    """Put a text into every field of every kind of record that the window shows; gives the records."""
    bridge = hands.page.bridge
    names = {kind: mint(kind) for kind in ("source", "origin", "rivals", "frame", "stop")}
    board = {"title": text, "question": text, "handling": text}
    edits: dict[str, dict[str, Any]] = {BOARD: board}
    for record in names.values():
        edits[record] = {"removed": False, "name": text, "note": text}
    edits[names["frame"]] |= {"sheet": FIRST_SHEET, "rect": [-50, -50, 900, 500]}
    edits[names["stop"]] |= {"sheet": FIRST_SHEET, "order": 1, "view": [0, 0, 500, 500]}
    bridge.commit(Action("Fill", edits))
    cards = []
    for number, kind in enumerate(("statement", "hypothesis", "photo")):
        values = {field: text for field in TEXT_FIELDS} | {
            "tags": [text[:500]],
            "custom:" + text[:150]: text,
            "key": text[:60],
        }
        values |= {"source": names["source"], "derives_from": names["origin"], "rivals": names["rivals"]}
        values |= {"photo": "ab" * 32} if kind == "photo" else {}
        action = commands.add_card(FIRST_SHEET, kind, (number * 300.0, 0.0), values)
        cards += [record for record in action.edits if record.startswith("card:")]
        bridge.commit(action)
    link = edge_id(cards[0], cards[1])
    values = {"removed": False, "from": cards[0], "to": cards[1], "kind": "support", "reason": text, "key": text[:60]}
    bridge.commit(Action("Link", {link: values}))
    hands.settle()
    return {**names, "edge": link, "card": cards[0]}


def walk(hands: Hands) -> int:
    tour = Tour(hands)
    tour.walk()
    return tour.stops


def test_row_91_markup_that_names_a_file_or_a_host_is_only_text(new: Hands, tmp_path: Path, tried: Tried) -> None:
    texts = list(baits(tmp_path))
    bait = tmp_path / "bait.png"
    os.utime(bait, (1, 1_000_000_000))
    stops = 0
    for text in texts:
        fill(new, text)
    with watched() as opened:
        stops += walk(new)
    assert not [each for each in opened if "bait" in each or each.startswith("socket")]
    assert bait.stat().st_atime == 1, "something read the file that a text names"
    tried(len(texts), places_looked_at=stops)


def test_row_91_in_messages_tips_recents_and_merges(
    new: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The places that the walk does not come by: each is made with the text and drawn."""
    text = " ".join(baits(tmp_path))
    bait = tmp_path / "bait.png"
    os.utime(bait, (1, 1_000_000_000))
    label = PlainLabel(text, wrap=True)
    label.resize(300, 200)
    plain_tooltip(label, text)
    new.window.messages.tell("danger", text, text, ((text, lambda: None),))
    monkeypatch.setattr("evidenceboard.ui.plain._Message.exec", lambda self: self.grab())
    with watched() as opened:
        label.grab()
        plain_message(new.window, text, text, (text,))
        new.window.grab()
    assert not [each for each in opened if "bait" in each] and bait.stat().st_atime == 1


def test_row_92_nested_tables_do_not_hold_up_the_window(new: Hands, tried: Tried) -> None:
    begun = time.process_time()
    fill(new, TABLES)
    stops = walk(new)
    assert time.process_time() - begun < 2 * FROZEN
    tried(1, places_looked_at=stops)
    shown = [label.text() for label in new.window.findChildren(PlainLabel)]
    assert any(TABLES[:40] in each for each in shown)


LONG = {
    "ten megabytes of words": "word " * 200_000,
    "one word of a megabyte": "x" * 1_000_000,
    "combining marks": "e" + "\u0301" * 200_000,
    "lines": "\n" * 100_000,
}


@pytest.mark.parametrize("what", LONG)
def test_row_93_texts_without_end(what: str, new: Hands, tried: Tried) -> None:
    """The log takes a million characters of one text: the canvas shows their beginning, and the editor opens."""
    text = LONG[what]
    begun = time.process_time()
    new.page.bridge.commit(commands.add_card(FIRST_SHEET, "statement", (0.0, 0.0), {"title": text[:500], "text": text}))
    new.settle()
    (card,) = new.cards()
    new.page.view.set_selection(frozenset((card,)))
    new.settle()
    new.window.grab()
    new.double_click(new.middle_of(card))
    new.settle()
    long = new.page.writing.long
    assert long.isVisible() and long.field.toPlainText().endswith(text[-50:])
    long.grab()
    long.field.insertPlainText("Begun anew. ")
    QTest.mouseClick(long.keep, Qt.MouseButton.LeftButton)
    new.settle()
    assert time.process_time() - begun < FROZEN
    assert str(new.board.value(card, "title")).startswith("Begun anew.")
    tried(1)


def test_row_93_more_than_the_log_takes_is_refused_in_words(new: Hands) -> None:
    text = "word " * 2_000_000  # ten megabytes
    assert new.page.bridge.commit(commands.add_card(FIRST_SHEET, "statement", (0.0, 0.0), {"text": text})) is None
    assert "more than eight million characters" in new.told() and new.cards() == []


@pytest.mark.parametrize("what", LONG)
def test_row_93_the_canvas_lays_out_the_beginning_alone(what: str, new: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    """How long a text is makes no difference to a frame: whatever is laid out for the canvas is short."""
    laid_out: list[int] = []
    begin = QTextLayout.beginLayout

    def watched_layout(self: QTextLayout) -> None:
        laid_out.append(len(self.text()))
        begin(self)

    monkeypatch.setattr(QTextLayout, "beginLayout", watched_layout)
    fields = {"title": LONG[what][:500], "text": LONG[what]}
    new.page.bridge.commit(commands.add_card(FIRST_SHEET, "statement", (0.0, 0.0), fields))
    new.page.view.fit()
    new.page.view.grab()
    assert laid_out and max(laid_out) <= 2_001


HIDDEN = {
    "right-to-left override": ("photo\u202egnp.exe", "photo‹U+202E›gnp.exe"),
    "zero width": ("An\u200bn", "An‹U+200B›n"),
    "isolates": ("\u2066x\u2069", "‹U+2066›x‹U+2069›"),
    "byte order mark": ("\ufeffAnn", "‹U+FEFF›Ann"),
    "soft hyphen": ("An\u00adn", "An‹U+00AD›n"),
    "control": ("a\x07\x1b[31m", "a‹U+0007›‹U+001B›[31m"),
    "tag characters": ("a\U000e0041", "a‹U+E0041›"),
}


@pytest.mark.parametrize("what", HIDDEN)
def test_row_94_what_cannot_be_seen_is_written_out_in_names(what: str, new: Hands) -> None:
    text, seen = HIDDEN[what]
    assert visible_controls(text) == seen
    names = fill(new, text)
    found = set()
    for record in (names["card"], names["edge"]):
        new.page.view.set_selection(frozenset((record,)))
        new.settle()
        found |= set(new.words())
    assert any(seen in words for words in found)


def test_row_94_in_names_of_files_and_of_people(new: Hands, tmp_path: Path) -> None:
    """A file that would show as “fdp.exe” backwards, and somebody who is called almost like Ann."""
    name = "photo\u202egnp.board"
    (tmp_path / name).write_bytes(b"no board")
    second = Hands(new.program)
    second.open(tmp_path / name)
    assert "photo‹U+202E›gnp.board" in second.told() and "\u202e" not in second.told()
    new.page.bridge.document.author = "An\u200bn"
    new.page.bridge.commit(commands.add_card(FIRST_SHEET, "statement", (0.0, 0.0), {"title": "x"}))
    new.window.show_history()
    model = new.window.shown.panels.history.model  # type: ignore[union-attr]
    model.mine = set()
    assert model.who(model.index(0).data(Qt.ItemDataRole.UserRole)) == "An‹U+200B›n"


def test_row_95_entities_are_exactly_these_characters(new: Hands) -> None:
    text = "&lt;b&gt; &amp; &#65; <b>x</b>"
    names = fill(new, text)
    new.page.view.set_selection(frozenset((names["card"],)))
    new.settle()
    assert new.board.value(names["card"], "title") == text
    assert any(text in words for words in new.words())


def test_row_96_pasted_markup_becomes_plain_text(new: Hands, tmp_path: Path) -> None:
    bait = tmp_path / "bait.png"
    QImage(4, 4, QImage.Format.Format_RGB32).save(str(bait))
    os.utime(bait, (1, 1_000_000_000))
    new.page.new_card("statement")
    new.settle()
    data = QMimeData()
    data.setHtml(f"<b>bold</b><img src='{bait.as_uri()}'>{TABLES}")
    data.setText("bold")
    QApplication.clipboard().setMimeData(data)
    new.key(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    new.key(Qt.Key.Key_Escape)
    new.settle()
    (card,) = new.cards()
    assert "bold" in {new.board.value(card, "title"), new.board.value(card, "text")}
    assert bait.stat().st_atime == 1


def test_row_96_every_field_takes_plain_text_alone(new: Hands) -> None:
    """Of all fields for writing in the window none keeps looks, colours or pictures of what is pasted."""
    names = fill(new, "plain")
    for record in (names["card"], names["edge"]):
        new.page.view.set_selection(frozenset((record,)))
        new.settle()
    rich = [each for each in new.window.findChildren(QTextEdit) if each.acceptRichText()]
    assert not rich and (new.window.findChildren(QPlainTextEdit) or new.window.findChildren(QTextEdit))


def test_row_96_a_hundred_megabytes_are_refused_or_cut(new: Hands) -> None:
    QApplication.clipboard().setText("word " * 20_000_000)
    begun = time.process_time()
    new.window.intake.paste()
    new.settle()
    assert time.process_time() - begun < 2 * FROZEN
    (card,) = new.cards()
    assert len(new.board.value(card, "text")) <= 100_000
    assert "the card holds the first 100,000 of 100,000,000 characters" in new.told()
    QApplication.clipboard().clear()


EVERYTHING = "".join(map(chr, [*range(1, 0x250), 0x202E, 0x200B, 0x2028, 0xFEFF, 0xFFFF, 0x1F600, 0xE0041]))


@pytest.mark.parametrize("text", ["%s %d {0} {x!r} $y \\n \\x41 '\"`;--", EVERYTHING, "🚢‍👩‍👧 국정원 شحنة", "\0 a\0b"])
def test_row_97_every_character_comes_back(text: str, new: Hands, tmp_path: Path) -> None:
    names = fill(new, text)
    path = tmp_path / "case.board"
    new.save_to(path)
    document = Document.open(path, new.program.installation, "Judge", read_only=True)
    try:
        for field in TEXT_FIELDS:
            assert document.board.value(names["card"], field) == text
        assert document.board.value(names["edge"], "reason") == text
        assert document.board.value(BOARD, "question") == text
    finally:
        document.close()
    walk(new)


TEXT_OF_KIND = {
    kind: [name for name, cleaner in cleaners.items() if cleaner is FIELDS["card"]["title"]]
    for kind, cleaners in FIELDS.items()
}


@pytest.mark.parametrize("text", ["%s {0} \\n 'x' \"y\"", EVERYTHING, "\0 a\0b\r\n\t", " ends "])
def test_row_97_every_field_of_every_kind_comes_back(
    text: str, installation: Installation, make: Any, tmp_path: Path
) -> None:
    """Through the log, the tables, a published file and the gate: each text field there is, and own ones."""
    document = Document.new(installation, "Judge", "Texts")
    edits = {
        BOARD if kind == "board" else mint(kind): {"removed": False, **dict.fromkeys([*names, "custom:Ünï"], text)}
        for kind, names in TEXT_OF_KIND.items()
        if names and kind not in ("edge", "region", "pair")
    }
    document.commit(Action("Fill", edits))
    document.publish(tmp_path / "case.board")
    document.close()
    stranger = Document.open(tmp_path / "case.board", Installation(folders(tmp_path / "other")), "Judge", True)
    assert stranger.left_out == () and len(edits) >= 9
    for record, values in edits.items():
        for field in values.keys() - {"removed"}:
            assert stranger.board.value(record, field) == text, f"{record} {field}"
    stranger.close()


def test_row_92_in_names_of_people_and_files(new: Hands, tmp_path: Path) -> None:
    """Who wrote a change, and what a file is called: in the history, in bars, in recent boards and a merge."""
    begun = time.process_time()
    new.program._change(author=TABLES)
    new.page.bridge.document.author = TABLES
    fill(new, "plain")
    path = tmp_path / f"{TABLES[:150]} .board".replace("/", "")
    new.save_to(path)
    new.window.show_history()
    new.settle()
    history = new.window.shown.panels.history.model  # type: ignore[union-attr]
    entry = history.index(0).data(Qt.ItemDataRole.UserRole)
    assert entry.author == TABLES
    new.window.messages.tell("danger", TABLES, TABLES, ((TABLES[:40], lambda: None),))
    new.window.grab()
    second = Hands(new.program)  # its start page names the board
    second.window.grab()
    assert time.process_time() - begun < 2 * FROZEN


def test_the_watch_sees_what_is_opened(tmp_path: Path) -> None:
    """A watch that cannot see would prove nothing."""
    path = tmp_path / "bait.png"
    path.write_bytes(b"x")
    with watched() as opened:
        path.read_bytes()
    assert any("bait" in each for each in opened)
    assert tours.LONGEST > 0


def test_the_time_of_reading_is_kept_here(tmp_path: Path) -> None:
    """So is a disk that does not note when a file was read."""
    path = tmp_path / "bait.png"
    path.write_bytes(b"x")
    os.utime(path, (1, 1_000_000_000))
    path.read_bytes()
    if path.stat().st_atime == 1:
        pytest.skip("this disk does not note when a file is read: only the audit hook watches here")
