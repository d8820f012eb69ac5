"""A working copy made of a whole board: the same, whatever the order of the log, and nothing where it fails."""

from __future__ import annotations

import sqlite3
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidenceboard.errors import KnownError
from evidenceboard.model.board import Record
from evidenceboard.model.changes import Change, Changeset
from evidenceboard.model.ids import BOARD, edge_id, place_id
from evidenceboard.model.log import MemoryLog
from evidenceboard.model.merge import in_causal_order
from evidenceboard.progress import Progress, Stopped
from evidenceboard.store import making, rows, schema, validate, writing
from evidenceboard.store.photos import Photo
from evidenceboard.store.reading import let_in, read_board
from evidenceboard.store.working_copy import WorkingCopy

BOARD_ID = "0123456789abcdef0123456789abcdef"
CARDS = [f"card:{number:032x}" for number in range(3)]
PLACES = {place_id("sheet:first", card): card for card in CARDS}
LINK = edge_id(CARDS[0], CARDS[1])
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "kind": st.sampled_from(["statement", "ghost"]),
    "title": st.sampled_from(["국정원", "a", 'b"\\', "", 7, None]),
    "tags": st.sampled_from([["a"], [], "a"]),
    "colour": st.sampled_from(["red", "blue"]),
    "removed": st.booleans(),
}
BREAKING = (
    "UPDATE change SET salt = zeroblob(16) WHERE changeset = {}",
    "UPDATE change SET vals = ' ' || vals WHERE changeset = {}",
    "UPDATE change SET vals = vals || '{{}}' WHERE changeset = {}",
    "UPDATE change SET vals = replace(vals, ':', ': ') WHERE changeset = {}",  # no harm: the values are the same
    "UPDATE changeset SET wall = -1 WHERE number = {}",
    "UPDATE changeset SET actor = 99 WHERE number = {}",
    "DELETE FROM changeset WHERE number = {}",
    "DELETE FROM change WHERE changeset = {}",
    "UPDATE changeset SET number = number + 1000 WHERE number = {0}; "
    "UPDATE change SET changeset = changeset + 1000 WHERE changeset = {0}",
)


@st.composite
def changes(draw: st.DrawFn, record: str, known: list[str]) -> Change:
    values = draw(st.fixed_dictionaries({}, optional=VALUES).filter(bool))
    if record in PLACES:
        values |= {
            "removed": False,
            "sheet": "sheet:first",
            "card": PLACES[record],
            "pos": [draw(st.integers(0, 9)), 2.5],
        }
    if record == LINK:
        values |= {"from": CARDS[0], "to": CARDS[1]}
    seen = draw(st.lists(st.sampled_from(known), unique=True, max_size=3)) if known else []
    return Change(record, values, tuple(sorted(seen)), f"{draw(st.integers(0, 9)):032x}")


@st.composite
def logs(draw: st.DrawFn) -> list[Changeset]:
    """Changesets of several people, whose clocks run as they like, in any order: what follows may come first."""
    made: list[Changeset] = []
    last: dict[int, Changeset] = {}
    for _ in range(draw(st.integers(0, 12))):
        actor = draw(st.integers(0, 2))
        before = last.get(actor)
        records = draw(st.lists(st.sampled_from([BOARD, LINK, "ghost:1", *CARDS, *PLACES]), unique=True, max_size=4))
        last[actor] = Changeset(
            actor=f"{actor:032x}",
            seq=before.seq + 1 if before else 0,
            prev=before.id if before else None,
            clock=(draw(st.integers(0, 5)), draw(st.integers(0, 2))),
            author="Ann 안",
            label="Edit",
            reverts=draw(st.sampled_from([None, *(each.id for each in made)])),
            changes=tuple(draw(changes(record, [each.id for each in made])) for record in records),
        )
        made.append(last[actor])
    return draw(st.permutations(made))


