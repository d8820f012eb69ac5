"""Board content is plain text everywhere: the calls that read text as markup stand in one file alone."""

from __future__ import annotations

import re
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "evidenceboard"
ALLOWED = PACKAGE / "ui" / "plain.py"
MARKUP = re.compile(
    r"setHtml|setMarkdown|insertHtml|appendHtml|RichText|AutoText|setToolTip\(|QMessageBox|QToolTip\.|setWhatsThis\("
    r"|\bQLabel\(|\bQTextEdit\(|QTextBrowser|QGraphicsTextItem|ToolTipRole|setTabToolTip|QProgressDialog|QErrorMessage"
    r"|QInputDialog"
)


def test_only_one_file_may_use_calls_that_can_read_markup() -> None:
    found = [
        f"{path.relative_to(PACKAGE)}:{number}: {line.strip()}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if path != ALLOWED
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if MARKUP.search(line)
    ]
    assert not found, "\n".join(found)


def test_each_of_them_would_be_seen() -> None:
    """A scan that finds nothing proves nothing; what is only of a similar name is let be."""
    seen = (
        "QLabel(words)",
        "x.setToolTip(words)",
        "QTextEdit(self)",
        "Qt.ItemDataRole.ToolTipRole",
        "QMessageBox.about",
    )
    assert all(MARKUP.search(line) for line in seen)
    assert not any(
        MARKUP.search(line) for line in ("PlainLabel(words)", "class PlainLabel(QLabel):", "plain_tooltip(x)")
    )
