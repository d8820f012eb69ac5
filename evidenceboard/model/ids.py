"""Names of records, actors and changesets.

A record's id is its kind, a colon and a name that is minted once and never used again: ``card:3f…``.
Edges and places have no name of their own: it follows from what they join, so that two people who draw
the same link, or put the same card on the same sheet, mean the same record.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import TypeAlias

RecordId: TypeAlias = str
ActorId: TypeAlias = str
ChangesetId: TypeAlias = str

BOARD: RecordId = "board:this"
FIRST_SHEET: RecordId = "sheet:first"

_FORM = re.compile(r"[a-z]{2,16}:[0-9a-z]{1,64}")
_HEX64 = re.compile(r"[0-9a-f]{64}")
_HEX32 = re.compile(r"[0-9a-f]{32}")


def mint(kind: str) -> RecordId:
    """A new id for a record of ``kind``: 128 random bits, so nobody ever mints the same one."""
    return f"{kind}:{secrets.token_hex(16)}"


def mint_actor() -> ActorId:
    """A new actor; one is minted at every opening of a board for writing."""
    return secrets.token_hex(16)


def mint_salt() -> str:
    """Salt for the digest of one change, so that an erased value cannot be guessed from it."""
    return secrets.token_hex(16)


def edge_id(tail: RecordId, head: RecordId, slot: int = 0) -> RecordId:
    """The id of the edge from ``tail`` to ``head``; ``slot`` counts up only for imported parallel links."""
    return "edge:" + _digest("edge", tail, head, str(slot))


def place_id(sheet: RecordId, card: RecordId) -> RecordId:
    """The id of the place of ``card`` on ``sheet``."""
    return "place:" + _digest("place", sheet, card)


def pair_id(card: RecordId, other: RecordId) -> RecordId:
    """The id of the pair of two cards, whichever is named first."""
    return "pair:" + _digest("pair", *sorted((card, other)))


def silence_id(guard: str, about: str) -> RecordId:
    """The id of what silences one warning about one record."""
    return "silence:" + _digest("silence", guard, about)


def kind_of(record: RecordId) -> str:
    """The kind of a record: what stands before the colon of its id."""
    return record.partition(":")[0]


def is_record_id(text: object) -> bool:
    """Whether ``text`` has the form of a record's id."""
    return isinstance(text, str) and _FORM.fullmatch(text) is not None


def is_actor_id(text: object) -> bool:
    """Whether ``text`` has the form of an actor's id: 32 hexadecimal digits."""
    return isinstance(text, str) and _HEX32.fullmatch(text) is not None


def is_hash(text: object) -> bool:
    """Whether ``text`` is a SHA-256 in hexadecimal: the form of a changeset's id and of a photo's name."""
    return isinstance(text, str) and _HEX64.fullmatch(text) is not None


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
