"""Captures of web pages through the window: taken in, shown in the inspector, checked, saved; the address is opened
only after it was shown."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from evidenceboard.model.commands import set_fields
from evidenceboard.ui.panels import card_capture
from evidenceboard.ui.panels.card_capture import FITS, LEAVE, OPEN, CardCapture
from evidenceboard.ui.plain import PlainLabel
from tests.exchange.captured import mhtml, wacz
from tests.journeys.hands import CONTROL, Hands


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that the browser was asked for."""
    found: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: found.append(bytes(url.toEncoded().data()).decode()))
    return found


def drop(hands: Hands, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    hands.window.intake.drop(data, QPointF(400, 300))
    hands.settle()


def section(hands: Hands) -> CardCapture:
    hands.settle()
    return next(each for each in hands.window.findChildren(CardCapture) if each.isVisible())


def press(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_captures_dropped_on_the_board_are_cards_with_their_archive(new: Hands, tmp_path: Path) -> None:
    (tmp_path / "a.mhtml").write_bytes(mhtml())
    (tmp_path / "b.wacz").write_bytes(wacz())
    (tmp_path / "c.wacz").write_bytes(b"PK\x03\x04 nothing")
    drop(new, *sorted(tmp_path.iterdir()))
    cards = {values["title"]: values for _, values in new.page.bridge.document.records("card")}
    assert set(cards) == {"국정원 “발표”", "Page of 8 January"}
    left = next(each for each in new.program.app.topLevelWidgets() if type(each).__name__ == "LeftOutDialog")
    assert left.text() == "c.wacz: it is no MHTML file and no WACZ archive"  # type: ignore[attr-defined]
    left.close()
    new.window.activateWindow()
    new.settle()
    new.page.view.setFocus()
    new.key(Qt.Key.Key_Z, CONTROL)
    assert not new.cards()


def test_a_dropped_folder_gives_its_pages_and_its_photos_and_names_the_rest(new: Hands, tmp_path: Path) -> None:
    folder = tmp_path / "case" / "below"
    folder.mkdir(parents=True)
    (folder / "a.mhtml").write_bytes(mhtml())
    (folder / "b.png").write_bytes(png())
    (folder.parent / "cards.csv").write_text("title\nx\n")
    (folder.parent / "note.txt").write_text("nothing to see")
    drop(new, folder.parent)
    new.wait_for(lambda: len(new.cards()) == 2)
    board = new.page.bridge.document.board
    assert {board.value(card, "kind") for card in new.cards()} == {"photo", "statement"}
    left = next(each for each in new.program.app.topLevelWidgets() if type(each).__name__ == "LeftOutDialog")
    assert "cards.csv: a table" in left.text() and "note.txt" in left.text()  # type: ignore[attr-defined]
    left.close()


def test_a_folder_without_anything_for_the_board_says_so(new: Hands, tmp_path: Path) -> None:
    (tmp_path / "cards.csv").write_text("title\nx\n")
    drop(new, tmp_path)
    left = next(each for each in new.program.app.topLevelWidgets() if type(each).__name__ == "LeftOutDialog")
    assert "cards.csv: a table" in left.text() and not new.cards()  # type: ignore[attr-defined]
    left.close()


def png() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (8, 6), "teal").save(made, "PNG")
    return made.getvalue()


def test_the_inspector_shows_checks_and_saves_the_archive(
    new: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.wacz").write_bytes(wacz())
    drop(new, tmp_path / "a.wacz")
    shown = section(new)
    digest = hashlib.sha256(wacz()).hexdigest()
    words = " ".join(new.words())
    assert "https://www.example.org/1" in words and "8 Jan 2024 05:30:05.250 UTC" in words
    assert digest[:8] in words and "a.wacz" in words
    press(shown.verify)
    new.settle()
    assert shown.found.text().startswith(FITS) and "WACZ archive" in shown.found.text()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "out.wacz"), ""))
    press(shown.save)
    assert (tmp_path / "out.wacz").read_bytes() == wacz()


def test_an_archive_that_was_altered_before_it_came_says_so_again(new: Hands, tmp_path: Path) -> None:
    good = zipfile.ZipFile(io.BytesIO(wacz()))
    with zipfile.ZipFile(tmp_path / "a.wacz", "w") as altered:
        for name in good.namelist():
            altered.writestr(name, good.read(name).replace(b"WARC/1.1", b"WARC/1.0"))
    drop(new, tmp_path / "a.wacz")
    left = next(each for each in new.program.app.topLevelWidgets() if type(each).__name__ == "LeftOutDialog")
    assert "does not fit its own digest" in left.text()  # type: ignore[attr-defined]
    left.close()
    shown = section(new)
    press(shown.verify)
    new.settle()
    assert "does not fit its own digest" in shown.found.text()


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "\\\\host\\share",
        "ms-msdt:/id",
        "https://bank.example@evil.example/",
    ]
    + [
        "https:///nowhere",
        "ftp://example.org/",
        "https://exa mple.org/",
        "https://example.org:99999/",
        "data:text/html,x",
    ],
)
def test_what_is_no_page_is_never_opened(new: Hands, address: str, opened: list[str]) -> None:
    show_card(new, address)
    press(section(new).open)
    new.settle()
    assert not opened and "Not opened" in new.told()


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("https://www.example.org/1?x=1", "https://www.example.org/1?x=1"),
        ("https://www.аpple.com/", "https://www.xn--pple-43d.com/"),
        ("HTTP://EXAMPLE.org/ä", "http://example.org/%C3%A4"),
    ],
)
def test_an_address_is_shown_in_full_before_it_is_opened(
    new: Hands, address: str, asked: str, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    answers = [LEAVE, "", OPEN]
    monkeypatch.setattr(card_capture, "plain_message", lambda _w, _t, text, *_: said.append(text) or answers.pop(0))
    show_card(new, address)
    shown = section(new)
    press(shown.open)
    press(shown.open)
    assert not opened and asked in said[0]
    assert ("letters that may look like others" in said[0]) == ("xn--" in asked)
    press(shown.open)
    assert opened == [asked]


def test_every_sign_of_a_long_address_is_on_the_screen_and_a_longer_one_is_not_opened(
    new: Hands, opened: list[str]
) -> None:
    """What leads elsewhere may stand at the very end; Enter and Esc leave it."""
    address = "https://www.example.org/" + "a" * 500 + "?" + "wide=W&" * 60 + "to=https://evil.test/"
    show_card(new, address)
    seen: list[str] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        for label in dialog.findChildren(PlainLabel):
            seen.append("".join(label._shown(label.contentsRect().width())))
        assert dialog.height() < 768
        QTest.keyClick(dialog, Qt.Key.Key_Return)

    QTimer.singleShot(300, look)
    press(section(new).open)
    assert len(address) < 1_000 and any(address in words for words in seen) and not opened
    show_card(new, address + "&more=" + "a" * 200)
    press(section(new).open)
    assert not opened and "too long to be shown whole" in new.told()


def show_card(hands: Hands, address: str) -> None:
    """A card with an address, as a table or a colleague may bring it, in the inspector."""
    hands.page.view.setFocus()
    hands.double_click(hands.page.view.rect().center())
    hands.write("A card")
    card = hands.cards()[-1]
    hands.page.bridge.commit(set_fields(card, {"address": address}))
    hands.page.view.set_selection(frozenset({card}))
    hands.settle()
