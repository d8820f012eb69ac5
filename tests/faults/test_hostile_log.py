"""Rows 64 to 79: a whole board whose content is tampered with, or true to its hash and absurd."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from evidenceboard.document import Document
from evidenceboard.model import commands
from evidenceboard.model.ids import FIRST_SHEET, edge_id, mint_actor, place_id
from evidenceboard.model.sheet import to_sort
from evidenceboard.paths import folders
from evidenceboard.store.installation import Installation
from evidenceboard.store.reading import check_file, read_board
from evidenceboard.store.salvage import altered_photos
from tests.faults.absurd import WALL, YEAR_9999, change, forged, plant
from tests.faults.conftest import Tried
from tests.faults.fuzz import assert_columns_are_sane
from tests.store.conftest import PNG, digest

WHOLE = 10  # changesets of the small board
A, B, C, D = (f"card:{number:032x}" for number in range(4))


def listed(document: Document) -> set[tuple[str, str | None, str]]:
    return {(each.what, each.record, each.reason) for each in document.left_out if each.kept}


TEXTS = {
    "no UTF-8": "CAST(x'7b2274223a22fffe227d' AS TEXT)",
    "a surrogate in UTF-8": "CAST(x'7b2274223a22eda080227d' AS TEXT)",
    "a surrogate as it is escaped": """'{"t":"\\ud800"}'""",
    "cut off": "substr(vals, 1, length(vals) - 3)",
    "a byte of zero at its end": "vals || char(0)",
}


@pytest.mark.parametrize("what", TEXTS)
def test_row_64_texts_that_are_none(what: str, make: Any, opened: Any) -> None:
    """The entry is left out and listed, the rest opens; the file keeps its bytes for whoever wants to look."""
    board = make.with_sql(make.board(), f"UPDATE change SET vals = {TEXTS[what]} WHERE changeset = 3 AND place = 0")
    before = digest(board)
    document = opened(board)
    assert len(document.log.changeset_ids()) == WHOLE - 1
    assert [each.what.split()[0] for each in document.left_out] == ["changeset"]
    assert digest(board) == before


def test_row_64_a_byte_of_zero_within_a_text_is_a_character(make: Any, opened: Any) -> None:
    board = make.board()
    plant(board, [forged(change(A, title="a\0b"))])
    assert "a\0b" in {head.value for head in opened(board).board.record(A).heads("title")}


POSITIONS: dict[str, Any] = {
    "infinite": [1e308, 1e308],
    "very far": [1e299, 5],
    "farther than anybody looks": [0, -1e12],
    "a whole number without end": [10**400, 0],
    "words": ["left", 4],
    "one number": [5],
    "nothing": [None, None],
    "no list": 5,
}


@pytest.mark.parametrize("what", POSITIONS)
def test_row_65_positions_that_are_none_lie_to_be_sorted(what: str, make: Any, opened: Any) -> None:
    board = make.board()
    new = "card:00ff"
    place = place_id(FIRST_SHEET, new)
    put = change(place, sheet=FIRST_SHEET, card=new, pos=POSITIONS[what])
    plant(board, [forged(change(new, kind="statement", role="claim", title="lost"), put)])
    document = opened(board)
    sheet = document.geometry(FIRST_SHEET)
    row = sheet.row[new]
    assert (sheet.x[row], sheet.y[row]) == to_sort(new) and sheet.x[row] < -200
    assert {(kind, record) for kind, record, _ in listed(document)} == {("place", place)}
    document.commit(commands.move_cards(FIRST_SHEET, {new: (5.0, 6.0)}))
    assert (sheet.x[sheet.row[new]], sheet.y[sheet.row[new]]) == (5.0, 6.0)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_row_65_numbers_that_no_json_has(number: str, make: Any, opened: Any) -> None:
    """What is hashed is canonical JSON, which has no such numbers: no program that keeps to the format wrote the entry.

    It is left out as a whole, and listed. Its other changes cannot be told apart: the file has one hash for an entry
    and none for each change, so that nothing says which of them are as they were written, and a card of a forged entry
    could be made to look like evidence. Numbers that are valid JSON and no position (1e308 and the like) have a right
    hash: of those only the field is not taken, the value stays in the log, and the card lies to be sorted
    (`test_row_65_positions_that_are_none_lie_to_be_sorted`).
    """
    board = make.with_sql(make.board(), f"""UPDATE change SET vals = '{{"pos":[{number},0]}}' WHERE changeset = 3""")
    document = opened(board)
    assert len(document.left_out) == 1 and len(document.log.changeset_ids()) == WHOLE - 1
    assert_columns_are_sane(document.geometry(FIRST_SHEET))


def test_row_65_words_where_a_number_belongs_are_kept_and_listed(make: Any, opened: Any) -> None:
    board = make.board()
    plant(board, [forged(change(A, credibility="high", base="much", title=7))])
    document = opened(board)
    reasons = {reason for _, record, reason in listed(document) if record == A}
    assert reasons == {f"the value of “{name}” has a wrong form" for name in ("credibility", "base", "title")}
    assert document.board.value(A, "credibility") is None


def test_row_65_what_was_put_right_is_not_listed_again(make: Any, opened: Any) -> None:
    board = make.board()
    wrong = forged(change(A, credibility="high"))
    plant(board, [wrong, forged(change(A, (wrong.id,), credibility=2), wall=WALL + 1)])
    document = opened(board)
    assert document.left_out == () and document.board.value(A, "credibility") == 2


SIZES: dict[str, Any] = {"zero": [0, 0], "negative": [-5, -1e9], "huge": [1e9, 1e300], "tiny": [1e-320, 24]}


@pytest.mark.parametrize("what", SIZES)
@pytest.mark.parametrize("z", [10**9, -(10**9), 10**30])
def test_row_66_sizes_and_heights_are_clamped(what: str, z: int, make: Any, opened: Any) -> None:
    board = make.board()
    place = place_id(FIRST_SHEET, A)
    plant(board, [forged(change(place, sheet=FIRST_SHEET, card=A, size=SIZES[what], z=z, pos=[1e299, -1e12]))])
    sheet = opened(board).geometry(FIRST_SHEET)
    assert_columns_are_sane(sheet)
    assert abs(int(sheet.z[sheet.row[A]])) <= 2**31


IDS = ["", "card:", "card:ABC", "card:../x", "CARD:a", "card", "a" * 300, "card:" + "a" * 65, "x:a", "card:a\n"]


@pytest.mark.parametrize("name", IDS)
def test_row_67_ids_of_a_wrong_form(name: str, make: Any, opened: Any) -> None:
    board = make.board()
    with closing(sqlite3.connect(board)) as connection, connection:
        connection.execute("UPDATE change SET record = ? WHERE changeset = 3 AND place = 0", (name,))
    document = opened(board)
    assert len(document.left_out) == 1 and name not in set(document.board.live("card"))


def test_row_67_two_rows_of_one_changeset(make: Any, opened: Any) -> None:
    """Two rows cannot have one id while the index is whole; with another number the copy is refused for its changes."""
    board = make.board()
    with closing(sqlite3.connect(board)) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute(
            "INSERT INTO changeset SELECT number + 100, id, actor, seq, prev, wall, counter, author, label, reverts"
            " FROM changeset WHERE number = 3"
        )
    twice = forged(change(A, title="twice"))
    plant(board, [twice])
    assert len(opened(board).log.changeset_ids()) == WHOLE + 1


def test_row_68_entries_whose_hash_does_not_fit(make: Any, opened: Any, tried: Tried) -> None:
    """Each column of each entry is changed in turn; each time that entry alone is left out, and named."""
    columns = ("wall = wall + 1", "author = author || 'x'", "label = 'Other'", "seq = seq + 1", "counter = 9")
    whole = make.board().read_bytes()
    count = 0
    for column in columns:
        for number in range(1, WHOLE + 1, 3):
            board = make.folder / f"tampered-{count}.board"
            board.write_bytes(whole)
            make.with_sql(board, f"UPDATE changeset SET {column} WHERE number = {number}")
            with read_board(board, make.scratch) as foreign:
                assert len(foreign.changesets) == WHOLE - 1 and len(foreign.refused) == 1
            count += 1
    tried(count, listed=count)


def test_row_69_a_gap_and_a_fork_in_a_chain_are_flagged(make: Any, opened: Any) -> None:
    board = make.board()
    actor = mint_actor()
    first = forged(change(A, title="one"), actor=actor)
    fork = forged(change(A, title="two"), actor=actor)
    late = forged(change(B, title="three"), actor=actor, seq=7, prev="ab" * 32)
    plant(board, [first, fork, late])
    reasons = {each.reason for each in check_file(board, make.scratch)}
    assert "two changesets claim the same place in their actor's chain" in reasons
    assert "the changeset before it in its actor's chain is missing" in reasons
    assert len(opened(board).log.changeset_ids()) == WHOLE + 3


def test_row_70_what_nobody_knows_may_be_replaced(make: Any, opened: Any) -> None:
    board = make.board()
    unknown = tuple(sorted(f"{number:064x}" for number in range(300)))
    made = forged(change(A, unknown, title="sees ghosts"))
    plant(board, [made])
    document = opened(board)
    kept = document.log.changeset(made.id)
    assert kept is not None and kept.changes[0].replaces == unknown  # ignored, but kept
    assert document.board.value(A, "title") in ("changed", "sees ghosts") and document.board.conflicts()


def test_row_70_a_million_replaced_entries_are_refused(make: Any, opened: Any) -> None:
    board = make.with_sql(make.board(), "UPDATE change SET replaces = zeroblob(32000000) WHERE changeset = 3")
    document = opened(board)
    assert [each.reason for each in document.left_out] == ["it replaces too much"]


def test_row_70_nothing_can_replace_itself(make: Any) -> None:
    """Its own id would have to be in what is hashed: a changed row never fits."""
    board = make.with_sql(
        make.board(), "UPDATE change SET replaces = (SELECT id FROM changeset WHERE number = 3) WHERE changeset = 3"
    )
    with read_board(board, make.scratch) as foreign:
        assert len(foreign.changesets) == WHOLE - 1


@pytest.mark.parametrize("wall", [YEAR_9999, 2**53 - 1])
def test_row_71_a_clock_that_is_far_ahead_is_flagged_and_work_goes_on(wall: int, make: Any, opened: Any) -> None:
    board = make.board()
    plant(board, [forged(change(A, title="wins"), wall=wall)])
    document = opened(board)
    assert any("far ahead" in reason for _, _, reason in listed(document))
    assert document.board.value(A, "title") == "wins" and document.board.conflicts()
    for number in range(3):  # our own changes still follow it
        assert document.commit(commands.set_fields(A, {"title": f"ours {number}"})) is not None
        assert document.board.value(A, "title") == f"ours {number}" and not document.board.conflicts()


def test_row_71_a_negative_clock_is_refused(make: Any, opened: Any) -> None:
    board = make.with_sql(make.board(), "UPDATE changeset SET wall = -5 WHERE number = 3")
    assert [each.reason for each in opened(board).left_out] == ["the clock is wrong"]


def test_row_72_links_to_nothing_are_hidden_and_listed(make: Any, opened: Any) -> None:
    board = make.board()
    loose = edge_id(A, "card:00ee")
    plant(board, [forged(change(loose, **{"from": A, "to": "card:00ee", "kind": "support"}))])
    document = opened(board)
    assert document.board.loose_edges() == [loose] and loose not in document.geometry(FIRST_SHEET).edge_row


def test_row_72_links_in_a_ring_cannot_be_named(make: Any, opened: Any) -> None:
    """The name of a link is the hash of what it joins, so no two links can name each other."""
    board = make.board()
    one, other = edge_id(A, "edge:1"), edge_id(B, "edge:2")
    ring = [change(one, **{"from": A, "to": other}), change(other, **{"from": B, "to": one})]
    itself = change(edge_id(A, A), **{"from": A, "to": A})
    plant(board, [forged(each) for each in (*ring, itself)])
    document = opened(board)
    assert len(document.left_out) == 3
    assert all("joins" in each.reason for each in document.left_out)


DEEP = 10_000
LINKS_DEEP = 2_000  # whether a link is live follows from those below it: to look at so many takes a second


def test_row_73_derived_in_a_circle_and_very_deep(make: Any, opened: Any) -> None:
    board = make.board()
    chain = [f"card:{number:x}" for number in range(1_000, 1_000 + DEEP)]
    cards = [
        change(card, kind="statement", title="d", derives_from=before, split_from=before)
        for card, before in zip(chain, [chain[-1], *chain[:-1]], strict=True)
    ]
    plant(board, [forged(*cards)])
    document = opened(board)
    assert sum(1 for _ in document.records("card")) == DEEP + 5
    document.board.load(chain[:50])
    assert document.commit(commands.remove(document.board, chain[:3])) is not None


def test_row_73_links_on_links_very_deep(make: Any, opened: Any) -> None:
    board = make.board()
    ends, edges = B, []
    for _ in range(LINKS_DEEP):
        name = edge_id(A, ends)
        edges.append(change(name, **{"from": A, "to": ends, "kind": "contradict"}))
        ends = name
    plant(board, [forged(*edges)])
    document = opened(board)
    sheet = document.geometry(FIRST_SHEET)
    assert len(sheet.edges) >= LINKS_DEEP
    document.commit(commands.remove(document.board, [edges[0].record]))
    assert len(document.geometry(FIRST_SHEET).edges) < 20
    document.undo()
    assert len(document.geometry(FIRST_SHEET).edges) >= LINKS_DEEP


def test_row_75_a_photo_that_was_altered_is_no_evidence_and_its_bytes_can_be_had(make: Any, opened: Any) -> None:
    board = make.with_sql(make.board(), f"UPDATE sqlar SET data = x'ffd8ff00{'00' * 90}', sz = 94")
    document = opened(board)
    (photo,) = document.altered_photos
    assert document.photo(photo) is None
    assert document.altered_bytes(photo) == b"\xff\xd8\xff\0" + bytes(90)
    assert list(altered_photos(board, make.scratch)) == [(photo, b"\xff\xd8\xff\0" + bytes(90))]


def test_row_76_a_photo_that_is_not_there_is_listed(make: Any, opened: Any) -> None:
    document = opened(make.with_sql(make.board(), "DELETE FROM sqlar"))
    assert {reason for _, _, reason in listed(document)} == {"its picture is not in the file"}


def test_row_76_a_length_that_lies(make: Any, opened: Any) -> None:
    board = make.with_sql(make.board(), "UPDATE sqlar SET sz = 2000000000")
    document = opened(board)
    assert [each.reason for each in document.left_out] == ["it has not the length that it says"]
    (photo,) = document.altered_photos
    assert document.altered_bytes(photo) is None or document.altered_bytes(photo) == PNG


def test_row_79_an_older_copy_lacks_nothing_of_ours(make: Any, tmp_path: Path) -> None:
    """What the working copy has seen stays: an older copy at the same place takes nothing back."""
    board = make.board()
    old = board.read_bytes()
    home = Installation(folders(tmp_path / "home"))
    document = Document.open(board, home, "Judge")
    document.commit(commands.set_fields(A, {"title": "newer"}))
    document.publish()
    document.close()
    board.write_bytes(old)
    again = Document.open(board, home, "Judge")
    assert again.board.value(A, "title") == "newer" and again.unpublished
    again.close()
