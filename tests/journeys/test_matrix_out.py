"""The matrix goes out: as a table, a web page, pages, a picture or a drawing; from menus, the palette and the view."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog

from evidenceboard.analysis.meanings import MEANINGS
from evidenceboard.errors import KnownError
from evidenceboard.model.commands import add_card, add_record, link, set_fields, together
from evidenceboard.ui import exporting_matrix, theme
from evidenceboard.ui.actions import Entry
from evidenceboard.ui.exporting_matrix import FORMATS
from evidenceboard.ui.views import matrix_drawing
from tests.journeys.hands import Hands, command
from tests.journeys.matrix_hands import Matrix, card, done, take

EVIL = "=cmd|' /C calc'!A0"
SCRIPT = "<script>alert(1)</script><img src=file:///etc/passwd onerror=x>"


class Answers:
    """What a person answers to the question where to."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.name, self.filter = folder, "", ""

    def choose(self, name: str, form: str) -> Path:
        self.name = name
        self.filter = next(label for label, each in FORMATS.items() if each == form)
        return self.folder / name

    def __call__(self, *_args: object) -> tuple[str, str]:
        return (str(self.folder / self.name), self.filter) if self.name else ("", "")


@pytest.fixture
def answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Answers]:
    found = Answers(tmp_path)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", found)
    yield found


def exported(hands: Hands, answers: Answers, name: str, form: str) -> Path:
    path = answers.choose(name, form)
    command(hands, "Export the matrix…")
    hands.wait_for(lambda: path.exists())
    return path


