"""Row 101: what was written as markup on the board goes out as the very signs that it is, and does nothing."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

from evidenceboard.exchange.matrices import MatrixPage, matrix_html
from evidenceboard.model.commands import Action
from evidenceboard.model.ids import FIRST_SHEET
from evidenceboard.ui import render, theme
from evidenceboard.ui.views.matrix_drawing import Drawing
from tests.faults.conftest import Tried
from tests.faults.test_hostile_texts import fill
from tests.journeys.conftest import hands, new, program
from tests.journeys.hands import Hands
from tests.journeys.matrix_hands import Matrix, done

__all__ = ["hands", "new", "program"]

SCRIPTS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title></style></svg></text><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]> -->",
    "<svg onload=alert(1)><foreignObject><iframe src=javascript:alert(1)>",
    "' onclick='alert(1)' &lt;b&gt; &#60;script&#62;",
)
PAGE = {"html", "head", "meta", "title", "style", "body", "h1", "p", "table", "tr", "th", "td", "small", "b"}
DRAWING = {
    "svg", "title", "desc", "defs", "g", "path", "polyline", "polygon", "rect", "circle", "ellipse", "line", "text",
    "image", "linearGradient", "radialGradient", "stop", "pattern", "clipPath", "mask", "use",
}  # fmt: skip


class Page(HTMLParser):
    """What a browser would find in a page."""

    def __init__(self, data: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.words = ""
        self.feed(data.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.words += data


def assert_inert(drawing: bytes) -> None:
    """A drawing holds shapes and words, and what it names lies in itself."""
    for element in ElementTree.fromstring(drawing).iter():
        assert element.tag.rpartition("}")[2] in DRAWING, element.tag
        for name, value in element.attrib.items():
            plain = name.rpartition("}")[2]
            assert not plain.lower().startswith("on"), name
            assert plain != "href" or value.startswith(("data:image/", "#")), value[:80]


def page_of(hands: Hands) -> tuple[MatrixPage, bytes]:
    """The matrix as it goes out: its words, and a drawing."""
    view, pages = Matrix(hands).view, list[MatrixPage]()
    view.with_page(pages.append)
    hands.settle()
    return pages[0], done(Drawing(pages[0], view.grid.faces, theme.THEMES["light"]).svg())


def test_row_101_scripts_in_what_goes_out(new: Hands, tmp_path: Path, tried: Tried) -> None:
    made = [fill(new, text) for text in SCRIPTS]
    rivals = [card for card in new.board.live("card") if new.board.value(card, "kind") == "hypothesis"]
    new.page.bridge.commit(Action("One set", {card: {"rivals": made[0]["rivals"]} for card in rivals}))
    new.settle()
    assert new.window.document is not None
    page, drawing = page_of(new)
    found = Page(matrix_html(page))
    assert found.tags <= PAGE and not [name for name in found.attributes if name.startswith("on")]
    assert [text for text in SCRIPTS if text not in found.words] == []
    assert_inert(drawing)
    render.export(new.window.document, FIRST_SHEET, "svg", tmp_path / "board.svg")
    assert_inert((tmp_path / "board.svg").read_bytes())
    tried(3 * len(SCRIPTS))
