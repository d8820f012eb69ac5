"""What the reasoning says of boards that nobody had in mind: long names, no rival, circles, what never settles."""

from __future__ import annotations

import pytest

from evidenceboard.analysis.meanings import MEANINGS
from evidenceboard.model.commands import add_card, add_record, link
from evidenceboard.model.ids import FIRST_SHEET, RecordId
from evidenceboard.ui.panels.says import WHAT_IF, WHY
from evidenceboard.ui.panels.says_flip import FlipPart
from evidenceboard.ui.panels.says_rows import named
from evidenceboard.ui.words import name_of, says_more, title_of
from tests.journeys.hands import Hands, command
from tests.journeys.test_what_this_says import card, labels, says

LONG = "아주 긴 가설 이름 " * 30


def put(hands: Hands, kind: str, **fields: object) -> RecordId:
    """A card, beside those that are there."""
    place = (300.0 * (len(hands.cards()) % 6), 200.0 * (len(hands.cards()) // 6))
    made = add_card(FIRST_SHEET, kind, place, fields)  # type: ignore[arg-type]
    hands.page.bridge.commit(made)
    return made.made[0]


def rivals(hands: Hands, *titles: str, relation: str = "exclusive", **fields: object) -> list[RecordId]:
    """A set of hypotheses."""
    made = add_record("rivals", {"name": "Who?", "relation": relation})
    hands.page.bridge.commit(made)
    return [put(hands, "hypothesis", title=title, rivals=made.made[0], **fields) for title in titles]


def join(hands: Hands, tail: RecordId, head: RecordId, kind: str = "support", strength: str = "normal") -> RecordId:
    made = link(hands.board, [tail], head, kind, strength)
    hands.page.bridge.commit(made)
    return made.made[0]


def turn_to(hands: Hands, page: str) -> None:
    assert hands.window.shown is not None
    hands.window.shown.panels.show_says(page)
    hands.settle()


@pytest.mark.parametrize(
    ("values", "more"),
    [
        ({"title": "W" * 300}, False),
        ({"title": LONG}, False),
        ({"title": "short"}, False),
        ({"text": "nothing but text"}, False),
        ({}, False),
        ({"key": "E1", "title": "E1 of the warhead"}, True),
        ({"key": "E1", "title": "E1"}, False),
        ({"key": "E1", "title": LONG}, True),
    ],
)
def test_words_that_are_the_name_are_not_said_twice(new: Hands, values: dict[str, str], more: bool) -> None:
    card = put(new, "statement", **values)
    name = name_of(new.board, card)
    assert says_more(title_of(new.board, card), name) == more
    assert (named(new.board, card) == name) != more


def test_a_long_name_in_a_choice_ends_in_dots(new: Hands) -> None:
    rivals(new, LONG, "B")
    turn_to(new, WHAT_IF)
    part: FlipPart = says(new).what_if.flip
    shown = {choice.currentText(): choice.words_shown() for choice in (part.weaker, part.stronger)}
    (long,) = (name for name in shown if len(name) > 20)
    assert shown["B"] == "B" and shown[long].endswith("…") and long.startswith(shown[long][:-1])


def test_one_hypothesis_has_no_order_that_hangs_on_anything(new: Hands) -> None:
    (only,) = rivals(new, "The only one")
    join(new, put(new, "statement", title="A report"), only)
    turn_to(new, WHY)
    page = says(new).why
    assert "Two hypotheses or more have an order" in labels(page.agreement)
    assert not page.linchpins.isVisible() and not page.robust.isVisible()
    rivals(new, "A", "B")
    new.settle()
    assert page.linchpins.isVisible() and page.robust.isVisible()


ELSEWHERE = {  # numbers that are explained where they stand
    "agreement", "contribution", "flip", "not proven smallest", "robustness", "collection", "assumption", "chain",
}  # fmt: skip


def test_every_number_has_its_sentences(case: Hands) -> None:
    """For who reads by keys or by ears: what each means and what it does not, on one page."""
    turn_to(case, WHY)
    said = labels(says(case).why)
    for key in MEANINGS.keys() - ELSEWHERE:
        assert MEANINGS[key].says in said and MEANINGS[key].not_says in said, key
    case.page.view.set_selection({card(case, "E1")})
    command(case, "Paths to a hypothesis")
    case.wait_for(lambda: MEANINGS["chain"].not_says in " ".join(case.words()))