def tables(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    with closing(sqlite3.connect(path)) as connection:
        return {
            name: connection.execute(f'SELECT * FROM "{name}" ORDER BY 1, 2').fetchall()
            for name in schema.tables.tables
        }


def expected(changesets: list[Changeset]) -> dict[str, list[tuple[Any, ...]]]:
    """The log and its tables, worked out the plain way: all in memory, every record folded by itself."""
    log = in_causal_order(changesets)
    actors = {name: number for number, name in enumerate(dict.fromkeys(each.actor for each in log), start=1)}
    found: dict[str, list[tuple[Any, ...]]] = {kind: [] for kind in schema.fold}
    touches = MemoryLog(log)
    for name in sorted({change.record for each in log for change in each.changes}):
        record = Record(name)
        for touch in touches.touches([name])[name]:
            record.fold(touch)
        values = record.values_if_there()
        if values is not None and record.kind in found:
            row = dict(zip(rows.fold_columns(record.kind), rows.fold_parts(record, values), strict=True))
            found[record.kind].append(tuple(row[column.name] for column in schema.fold[record.kind].columns))
    found["actor"] = [(number, bytes.fromhex(name)) for name, number in actors.items()]
    found["changeset"] = [
        (number, *rows.changeset_row(each, actors[each.actor])) for number, each in enumerate(log, start=1)
    ]
    found["change"] = [
        (
            number,
            place,
            change.record,
            None,
            None,
            bytes.fromhex(change.salt),
            change.text,
            b"".join(map(bytes.fromhex, change.replaces)),
        )
        for number, each in enumerate(log, start=1)
        for place, change in enumerate(each.changes)
    ]
    return found


@given(
    logs(),
    st.lists(st.tuples(st.sampled_from(BREAKING), st.integers(1, 12)), max_size=3),
    st.sampled_from([1, 3, 2_000]),
)
def test_it_is_what_the_log_says_in_any_order(
    log: list[Changeset], broken: list[tuple[str, int]], at_once: int
) -> None:
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing, "AT_ONCE", at_once)
        patch.setattr(validate, "BETWEEN", at_once)
        folder = Path(name)
        stranger = folder / "stranger.board"
        making.make(stranger, BOARD_ID, 5, log)
        with closing(sqlite3.connect(stranger)) as connection:
            for statements, number in broken:
                connection.executescript(statements.format(number))
        with read_board(stranger, folder) as whole:
            listed = {(each.what, each.record, each.reason) for each in whole.refused}
            taken = whole.changesets
        assert broken or taken == log
        with let_in(stranger, folder) as foreign:
            making.make(folder / "made.db", BOARD_ID, 5, foreign.stream(), foreign.photos())
            assert {(each.what, each.record, each.reason) for each in foreign.refused} == listed
        made = tables(folder / "made.db")
        for table, rows_of in expected(taken).items():
            assert made[table] == rows_of, table
        with closing(sqlite3.connect(folder / "made.db")) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        making.make(folder / "again.db", BOARD_ID, 5, in_causal_order(taken))
        assert tables(folder / "again.db") == made


def test_changesets_are_let_go_as_they_are_written(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "AT_ONCE", 4)
    monkeypatch.setattr(validate, "BETWEEN", 3)
    seen: list[weakref.ref[Changeset]] = []
    most = 0
    with let_in(make.board(cards=40), make.scratch) as foreign:

        def watched() -> Iterator[Changeset]:
            nonlocal most
            for changeset in foreign.stream():
                seen.append(weakref.ref(changeset))
                most = max(most, sum(each() is not None for each in seen))
                yield changeset

        making.make(make.folder / "made.db", BOARD_ID, 5, watched())
    assert 1 < most < 10


def stop_after(reports: int) -> Progress:
    left = iter(range(reports))
    return lambda _done, _total: next(left, None) is not None


def test_stopped_at_any_moment_it_leaves_nothing(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "AT_ONCE", 4)
    monkeypatch.setattr(validate, "EVERY", 1)
    board, before = make.board(), sorted(make.folder.rglob("*"))
    for moment in range(1_000):
        stop = stop_after(moment)
        try:
            with let_in(board, make.scratch, stop) as foreign:
                making.make(make.folder / "made.db", BOARD_ID, 5, foreign.stream(stop), foreign.photos(), stop)
        except Stopped:
            assert sorted(make.folder.rglob("*")) == before
        else:
            break
    assert moment >= 12 and (make.folder / "made.db").exists()


def test_what_goes_wrong_on_the_way_leaves_nothing(make: Any) -> None:
    path = make.folder / "made.db"
    with closing(WorkingCopy.open(make.database())) as copy:
        whole = list(copy.changesets())
    before = sorted(make.folder.rglob("*"))
    with pytest.raises(KnownError, match="UNIQUE"):
        making.make(path, BOARD_ID, 5, whole + whole[:1])
    with pytest.raises(KnownError, match="empty or larger"):
        making.make(path, BOARD_ID, 5, whole, [Photo(b"")])

    def interrupted() -> Iterator[Changeset]:
        yield from whole
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        making.make(path, BOARD_ID, 5, interrupted())
    assert sorted(make.folder.rglob("*")) == before
