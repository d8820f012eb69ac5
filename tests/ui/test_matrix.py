"""The matrix as a reading: its order and numbers, and what of it is painted."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage, QPainter

from evidenceboard.analysis import ach
from evidenceboard.analysis.ach_scoring import SCHEMES
from evidenceboard.analysis.ach_table import DIAGNOSTICITY, LEADERS, MOST_ROWS, ORIGIN, Table, Wish, read
from evidenceboard.analysis.card_standing import card_standings
from evidenceboard.analysis.facts import Facts
from evidenceboard.analysis.graph import build, graph_of
from evidenceboard.analysis.meanings import MEANINGS
from evidenceboard.analysis.standing import assess
from evidenceboard.ui import theme
from evidenceboard.ui.views.matrix_layout import GAP, Layout
from evidenceboard.ui.views.matrix_numbers import columns_of, lines_of, meaning_at
from evidenceboard.ui.views.matrix_painting import Picture

POWERS = ("diagnosticity", "diagnosticity of leaders")

ITEMS = {
    "card:1": ("E1", "B", 3, "origin:1", "CCCI"),
    "card:2": ("E2", "B", 2, "origin:1", "CCCI"),
    "card:3": ("E3", "B", 3, "origin:1", "CNII"),
    "card:4": ("E4", "B", 3, "origin:2", "ICCC"),
    "card:5": ("E10", "C", 3, "origin:2", "ICCI"),
}
RIVALS = {"card:h1": "H1", "card:h2": "H2", "card:h3": "H3", "card:h0": "H0"}
KEYS = {card: values[0] for card, values in ITEMS.items()} | RIVALS


def records(kind: str):  # type: ignore[no-untyped-def]
    """The flat fixture of the method's page, its first five items."""
    if kind == "origin":
        return [("origin:1", {"name": "one"}), ("origin:2", {"name": "two"})]
    if kind == "source":
        return [(f"source:{letter}", {"reliability": letter}) for letter in "BC"]
    if kind == "card":
        rivals = [(card, {"kind": "hypothesis", "key": key}) for card, key in RIVALS.items()]
        fields = ("key", "source", "credibility", "derives_from")
        return rivals + [
            (
                card,
                {"kind": "statement", "role": "reported", **dict(zip(fields, (k, f"source:{s}", c, o), strict=True))},
            )
            for card, (k, s, c, o, _cells) in ITEMS.items()
        ]
    if kind == "edge":
        return [
            (f"edge:{item}{rival}", {"from": item, "to": rival, "kind": "support" if cell == "C" else "contradict"})
            for item, (*_rest, cells) in ITEMS.items()
            for rival, cell in zip(RIVALS, cells, strict=True)
            if cell != "N"
        ]
    return []


def table(order: str = ORIGIN) -> Table:
    standing = assess(graph_of(records))
    return read(standing, card_standings(standing), {}, Wish(order=order), KEYS)


def shown_keys(of: Table) -> list[str]:
    return [KEYS[card] for card in of.matrix.columns]


def test_the_numbers_are_those_of_the_published_method() -> None:
    made = table()
    rows = [KEYS[row] for row in made.matrix.rows]
    assert rows == ["H0", "H1", "H2", "H3"]
    scores = {score.name: score.values for score in made.scores}
    assert scores["plain"] == (-4, -2, 0, -1)
    assert scores["weighted"] == pytest.approx((-5.83, -2.41, 0, -1.41), abs=0.005)
    assert scores["by origin"] == pytest.approx((-3.00, -1.41, 0, -1.41), abs=0.005)
    assert made.scores[-1].name == "by origin"
    assert dict(zip(shown_keys(made), made.power, strict=True)) == pytest.approx(
        {"E1": 0.866, "E2": 0.866, "E3": 0.829, "E4": 0.866, "E10": 1.0}, abs=0.001
    )
    assert {KEYS[made.matrix.rows[row]] for row in made.leaders} == {"H2", "H3"}
    assert made.power_leading is not None
    assert [key for key, value in zip(shown_keys(made), made.power_leading, strict=True) if value] == ["E3"]


def test_items_of_one_origin_stand_together_in_the_order_of_their_keys() -> None:
    made = table()
    assert shown_keys(made) == ["E1", "E2", "E3", "E4", "E10"]
    assert [(group.origin, group.first, group.count) for group in made.groups] == [
        ("origin:1", 0, 3),
        ("origin:2", 3, 2),
    ]


