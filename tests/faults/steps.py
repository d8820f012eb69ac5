"""The long steps that are killed in the middle: what each reads, and the script that does it (notes: see `scripts`).

A script says `step` when the board is open and the step begins, and `done` when the program has acknowledged it.
"""

from __future__ import annotations

import io
import random
import time
from pathlib import Path

from PIL import Image

from evidenceboard.document import Document
from evidenceboard.exchange.photos import photo_action, read_photos
from evidenceboard.exchange.planning import plan_import
from evidenceboard.exchange.tables import read_tables
from evidenceboard.model import commands
from evidenceboard.model.ids import FIRST_SHEET
from evidenceboard.paths import folders
from evidenceboard.store.installation import Installation
from evidenceboard.store.reading import read_board
from tests.faults.formats import next_version
from tests.faults.scripts import Notes

PHOTOS, ROWS, THEIRS = 24, 700, 120
FOR_EVER = 600.0  # seconds: until somebody kills the process


def _opened(settings: Path, path: Path) -> Document:
    return Document.open(path, Installation(folders(settings)), "Judge")


def prepare_photos(place: Path, dice: random.Random) -> int:
    folder = place / "photos"
    folder.mkdir()
    for number in range(PHOTOS):
        data = io.BytesIO()
        Image.frombytes("RGB", (160, 120), dice.randbytes(160 * 120 * 3)).save(data, "JPEG", quality=95)
        (folder / f"{number}.jpg").write_bytes(data.getvalue())
    return PHOTOS


def import_photos(settings: Path, path: Path, notes: Path) -> None:
    """As the window does it: written ahead while they are read, named by one changeset at the end."""
    told, document = Notes(notes), _opened(settings, path)
    told.say("open")
    told.say("step")
    incoming = document.filing.ahead.begin()

    def take(photo: object, *_look: object) -> None:
        incoming.put(photo)  # type: ignore[arg-type]
        incoming.flush()

    found = read_photos([path.parent / "photos"], take=take)
    action = photo_action(FIRST_SHEET, found.drafts, (0.0, 0.0))
    made = document.commit(action, [draft.photo for draft in found.drafts])
    incoming.named()
    _done(told, [made.id] if made else [])


def prepare_tables(place: Path, _dice: random.Random) -> int:
    cards = "".join(f"c{number},statement,claim {number},witness {number % 7}\n" for number in range(ROWS))
    edges = "".join(f"c{number},c{number - 1},support\n" for number in range(1, ROWS))
    (place / "cards.csv").write_text("key,kind,title,source\n" + cards)
    (place / "edges.csv").write_text("from,to,kind\n" + edges)
    return ROWS


def import_tables(settings: Path, path: Path, notes: Path) -> None:
    told, document = Notes(notes), _opened(settings, path)
    told.say("open")
    told.say("step")
    tables = read_tables([path.parent / "cards.csv", path.parent / "edges.csv"])
    plan = plan_import(document.board, document.records, FIRST_SHEET, tables)
    made = document.commit(plan.action)
    _done(told, [made.id] if made else [])


def prepare_merge(place: Path, dice: random.Random) -> int:
    """A colleague's copy with cards, each a change of its own, and some photos."""
    from evidenceboard.store.photos import Photo

    (place / "theirs.board").write_bytes((place / "victim.board").read_bytes())
    settings = place.parent / "colleague"
    document = Document.open(place / "theirs.board", Installation(folders(settings)), "Colleague")
    for number in range(THEIRS):
        fields, photos = {"title": f"theirs {number}"}, []
        if number % 20 == 0:
            photos = [Photo(b"\xff\xd8\xff" + dice.randbytes(30_000))]
            fields["photo"] = photos[0].sha256
        document.commit(commands.add_card(FIRST_SHEET, "statement", (0.0, 0.0), fields), photos)
    document.publish()
    document.close()
    return THEIRS


def merge(settings: Path, path: Path, notes: Path) -> None:
    told, document = Notes(notes), _opened(settings, path)
    told.say("open")
    told.say("step")
    with read_board(path.with_name("theirs.board"), document.installation.scratch()) as foreign:
        document.plan(foreign)
        new = document.receive(foreign.changesets, foreign.photos())
    _done(told, [each.id for each in new])


def prepare_migration(_place: Path, _dice: random.Random) -> int:
    return 0


def migrate(settings: Path, path: Path, notes: Path) -> None:
    """The board, with what its file lacks, is opened by the version of the program that comes after this one."""
    told = Notes(notes)
    with next_version():
        told.say("step")
        document = _opened(settings, path)
        told.say("open")
        _done(told, [])
        document.close()


def _done(told: Notes, changesets: list[str]) -> None:
    for each in changesets:
        told.say(each)
    told.say("done")
    time.sleep(FOR_EVER)
