"""What is pasted or imported, changed by dice: it comes in, is listed, or is refused in words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from evidenceboard.document import Document
from evidenceboard.errors import KnownError
from evidenceboard.exchange.clip import from_clip, to_clip
from evidenceboard.exchange.tables import plan_import, read_tables, write_tables
from evidenceboard.model import commands
from evidenceboard.model.ids import FIRST_SHEET
from evidenceboard.store.installation import Installation
from tests.faults import fuzz
from tests.faults.absurd import NUMBERS, TEXTS
from tests.faults.conftest import Tried

TABLE = ("cards.csv", "edges.csv")


@pytest.fixture
def board(installation: Installation) -> Iterator[Document]:
    document = Document.new(installation, "Judge", "Imports")
    for number in range(6):
        fields = {"title": f"국정원 {number}", "text": 'word, "quoted"\nline', "tags": ["a", "b"], "said": "2023-10"}
        document.commit(commands.add_card(FIRST_SHEET, "statement", (number * 300.0, 0.0), fields))
    cards = sorted(document.board.live("card"))
    document.commit(commands.link(document.board, cards[:3], cards[4], "support", reason="because"))
    yield document
    document.close()


def insert(content: bytearray, dice: Random) -> None:
    """Something that means something to a reader of tables or of JSON."""
    at = dice.randrange(len(content) + 1)
    piece = dice.choice(
        (b'"', b",", b";", b"\t", b"\r", b"\n\n", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"=1+1", b"{", b"]")
    )
    content[at:at] = piece * dice.choice((1, 1, 1, 50, 3_000))


def repeat(content: bytearray, dice: Random) -> None:
    at, length = dice.randrange(len(content)), dice.choice((1, 20, 400))
    piece = content[at : at + length]
    content[at:at] = piece * dice.choice((1, 3, 60))


def put_text(content: bytearray, dice: Random) -> None:
    at = dice.randrange(len(content) + 1)
    content[at:at] = dice.choice((*TEXTS, *map(str, NUMBERS))).encode("utf-8", "surrogatepass")


MUTATIONS = (fuzz.flip_bits, fuzz.set_bytes, fuzz.cut, insert, repeat, put_text)


def mutated(whole: bytes, dice: Random) -> bytes:
    content = bytearray(whole)
    for mutation in dice.choices(MUTATIONS, k=dice.choice((1, 1, 2, 4))):
        if content:
            mutation(content, dice)
    return bytes(content)


def test_row_103_thousands_of_mutated_tables(board: Document, tmp_path: Path, tried: Tried) -> None:
    write_tables(board, tmp_path)  # their photos lie beside them
    whole = {name: (tmp_path / name).read_bytes() for name in TABLE}
    count, came = fuzz.cases(3_400) // 8, {"planned": 0, "listed": 0, "refused": 0}
    paths = [tmp_path / name for name in TABLE]
    for number in range(count):
        with fuzz.named(number):
            dice = Random(f"table {number}")
            for path in paths:
                path.write_bytes(mutated(whole[path.name], dice) if dice.random() < 0.7 else whole[path.name])
            try:
                tables = read_tables(paths)
                plan = plan_import(board.board, board.records, FIRST_SHEET, tables)
            except KnownError as problem:
                assert problem.title
                came["refused"] += 1
                continue
            came["listed" if plan.refused else "planned"] += 1
            if number % 10 == 0 and plan.action is not None:
                board.commit(plan.action)
                board.undo()
    tried(count, **came)
    assert came["planned"] and came["listed"]


def test_row_96_thousands_of_mutated_clips(board: Document, tried: Tried) -> None:
    whole = to_clip(board.board, FIRST_SHEET, board.board.live("card"), board.photo)
    count, came = fuzz.cases(3_400) // 4, {"pasted": 0, "refused": 0}
    for number in range(count):
        with fuzz.named(number):
            dice = Random(f"clip {number}")
            data = mutated(whole, dice) if dice.random() < 0.5 else absurd_clip(whole, dice)
            try:
                action, photos = from_clip(data, board.board, FIRST_SHEET, (0.0, 0.0))
                if number % 10 == 0:
                    board.commit(action, photos)
                    board.undo()
            except KnownError as problem:
                assert problem.title
                came["refused"] += 1
            else:
                came["pasted"] += 1
    tried(count, **came)
    assert came["pasted"] and came["refused"]


def absurd_clip(whole: bytes, dice: Random) -> bytes:
    """Whole JSON in which values here and there are of another form."""
    said = json.loads(whole)
    for _ in range(dice.choice((1, 2, 5))):
        place = said
        while isinstance(place, dict) and place:
            name = dice.choice(sorted(place))
            if dice.random() < 0.4 or not isinstance(place[name], dict):
                place[name] = dice.choice((None, [], {}, 5, -1e308, [[]], "x", True, *TEXTS[:12], *NUMBERS))
                break
            place = place[name]
    return json.dumps(said).encode()


LARGE = {
    "one line of twenty megabytes": b"key,title\nE1," + b"x" * 20_000_000,
    "ten thousand columns": b",".join(b"c%d" % number for number in range(10_000)) + b"\n" + b"x," * 10_000,
    "zeros": b"key,title\n" + b"\0" * 100_000,
    "UTF-16": "key,title\nE1,국정원".encode("utf-16"),
    "Latin": "key,title\nE1,Zürich".encode("latin-1"),
    "one quote that never ends": b'key,title\nE1,"' + b"line\n" * 200_000,
}


@pytest.mark.parametrize("what", LARGE)
def test_row_103_tables_without_measure(what: str, board: Document, tmp_path: Path) -> None:
    path = tmp_path / "cards.csv"
    path.write_bytes(LARGE[what])
    try:
        plan = plan_import(board.board, board.records, FIRST_SHEET, read_tables([path]))
    except KnownError as problem:
        assert problem.title
    else:
        assert plan.refused or plan.action is not None
