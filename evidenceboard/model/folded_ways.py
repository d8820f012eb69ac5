"""Bundles as edges of a geometry of their own, so that they run around cards as links do.

It holds the cards that are seen, each plate as one more card, an edge for each bundle, and an undercut for each
bundle of undercuts. It follows every change, so that paths that nothing has come near are kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from evidenceboard.model.bundles import Folded
from evidenceboard.model.columns import KINDS, Box, CardRow, Columns, EdgeRow
from evidenceboard.model.excerpt import card_row
from evidenceboard.model.geometry import Geometry
from evidenceboard.model.ids import RecordId

MANY = 100  # bundles, or cards, that come or go at once from which all is loaded anew
PLATE = "question"  # plates need a kind as cards have one; nobody asks for it


class FoldedWays:
    """Follows what is seen of a sheet.

    Attributes:
        sheet: the cards that are seen, the plates, and the bundles between them.
        rows: for each row of the bundles, and then of the undercuts, its row among the edges of `sheet`.
    """

    def __init__(self) -> None:
        self.sheet = Geometry()
        self.rows: list[int] = []
        self._shown: Geometry | None = None
        self._plates: dict[str, CardRow] = {}

    def follow(
        self,
        whole: Columns,
        shown: Geometry,
        changed: Set[RecordId] | None,
        plates: Mapping[RecordId, Box],
        folded: Folded,
    ) -> None:
        """The sheet has changed.

        Args:
            whole: all cards of the sheet; `folded` names rows of it.
            shown: what is seen of it.
            changed: cards that may have come, gone or moved since the last time; None for all.
            plates: where each folded frame lies, in the order of its group.
        """
        now = {frame: _plate(frame, box) for frame, box in plates.items()}
        names, edges = _edges(whole, list(plates), folded)
        wanted = {edge[0]: edge for edge in edges}
        held = self.sheet.edge_row.keys()
        came, went = wanted.keys() - held, held - wanted.keys()
        if changed is None or shown is not self._shown or len(came) + len(went) + len(changed) > MANY:
            self.sheet.load([*_cards(shown), *now.values()], edges)
        else:
            self._patch(shown, changed, now, wanted, went)
        self._shown, self._plates = shown, now
        self.rows = [self.sheet.edge_row[name] for name in names]

    def _patch(
        self,
        shown: Geometry,
        changed: Set[RecordId],
        plates: Mapping[str, CardRow],
        wanted: Mapping[str, EdgeRow],
        went: Set[str],
    ) -> None:
        sheet = self.sheet
        off = (changed & sheet.row.keys()) - shown.row.keys() | (self._plates.keys() - plates.keys())
        sheet.remove_many(sorted(went), sorted(off))
        cards = [card_row(shown, card) for card in sorted(changed & shown.row.keys())]
        cards = [card for card in cards if card[0] not in sheet.row or card_row(sheet, card[0]) != card]
        cards += [plate for frame, plate in plates.items() if self._plates.get(frame) != plate]
        if cards:
            sheet.place_many(cards)
        # Bundles come before what undercuts them.
        sheet.link_many([link for name, link in wanted.items() if name not in sheet.edge_row])


def _plate(frame: RecordId, box: Box) -> CardRow:
    return frame, PLATE, box.left, box.top, box.right - box.left, box.bottom - box.top, 0


def _cards(shown: Columns) -> list[CardRow]:
    kinds = [KINDS[code] for code in shown.kind.tolist()]
    sides = (side.tolist() for side in (shown.x, shown.y, shown.w, shown.h, shown.z))
    return list(zip(shown.cards, kinds, *sides, strict=True))


def _edges(whole: Columns, frames: Sequence[RecordId], folded: Folded) -> tuple[list[str], list[EdgeRow]]:
    """The bundles, and then the undercuts, as edges: from plate or card to plate, card or bundle."""
    links, attacks = folded.links, folded.attacks
    names, edges = [], []
    for group, other, card, contradict in zip(*(column.tolist() for column in links[:4]), strict=True):
        head = frames[other] if other >= 0 else whole.cards[card]
        name = f"{frames[group]} {'×' if contradict else '+'} {head}"
        names.append(name)
        edges.append((name, frames[group], head, contradict, False))
    for group, card, bundle in zip(*(column.tolist() for column in attacks[:3]), strict=True):
        tail = frames[group] if group >= 0 else whole.cards[card]
        name = f"{tail} × {names[bundle]}"
        names.append(name)
        edges.append((name, tail, names[bundle], True, False))
    return names, edges
