"""A stranger's table: pasted or read from a file, its columns asked for, taken in as one step."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from evidenceboard.exchange.cells import Sheet
from evidenceboard.model.commands import add_record
from evidenceboard.ui import jobs
from evidenceboard.ui.dialogs.mapping import MappingDialog
from tests.journeys.hands import CONTROL, Hands

ROWS = 200
HEADER = "Headline\tDate\tAgency\tQuote\tURL\tGrade\tTopics\tCase number"
AGENCIES = ("nis", "Reuters ", "ＮＫ  News", "Kyodo", "AFP")


def rectangle(rows: int = ROWS) -> str:
    lines = [HEADER.replace("Agency", "Source")]
    for number in range(1, rows + 1):
        cells = (
            f"Report {number}", f"{number % 28 + 1} Oct 2023", AGENCIES[number % 5], f"“Words {number}”",
            f"https://example.org/{number}", f"{'ABCDE'[number % 5]}{number % 6 + 1}", "arms, 탄약", f"KR-{number:04d}",
        )  # fmt: skip
        lines.append("\t".join(cells))
    return "\n".join(lines) + "\n"


def paste(hands: Hands, text: str) -> None:
    QApplication.clipboard().setText(text)
    hands.page.view.setFocus()
    hands.key(Qt.Key.Key_V, CONTROL)
    hands.settle()


def dialog() -> MappingDialog:
    (found,) = (each for each in QApplication.topLevelWidgets() if isinstance(each, MappingDialog) and each.isVisible())
    return found


def press_import(hands: Hands) -> None:
    QTest.mouseClick(dialog().take, Qt.MouseButton.LeftButton)
    hands.window.activateWindow()
    hands.settle()


def values_of(hands: Hands) -> list[dict[str, object]]:
    return [dict(values) for _, values in hands.page.bridge.document.records("card")]


def test_a_table_is_looked_at_beside_the_window_and_what_is_chosen_meanwhile_holds(new: Hands) -> None:
    header, *rows = [line.split("\t") for line in rectangle(3_000).splitlines()]
    sheet = Sheet("reports.tsv", Path(), header, [(number + 2, cells) for number, cells in enumerate(rows)])
    made = MappingDialog(sheet, ["NIS"], new.window)
    made.open()
    assert made.size_words.text() == "Being looked at …" and not made.take.isEnabled() and not made.columns.choices
    hypotheses = made.kinds.segments()[1]
    QTest.mouseClick(hypotheses, Qt.MouseButton.LeftButton)
    new.wait_for(lambda: made.take.isEnabled() and made.mapping.kind == "hypothesis")
    assert made.columns.targets()[0] == "title" and made.header.isChecked()
    new.wait_for(lambda: "hypotheses from the first 1,000 of 3,000 rows" in made.cards.text())
    made.header.click()
    made.reject()  # what was begun is dropped, and says nothing any more
    new.settle()
    assert not jobs.running()


def test_two_hundred_rows_of_eight_columns_are_cards_after_one_step(new: Hands) -> None:
    bridge = new.page.bridge
    for name in ("NIS", "Reuters", "NK News"):
        bridge.commit(add_record("source", {"name": name}))
    paste(new, rectangle())
    asked = dialog()
    assert not new.cards()
    assert asked.columns.targets() == (
        "title", "said", "source", "text", "address", "grade", "tags", "custom:Case number",
    )  # fmt: skip
    assert asked.named.text() == "3 of 5 sources are on the board already, 2 are new: Kyodo, AFP"
    press_import(new)
    cards = values_of(new)
    assert len(cards) == ROWS and not new.edges()
    sources = dict(bridge.document.records("source"))
    assert len(sources) == 5
    first = next(card for card in cards if card["title"] == "Report 5")
    named = sources[str(first.pop("source"))]
    assert named["name"] == "NIS" and named["reliability"] == "A"
    assert first == {
        "kind": "statement", "role": "reported", "title": "Report 5", "said": "2023-10-06", "text": "“Words 5”",
        "address": "https://example.org/5", "credibility": 6, "tags": ["arms", "탄약"], "custom:Case number": "KR-0005",
    }  # fmt: skip
    new.page.view.setFocus()
    new.key(Qt.Key.Key_Z, CONTROL)
    assert not new.cards() and len(list(bridge.document.records("source"))) == 3


def test_a_column_is_chosen_otherwise_and_another_is_left_out(new: Hands) -> None:
    paste(new, rectangle(3))
    topics, number = dialog().columns.choices[6:8]
    topics.setCurrentIndex(topics.findText("Left out"))
    topics.activated.emit(topics.currentIndex())
    number.setCurrentIndex(number.findText("Title"))
    number.activated.emit(number.currentIndex())
    assert dialog().columns.targets()[0] == "custom:Headline"
    dialog().kinds.segments()[1].click()
    press_import(new)
    cards = values_of(new)
    assert {card["title"] for card in cards} == {"KR-0001", "KR-0002", "KR-0003"}
    assert all(card["kind"] == "hypothesis" and "tags" not in card for card in cards)
    assert cards[0]["custom:Headline"]


def test_rows_without_names_of_columns_are_all_cards(new: Hands) -> None:
    paste(new, "국정원 발표\t2023-10-12\tB3\nKirby denies\t2023-10-13\tA1\n")
    assert not dialog().header.isChecked()
    assert dialog().columns.targets() == ("title", "said", "grade")
    press_import(new)
    grades = {card["title"]: (card["custom:Reliability"], card["credibility"]) for card in values_of(new)}
    assert grades == {"국정원 발표": ("B", 3), "Kirby denies": ("A", 1)}


def test_what_cannot_be_read_is_told_by_line_before_and_after(new: Hands) -> None:
    paste(new, "Headline\tDate\nOne\t8 Jan 2024\nTwo\t8/1/2024\nThree\t10월 중순\n")
    assert "line 3: “8/1/2024”: which is the month?" in dialog().unread.text()
    assert "line 4: “10월 중순”: the year is missing" in dialog().unread.text()
    assert dialog().cards.text() == "1 statement will be made, as one step that undo takes back"
    press_import(new)
    assert [card["title"] for card in values_of(new)] == ["One"]
    left = next(each for each in QApplication.topLevelWidgets() if type(each).__name__ == "LeftOutDialog")
    assert "line 3" in left.text() and "line 4" in left.text()  # type: ignore[attr-defined]
    left.close()


def test_nothing_happens_where_it_is_cancelled(new: Hands) -> None:
    before = new.page.bridge.document.log.counts()["changesets"]
    paste(new, rectangle(4))
    QTest.keyClick(dialog(), Qt.Key.Key_Escape)
    new.settle()
    assert not new.cards() and new.page.bridge.document.log.counts()["changesets"] == before


def test_our_own_columns_are_asked_about_by_nobody(new: Hands) -> None:
    paste(new, "title\ttext\nA\tb\nC\td\n")
    assert len(new.cards()) == 2


@pytest.mark.parametrize("name", ["sigma_events.jsonl", "mapping_limit_exceed.csv"])
def test_a_file_of_events_is_asked_about(new: Hands, name: str) -> None:
    new.window.intake.read_tables([Path(__file__).parents[1] / "exchange" / "events" / name])
    new.settle()
    press_import(new)
    assert len(new.cards()) == (5 if name.endswith("jsonl") else 1)
    assert all(card["happened"] for card in values_of(new))


def test_a_text_in_a_table_is_nothing_but_text(new: Hands) -> None:
    paste(new, "Headline\tDate\n<img src=file:///etc/passwd>\t2024\n<b>x</b> &lt;\t2023\n")
    shown = [label.text() for label in dialog().findChildren(type(dialog().cards))]
    assert any("<img src=file:///etc/passwd>" in text for text in shown)
    press_import(new)
    assert {card["title"] for card in values_of(new)} == {"<img src=file:///etc/passwd>", "<b>x</b> &lt;"}
