"""The board from far: places, bundles, what is contested."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidenceboard.model.geometry import KINDS, Box, Geometry
from evidenceboard.ui.canvas.bundles import BundleLines
from evidenceboard.ui.canvas.places import contested
from evidenceboard.ui.canvas.zones import Zone
from tests.ui.canvas_parts import differing, pixels
from tests.ui.map.sheets import A, B, C, drawn, faces_of, names_of, places_of, sheet, stage_of
from tests.ui.test_folds import folded


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
