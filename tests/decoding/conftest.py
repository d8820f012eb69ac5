"""What the tests of decoding begin with."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from evidenceboard.decoding.pool import Pool


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    """One process that decodes."""
    made = Pool(size=1)
    yield made
    made.close()
