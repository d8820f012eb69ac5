"""Boards of any size for the benchmark: the same seed gives the same plan, made through the same door as a person."""

from __future__ import annotations

import random
import tempfile
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw

from evidenceboard.document import Document
from evidenceboard.model import commands
from evidenceboard.model.commands import Action
from evidenceboard.model.ids import FIRST_SHEET, edge_id
from evidenceboard.paths import folders
from evidenceboard.store.installation import Installation
from evidenceboard.store.photos import Photo

CLUSTER = 25  # cards that belong together, in five rows of five
SPACING = (330.0, 300.0)  # scene units from card to card
GAP = 300.0  # between clusters
PICTURES = 120  # different photos at most
AWAY, UNDERCUTS = 0.06, 0.02  # shares of the links that leave their cluster, and that end on a link
FIRST_DAY, DAYS = date(2024, 1, 1), 300  # on which cards were said, one after the other
ROLES = ("reported", "reported", "reported", "claim", "claim", "assumption", "gap", "question")
ENGLISH = (
    "the report names a vessel that left port before midnight and returned without cargo two days later"
    " while the harbour log shows no entry for that week and both witnesses deny they were asked"
)
KOREAN = (
    "국가정보원은 해당 보고서의 출처를 확인하지 않았다고 밝혔으며 현지 관계자는 선박이 항구를 떠난 사실을 부인하였다"
)


def make_board(path: Path, cards: int, seed: int = 1, installation: Installation | None = None) -> None:
    """Put a board of so many cards, and twice as many edges, at a path.

    Args:
        installation: publishes it; without one an installation of its own does, so that the file is a stranger's.
    """
    with tempfile.TemporaryDirectory() as settings:
        document = Document.new(installation or Installation(folders(Path(settings))), "Bench", f"{cards:,} cards")
        try:
            _Maker(document, cards, random.Random(seed)).fill()
            document.publish(path)
        finally:
            document.close()


