"""Board content is plain text everywhere: the calls that read text as markup stand in one file alone."""

from __future__ import annotations

import re
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "evidenceboard"
ALLOWED = PACKAGE / "ui" / "plain.py"
MARKUP = re.compile(
    r"setHtml|setMarkdown|insertHtml|appendHtml|RichText|AutoText|setToolTip\(|QMessageBox|QToolTip\.|setWhatsThis\("
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
