"""The command line as tests call it: in this process, with its output and exit code."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from evidenceboard.__main__ import main

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "samples" / "founding-case.board"


class Answer(NamedTuple):
    """What a verb answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.out)
        return found


Verb = Callable[..., Answer]


@pytest.fixture
def verb(capsys: pytest.CaptureFixture[str]) -> Verb:
    """Runs a verb."""

    def run(*words: object) -> Answer:
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return Answer(code, said.out, said.err)

    return run
