"""What is shown of one sheet: the cards that are seen, the frames under them, and what is folded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set

from evidenceboard.document import Document
from evidenceboard.model.folded_ways import FoldedWays
from evidenceboard.model.folding import Folding
from evidenceboard.model.frames import groups_of
from evidenceboard.model.geometry import Box, Geometry
from evidenceboard.model.ids import RecordId
from evidenceboard.ui.canvas.bundle_lines import bundle_lines
from evidenceboard.ui.canvas.folds import NOTHING, Folds, Plate
from evidenceboard.ui.canvas.zones import Zone
from evidenceboard.ui.readings import Now
from evidenceboard.ui.spots_of import put_spots
from evidenceboard.ui.words import count
from evidenceboard.ui.zones_of import UNKNOWN, zones_of

NOBODY: frozenset[RecordId] = frozenset()


class Arrangement:
    """Reads a sheet and follows it.

    Args:
        opened: folded frames that are shown open for the moment; the board does not know of it.
        agreement: of sets of rivals, how many methods agree on their order.

    Attributes:
        zones: the frames that are open, the largest first.
        folds: those that are folded, and the bundles that lead to them.
    """

    def __init__(
        self,
        document: Document,
        sheet: RecordId,
        opened: frozenset[RecordId] = NOBODY,
        agreement: Mapping[RecordId, str] = UNKNOWN,
    ) -> None:
        self.document, self.sheet, self.opened, self.agreement = document, sheet, opened, agreement
        self._folding, self._ways = Folding(document.geometry(sheet)), FoldedWays()
        self._marked: set[RecordId] = set()  # cards that have or had parts of photos marked on them
        self._all: tuple[Zone, ...] = ()
        self._folded: tuple[Zone, ...] = ()  # the outer ones first
        self.zones: tuple[Zone, ...] = ()
        self.folds = NOTHING
        self.read_frames()
        self.place_parts()
        self.follow(NOBODY)

    @property
    def geometry(self) -> Geometry:
        """Where the cards lie that are seen."""
        return self._folding.shown

    @property
    def hidden(self) -> frozenset[RecordId]:
        """The cards that folded frames hide."""
        return self._folding.hidden

    @property
    def whole(self) -> Geometry:
        """Where all cards of the sheet lie."""
        return self._folding.whole

    @property
    def all_zones(self) -> tuple[Zone, ...]:
        """All frames, folded or not, the largest first."""
        return self._all

    def read_frames(self) -> None:
        """Frames, or what they say, may be others now; `follow` has to come after it."""
        self._all = zones_of(Now(self.document), self.sheet, self.agreement)
        board = self.document.board
        folded = [zone for zone in self._all if zone.id not in self.opened and board.value(zone.id, "folded")]
        self._folded = tuple(zone for zone in folded if not _within(zone, folded))
        self.zones = tuple(zone for zone in self._all if zone not in folded and not _within(zone, folded))

    def follow(self, touched: Set[RecordId]) -> Set[RecordId] | None:
        """These cards and edges of the sheet have changed.

        Returns:
            What must be drawn anew; None where `geometry` is another one than before.
        """
        marked = self.document.parts.cards_of(touched) | (self._marked & touched)
        if marked:
            self.place_parts(marked)
        changed = self._folding.follow([zone.box for zone in self._folded], touched)
        self._take_spots()
        plates = tuple(self._plate(number, zone) for number, zone in enumerate(self._folded))
        self.folds = self._folds(plates, changed) if plates else NOTHING
        return changed

    def place_parts(self, cards: Set[RecordId] | None = None) -> None:
        """Find where the parts of photos lie on these cards; without them on all that have any."""
        self._marked |= self.document.parts.cards if cards is None else cards
        put_spots(self.document, self.whole, self._marked if cards is None else cards)
        self._take_spots()

    def _take_spots(self) -> None:
        """What is seen has the parts where the whole sheet has them."""
        if self.geometry is not self.whole:
            self.geometry.take_spots(self.whole)

    def open_for(self, cards: Iterable[RecordId]) -> bool:
        """Show the folded frames open that hide one of these cards; whether there were any."""
        rows = [self.whole.row[card] for card in cards if card in self._folding.hidden]
        numbers = {int(number) for number in self._folding.groups[rows]}
        if numbers:
            self.opened |= {self._folded[number].id for number in numbers}
            self.read_frames()
            self.follow(NOBODY)
        return bool(numbers)

    def zone(self, frame: RecordId) -> Zone | None:
        """A frame of this sheet, folded or not."""
        return next((zone for zone in self._all if zone.id == frame), None)

    def inside(self, zones: Sequence[Zone]) -> list[RecordId]:
        """The cards of the sheet that lie in these frames, hidden ones too."""
        groups = groups_of(self.whole, [zone.box for zone in zones])
        return [self.whole.cards[row] for row in (groups >= 0).nonzero()[0]]

    def within(self, outer: Sequence[Zone]) -> list[Zone]:
        """The frames whose middle lies in one of these."""
        return [zone for zone in self._all if zone not in outer and _within(zone, outer)]

    def bounds(self) -> Box | None:
        """The box around all that is seen; None on an empty sheet."""
        around = self.geometry.bounds()
        for plate in self.folds.plates:
            around = plate.room if around is None else around.joined(plate.room)
        return around

    def _plate(self, number: int, zone: Zone) -> Plate:
        return Plate(zone.id, zone.box, zone.name or "Frame", _words(self._folding.counts(number)), zone.colour)

    def _folds(self, plates: tuple[Plate, ...], changed: Set[RecordId] | None) -> Folds:
        folded, places = self._folding.bundles(), {plate.id: plate.box(1.0) for plate in plates}
        self._ways.follow(self.whole, self.geometry, changed, places, folded)
        return Folds(plates, bundle_lines(self._ways, folded), self.whole, self._folding.groups, folded.of)


def _within(zone: Zone, outer: Sequence[Zone]) -> bool:
    """Whether a frame's middle lies in a larger one of these; of two as large, the ids decide which is larger."""
    x, y = (zone.box.left + zone.box.right) / 2, (zone.box.top + zone.box.bottom) / 2
    return any(
        each.box.meets(Box(x, y, x, y)) and (_area(each.box), each.id) > (_area(zone.box), zone.id) for each in outer
    )


def _area(box: Box) -> float:
    return (box.right - box.left) * (box.bottom - box.top)


def _words(kinds: dict[str, int]) -> str:
    """ "3 photos, 5 statements"."""
    photos, hypotheses = kinds.get("photo", 0), kinds.get("hypothesis", 0)
    statements = sum(kinds.values()) - photos - hypotheses
    parts = ((photos, "photo", ""), (statements, "statement", ""), (hypotheses, "hypothesis", "hypotheses"))
    return ", ".join(count(number, kind, many) for number, kind, many in parts if number) or "Nothing in it"
