"""Boards in a person's words, and pictures made for tests."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image

from evidenceboard.document import Document
from evidenceboard.model.ids import RecordId


def picture(form: str, size: tuple[int, int] = (30, 20), **options: Any) -> bytes:
    """A picture of one colour, encoded."""
    data = io.BytesIO()
    Image.new("RGB", size, "teal").save(data, form, **options)
    return data.getvalue()


PNG = picture("PNG")


def in_words(document: Document, kinds: tuple[str, ...], leave_out: frozenset[str] = frozenset()) -> dict[str, Any]:
    """What a board says, every id replaced by a key or a name, so that two boards can be compared."""
    called: dict[RecordId, str] = {}
    for kind in ("card", "edge", "source", "origin", "rivals"):
        called |= {record: str(values.get("key") or values.get("name")) for record, values in document.records(kind)}
    called |= {sheet: "sheet" for sheet in document.sheets()}

    def worded(value: Any) -> Any:
        return called.get(value, value) if isinstance(value, str) else value

    found: dict[str, Any] = {}
    for kind in kinds:
        for record, values in document.records(kind):
            name = called.get(record) or f"place of {worded(values['card'])}"
            found[f"{kind} {name}"] = {f: worded(v) for f, v in values.items() if f not in leave_out}
    return found
