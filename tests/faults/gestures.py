"""What a person does to a board, chosen by dice: for scripts that edit until they are killed."""

from __future__ import annotations

import random
from collections.abc import Callable

from evidenceboard.document import Document
from evidenceboard.model import commands
from evidenceboard.model.changes import Changeset
from evidenceboard.model.ids import FIRST_SHEET
from evidenceboard.store.photos import Photo

TEXTS = ("the vessel left at dawn", "국가정보원은 부인하였다", "no record of this", "two witnesses <b>differ</b>", "")


def gesture(document: Document, dice: random.Random, most: int | None = None) -> Changeset | None:
    """Do one thing; None where it came to nothing. Where more than `most` cards are there, half are removed."""
    cards = sorted(document.board.live("card"))
    if len(cards) < 3:
        return _add(document, dice, cards)
    if most is not None and len(cards) > most:
        return document.commit(commands.remove(document.board, cards[::2]))
    chosen: Callable[[Document, random.Random, list[str]], Changeset | None] = dice.choices(
        (_add, _photo, _move, _text, _link, _remove, _undo, _redo), (20, 3, 25, 20, 15, 5, 8, 4)
    )[0]
    return chosen(document, dice, cards)


def _spot(dice: random.Random) -> tuple[float, float]:
    return dice.uniform(-2000, 2000), dice.uniform(-2000, 2000)


def _add(document: Document, dice: random.Random, _cards: list[str]) -> Changeset | None:
    fields = {"title": dice.choice(TEXTS), "text": dice.choice(TEXTS) * dice.randint(1, 40)}
    kind = dice.choice(("statement", "statement", "hypothesis"))
    return document.commit(commands.add_card(FIRST_SHEET, kind, _spot(dice), fields))


def _photo(document: Document, dice: random.Random, _cards: list[str]) -> Changeset | None:
    photo = Photo(b"\xff\xd8\xff" + dice.randbytes(dice.randint(10, 60_000)))
    return document.commit(commands.add_card(FIRST_SHEET, "photo", _spot(dice), {"photo": photo.sha256}), [photo])


def _move(document: Document, dice: random.Random, cards: list[str]) -> Changeset | None:
    chosen = dice.sample(cards, dice.randint(1, min(5, len(cards))))
    return document.commit(commands.move_cards(FIRST_SHEET, {card: _spot(dice) for card in chosen}))


def _text(document: Document, dice: random.Random, cards: list[str]) -> Changeset | None:
    words = f"{dice.choice(TEXTS)} {dice.randrange(10_000)}"
    return document.commit(commands.set_fields(dice.choice(cards), {dice.choice(("title", "text")): words}))


def _link(document: Document, dice: random.Random, cards: list[str]) -> Changeset | None:
    tail, head = dice.sample(cards, 2)
    kind = dice.choice(("support", "contradict"))
    return document.commit(commands.link(document.board, [tail], head, kind, reason=dice.choice(TEXTS)))


def _remove(document: Document, dice: random.Random, cards: list[str]) -> Changeset | None:
    return document.commit(commands.remove(document.board, [dice.choice(cards)]))


def _undo(document: Document, _dice: random.Random, _cards: list[str]) -> Changeset | None:
    return document.undo()


def _redo(document: Document, _dice: random.Random, _cards: list[str]) -> Changeset | None:
    return document.redo()
