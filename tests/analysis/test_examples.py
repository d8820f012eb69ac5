"""The examples in the docstrings of the reasoning hold."""

from __future__ import annotations

import doctest
import importlib

import pytest

MODULES = ("ach_schemes", "guards", "semantics", "standing")


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    found = doctest.testmod(importlib.import_module(f"evidenceboard.analysis.{name}"))
    assert found.attempted > 0 and found.failed == 0
