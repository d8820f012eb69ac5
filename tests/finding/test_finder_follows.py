"""Searching goes along with what changes: after every edit, undo and merge it finds what a fresh look finds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidenceboard.document import Document
from evidenceboard.finding.find import Finder
from evidenceboard.model import commands
from evidenceboard.model.ids import FIRST_SHEET
from evidenceboard.paths import folders
from evidenceboard.store.installation import Installation
from evidenceboard.ui.board_texts import BoardTexts
from tests.finding.bare_search import bare_search

WORDS = ("harbour", "Çelik", "국정원", "무기", "log", "no entry")
QUERIES = ("harbour", "celik", "국정", "무", "o", "log harbour", "entry no", "zzz")
FIELDS = ("title", "text", "key", "original", "custom:Case", "happened")


class Analyst:
    """A document, and a finder that has followed it from the start."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.finder = Finder(BoardTexts(document))
        self.finder.find("x")
        self.steps: Iterator[None] = iter(())
        document.subscribe(lambda event: self.finder.touch(event.records))

    def check(self) -> None:
        for words in QUERIES:
            assert list(self.finder.find(words)) == bare_search(self.document.records, words), words

    def _giver(self, tail: str) -> str:
        """The card that gives along a link from here: of a part of a photo its card, and no card bears on itself."""
        return self.document.board.value(tail, "card") or tail

    def do(self, what: str, dice: Random) -> None:
        board, said = self.document.board, lambda: " ".join(dice.choices(WORDS, k=dice.randint(0, 3)))

        def one(*kinds: str) -> str | None:
            live = sorted(record for kind in kinds for record in board.live(kind))
            return dice.choice(live) if live else None

        card, other, edge = one("card"), one("card", "edge"), one("edge")
        commit = self.document.commit
        if what == "card":
            fields: dict[str, Any] = {field: said() for field in FIELDS if dice.random() < 0.5}
            fields |= {field: one(kind) for field, kind in (("source", "source"), ("derives_from", "origin"))}
            commit(commands.add_card(FIRST_SHEET, "statement", (0, 0), {k: v for k, v in fields.items() if v}))
        elif what == "record":
            kind = dice.choice(("source", "origin", "rivals"))
            commit(commands.add_record(kind, {"name": said()}))
        elif what == "region" and card:
            commit(commands.add_record("region", {"card": card, "rect": [0, 0, 1, 1], "note": said()}))
        elif what == "link" and (tail := one("card", "region")) and other and self._giver(tail) != other:
            kind = "contradict" if other.startswith("edge") else "support"
            commit(commands.link(board, [tail], other, kind, "normal", said()))
        elif what == "edit" and (record := one("card", "edge", "region", "source", "origin", "rivals")):
            kind = record.partition(":")[0]
            field = {"card": dice.choice(FIELDS), "edge": "reason", "region": "note"}.get(kind, "name")
            commit(commands.set_fields(record, {field: said() or None}))
        elif what == "names" and card:
            field, kind = dice.choice((("source", "source"), ("rivals", "rivals"), ("derives_from", "origin")))
            commit(commands.set_fields(card, {field: one(kind)}))
        elif what == "tags" and card:
            commit(commands.set_fields(card, {"tags": [said(), said()]}))
        elif what == "remove" and (record := dice.choice([card, card, edge, one("region"), one("source", "origin")])):
            commit(commands.remove(board, [record]))
        elif what == "undo":
            self.document.undo()
        elif what == "redo":
            self.document.redo()
        elif what == "begin":  # a look that is under way while other things happen
            self.steps = self.finder.look(dice.choice(QUERIES))
        elif what == "step":
            for _ in range(dice.randint(1, 9)):
                next(self.steps, None)


def _build(document: Document) -> list[str]:
    """Three cards; a link from the first to the second, and one from the third that undercuts it."""
    titles = ("The harbour log", "No entry", "무기")
    actions = [commands.add_card(FIRST_SHEET, "statement", (0, 0), {"title": title}) for title in titles]
    document.commit(commands.together("Cards", actions))
    first, second, third = (action.made[0] for action in actions)
    link = commands.link(document.board, [first], second, "support", "normal", "Çelik says")
    document.commit(link)
    document.commit(commands.link(document.board, [third], link.made[0], "contradict", "normal", "국정원 denies"))
    return [first, second, third]


gestures = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.sampled_from(
            ["card", "card", "card", "record", "region", "link", "link", "link", "edit", "edit", "names", "tags"]
            + ["remove", "remove", "undo", "undo", "redo", "begin", "step", "step", "merge"]
        ),
        st.integers(0, 1_000_000),
    ),
    max_size=40,
)


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small board that two people open."""
    folder = tmp_path_factory.mktemp("start")
    document = Document.new(Installation(folders(folder / "settings")), "Ana")
    _build(document)
    document.publish(folder / "start.board")
    document.close()
    return folder / "start.board"


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(gestures)
def test_what_follows_finds_what_is_found_anew(
    start: Path, tmp_path_factory: pytest.TempPathFactory, done: list[tuple[int, str, int]]
) -> None:
    folder = tmp_path_factory.mktemp("two")
    documents = [Document.open(start, Installation(folders(folder / f"{who}")), f"P{who}") for who in range(2)]
    analysts = [Analyst(document) for document in documents]
    try:
        for who, what, seed in done:
            if what == "merge":
                documents[who].receive(list(documents[1 - who].log.changesets()))
            else:
                analysts[who].do(what, Random(seed))
            if seed % 3 == 0:
                analysts[who].check()
        for analyst in analysts:
            analyst.check()
    finally:
        for document in documents:
            document.close()


def test_a_link_is_found_as_long_as_what_it_joins_is_there(tmp_path: Path) -> None:
    document = Document.new(Installation(folders(tmp_path)), "Ana")
    first, second, third = _build(document)
    analyst = Analyst(document)
    assert analyst.finder.find("celik").cards == [first] and analyst.finder.find("국정").cards == [third]
    document.commit(commands.remove(document.board, [second]))
    assert analyst.finder.find("celik").cards == [] and analyst.finder.find("국정").cards == []
    document.undo()
    assert analyst.finder.find("celik").cards == [first] and analyst.finder.find("국정").cards == [third]
    document.commit(commands.remove(document.board, document.board.edges_of(second)))
    assert analyst.finder.find("celik").cards == [] and analyst.finder.find("국정").cards == []
    analyst.check()
    document.close()


def test_only_what_changed_is_read_again(tmp_path: Path) -> None:
    document = Document.new(Installation(folders(tmp_path)), "Ana")
    first, second, _ = _build(document)
    source = commands.add_record("source", {"name": "The harbour master"})
    document.commit(source)
    document.commit(commands.set_fields(first, {"source": source.made[0]}))
    analyst, texts = Analyst(document), BoardTexts(document)
    read: list[str] = []
    analyst.finder._source = texts
    texts.some = lambda kind, names: read.extend(names) or BoardTexts.some(texts, kind, names)  # type: ignore
    document.commit(commands.set_fields(second, {"title": "Nobody was there"}))
    assert analyst.finder.find("nobody").cards == [second] and read == [second]
    document.commit(commands.set_fields(source.made[0], {"name": "국정원"}))
    assert analyst.finder.find("국정원").cards[0] == first and read == [second, *source.made]
    assert not analyst.finder.find("master") and analyst.finder.settled
    document.commit(commands.move_cards(FIRST_SHEET, {first: (90.0, 90.0)}))
    assert analyst.finder.settled  # where a card lies is no text
    analyst.check()
    document.close()