class _Maker:
    def __init__(self, document: Document, count: int, dice: random.Random) -> None:
        self._document = document
        self._dice = dice
        self._count = count
        self._cards: list[str] = []
        self._links: set[tuple[str, str]] = set()
        self._pictures = [_picture(number, dice) for number in range(min(PICTURES, max(2, count // 20)))]
        self._sources: list[str] = []

    def fill(self) -> None:
        """Sources, then the cards and links of one cluster after the other, then what a person changes later."""
        sources = [commands.add_record("source", {"name": f"Source {n}", "reliability": "B"}) for n in range(12)]
        self._commit("Sources", sources)
        self._sources = [source.made[0] for source in sources]
        for first in range(0, self._count, CLUSTER):
            made = self._add_cards(first, min(CLUSTER, self._count - first))
            links = 2 * len(made)
            undercuts = round(links * UNDERCUTS)
            edges = self._link(made, links - undercuts)
            self._undercut(made, edges, undercuts)
        for _ in range(self._count // 20):
            self._touch(self._dice.choice(self._cards))

    def _commit(self, label: str, actions: list[Action], photos: list[Photo] | None = None) -> None:
        self._document.commit(commands.together(label, actions), photos or ())

    def _add_cards(self, first: int, count: int) -> list[str]:
        left, top = self._corner(first // CLUSTER)
        photos: dict[str, Photo] = {}
        actions = []
        for number in range(count):
            x = left + number % 5 * SPACING[0] + self._dice.uniform(-20, 20)
            y = top + number // 5 * SPACING[1] + self._dice.uniform(-20, 20)
            actions.append(self._card((x, y), first + number, photos))
        self._commit(f"Add {count} cards", actions, list(photos.values()))
        made = [action.made[0] for action in actions]
        self._cards += made
        return made

    def _corner(self, cluster: int) -> tuple[float, float]:
        """Clusters stand in rows, as many in each as make the whole about as wide as a screen."""
        across = max(1, round((self._count / CLUSTER * 1.6) ** 0.5))
        width, height = 5 * SPACING[0] + GAP, 5 * SPACING[1] + GAP
        return cluster % across * width, cluster // across * height

    def _card(self, pos: tuple[float, float], number: int, photos: dict[str, Photo]) -> Action:
        action = self._undated(pos, number, photos)
        if number % 10 != 7:
            day = FIRST_DAY + timedelta(days=number * DAYS // self._count)
            action.edits[action.made[0]]["said"] = day.isoformat()
        return action

    def _undated(self, pos: tuple[float, float], number: int, photos: dict[str, Photo]) -> Action:
        if number % 10 == 3:
            photo = self._dice.choice(self._pictures)
            photos[photo.sha256] = photo
            fields = {"photo": photo.sha256, "photo_label": "illustration", "title": self._text(6)}
            return commands.add_card(FIRST_SHEET, "photo", pos, fields, z=number)
        if number % CLUSTER == CLUSTER // 2:
            return commands.add_card(FIRST_SHEET, "hypothesis", pos, {"title": self._text(9)}, z=number)
        fields = {"title": self._text(5), "text": self._text(20), "role": self._dice.choice(ROLES)}
        if fields["role"] == "reported":
            fields |= {"source": self._dice.choice(self._sources), "credibility": self._dice.randint(1, 6)}
        return commands.add_card(FIRST_SHEET, "statement", pos, fields, z=number)

    def _text(self, words: int) -> str:
        language = KOREAN if self._dice.random() < 0.15 else ENGLISH
        return " ".join(self._dice.choices(language.split(), k=self._dice.randint(words // 2 + 1, words)))

    def _link(self, near: list[str], count: int) -> list[str]:
        pairs: dict[tuple[str, str], None] = {}
        for _ in range(20 * count):  # a cluster of very few cards has no room for so many
            tail, head = self._dice.choice(near), self._dice.choice(near)
            if self._dice.random() < AWAY:
                head = self._dice.choice(self._cards[-30 * CLUSTER :])
            if tail != head and (tail, head) not in self._links and len(pairs) < count:
                pairs[(tail, head)] = None
        self._links.update(pairs)
        self._commit("Link", [self._edge(tail, head) for tail, head in pairs])
        return [edge_id(*pair) for pair in pairs]

    def _undercut(self, near: list[str], edges: list[str], count: int) -> None:
        for _ in range(count):
            self._document.commit(self._edge(self._dice.choice(near), self._dice.choice(edges)))

    def _edge(self, tail: str, head: str) -> Action:
        against = head.startswith("edge:") or self._dice.random() < 0.4
        strength = "strong" if self._dice.random() < 0.2 else "normal"
        kind = "contradict" if against else "support"
        return commands.link(self._document.board, [tail], head, kind, strength, self._text(8))

    def _touch(self, card: str) -> None:
        """What makes a log longer than its board: a card moved a little, a title put in other words."""
        if self._dice.random() < 0.5:
            x, y = self._document.geometry().box_of(self._document.geometry().row[card])[:2]
            moved = (x + self._dice.uniform(-9, 9), y + self._dice.uniform(-9, 9))
            self._document.commit(commands.move_cards(FIRST_SHEET, {card: moved}))
        else:
            self._document.commit(commands.set_fields(card, {"title": self._text(6)}))


def _picture(number: int, dice: random.Random) -> Photo:
    """A small real JPEG, unlike any other."""
    image = Image.new("RGB", (320, 240), tuple(dice.randrange(40, 220) for _ in "rgb"))
    draw = ImageDraw.Draw(image)
    for _ in range(12):
        x, y = dice.randrange(280), dice.randrange(200)
        colour = tuple(dice.randrange(256) for _ in "rgb")
        draw.ellipse((x, y, x + dice.randrange(10, 90), y + dice.randrange(10, 90)), fill=colour)
    draw.text((10, 220), f"{number}", fill="white")
    data = BytesIO()
    image.save(data, "JPEG", quality=70)
    return Photo(data.getvalue())
