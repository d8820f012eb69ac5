"""The log says what broke and where, and nothing of the evidence."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from evidenceboard.ui import logbook


def test_a_crash_is_written_down_without_its_message(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    handler = logbook.begin(tmp_path / "logs")
    assert handler is not None
    try:
        raise ValueError("the witness is Mr X")
    except ValueError:
        logbook.note_crash(*[sys.exc_info()[0], sys.exc_info()[2]])  # type: ignore[arg-type]
    logbook.log.removeHandler(handler)
    handler.close()
    written = (tmp_path / "logs" / logbook.NAME).read_text(encoding="utf-8")
    assert "ValueError" in written and "test_logbook.py" in written and "witness" not in written
    caplog.clear()


def test_a_folder_that_cannot_be_written_is_no_reason_to_stop(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert logbook.begin(tmp_path / "file" / "logs") is None
