"""verify: one byte that is another one is named with its card, in a published file and in a working copy."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from evidenceboard.document import Document
from evidenceboard.model.commands import add_card, remove, set_fields
from evidenceboard.model.ids import FIRST_SHEET, RecordId
from evidenceboard.model.pictures import Photo
from evidenceboard.paths import folders
from evidenceboard.store.installation import Installation
from evidenceboard.store.verifying import ALTERED, MISSING, verify
from tests.cli.test_verbs import SAMPLE
from tests.exchange.readings import picture

Verb = Callable[..., Any]


class Case:
    """A published board with two photos, the second one on two cards and an attachment on a third."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.path, self.installation = folder / "case.board", Installation(folders(home))
        self.photos = [Photo(picture("JPEG", (300, 200)) + b"the end of photo %d" % number) for number in range(2)]
        self.archive = Photo(b"<html>an archived page</html>")
        with closing(Document.new(self.installation, "Ann")) as board:
            fields = [(0, "first"), (1, "second"), (1, "second again")]
            self.cards = [self._card(board, self.photos[n], title=title) for n, title in fields]
            self.page = self._card(board, self.archive, "capture", title="page")
            board.publish(self.path)

    def _card(self, board: Document, photo: Photo, field: str = "photo", **fields: str) -> RecordId:
        kind = "photo" if field == "photo" else "statement"
        action = add_card(FIRST_SHEET, kind, (0.0, 0.0), {field: photo.sha256, **fields})
        board.commit(action, [photo])
        return action.made[0]

    def flip(self, photo: Photo) -> None:
        """Change one bit of a photo in the file."""
        data, end = bytearray(self.path.read_bytes()), photo.data[-18:]
        at = data.find(end)
        assert at > 0 and data.count(end) == 1
        data[at] ^= 1
        self.path.write_bytes(data)


def told(verb: Verb, path: Path, code: int) -> Any:
    """What the verb says as JSON."""
    answer = verb("verify", path, "--json")
    assert answer.code == code, answer.err
    return answer.json


@pytest.fixture
def case(tmp_path: Path) -> Case:
    (tmp_path / "boards").mkdir()
    return Case(tmp_path / "boards", tmp_path / "home")


def test_all_is_well(verb: Verb, case: Case) -> None:
    found = told(verb, case.path, 0)
    total = sum(len(each.data) for each in (*case.photos, case.archive))
    assert found == {"ok": True, "findings": [], "files": 3, "bytes": total}
    assert told(verb, SAMPLE, 0)["ok"]


@pytest.mark.parametrize("number", [0, 1])
def test_one_flipped_byte_is_named_with_its_cards(verb: Verb, case: Case, number: int) -> None:
    before = len(case.path.read_bytes())
    case.flip(case.photos[number])
    found = told(verb, case.path, 1)
    cards = case.cards[:1] if number == 0 else case.cards[1:]
    assert [each["record"] for each in found["findings"]] == sorted(cards)
    assert {each["reason"] for each in found["findings"]} == {ALTERED}
    assert {each["what"] for each in found["findings"]} == {f"photo {case.photos[number].sha256[:8]}"}
    assert not found["ok"] and found["files"] == 2 and len(case.path.read_bytes()) == before
    assert [file.name for file in case.path.parent.iterdir()] == ["case.board"]
    lines = verb("verify", case.path).out
    assert all(card in lines for card in cards) and "2 files verified" in lines


def test_an_attachment_counts_as_well(verb: Verb, case: Case) -> None:
    case.flip(case.archive)
    (found,) = told(verb, case.path, 1)["findings"]
    assert (found["record"], found["title"], found["reason"]) == (case.page, "page", ALTERED)


def test_a_photo_that_is_missing_is_named(verb: Verb, case: Case) -> None:
    with closing(sqlite3.connect(case.path)) as file, file:
        file.execute("DELETE FROM sqlar WHERE name = ?", (case.photos[0].name,))
    (found,) = told(verb, case.path, 1)["findings"]
    assert (found["record"], found["reason"]) == (case.cards[0], MISSING)


def test_what_is_no_board_is_refused(verb: Verb, tmp_path: Path) -> None:
    (tmp_path / "none.board").write_bytes(b"no board")
    assert verb("verify", tmp_path / "none.board").code == 4


@pytest.mark.parametrize("damage", ["flipped", "emptied", "gone", "length"])
def test_in_a_working_copy_too(case: Case, damage: str) -> None:
    photo = case.photos[0]
    statement = {
        "flipped": "UPDATE sqlar SET data = :flipped WHERE name = :name",
        "emptied": "UPDATE sqlar SET data = NULL WHERE name = :name",
        "gone": "DELETE FROM sqlar WHERE name = :name",
        "length": "UPDATE sqlar SET sz = sz + 1 WHERE name = :name",
    }[damage]
    flipped = photo.data[:50] + bytes([photo.data[50] ^ 1]) + photo.data[51:]
    with closing(Document.open(case.path, case.installation, "Ann")) as board:
        with closing(sqlite3.connect(board.log.path)) as other, other:
            assert other.execute(statement, {"name": photo.name, "flipped": flipped}).rowcount == 1
        found = verify(board.log.path, board.left_out)
        assert [(each.record, each.title) for each in found.findings] == [(case.cards[0], "first")]
        assert found.files == 2


def test_only_what_a_card_shows_now_is_missed(case: Case) -> None:
    """A photo that was on a card once, or on one that is gone, is verified and not missed."""
    with closing(Document.open(case.path, case.installation, "Ann")) as board:
        board.commit(set_fields(case.cards[0], {"photo": "f" * 64}))
        assert [each.reason for each in verify(board.log.path).findings] == [MISSING]
        board.commit(remove(board.board, [case.cards[0]]))
        found = verify(board.log.path)
        assert not found.findings and found.files == 3


def test_progress_comes_and_stops_it(case: Case) -> None:
    from evidenceboard.progress import Stopped

    with closing(Document.open(case.path, case.installation, "Ann")) as board:
        told: list[tuple[int, int]] = []
        verify(board.log.path, (), lambda done, total: told.append((done, total)))
        assert told[0][0] == 0 and told[-1][0] == told[-1][1] and len(told) == 4
        with pytest.raises(Stopped):
            verify(board.log.path, (), lambda done, _total: False)