def test_items_are_sorted_by_what_they_separate() -> None:
    assert shown_keys(table(DIAGNOSTICITY)) == ["E10", "E1", "E2", "E4", "E3"]
    assert shown_keys(table(LEADERS))[0] == "E3"
    assert not table(DIAGNOSTICITY).groups


def test_every_cell_holds_the_links_that_it_reads() -> None:
    made = table()
    for row, rival in enumerate(made.matrix.rows):
        for column, item in enumerate(made.matrix.columns):
            wanted = (f"edge:{item}{rival}",) if made.matrix.rated[row, column] else ()
            assert made.edges.get((row, column), ()) == wanted
    assert made.value(2, 2) == ach.CELLS[0] == "N"


@pytest.mark.parametrize("transposed", [False, True])
@pytest.mark.parametrize("scroll", [(0, 0), (70, 40)])
def test_a_place_is_in_the_cell_that_lies_there(transposed: bool, scroll: tuple[int, int]) -> None:
    layout = Layout(table(), transposed, 760, 420)
    high, wide = (5, 4) if transposed else (4, 5)
    found = set()
    for down in range(high):
        for across in range(wide):
            middle = layout.cell(down, across, scroll).center()
            if layout.cells.contains(middle):
                assert layout.hit(middle.x(), middle.y(), scroll) == (down, across)
                found.add((down, across))
    assert found
    beside = layout.cell(0, 0, (0, 0)).right() + GAP / 2
    assert layout.hit(beside, layout.head + 30, (0, 0)) is None
    assert layout.hit(layout.right + 20, layout.head + 30, scroll) is None


class Names:
    """Faces without words, that note for which cards they were asked."""

    def __init__(self) -> None:
        self.asked: set[str] = set()

    def card(self, card: str):  # type: ignore[no-untyped-def]
        from evidenceboard.ui.views.matrix_faces import Face

        self.asked.add(card)
        return Face("", "", "", "", "statement", "stmt")

    def origin(self, _origin: str) -> str:
        return ""

    def forget(self) -> None:
        """The board is another now."""


def painted(made: Table, name: str, scroll: tuple[int, int] = (0, 0)) -> tuple[QImage, Layout, Names]:
    layout, faces = Layout(made, False, 1200, 700), Names()
    image = QImage(1200, 700, QImage.Format.Format_RGB32)
    image.fill(theme.THEMES[name].panel)
    painter = QPainter(image)
    Picture(painter, theme.THEMES[name], made, layout, faces, scroll).paint(None, None, False)  # type: ignore[arg-type]
    painter.end()
    return image, layout, faces


@pytest.mark.parametrize("name", ["light", "dark", "projector"])
def test_consistent_cells_are_tinted_and_inconsistent_ones_hatched(name: str) -> None:
    made = table()
    image, layout, _faces = painted(made, name)
    active = theme.THEMES[name]

    def colours(row: int, column: int) -> set[str]:
        cell = layout.cell(row, column, (0, 0)).toRect()
        return {image.pixelColor(x, cell.top() + 12).name() for x in range(cell.left() + 8, cell.right() - 8)}

    assert colours(1, 0) == {active.supbg.name()}  # H1, E1: C
    assert active.conbg.name() in colours(0, 0)
    assert len(colours(0, 0)) > 1  # H0, E1: I
    assert colours(2, 2) == {active.panel.name()}  # H2, E3: N is hollow