class Page(HTMLParser):
    """What a browser would see of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.said: list[str] = []
        self.rows: list[list[str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not [name for name, _ in attrs if name.startswith("on") or name in ("src", "href")]
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        self.said.append(data)
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += f" {data.strip()}"


def test_the_table_has_every_cell_and_number_and_does_nothing(case: Hands, answers: Answers) -> None:
    item = card(case, "E3")
    case.page.bridge.commit(set_fields(item, {"title": EVIL, "key": "=1+1"}))
    matrix = Matrix(case)
    path = exported(case, answers, "matrix.csv", "csv")
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert len({len(row) for row in rows}) == 1 and not [c for row in rows for c in row if c[:1] in ("=", "+", "@")]
    head, table = rows[0], matrix.view.grid.table
    assert table is not None and len(rows) == 1 + 4 + 2 + 3
    column = next(at for at, cell in enumerate(head) if cell.startswith("'=1+1"))
    h1 = next(row for row in rows if row[0].startswith("H1"))
    assert h1[column] == "C" and h1[head.index("by origin")] == "-1"
    first = next(at for at, cell in enumerate(head) if cell.startswith("E1 "))
    assert h1[first] == "N (for, through claims)" and rows[-3][:2] == ["origin", "VOA/NIS material"]
    assert [row[0] for row in rows[5:]] == [
        "diagnosticity, all", "diagnosticity, the two leaders", "origin", "source", "grade",
    ]  # fmt: skip


def test_the_page_says_the_same_and_holds_nothing_that_acts(case: Hands, answers: Answers) -> None:
    case.page.bridge.commit(set_fields(card(case, "E3"), {"title": SCRIPT}))
    case.page.bridge.commit(set_fields(card(case, "H1"), {"title": SCRIPT}))
    matrix = Matrix(case)
    for transposed in (False, True):
        name = f"matrix {transposed}.html"
        text = exported(case, answers, name, "html").read_text("utf-8")
        page = Page(text)
        assert "script" not in page.tags and "img" not in page.tags and "default-src 'none'" in text
        assert any(SCRIPT in said for said in page.said)
        cells = [cell for row in page.rows for cell in row[1:]]
        assert sum(cell.strip() in ("II", "CC") for cell in cells) == 2
        assert any("separates nothing" in cell for cell in cells) and any("−2.41" in cell for cell in cells)
        for key in ("inconsistency", "weighted", "inconsistency by origin", "diagnosticity", "standing"):
            assert MEANINGS[key].says in text and MEANINGS[key].not_says in text
        matrix.view.transpose()


def test_a_picture_a_drawing_and_pages(case: Hands, answers: Answers) -> None:
    Matrix(case)
    picture = QImage(str(exported(case, answers, "matrix.png", "png")))
    assert picture.width() > 2 * picture.height() > 1_000
    light = theme.THEMES["light"]
    seen = {picture.pixelColor(x, picture.height() // 2).name() for x in range(picture.width())}
    assert {light.panel.name(), light.supbg.name(), light.conbg.name()} <= seen
    drawing = exported(case, answers, "matrix.svg", "svg").read_text("utf-8")
    assert "<svg" in drawing and "<image" not in drawing and "<script" not in drawing
    assert exported(case, answers, "matrix.pdf", "pdf").read_bytes().startswith(b"%PDF-")
    assert "The matrix was written to matrix.pdf" in case.told()


def test_from_the_view_and_its_menu_and_the_ending_decides(case: Hands, answers: Answers) -> None:
    matrix = Matrix(case)
    path = answers.choose("by hand.csv", "html")
    outward = matrix.view.head.out.menu()
    assert outward is not None
    take(outward, "Export the matrix…")
    case.wait_for(path.exists)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    answers.choose("from the menu", "html")
    take(matrix.menu_at(QPoint(8, 8)), "Export the matrix…")
    case.wait_for((answers.folder / "from the menu.html").exists)
    entry: Entry = next(each for each in case.window.actions_table.entries if each.name == "Export the matrix…")
    assert entry.section == "File"


def test_who_says_no_and_a_disk_that_refuses(case: Hands, answers: Answers, monkeypatch: pytest.MonkeyPatch) -> None:
    Matrix(case)
    command(case, "Export the matrix…")  # no name is given
    assert not list(answers.folder.glob("*matrix*"))

    def full(*_args: object) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(exporting_matrix, "write_into", full)
    answers.choose("matrix.csv", "csv")
    command(case, "Export the matrix…")
    assert "The matrix was not written: No space left on device" in case.told()


def test_without_a_cell_there_is_nothing_to_export(new: Hands, answers: Answers) -> None:
    path = answers.choose("matrix.csv", "csv")
    command(new, "Export the matrix…")
    assert "no matrix to export yet" in new.told() and not path.exists()


def wide(hands: Hands, items: int) -> None:
    """A matrix of two rivals and many items."""
    bridge = hands.page.bridge
    rivals = add_record("rivals", {"name": "Who?"})
    bridge.commit(rivals)
    sheet, of_set = bridge.sheet, {"rivals": rivals.made[0]}
    two = [add_card(sheet, "hypothesis", (n * 300, -300), {"title": f"H{n}", **of_set}) for n in range(2)]
    many = [add_card(sheet, "statement", (n % 40 * 300, n // 40 * 200), {"title": f"Item {n}"}) for n in range(items)]
    bridge.commit(together("Cards", [*two, *many]))
    bridge.commit(together("Links", [link(hands.board, [each.made[0]], two[0].made[0]) for each in many]))
    hands.settle()


def test_what_is_too_large_for_a_picture_goes_on_pages(new: Hands, answers: Answers) -> None:
    wide(new, 120)
    matrix = Matrix(new)
    assert matrix.view.grid.table is not None and matrix.view.grid.table.matrix.cells.shape == (2, 120)
    path = answers.choose("matrix.png", "png")
    command(new, "Export the matrix…")
    assert matrix_drawing.TOO_LARGE in new.told() and matrix_drawing.INSTEAD in new.told() and not path.exists()
    data = exported(new, answers, "matrix.pdf", "pdf").read_bytes()
    assert data.count(b"/Type /Page\n") > 8


def test_pages_leave_no_row_or_column_out(new: Hands) -> None:
    wide(new, 60)
    matrix, pages = Matrix(new), []
    for _ in range(2):
        matrix.view.with_page(pages.append)
        new.settle()
        drawing = matrix_drawing.Drawing(pages[-1], matrix.view.grid.faces, theme.THEMES["light"])
        seen: list[tuple[int, int]] = []
        for layout, (left, top) in drawing._parts(1_400, 900):
            across = layout.across.seen(left, left + int(layout.cells.width()))
            down = layout.down.seen(top, top + int(layout.cells.height()))
            seen += [(row, column) for row in down for column in across]
        assert len(seen) == len(set(seen)) == 120
        matrix.view.transpose()


def test_a_picture_of_any_size_says_so_or_is_drawn(case: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    matrix, pages = Matrix(case), []
    matrix.view.with_page(pages.append)
    drawing = matrix_drawing.Drawing(pages[0], matrix.view.grid.faces, theme.THEMES["light"])
    assert not done(drawing.picture()).isNull()
    monkeypatch.setattr(matrix_drawing, "MOST_PIXELS", 1_000)
    with pytest.raises(KnownError, match="too large"):
        drawing.picture()
    with pytest.raises(KnownError, match="too large"):
        drawing.svg()
