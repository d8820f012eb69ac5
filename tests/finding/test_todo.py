"""The to-do list: exact counts on the founding case and on a board made for it, and that it keeps up."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidenceboard.document import Document
from evidenceboard.finding.todo import KINDS, ToDo
from evidenceboard.model.commands import add_card, add_record, link, set_fields
from evidenceboard.model.ids import FIRST_SHEET
from evidenceboard.ui.board_facts import BoardFacts
from tests.analysis.whole_board import change, finish, founding_case, keys, new_board


def left(document: Document) -> dict[str, list[str]]:
    todo, called = ToDo(BoardFacts(document)), keys(document)
    finish(todo.read())
    return {kind: sorted(called[record] for record in records) for kind, records in todo.left.items() if records}


def test_the_founding_case_has_two_gaps_left(tmp_path: Path) -> None:
    document = founding_case(tmp_path)
    assert left(document) == {"gap": ["G1", "G2"]}
    called = {name: record for record, name in keys(document).items()}
    document.commit(set_fields(called["E4"], {"source": None, "said": None, "status": "preliminary"}))
    document.commit(set_fields(called["E1"], {"credibility": None}))
    found = left(document)
    assert found == {
        "unsourced": ["E4"], "ungraded": ["E1"], "undated": ["E4"], "gap": ["G1", "G2"], "preliminary": ["E4"]
    }  # fmt: skip
    document.close()


def test_every_kind_is_counted_exactly(tmp_path: Path) -> None:
    document = new_board(tmp_path)
    graded, ungraded = (
        add_record("source", {"name": name, "reliability": letter}) for name, letter in (("g", "B"), ("u", None))
    )
    document.commit(graded)
    document.commit(ungraded)
    sourced = {"credibility": 2, "said": "2024", "source": graded.made[0]}
    cards = {
        "whole": {"role": "reported", **sourced},
        "no source": {"role": "reported", "credibility": 2, "happened": "2024"},
        "no letter": {"role": "reported", **sourced, "source": ungraded.made[0]},
        "no figure": {"role": "reported", **sourced, "credibility": None},
        "no date": {"role": "reported", **sourced, "said": None},
        "claim": {"role": "claim"},
        "gap": {"role": "gap", "status": "preliminary"},
        "retracted": {"role": "reported", "status": "retracted"},
        "alone": {"role": "claim"},
    }
    ids = {}
    for name, values in cards.items():
        made = add_card(FIRST_SHEET, "statement", (0, 0), {"key": name, **values})
        document.commit(made)
        ids[name] = made.made[0]
    photo = add_card(FIRST_SHEET, "photo", (0, 0), {"key": "photo"})
    document.commit(photo)
    for name in [*cards, "photo"]:
        if name not in ("claim", "alone"):
            tail = photo.made[0] if name == "photo" else ids[name]
            document.commit(link(document.board, [tail], ids["claim"], reason="" if name == "gap" else "because"))
    found = left(document)
    assert {kind: len(found.get(kind, ())) for kind in KINDS} == {
        "unsourced": 2, "ungraded": 3, "undated": 1, "unlinked": 1, "unreasoned": 1, "gap": 1, "preliminary": 1
    }  # fmt: skip
    assert found["unsourced"] == ["no source", "photo"] and found["unlinked"] == ["alone"]
    assert found["ungraded"] == ["no figure", "no letter", "photo"] and found["undated"] == ["no date"]
    document.close()


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**9))
def test_following_lists_what_a_fresh_look_lists(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    dice, document = Random(seed), new_board(tmp_path_factory.mktemp("todo"))
    facts = BoardFacts(document)
    todo = ToDo(facts)
    finish(todo.read())
    touched: set[str] = set()
    document.subscribe(lambda event: touched.update(event.records))
    for _ in range(60):
        change(document, dice)
        finish(todo.read() if todo.changes_all(touched) else todo.follow(touched))
        touched.clear()
        fresh = ToDo(facts)
        finish(fresh.read())
        assert {kind: set(held) for kind, held in todo.left.items()} == {
            kind: set(held) for kind, held in fresh.left.items()
        }
    document.close()
