"""Grades: the two marks side by side."""

from __future__ import annotations

import pytest

from evidenceboard.analysis.grades import CREDIBILITY, RELIABILITY, grade, in_words
from evidenceboard.model.records import CREDIBILITIES, RELIABILITIES


@pytest.mark.parametrize(
    ("reliability", "credibility", "text"),
    [("B", 3, "B3"), ("A", None, "A–"), (None, 6, "–6"), (None, None, ""), ("X", 9, "")],
)
def test_grade(reliability: str | None, credibility: int | None, text: str) -> None:
    assert grade(reliability, credibility) == text


def test_every_mark_has_its_words() -> None:
    assert tuple(RELIABILITY) == RELIABILITIES and tuple(CREDIBILITY) == CREDIBILITIES
    assert in_words("B", 3) == "source: usually reliable; item: possibly true"
    assert in_words(None, 1) == "item: confirmed by others" and in_words(None, None) == ""
