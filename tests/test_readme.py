"""What the README says of files, commands and tests is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from evidenceboard import cli

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROMISES = README.partition("## What it promises")[2].partition("\n## ")[0]
ROWS = [line for line in PROMISES.splitlines() if line.startswith("| **")]


def linked(text: str) -> list[str]:
    return re.findall(r"\]\(([^)]+)\)", text)


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_what_is_linked_is_there(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    ours = [path for path in linked(text) if "://" not in path]
    assert [path for path in ours if not (ROOT / path).exists()] == []


def test_every_promise_names_what_tries_to_break_it() -> None:
    assert len(ROWS) > 5
    assert [row for row in ROWS if not any(path.startswith("tests/") for path in linked(row.split("|")[2]))] == []


def test_the_rooms_it_names_are_there() -> None:
    rooms = README.partition("## Where the code lives")[2]
    named = re.findall(r"^\| (`[^|]+`) \|", rooms, re.MULTILINE)
    parts = [part for cell in named for part in re.findall(r"`([^`]+)`", cell)]
    assert (
        parts
        and [part for part in parts if not ((ROOT / part).exists() or (ROOT / "evidenceboard" / part).exists())] == []
    )


def test_every_verb_is_named() -> None:
    shown = set(re.findall(r"run\.py run (\w+)", README))
    more = set(README.partition("More verbs: `")[2].partition("`")[0].split())
    assert shown | more == set(cli.VERBS)
