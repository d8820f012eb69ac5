"""The board from far: places, names, bundles, what is contested, and the way from one level of detail to the next."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from evidenceboard.model.geometry import KINDS, Box, Geometry
from evidenceboard.ui.canvas.bundles import BundleLines
from evidenceboard.ui.canvas.cross_fade import DURATION
from evidenceboard.ui.canvas.faces import CardFace, Faces
from evidenceboard.ui.canvas.far_links import CROWD, LENGTHS, FarLinks
from evidenceboard.ui.canvas.folds import NOTHING, Folds
from evidenceboard.ui.canvas.lens import Lens, Level
from evidenceboard.ui.canvas.names import Names
from evidenceboard.ui.canvas.painting import Stage, draw_now
from evidenceboard.ui.canvas.places import Places, contested
from evidenceboard.ui.canvas.thumbnails import Thumbnails
from evidenceboard.ui.canvas.view import BoardView
from evidenceboard.ui.canvas.zones import Zone
from evidenceboard.ui.theme import THEMES
from tests.ui.canvas_parts import differing, face, pixels, settle, shown, wander
from tests.ui.test_folds import folded

A, B, C = (Zone(Box(x, 0, x + 1_000, 1_000), name) for x, name in ((0, "Warheads"), (3_000, "Brokers"), (6_000, "Sea")))


def sheet() -> Geometry:
    """Nine cards in each of three frames; three links for and two against from A to B, one link from B to C."""
    geometry = Geometry()
    cards = [
        (f"{name}{n}", "claim" if n % 3 else "hypothesis", left + 50 + n % 3 * 310, 60 + n // 3 * 300, 264.0, 120.0, 0)
        for name, left in (("a", 0), ("b", 3_000), ("c", 6_000))
        for n in range(9)
    ]
    edges = [(f"for{n}", f"a{n}", f"b{n}", False, False) for n in range(3)]
    edges += [(f"against{n}", f"a{n + 3}", f"b{n}", True, False) for n in range(2)]
    edges += [("single", "b8", "c8", False, False), ("inner", "a0", "a1", False, False)]
    edges += [("undercut", "a8", "single", True, False)]
    geometry.load(cards, edges)
    return geometry


def faces_of(geometry: Geometry, title: str = "Title of {}") -> Faces:
    def give(cards: Sequence[str]) -> list[CardFace]:
        return [face(card, KINDS[int(geometry.kind[geometry.row[card]])], title=title.format(card)) for card in cards]

    return Faces(give)


def places_of(geometry: Geometry, *zones: Zone, folds: Folds = NOTHING) -> Places:
    made = Places(geometry, zones, folds)
    for _ in made.find():
        pass
    return made


def names_of(geometry: Geometry, faces: Faces, places: Places, zoom: float, folds: Folds = NOTHING) -> Names:
    names = Names(geometry, faces, places, BundleLines(places, zoom), folds, zoom)
    for _ in names.place():
        pass
    return names


def drawn(stage: Stage, zoom: float = 0.1, area: QRect | None = None) -> QImage:
    image = QImage(900, 400, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    draw_now(painter, stage, Lens(zoom, 1.0, -100, -150, Level.FAR), area or image.rect())
    painter.end()
    return image


def stage_of(geometry: Geometry, *zones: Zone) -> Stage:
    return Stage(geometry, faces_of(geometry), Thumbnails(lambda _: None), THEMES["light"], zones=zones)


@pytest.fixture
def view(qtbot: QtBot) -> BoardView:
    geometry = sheet()
    made = BoardView(geometry, faces_of(geometry)._provider, lambda _: None)
    made.set_zones((A, B, C))
    return shown(qtbot, made, size=(900, 500), at=(3_500, 500), zoom=0.1)


# --- places and bundles ----------------------------------------------------------------------------------------


def test_links_between_frames_are_bundled_and_others_are_not() -> None:
    geometry = sheet()
    places = places_of(geometry, A, B, C)
    found = places.bundles
    assert [place.name for place in places.places] == ["Warheads", "Brokers", "Sea"]
    assert [place.count for place in places.places] == [9, 9, 9]
    assert list(zip(found.a, found.b, found.contradict, found.links, strict=True)) == [
        (0, 1, False, 3),
        (0, 1, True, 2),
    ]
    bundled = {geometry.edges[row] for row in np.flatnonzero(places.bundled)}
    assert bundled == {"for0", "for1", "for2", "against0", "against1"}


def test_a_card_is_in_the_smallest_frame_and_links_of_overlapping_frames_stay_single() -> None:
    geometry = sheet()
    inner = Zone(Box(0, 0, 400, 1_000), "Inside")
    places = places_of(geometry, A, B, inner)
    assert places.group[geometry.row["a0"]] == 2 and places.group[geometry.row["a1"]] == 0
    geometry.link("again", "a3", "a2", False, False)
    geometry.link("once more", "a6", "a5", False, False)
    places = places_of(geometry, A, B, inner)
    single = {geometry.edges[row] for row in np.flatnonzero(~places.bundled)}
    assert {"again", "once more"} <= single


def test_without_frames_there_are_clusters_named_after_the_card_most_hangs_on() -> None:
    geometry = sheet()
    places = places_of(geometry)
    assert len(places.places) == 3 and not places.framed
    assert [geometry.cards[place.row] for place in places.places] == ["a0", "b0", "c0"]
    assert [(int(a), int(b), int(n)) for a, b, _, n in zip(*places.bundles, strict=True)] == [(0, 1, 3)]
    assert places.boxes[0].tolist() == [50, 60, 934, 780]


def test_folded_frames_are_places_and_every_link_is_drawn_once() -> None:
    whole = sheet()
    shown, folds = folded(whole, [A.box])
    places = places_of(shown, B, C, folds=folds)
    assert [(place.name, place.count) for place in places.places] == [("Brokers", 9), ("Sea", 9), ("Frame 0", 9)]
    found = places.bundles
    assert list(zip(found.a, found.b, found.contradict, found.links, strict=True)) == [
        (2, 0, False, 3),
        (2, 0, True, 2),
    ]
    assert places.folded.count.tolist().count(0) == 5  # what the map bundles is not drawn card by card as well
    inner = 1  # hidden with both its ends
    assert found.links.sum() + places.folded.count.sum() + (~places.bundled).sum() + inner == len(whole.edges)
    plate = folds.plates[0].box(0.1)
    assert places.boxes_at(0.1)[2].tolist() == list(plate) and places.boxes[2].tolist() == list(A.box)


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.sampled_from([0.03, 0.08, 0.15]))
def test_every_link_of_a_sheet_with_folded_frames_is_drawn_once(seed: int, zoom: float) -> None:
    dice = random.Random(seed)
    whole = sheet()
    for n in range(25):
        tail, head = dice.sample(whole.cards, 2)
        whole.link(f"more{n}", tail, head if dice.random() < 0.8 else dice.choice(whole.edges), True, False)
    rooms = [zone.box for zone in dice.sample([A, B, C], dice.randrange(1, 4))]
    shown, folds = folded(whole, rooms)
    zones = [zone for zone in (A, B, C) if zone.box not in rooms]
    places = places_of(shown, *dice.sample(zones, dice.randint(0, len(zones))), folds=folds)
    counted = int(places.bundles.links.sum() + places.folded.count.sum() + (~places.bundled).sum())
    hidden = [row for row in range(len(whole.edges)) if folds.of[row] < 0 and whole.edges[row] not in shown.edge_row]
    assert counted + len(hidden) == len(whole.edges)
    names = names_of(shown, faces_of(whole), places, zoom, folds)
    for left, top, right, bottom in names.boxes() / zoom:
        assert not any(Box(left, top, right, bottom).grown(-1).meets(plate.box(zoom)) for plate in folds.plates)


def test_a_plate_too_small_for_its_name_is_named_beside_it() -> None:
    shown, folds = folded(sheet(), [A.box])
    for zoom, beside in ((0.1, False), (0.03, True)):
        names = names_of(shown, faces_of(sheet()), places_of(shown, B, C, folds=folds), zoom, folds)
        assert folds.plates[0].named(zoom) != beside
        assert len([name for name in names.placed if name.sort == "place"]) == 2 + beside


def test_a_frame_is_rather_named_by_half_than_below_itself() -> None:
    """Below it the name would seem to be that of the next frame."""
    zones = [Zone(Box(x, 0, x + 900, 900), "A rather long name of a frame") for x in (0, 1_000, 2_000)]
    geometry = Geometry()
    names = names_of(geometry, faces_of(geometry), places_of(geometry, *zones), 0.17)
    assert len(names.placed) == 3 and all(name.rect.bottom() <= 0 for name in names.placed)
    middle = names.placed[1].rect
    assert middle.left() >= 1_000 * 0.17 - 10 or middle.right() <= 1_900 * 0.17 + 10


def test_a_sheet_with_a_frame_and_no_card_has_a_place() -> None:
    empty = Geometry()
    assert [place.count for place in places_of(empty, A).places] == [0]
    assert differing(drawn(stage_of(empty, A)), drawn(stage_of(empty))) > 100


def test_contested_is_what_has_links_for_and_against() -> None:
    geometry = sheet()
    assert {geometry.cards[row] for row in np.flatnonzero(contested(geometry))} == {"b0", "b1"}
    geometry.place("b0", "reported", 3_050, 60, 264, 120)
    assert {geometry.cards[row] for row in np.flatnonzero(contested(geometry))} == {"b1"}


def test_a_bundle_is_thicker_the_more_it_holds_and_both_kinds_show() -> None:
    lines = BundleLines(places_of(sheet(), A, B, C), 0.1)
    assert lines.widths.tolist() == pytest.approx([1.5 + 0.7 * np.log2(3), 1.5 + 0.7])
    for_it, against = (list(lines.pill_places(number))[0] for number in (0, 1))
    assert abs(for_it[1] - against[1]) >= 15


def test_bundles_are_drawn_over_the_free_room_between_frames() -> None:
    geometry = sheet()
    with_them = pixels(drawn(stage_of(geometry, A, B, C)))
    geometry.load([_card(geometry, card) for card in geometry.cards], [])
    without = pixels(drawn(stage_of(geometry, A, B, C)))
    between = np.s_[160:240, 215:385]  # from the right of A to the left of B
    changed = (with_them[between] != without[between]).any(axis=2).sum()
    assert changed > 170 * 2
    assert (with_them[between] == without[between]).all(axis=2).sum() > 170 * 40


def _card(geometry: Geometry, card: str) -> tuple[str, str, float, float, float, float, int]:
    row = geometry.row[card]
    left, top, right, bottom = geometry.box_of(row)
    return card, KINDS[geometry.kind[row]], left, top, right - left, bottom - top, 0


# --- single links ------------------------------------------------------------------------------------------------


def crowd(long: int) -> tuple[Geometry, Geometry]:
    """So many cards and short links that there is a crowd, and the same with some long links across."""
    cards = [(f"c{n}", "claim", n % 80 * 300.0, n // 80 * 200.0, 264.0, 80.0, 0) for n in range(3_200)]
    short = [(f"s{n}", f"c{n}", f"c{n + 1}", False, False) for n in range(3_199)]
    across = [(f"l{n}", f"c{n * 240}", f"c{n * 240 + 79}", n % 2 == 1, False) for n in range(long)]
    made = Geometry(), Geometry()
    for geometry, edges in zip(made, (short, [*short, *across]), strict=True):
        geometry.load(cards, edges)
    return made


@pytest.mark.parametrize("name", ("light", "dark", "contrast", "projector"))
def test_in_a_crowd_long_links_fade_and_do_not_vanish(name: str) -> None:
    without, with_them = crowd(10)
    images = []
    for geometry in (without, with_them):
        assert len(geometry.edges) > CROWD
        image = QImage(1_000, 400, QImage.Format.Format_RGB32)
        image.fill(THEMES[name].canvas)
        painter = QPainter(image)
        rows = np.arange(len(geometry.edges))
        lens, area = Lens(0.04, 1.0, 0, 0, Level.FAR), QRectF(image.rect())
        for _ in FarLinks(geometry, THEMES[name]).paint(painter, lens, rows, area):
            pass
        painter.end()
        images.append(pixels(image))
    line = with_them.lines()
    row = with_them.edge_row["l2"]
    assert (line["bx"][row] - line["ax"][row]) * 0.04 > LENGTHS[-1]
    differ = images[0] != images[1]
    assert differ[:, 100:900].sum() > 10 * 200  # each of the ten shows between the short ones


def test_a_faint_link_never_covers_a_stronger_one() -> None:
    for first in ("long", "short"):
        geometry = Geometry()
        cards = [("a", 0.0), ("b", 20_000.0), ("c", 5_000.0), ("d", 7_000.0)]
        geometry.load([(name, "claim", x, 1_000.0, 264.0, 80.0, 0) for name, x in cards], [])
        ends = {"long": ("a", "b"), "short": ("c", "d")}
        for edge in sorted(ends, key=lambda edge: edge != first):
            geometry.link(edge, *ends[edge], False, False)
        image = QImage(1_000, 100, QImage.Format.Format_RGB32)
        image.fill(THEMES["light"].canvas)
        painter = QPainter(image)
        lens = Lens(0.04, 1.0, 0, 0, Level.FAR)
        for _ in FarLinks(geometry, THEMES["light"]).paint(painter, lens, np.arange(2), QRectF(image.rect())):
            pass
        painter.end()
        column = [image.pixelColor(240, y).green() for y in range(100)]
        beside = [image.pixelColor(600, y).green() for y in range(100)]
        assert min(column) < min(beside) - 20


# --- names -----------------------------------------------------------------------------------------------------


@st.composite
def boards(draw: st.DrawFn) -> tuple[Geometry, tuple[Zone, ...]]:
    dice = random.Random(draw(st.integers(0, 10_000)))
    count, spread = draw(st.integers(0, 60)), draw(st.sampled_from([300.0, 2_000.0, 9_000.0]))
    cards = [
        (f"c{n}", dice.choice(("claim", "hypothesis", "reported")), dice.uniform(0, spread), dice.uniform(0, spread),
         264.0, 120.0, 0)
        for n in range(count)
    ]  # fmt: skip
    edges = [(f"e{n}", *(f"c{end}" for end in dice.sample(range(count), 2)), dice.random() < 0.5, False)
             for n in range(3 * count if count > 1 else 0)]  # fmt: skip
    geometry = Geometry()
    geometry.load(cards, edges)
    zones = tuple(
        Zone(Box(x, y, x + 1_200, y + 900), f"Frame number {n}" * dice.randrange(1, 4))
        for n in range(draw(st.integers(0, 6)))
        for x, y in [(dice.uniform(0, spread), dice.uniform(0, spread))]
    )
    return geometry, zones


@settings(max_examples=60)
@given(
    boards(),
    st.sampled_from([0.02, 0.06, 0.12, 0.17]),
    st.sampled_from(["{}", "국가정보원 {}", "{} has a long name that goes on and on"]),
)
def test_names_never_overlap(case: tuple[Geometry, tuple[Zone, ...]], zoom: float, title: str) -> None:
    geometry, zones = case
    names = names_of(geometry, faces_of(geometry, title), places_of(geometry, *zones), zoom)
    boxes = names.boxes()
    assert len(boxes) == len(names.placed)
    for name, (left, top, right, bottom) in zip(names.placed, boxes, strict=True):
        assert (name.rect.left(), name.rect.top()) == (left, top)
        assert (name.rect.right(), name.rect.bottom()) == (right, bottom)
        assert name.words.width <= name.rect.width()
    for number, (left, top, right, bottom) in enumerate(boxes):
        others = np.delete(boxes, number, axis=0)
        met = (others[:, 0] < right) & (others[:, 2] > left) & (others[:, 1] < bottom) & (others[:, 3] > top)
        assert not met.any()


def test_frames_come_first_then_hypotheses_then_what_is_contested() -> None:
    geometry = sheet()
    names = names_of(geometry, faces_of(geometry), places_of(geometry, A, B, C), 0.1)
    sorts = list(dict.fromkeys(name.sort for name in names.placed))
    assert {name.words.lines[0].static.text() for name in names.placed[:3]} == {"Warheads", "Brokers", "Sea"}
    order = ["place", "hypothesis", "contested", "support", "contradict"]
    assert [sort for sort in sorts if sort in order] == [sort for sort in order if sort in sorts]
    assert {"support", "contradict"} <= set(sorts)


def test_pills_say_how_many() -> None:
    geometry = sheet()
    names = names_of(geometry, faces_of(geometry), places_of(geometry, A, B, C), 0.1)
    pills = {
        name.sort: name.words.lines[0].static.text() for name in names.placed if name.sort.startswith(("s", "con"))
    }
    assert pills["support"] == "+ 3" and pills["contradict"] == "× 2"


def test_a_name_gives_up_its_count_before_its_end() -> None:
    narrow = Geometry()
    close = [Zone(Box(x, 0, x + 900, 900), f"Material of source {n}") for n, x in enumerate((0, 1_400, 2_800))]
    narrow.load([("c", "claim", 100, 100, 264, 120, 0)], [])
    names = names_of(narrow, faces_of(narrow), places_of(narrow, *close), 0.12)
    first = next(name for name in names.placed if name.sort == "place")
    assert first.words.lines[0].static.text() == "Material of source 0" and first.count is not None
    names = names_of(narrow, faces_of(narrow), places_of(narrow, Zone(close[0].box, "long name " * 9)), 0.12)
    first = next(name for name in names.placed if name.sort == "place")
    assert first.words.lines[0].static.text().endswith("…") and first.count is None


def test_in_the_midst_of_cards_some_places_are_named_all_the_same() -> None:
    geometry = Geometry()
    cards = [
        (f"c{n}", "claim", n // 9 % 20 * 1_500 + n % 3 * 300, n // 180 * 1_200 + n // 3 % 3 * 250, 264.0, 200.0, 0)
        for n in range(20 * 9 * 20)
    ]
    geometry.load(cards, [])
    names = names_of(geometry, faces_of(geometry), places_of(geometry), 0.02)
    landmarks = [name for name in names.placed if name.sort == "landmark"]
    assert 3 < len(landmarks) < 60


# --- the picture -----------------------------------------------------------------------------------------------


def test_a_part_of_the_map_is_like_that_part_of_the_whole() -> None:
    stage = stage_of(sheet(), A, B, C)
    part = QRect(300, 50, 300, 250)
    whole, some = (pixels(drawn(stage, area=area)) for area in (None, part))
    inside = np.s_[54:296, 304:596]
    assert (whole[inside] != some[inside]).any(axis=2).mean() < 0.01


@pytest.mark.parametrize("theme", sorted(THEMES))
def test_what_is_contested_is_ringed_in_every_theme(theme: str) -> None:
    geometry = sheet()
    stage = stage_of(geometry, A, B, C)
    stage.theme = THEMES[theme]
    warn = THEMES[theme].warn
    ringed = (pixels(drawn(stage)) == [warn.blue(), warn.green(), warn.red()]).all(axis=2).sum()
    geometry.unlink("against0")
    geometry.unlink("against1")
    plain = (pixels(drawn(stage)) == [warn.blue(), warn.green(), warn.red()]).all(axis=2).sum()
    assert ringed > 60 > plain


@pytest.mark.parametrize("start", [0.06, 0.12, 0.17, 0.2])
def test_after_rest_the_map_is_what_a_fresh_redraw_gives(qtbot: QtBot, view: BoardView, start: float) -> None:
    dice = random.Random(start)
    view.look_at(QPointF(3_500, 500), start)

    def move_one() -> None:
        card = view.geometry.cards[dice.randrange(27)]
        view.geometry.place(card, "claim", dice.uniform(0, 6_700), dice.uniform(0, 800), 264, 120)
        view.cards_changed([card])

    wander(view, dice, 40, move_one)
    settle(qtbot, view)
    assert differing(view.kept_picture(), view.fresh_picture()) == 0


def test_a_card_moved_to_another_frame_takes_its_links_along(qtbot: QtBot, view: BoardView) -> None:
    before = view.kept_picture()
    view.lift(["a0"])
    view.lift_offset = QPointF(6_000, 0)
    view.repaint()
    view.drop_lift()
    view.geometry.place("a0", "hypothesis", 6_050, 60, 264, 120)
    view.cards_changed(["a0"])
    settle(qtbot, view)
    assert differing(before, view.kept_picture()) > 100
    assert differing(view.kept_picture(), view.fresh_picture()) == 0
    places = places_of(view.geometry, A, B, C)
    assert places.bundles.links.tolist() == [2, 2]


def test_frames_that_come_and_go_change_the_map(qtbot: QtBot, view: BoardView) -> None:
    with_frames = view.kept_picture()
    view.set_zones((A,))
    settle(qtbot, view)
    assert differing(with_frames, view.kept_picture()) > 500
    assert differing(view.kept_picture(), view.fresh_picture()) == 0


# --- from level to level ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("motion", [True, False])
@pytest.mark.parametrize("step", [0.18, 0.30, 0.75])
def test_a_change_of_level_ends_in_the_picture_of_a_fresh_redraw(
    qtbot: QtBot, view: BoardView, step: float, motion: bool
) -> None:
    view.motion = motion
    view.look_at(QPointF(500, 500), step * 1.1)
    settle(qtbot, view)
    view.zoom_at(QPointF(300, 200), 0.8)
    settle(qtbot, view)
    assert view.level == Level([0.18, 0.30, 0.75].index(step))
    shown = view.grab().toImage()
    assert differing(view.kept_picture(), view.fresh_picture()) == 0
    view.repaint()
    assert differing(shown, view.grab().toImage()) == 0


def test_levels_fade_into_each_other_where_things_may_move(qtbot: QtBot, view: BoardView) -> None:
    view.motion = True
    view.look_at(QPointF(500, 500), 0.2)
    settle(qtbot, view)
    view.zoom_at(QPointF(300, 200), 0.8)
    qtbot.waitUntil(lambda: view._fade_out.running, timeout=5_000)
    view._fade_out._clock.setCurrentTime(DURATION // 2)
    between = view.grab().toImage()
    settle(qtbot, view)
    assert differing(between, view.grab().toImage()) > 1_000
    assert not view._fade_out.running


def test_levels_change_at_once_where_nothing_may_move(qtbot: QtBot, view: BoardView) -> None:
    assert not view.motion
    view.look_at(QPointF(500, 500), 0.2)
    settle(qtbot, view)
    view.zoom_at(QPointF(300, 200), 0.8)
    qtbot.waitUntil(lambda: not view._retained.busy, timeout=5_000)
    assert not view._fade_out.running


# --- names of frames, and titles, from nearer ------------------------------------------------------------------


def ink(zones: tuple[Zone, ...], cards: Sequence[str] = (), zoom: float = 0.25) -> np.ndarray:
    """Where a frame's words are, as columns of pixels."""
    geometry = Geometry()
    geometry.load([(card, "gap", 1_000 + 10 * n, -70, 264, 60, 0) for n, card in enumerate(cards)], [])
    stage = stage_of(geometry, *zones)
    lens = Lens(zoom, 1.0, -20, -60, Level.BLOCK)
    image = QImage(500, 140, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    draw_now(painter, stage, lens, image.rect())
    painter.end()
    above = pixels(image)[30:58, :]
    return np.flatnonzero((above < 90).all(axis=2).any(axis=0))


def test_a_name_over_a_frame_runs_on_as_long_as_nothing_is_there() -> None:
    long = "How did the weapons reach the coast, and who was told?"
    frame = Zone(Box(0, 0, 300, 900), long)
    free = ink((frame,))
    assert free.max() > 20 + 250
    assert (
        ink(
            (frame, Zone(Box(600, 0, 900, 900), "")),
        ).max()
        < 20 + 150
    )
    stopped = ink((frame,), ["c"])
    assert stopped.max() > 20 + 200 and (stopped < 20 + 250 - 4).sum() < len(free)


def test_half_a_count_is_not_written() -> None:
    def words(width: float) -> int:
        zone = Zone(Box(0, 0, width, 900), "US government line", "3 reports, 1 origin")
        geometry, image = Geometry(), QImage(500, 140, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        draw_now(painter, stage_of(geometry, zone), Lens(0.7, 1.0, -20, -20, Level.TITLE), image.rect())
        painter.end()
        return int((pixels(image)[20:45] < 170).all(axis=2).any(axis=0).sum())

    name, whole = words(200), words(600)
    assert name < words(300) <= whole
    assert words(300) in {words(width) for width in (310, 320)}  # one part more or none, never a part of one


def test_a_title_keeps_clear_of_the_lower_border() -> None:
    geometry = Geometry()
    geometry.load([("g", "gap", 0, 0, 264, 92, 0)], [])
    stage = stage_of(geometry)
    stage.faces = Faces(lambda cards: [face(card, "gap", title="anybody " * 30, grade="") for card in cards])
    lens = Lens(0.64, 1.0, -20, -20, Level.TITLE)
    image = QImage(240, 120, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    draw_now(painter, stage, lens, image.rect())
    painter.end()
    x, y, width, height = lens.pixels(geometry.box_of(0))
    inner = pixels(image)[y + 3 : y + height - 2, x + 8 : x + width - 4]
    rows = np.flatnonzero((inner < 110).all(axis=2).any(axis=1))
    assert len(rows) and rows.max() < len(inner) - 3
