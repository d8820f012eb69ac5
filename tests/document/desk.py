"""What the tests of a document say and ask: new cards, titles, all that a refusal must leave alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from evidenceboard.document import Document
from evidenceboard.model import commands
from evidenceboard.model.ids import FIRST_SHEET
from evidenceboard.store.photos import Photo
from evidenceboard.store.reading import check_file

JPEG = b"\xff\xd8\xff" + bytes(range(256)) * 100
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(255, -1, -1)) * 30

Open = Callable[..., Document]


def add(document: Document, title: str, photo: Photo | None = None) -> str:
    """A new card; its id."""
    fields = {"title": title, "photo": photo.sha256} if photo else {"title": title}
    action = commands.add_card(FIRST_SHEET, "photo" if photo else "statement", (0.0, 0.0), fields)
    assert document.commit(action, [photo] if photo else [])
    return action.made[0]


def titles(document: Document) -> list[str]:
    return sorted(document.board.value(card, "title") or "" for card in document.board.live("card"))


def state(document: Document) -> tuple[Any, ...]:
    """All that must be as it was after a refusal."""
    history = document.history
    shown = {card: document.board.record(card).shown_values() for card in document.board.live("card")}
    return shown, history.undo_text, history.redo_text, document.log.changeset_ids(), document.unpublished


def has_nothing_amiss(path: Path, tmp_path: Path) -> bool:
    (tmp_path / "scratch").mkdir(exist_ok=True)
    return check_file(path, tmp_path / "scratch") == []