def test_only_what_is_seen_is_painted() -> None:
    made = table()
    _image, _layout, faces = painted(made, "light")
    assert len(faces.asked) == 9
    narrow = Layout(made, False, 760, 320)
    names = Names()
    image = QImage(760, 320, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    Picture(painter, theme.THEMES["light"], made, narrow, names, (0, 0)).paint(None, None, False)  # type: ignore[arg-type]
    painter.end()
    assert 0 < len(names.asked) < 9


def test_of_very_many_rivals_those_that_stand_strongest_are_shown() -> None:
    facts = Facts()
    facts.put("card", "card:e", {"kind": "statement", "role": "reported"})
    for number in range(MOST_ROWS + 30):
        facts.put("card", f"card:h{number}", {"kind": "hypothesis", "base": (number + 1) / 1_000})
        facts.put("edge", f"edge:{number}", {"from": "card:e", "to": f"card:h{number}", "kind": "support"})
    standing = assess(build(facts))
    made = read(standing, card_standings(standing), {}, Wish(), {})
    assert len(made.matrix.rows) == MOST_ROWS and made.left_out == 30
    assert set(made.matrix.rows) == {f"card:h{number}" for number in range(30, MOST_ROWS + 30)}
    assert {made.matrix.rows[row] for row in made.leaders} == {f"card:h{MOST_ROWS + 29}", f"card:h{MOST_ROWS + 28}"}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_counting_what_bears_through_claims_rates_those_cells(scheme: str) -> None:
    facts = Facts()
    for card, role in (("e", "reported"), ("c", "claim")):
        facts.put("card", f"card:{card}", {"kind": "statement", "role": role})
    for rival in ("h1", "h2"):
        facts.put("card", f"card:{rival}", {"kind": "hypothesis", "rivals": "rivals:1"})
    ends = (("e", "c", "support"), ("c", "h1", "contradict"), ("c", "h2", "support"))
    for tail, head, kind in ends:
        facts.put("edge", f"edge:{tail}{head}", {"from": f"card:{tail}", "to": f"card:{head}", "kind": kind})
    standing = assess(build(facts))
    plain, counted = (read(standing, {}, {}, Wish(scheme=scheme, through=through), {}) for through in (False, True))
    item = plain.matrix.columns.index("card:e")
    assert (plain.power[item], plain.power_through[item], counted.power[item]) == (0, 1, 1)
    assert plain.matrix.rated[:, item].sum() == 0 and plain.unrated() == 2
    assert abs(counted.scores[-1].values[0]) == 2 * abs(plain.scores[-1].values[0]) > 0
    assert counted.scores[-1].values[1] == plain.scores[-1].values[1] == 0


def test_a_hypothesis_of_another_question_is_an_item_and_a_rival_is_none() -> None:
    facts = Facts()
    for card, rivals in (("h1", "1"), ("h2", "1"), ("x", "2"), ("y", "2")):
        facts.put("card", f"card:{card}", {"kind": "hypothesis", "rivals": f"rivals:{rivals}"})
    facts.put("card", "card:e", {"kind": "statement", "role": "claim"})
    for tail, head in (("e", "h1"), ("x", "h1"), ("h2", "h1"), ("y", "x"), ("h1", "x")):
        facts.put("edge", f"edge:{tail}{head}", {"from": f"card:{tail}", "to": f"card:{head}", "kind": "contradict"})
    standing = assess(build(facts))
    first, second = (read(standing, {}, {}, Wish(rivals=f"rivals:{each}"), {}).matrix for each in (1, 2))
    assert set(first.columns) == {"card:e", "card:x"} and set(first.rows) == {"card:h1", "card:h2"}
    assert set(second.columns) == {"card:h1"} and set(second.rows) == {"card:x", "card:y"}
    whole = ach.matrix(standing.graph)
    assert set(whole.columns) == {"card:e"}  # where all are rows none of them is an item


@pytest.mark.parametrize("transposed", [False, True])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_number_says_what_it_means_and_what_it_does_not(scheme: str, transposed: bool) -> None:
    """Asked at the very places where the numbers are painted."""
    standing = assess(graph_of(records))
    of = read(standing, card_standings(standing), {}, Wish(scheme=scheme), KEYS)
    layout = Layout(of, transposed, 1100, 700)
    means = SCHEMES[scheme].means
    assert len(means) == len(of.scores)
    if transposed:
        x = layout.side + 20.0
        scores = [(x, layout.foot + top + high / 2) for top, high in lines_of(len(means))]
        standings, powers = (x, layout.foot + 95.0), [(layout.right + at, layout.head + 20.0) for at in (40, 160)]
    else:
        y = layout.head + 20.0
        *columns, last = columns_of(layout, len(means))
        scores = [(each.right() - 4.0, y) for each in columns]
        standings, powers = (last.left() + 4.0, y), [(layout.side + 30.0, layout.foot + at) for at in (30, 95)]
    for place, key in zip([*scores, standings, *powers], [*means, "standing", *POWERS], strict=True):
        meaning = MEANINGS[key]
        assert meaning_at(layout, of, *place) == f"{meaning.title}: {meaning.says} {meaning.not_says}"
    assert meaning_at(layout, of, layout.side + 20.0, layout.head + 20.0) == ""
    assert meaning_at(layout, of, layout.right + 20.0, layout.foot + 20.0) == ""
