"""What both had before is passed over; what is new, or not the same, is judged as a stranger's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from evidenceboard.store.photos import Photo
from evidenceboard.store.reading import Foreign, read_board
from tests.store.conftest import PNG
from tests.store.test_reading import TAMPERED, WHOLE


@pytest.fixture
def own(make: Any) -> Path:
    """Our working copy of what `make.board` makes."""
    path: Path = make.folder / "case.board.db"
    return path


def said(foreign: Foreign) -> list[tuple[str, str]]:
    return [(each.what, each.reason) for each in foreign.refused]


def test_what_is_the_same_is_passed_over_and_counted(make: Any, own: Path) -> None:
    board = make.board()
    with read_board(board, make.scratch) as whole, read_board(board, make.scratch, own=own) as foreign:
        assert len(whole.changesets) == WHOLE
        assert foreign.changesets == [] and foreign.refused == []
        assert foreign.ids() == whole.ids() == {each.id for each in whole.changesets}


def test_only_what_came_since_is_read(make: Any, own: Path) -> None:
    board = make.board()
    make.add(own, 77, title="theirs")
    make.publish(own, board)
    with read_board(board, make.scratch) as whole:
        everything = whole.changesets
    before = make.database("before.db")  # ours, of the same board, from before: other dice, so another log
    with read_board(board, make.scratch, own=before) as foreign:
        assert foreign.changesets == everything
    make.add(own, 78, title="ours")
    with read_board(board, make.scratch, own=own) as foreign:
        assert foreign.changesets == [] and len(foreign.ids()) == WHOLE + 1


@pytest.mark.parametrize("name", TAMPERED)
def test_an_entry_that_is_not_the_same_is_judged_as_before(name: str, make: Any, own: Path) -> None:
    board = make.board()
    make.with_sql(board, TAMPERED[name][0])
    with read_board(board, make.scratch) as whole, read_board(board, make.scratch, own=own) as foreign:
        assert said(foreign) == said(whole) != []
        assert foreign.ids() == whole.ids()


def test_a_working_copy_that_cannot_be_read_knows_nothing(make: Any, own: Path) -> None:
    board = make.board()
    for damaged in (b"", b"no database at all" * 1000):
        own.write_bytes(damaged)
        with read_board(board, make.scratch, own=own) as foreign:
            assert len(foreign.changesets) == WHOLE and foreign.refused == []
    own.unlink()
    with read_board(board, make.scratch, own=own) as foreign:
        assert len(foreign.changesets) == WHOLE


def test_photos_that_are_here_are_not_read(make: Any) -> None:
    board = make.with_sql(make.board(), "UPDATE sqlar SET data = zeroblob(length(data))")
    with read_board(board, make.scratch) as foreign:
        assert list(foreign.photos({Photo(PNG).sha256})) == [] and foreign.refused == []
        assert list(foreign.photos()) == [] and "altered" in foreign.refused[0].reason
