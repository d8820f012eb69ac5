"""What the reasoning says of boards that nobody had in mind: long names, no rival, circles, what never settles."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest

from evidenceboard.analysis.meanings import MEANINGS
from evidenceboard.model.commands import add_card, add_record, link, together
from evidenceboard.model.ids import FIRST_SHEET, RecordId
from evidenceboard.ui import jobs
from evidenceboard.ui.panels.says import CHECK, WHAT_IF, WHY
from evidenceboard.ui.panels.says_flip import FlipPart
from evidenceboard.ui.panels.says_rows import named
from evidenceboard.ui.panels.worked_out import AS_DRAWN
from evidenceboard.ui.what_if_meant import CARD, END
from evidenceboard.ui.what_ifs import FLIP
from evidenceboard.ui.words import name_of, says_more, title_of
from tests.journeys.hands import Hands, command
from tests.journeys.matrix_hands import Matrix
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


def swing(hands: Hands) -> tuple[RecordId, RecordId]:
    """Two hypotheses behind five groups that contradict each other in a ring and never come to rest."""
    first, second = rivals(hands, "One", "Two")
    bases = [1.0, 0.9, 0.95, 0.8, 0.85, 0.7, 0.99]
    cards = [
        add_card(FIRST_SHEET, "statement", (300.0 * (at % 12), 400.0 + 200 * (at // 12)),
                 {"title": f"G{at}", "role": "claim", "base": bases[at % 7]})
        for at in range(60)
    ]  # fmt: skip
    hands.page.bridge.commit(together("Sixty cards", cards))
    names = [each.made[0] for each in cards]
    ends = [(names[at], names[(at // 12 + 1) % 5 * 12 + other]) for at in range(60) for other in range(12)]
    links = [link(hands.board, [one], two, "contradict", "strong") for one, two in ends]
    hands.page.bridge.commit(together("A ring", links))
    join(hands, names[0], first, "support", "strong")
    hands.page.bridge.standings.set_count("report")
    hands.settle()
    return first, second


def test_what_does_not_settle_says_so_wherever_it_stands(new: Hands) -> None:
    first, second = swing(new)
    shown = {face.id: face for face in new.page.faces.faces([first, second])}
    assert (shown[first].rank, shown[first].word) == ("does not settle", "") and shown[second].rank == "1st of 2"
    matrix = Matrix(new)
    table = matrix.view.grid.table
    assert table is not None
    words = {card: known.word for card, known in zip(table.matrix.rows, table.standings, strict=True) if known}
    assert words == {first: "does not settle", second: "even"}
    new.page.view.set_selection({first})
    new.settle()
    said = " ".join(new.words())
    assert "DF-QuAD does not settle" in said and MEANINGS["unsettled"].not_says in said
    turn_to(new, WHY)
    named = says(new).why.agreement.swings.text()
    assert named.startswith("Does not settle: ") and "and 57 more. These cards bear on one another" in named
    turn_to(new, WHAT_IF)
    part: FlipPart = says(new).what_if.flip
    new.wait_for(part.work.button.isEnabled)
    assert (part.weaker.value(), part.stronger.value()) == (first, second)
    new.page.view.set_selection({first})
    command(new, FLIP)
    QTest.qWait(200)
    assert (part.weaker.value(), part.stronger.value()) == (first, second) and part.work.running
    part.work.button.click()  # thousands of circles: nobody waits for all of them …
    assert not part.work.running
    new.wait_for(lambda: not jobs.running())  # … and nothing goes on behind the window


def test_what_is_said_of_the_board_is_not_taken_for_the_what_if(case: Hands) -> None:
    """Linchpins, robustness, assumptions, gaps and flips are of the board as it is, and say so."""
    page = says(case)
    case.page.view.set_selection({card(case, "E5b")})
    command(case, CARD)
    turn_to(case, WHY)
    case.wait_for(lambda: page.why.linchpins.work.found is not None and page.why.robust.work.found is not None)
    assert AS_DRAWN in page.why.linchpins.told.text() and AS_DRAWN in page.why.robust.told.text()
    assert "In the what-if: " in page.why.agreement.title.text() and not page.why.agreement.swings.isVisible()
    turn_to(case, CHECK)
    case.wait_for(lambda: page.check.collect.work.found is not None and page.check.assumptions.work.found is not None)
    assert AS_DRAWN in page.check.collect.told.text() and AS_DRAWN in page.check.assumptions.told.text()
    turn_to(case, WHAT_IF)
    flip = page.what_if.flip
    flip.work.button.click()
    case.wait_for(lambda: flip.work.found is not None)
    assert flip.told.text() == f"{AS_DRAWN} 1 change would put H1 before H2, by quadratic energy:"
    command(case, END)
    assert AS_DRAWN not in flip.told.text()
    turn_to(case, WHY)
    assert not page.why.linchpins.told.isVisible() and not page.why.robust.told.isVisible()
