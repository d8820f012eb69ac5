"""Cards and edges of a board as two tables and a folder of photos."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from evidenceboard.errors import KnownError
from evidenceboard.exchange import Lost
from evidenceboard.exchange.cells import Cell, write_sheet
from evidenceboard.exchange.keys import Keys, in_key_order
from evidenceboard.exchange.losses import Contents, losses
from evidenceboard.exchange.rows import CARD_COLUMNS, COLUMNS, EDGE_COLUMNS, LONGEST_NAME
from evidenceboard.exchange.safe_files import folder_within, safe_stem, write_into
from evidenceboard.model.board import Board
from evidenceboard.model.changes import Value
from evidenceboard.model.ids import FIRST_SHEET, RecordId, kind_of
from evidenceboard.model.pictures import capture_ending, ending
from evidenceboard.model.records import CUSTOM

CARDS, EDGES = "cards.csv", "edges.csv"
#: What lies beside the tables: the field, its folder, and what tells the ending of a file.
BESIDE = {"photo": ("photos", ending), "capture": ("captures", capture_ending)}


class Readable(Protocol):
    """What is read of an open board; a `Document` is one."""

    @property
    def board(self) -> Board: ...

    def records(self, kind: str) -> Iterable[tuple[RecordId, Mapping[str, Value]]]: ...

    def sheets(self) -> list[RecordId]: ...

    def photo(self, sha256: str) -> bytes | None: ...


@dataclass(frozen=True)
class Written:
    """What an export wrote, and what the tables cannot carry."""

    files: list[Path]
    size: int  # bytes of all files
    lost: list[Lost]


def write_tables(document: Readable, folder: Path, sheet: RecordId | None = None) -> list[Lost]:
    """Write the tables into a folder that holds none yet; returns what they cannot carry.

    Raises:
        KnownError: there are tables already, or the folder is not one to write to.
    """
    for name in (CARDS, EDGES):
        if (folder / name).exists():
            raise KnownError(f"There is a {name} in that folder already", "Choose another folder; it was not touched.")
    return export_tables(document, folder, sheet).lost


def export_tables(document: Readable, folder: Path, sheet: RecordId | None = None) -> Written:
    """Write the tables into a folder, in place of what was there.

    Args:
        sheet: whose arrangement of the cards is written; the first one, if none is given.

    Raises:
        KnownError: the folder is not one to write to.
        OSError: the disk refused.
    """
    if folder.exists() and not folder.is_dir():
        raise KnownError("Tables are written into a folder, and that is a file", "Choose a folder.")
    folder.mkdir(exist_ok=True)
    writer = _Writer(document, sheet or (document.sheets() or [FIRST_SHEET])[0])
    files = list(writer.write_files(folder))
    files.append(write_into(folder, CARDS, writer.cards()))
    files.append(write_into(folder, EDGES, writer.edges()))
    return Written(files, sum(file.stat().st_size for file in files), losses(writer.contents()))


class _Writer:
    def __init__(self, document: Readable, sheet: RecordId) -> None:
        self._document = document
        self._sheet = sheet
        self._kinds = {
            kind: dict(document.records(kind))
            for kind in ("board", "source", "origin", "rivals", "sheet", "region", "frame", "stop", "place")
        }
        self._places = {
            values["card"]: values for values in self._kinds["place"].values() if values.get("sheet") == sheet
        }
        cards, edges = dict(document.records("card")), dict(document.records("edge"))
        undercut = {values["to"] for values in edges.values() if kind_of(values["to"]) == "edge"}
        keys = Keys(document.board)
        keys.give(cards, "K", set(cards))
        keys.give(edges, "L", undercut)
        self._keys, self._renamed = keys.of, keys.renamed
        self._cards = dict(sorted(cards.items(), key=lambda each: in_key_order(keys.of[each[0]])))
        self._edges = dict(sorted(edges.items(), key=self._edge_order))
        self._files: dict[str, dict[RecordId, str]] = {field: {} for field in BESIDE}

    def _edge_order(self, each: tuple[RecordId, Mapping[str, Value]]) -> tuple[object, ...]:
        edge, values = each
        ends = (in_key_order(self._keys.get(values[end], "")) for end in ("from", "to"))
        return (*in_key_order(self._keys.get(edge, "")), *ends, edge)

    # Tables

    def cards(self) -> bytes:
        """The table of cards."""
        custom = _custom(self._cards.values())
        rows = (self._card(card, values, custom) for card, values in self._cards.items())
        return write_sheet([*CARD_COLUMNS, *map(_column, custom)], rows)

    def _card(self, card: RecordId, values: Mapping[str, Value], custom: list[str]) -> list[Cell]:
        source = self._kinds["source"].get(values.get("source", ""), {})
        place = self._places.get(card, {})
        cells: dict[str, Cell] = {name: values.get(name) for name in CARD_COLUMNS}
        cells |= {
            "key": self._keys[card],
            "source": _name_of(source, values.get("source")),
            "reliability": source.get("reliability"),
            "outlet": self._called("source", values.get("outlet")),
            "caption_unseen": "yes" if values.get("caption_unseen") else None,
            "origin": self._origin(values.get("derives_from")),
            "rivals": self._called("rivals", values.get("rivals")),
            "tags": ";".join(tag.replace(";", ",") for tag in values.get("tags") or ()),
            **{field: files.get(card) for field, files in self._files.items()},
        }
        for names, field in ((("x", "y"), "pos"), (("w", "h"), "size")):
            cells |= dict(zip(names, place.get(field) or (None, None), strict=True))
        return [_cell(cells[name]) for name in CARD_COLUMNS] + [_cell(values.get(name)) for name in custom]

    def edges(self) -> bytes:
        """The table of edges."""
        custom = _custom(self._edges.values())
        rows = (self._edge(edge, values, custom) for edge, values in self._edges.items())
        return write_sheet([*EDGE_COLUMNS, *map(_column, custom)], rows)

    def _edge(self, edge: RecordId, values: Mapping[str, Value], custom: list[str]) -> list[Cell]:
        tail = self._kinds["region"].get(values["from"], {}).get("card", values["from"])
        cells: dict[str, Cell] = {name: values.get(name) for name in EDGE_COLUMNS}
        cells |= {"key": self._keys.get(edge), "from": self._keys[tail], "to": self._keys[values["to"]]}
        return [_cell(cells[name]) for name in EDGE_COLUMNS] + [_cell(values.get(name)) for name in custom]

    def _origin(self, record: RecordId | None) -> str | None:
        """The key of the card that one derives from, or the name of an origin."""
        return self._keys.get(record or "") or self._called("origin", record)

    def _called(self, kind: str, record: RecordId | None) -> str | None:
        values = self._kinds[kind].get(record or "")
        return None if values is None else _name_of(values, record)

    # Files

    def write_files(self, folder: Path) -> Iterator[Path]:
        """Write photos and captures beside the tables, each once, and keep where each card's lie."""
        for field, (name_of_folder, form_of) in BESIDE.items():
            written: dict[str, str] = {}
            for card, values in self._cards.items():
                sha256 = values.get(field)
                if not sha256:
                    continue
                if sha256 not in written:
                    data = self._document.photo(sha256)
                    form = form_of(data) if data else None
                    if data is None or form is None:
                        continue
                    stem = safe_stem(str(values.get("file_name") or values.get("title") or ""))
                    name = f"{stem}-{sha256[:8]}.{form}"
                    yield write_into(folder_within(folder, name_of_folder), name, data)
                    written[sha256] = f"{name_of_folder}/{name}"
                self._files[field][card] = written[sha256]

    def contents(self) -> Contents:
        """What is on the board, for `losses`."""
        return Contents(
            board=self._document.board,
            kinds={**self._kinds, "card": self._cards, "edge": self._edges},
            keys=frozenset(self._keys[card] for card in self._cards),
            unplaced=sum(card not in self._places for card in self._cards),
            renamed=self._renamed,
            unwritten={
                field: sum(bool(values.get(field)) and card not in files for card, values in self._cards.items())
                for field, files in self._files.items()
            },
        )


def _custom(records: Iterable[Mapping[str, Value]]) -> list[str]:
    """The fields of the person's own, in the order of their names."""
    found = {name for values in records for name in values if name.startswith(CUSTOM)}
    return sorted(name for name in found if len(name) <= LONGEST_NAME and name != CUSTOM)


def _column(field: str) -> str:
    """The header of a field of the person's own: its name, if that reads as nothing else."""
    name = field.removeprefix(CUSTOM)
    plain = name == name.strip() and not name.startswith(CUSTOM) and name.casefold() not in COLUMNS
    return name if plain else field


def _name_of(values: Mapping[str, Value], record: RecordId | None) -> str | None:
    """A name; one without any gets the end of its id, so that two of them stay two."""
    if not record or (not values and record):
        return None
    return str(values.get("name") or "") or f"Unnamed {record[-6:]}"


def _cell(value: Value) -> Cell:
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    return value.replace("\0", "") if isinstance(value, str) else value
