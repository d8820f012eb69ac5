"""The panels, worked with mouse and keys on a small real board."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from evidenceboard import paths
from evidenceboard.document import Document
from evidenceboard.model.commands import add_card, link, move_cards, remove, set_board, set_fields
from evidenceboard.model.dates import in_words
from evidenceboard.model.ids import BOARD, FIRST_SHEET
from evidenceboard.model.pictures import Photo
from evidenceboard.store.installation import Installation
from evidenceboard.ui import theme
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.conflicts import ConflictsPanel
from evidenceboard.ui.panels.history import PAGE, HistoryPanel
from evidenceboard.ui.panels.inspector import InspectorPanel
from evidenceboard.ui.panels.record_lists import SourceRow
from evidenceboard.ui.plain import PlainLabel
from tests.ui.small_case import SmallCase

LEFT = Qt.MouseButton.LeftButton
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8ffff3f0005fe02fedccc59e7"
    "0000000049454e44ae426082"
)


@pytest.fixture
def case(tmp_path: Path, qapp: QApplication) -> Iterator[SmallCase]:
    theme.apply(qapp, theme.THEMES["light"])
    made = SmallCase(tmp_path)
    yield made
    made.document.close()


@pytest.fixture
def bridge(case: SmallCase) -> Bridge:
    return Bridge(case.document)


@pytest.fixture
def panel(bridge: Bridge, qtbot: QtBot) -> InspectorPanel:
    made = InspectorPanel(bridge)
    shown(made, qtbot)
    return made


def shown(widget: QWidget, qtbot: QtBot) -> None:
    qtbot.addWidget(widget)
    widget.resize(320, 900)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)


def settle() -> None:
    """Let what was put off to the next turn of the event loop happen."""
    for _ in range(3):
        QApplication.processEvents()


def write(field: QWidget, text: str, end: Qt.Key | None = Qt.Key.Key_Return) -> None:
    """Click into a field, write over what it holds, and leave it by a key."""
    field.setFocus(Qt.FocusReason.MouseFocusReason)
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClicks(field, text)
    if end is not None:
        QTest.keyClick(field, end)
    settle()


def click(widget: QWidget, at: QPoint | None = None) -> None:
    QTest.mouseClick(widget, LEFT, pos=at or widget.rect().center())
    settle()


# Words


def test_a_title_typed_and_left_is_one_step_that_undo_takes_back(case: SmallCase, panel: InspectorPanel) -> None:
    panel.show_records([case["C2"]])
    steps = case.steps()
    write(panel.card.words.title, "They cooperate")
    assert case.value("C2", "title") == "They cooperate"
    assert case.steps() == steps + 1
    panel.bridge.undo()
    settle()
    assert panel.card.words.title.toPlainText() == "North Korea and Hamas cooperate militarily"


def test_a_longer_title_makes_the_card_on_the_canvas_higher(case: SmallCase, panel: InspectorPanel) -> None:
    geometry = case.document.geometry(FIRST_SHEET)
    before = float(geometry.h[geometry.row[case["C2"]]])
    panel.show_records([case["C2"]])
    write(panel.card.words.title, "North Korea and Hamas cooperate militarily, and have for many years " * 2)
    assert geometry.h[geometry.row[case["C2"]]] > before


def test_escape_gives_back_what_was_there(case: SmallCase, panel: InspectorPanel) -> None:
    panel.show_records([case["C2"]])
    steps = case.steps()
    write(panel.card.words.title, "Wrong", Qt.Key.Key_Escape)
    assert panel.card.words.title.toPlainText() == case.value("C2", "title")
    assert case.steps() == steps and case.document.filing.drafts() == []


def test_typing_keeps_a_draft_and_leaving_lets_it_go(case: SmallCase, panel: InspectorPanel, qtbot: QtBot) -> None:
    panel.show_records([case["C2"]])
    write(panel.card.words.text, "half a thou", end=None)
    assert case.document.filing.drafts() == []
    qtbot.waitUntil(lambda: case.document.filing.drafts() == [(case["C2"], "text", "half a thou")], timeout=3000)
    assert case.value("C2", "text") is None
    QTest.keyClick(panel.card.words.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert case.value("C2", "text") == "half a thou" and case.document.filing.drafts() == []


def test_another_selection_keeps_what_was_being_typed_where_it_belongs(case: SmallCase, panel: InspectorPanel) -> None:
    panel.show_records([case["C2"]])
    write(panel.card.words.title, "Half written", end=None)
    panel.show_records([case["H1"]])
    assert case.value("C2", "title") == "Half written"
    assert case.value("H1", "title") == "North Korea supplied Hamas directly"
    assert panel.card.words.title.toPlainText() == "North Korea supplied Hamas directly"


def test_what_comes_from_elsewhere_never_overwrites_what_is_being_typed(case: SmallCase, panel: InspectorPanel) -> None:
    panel.show_records([case["C2"]])
    write(panel.card.words.text, "mine", end=None)
    case.set("C2", title="From elsewhere", text="theirs")
    settle()
    assert panel.card.words.title.toPlainText() == "From elsewhere"
    assert panel.card.words.text.toPlainText() == "mine"


def test_the_original_text_is_asked_for_and_kept(case: SmallCase, panel: InspectorPanel) -> None:
    panel.show_records([case["E4"]])
    assert not panel.card.words.original.isVisible()
    click(panel.card.words.add_original)
    QTest.keyClicks(panel.card.words.original, "No signs")
    click(panel.header)
    panel.card.words.original.clearFocus()
    settle()
    assert case.value("E4", "original") == "No signs" and panel.card.words.original.isVisible()


def test_markup_is_words_and_a_huge_text_is_shown_in_part(case: SmallCase, panel: InspectorPanel) -> None:
    case.set("C2", title="<img src='file:///x'><b>bold</b>", text="x" * 300_000)
    panel.show_records([case["C2"]])
    assert panel.card.words.title.toPlainText() == "<img src='file:///x'><b>bold</b>"
    assert panel.card.words.text.isReadOnly() and len(panel.card.words.text.toPlainText()) < 30_000
    panel.card.words.text.setFocus()
    panel.show_records([])
    assert len(case.value("C2", "text")) == 300_000


# Source and grade


def test_a_new_source_is_made_and_set_in_one_step(case: SmallCase, panel: InspectorPanel) -> None:
    panel.show_records([case["E4"]])
    steps = case.steps()
    write(panel.card.source.source, "Yonhap News")
    source = case.value("E4", "source")
    assert case.document.board.value(source, "name") == "Yonhap News"
    assert case.steps() == steps + 1
    panel.bridge.undo()
    assert case.value("E4", "source") == case["S3"] and not case.document.board.is_live(source)


def test_a_name_that_is_known_chooses_that_source(case: SmallCase, panel: InspectorPanel) -> None:
    panel.show_records([case["E4"]])
    write(panel.card.source.source, "us official, UNNAMED")
    assert case.value("E4", "source") == case["S4"]
    assert sum(1 for _ in case.document.board.live("source")) == 2


def test_a_source_is_chosen_from_the_list_by_keys(case: SmallCase, panel: InspectorPanel, qtbot: QtBot) -> None:
    panel.show_records([case["E4"]])
    field = panel.card.source.source
    write(field, "offic", end=None)
    popup = field.completer().popup()
    qtbot.waitUntil(popup.isVisible)
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    settle()
    assert case.value("E4", "source") == case["S4"]
    assert sum(1 for _ in case.document.board.live("source")) == 2


def test_an_emptied_source_is_taken_away(case: SmallCase, panel: InspectorPanel) -> None:
    panel.show_records([case["E4"]])
    write(panel.card.source.source, "")
    assert case.value("E4", "source") is None
    assert not panel.card.source.reliability.isEnabled()


def test_reliability_is_the_sources_and_credibility_the_items(case: SmallCase, panel: InspectorPanel) -> None:
    panel.show_records([case["E4"]])
    assert panel.card.source._sentence.text() == "Usually reliable source, possibly true item."
    click(panel.card.source.reliability.segments()[3])
    assert case.document.board.value(case["S3"], "reliability") == "D"
    click(panel.card.source.credibility.segments()[1])
    assert case.value("E4", "credibility") == 2
    assert panel.card.source._chip.text() == "D2"
    click(panel.card.source.credibility.segments()[1])
    assert case.value("E4", "credibility") is None
    assert panel.card.source._sentence.text() == "Not usually reliable source; the item has no grade yet."


def test_the_speakers_certainty_is_chosen_by_keys_and_cautioned(case: SmallCase, panel: InspectorPanel) -> None:
    panel.show_records([case["E4"]])
    panel.card.source.certainty.setFocus()
    QTest.keyClicks(panel.card.source.certainty, "is not")
    settle()
    assert case.value("E4", "certainty") == "is not aware of"
    assert "“Not aware of” is not “there is none”." in panel.card.source._sentence.text()


def test_a_claim_offers_a_source_instead_of_showing_empty_fields(case: SmallCase, panel: InspectorPanel) -> None:
    panel.show_records([case["C2"]])
    assert not panel.card.source.isVisible() and panel.card.offer.isVisible()
    click(panel.card.offer.findChild(QPushButton))
    assert panel.card.source.isVisible() and panel.card.source.source.hasFocus()


# Dates, origin, the rest


def test_a_date_is_typed_as_people_do_and_printed_in_words(case: SmallCase, panel: InspectorPanel) -> None:
    panel.show_records([case["E4"]])
    said = panel.card.dates.fields["said"]
    assert said.line.text() == in_words("2024-01-10")
    write(said.line, "January 8, 2024", end=None)
    assert said.hint.isVisible() and said.hint.text() == in_words("2024-01-08")
    QTest.keyClick(said.line, Qt.Key.Key_Return)
    settle()
    assert case.value("E4", "said") == "2024-01-08" and said.line.text() == in_words("2024-01-08")
    assert not said.hint.isVisible()
    said.line.setFocus()
    assert said.line.text() == "2024-01-08"


def test_a_date_that_cannot_be_read_stays_and_says_so(case: SmallCase, panel: InspectorPanel) -> None:
    panel.show_records([case["E4"]])
    happened = panel.card.dates.fields["happened"]
    write(happened.line, "some day in autumn")
    assert case.value("E4", "happened") == "some day in autumn"
    assert happened.line.text() == "some day in autumn" and "Kept as typed" in happened.hint.text()


def test_an_origin_says_who_speaks_with_one_voice(case: SmallCase, panel: InspectorPanel) -> None:
    panel.show_records([case["E4"]])
    assert panel.card.dates.origin.text() == "US government line"
    assert panel.card.dates._voice.text() == "with E5b: one voice"
    write(panel.card.dates.origin, "Kirby alone")
    assert case.document.board.value(case.value("E4", "derives_from"), "name") == "Kirby alone"
    assert not panel.card.dates._voice.isVisible()
    case.set("E4", derives_from=case["E5b"])
    settle()
    assert panel.card.dates._voice.text() == "with E5b: one voice"


def test_role_status_tags_and_own_fields(case: SmallCase, panel: InspectorPanel) -> None:
    panel.show_records([case["C2"]])
    facts = panel.card.facts
    facts.role.setFocus()
    QTest.keyClicks(facts.role, "ass")
    settle()
    assert case.value("C2", "role") == "assumption" and facts.level.isVisible()
    QTest.keyClicks(facts.level, "solid")
    facts.status.choice.setFocus()
    QTest.keyClicks(facts.status.choice, "retracted")
    settle()
    assert facts.status.asking and case.value("C2", "status") is None
    write(facts.status.reason, "Yonhap took it back")
    assert case.value("C2", "status") == "retracted" and case.value("C2", "status_reason") == "Yonhap took it back"
    write(facts.tags, "Hamas, DPRK , Hamas")
    click(facts.own.add)
    write(facts.own.new_name, "Case number")
    write(facts.own.new_value, "2024-17")
    values = case.document.board.record(case["C2"]).shown_values()
    assert values["assumption"] == "solid" and values["status"] == "retracted"
    assert values["tags"] == ["Hamas", "DPRK"] and values["custom:Case number"] == "2024-17"
    write(facts.own.fields["custom:Case number"][1], "")
    assert case.value("C2", "custom:Case number") is None and not facts.own.fields


def test_a_rival_set_is_named_and_its_relation_set(case: SmallCase, panel: InspectorPanel) -> None:
    case.card("H2", "hypothesis", 1000, title="Through intermediaries")
    panel.show_records([case["H1"]])
    write(panel.card.facts.rivals, "How did they come?")
    rivals = case.value("H1", "rivals")
    panel.card.facts.relation.setFocus()
    QTest.keyClicks(panel.card.facts.relation, "excl")
    case.set("H2", rivals=rivals)
    settle()
    assert case.document.board.value(rivals, "relation") == "exclusive"
    assert panel.card.facts._others.text() == "against H2"


def photo_card(case: SmallCase, **fields: object) -> str:
    photo = Photo(PNG)
    action = add_card(FIRST_SHEET, "photo", (0, 0), {"photo": photo.sha256, **fields})
    case.document.commit(action, [photo])
    return action.made[0]


def test_what_the_camera_wrote_is_shown_and_its_date_offered_never_forced(
    case: SmallCase, panel: InspectorPanel
) -> None:
    exif = {"exif_taken": "2019-05-04T14:03:09+02:00", "exif_place": [45.5, -9.11], "exif_camera": "HTC\nDesire"}
    card = photo_card(case, **exif, exif_orientation=6)
    panel.show_records([card])
    settle()
    part = panel.card.photo
    words = [label.text() for label in part.findChildren(PlainLabel) if label.isVisible()]
    for shown in ("4 May 2019 14:03:09 +02:00, by the camera", "45.50000° N, 9.11000° W", "HTC Desire", "by 90° right"):
        assert shown in words
    assert part.warning.isVisible()
    value = case.document.board.value
    assert value(card, "happened") is None and value(card, "captured") is None
    QTest.mouseClick(part.offers["happened"], LEFT)
    settle()
    assert value(card, "happened") == "2019-05-04" and value(card, "captured") is None
    assert not part.offers["happened"].isVisible() and part.offers["captured"].isVisible()
    case.document.undo()
    settle()
    assert value(card, "happened") is None and part.offers["happened"].isVisible()


@pytest.mark.parametrize("taken", [None, "yesterday", "T", "2019-99-99T00:00:00"])
def test_where_the_camera_wrote_no_date_none_is_offered(
    case: SmallCase, panel: InspectorPanel, taken: str | None
) -> None:
    panel.show_records([photo_card(case, exif_taken=taken)])
    settle()
    part = panel.card.photo
    assert part.isVisible() and not part.warning.isVisible()
    assert not any(button.isVisible() for button in part.offers.values())


def test_the_original_of_a_photo_is_saved_byte_for_byte(case: SmallCase, panel: InspectorPanel, tmp_path: Path) -> None:
    photo = Photo(PNG)
    fields = {"key": "E1", "photo": photo.sha256, "file_name": "../../x:part.png"}
    action = add_card(FIRST_SHEET, "photo", (0, 0), fields)
    case.document.commit(action, [photo])
    panel.show_records(list(action.made))
    assert panel.card.photo.save.isEnabled() and not panel.card.photo.missing.isVisible()
    panel.card.photo.save_to(tmp_path / "out.png")
    assert hashlib.sha256((tmp_path / "out.png").read_bytes()).hexdigest() == photo.sha256
    refusals: list[object] = []
    panel.bridge.refused.connect(refusals.append)
    panel.card.photo.save_to(tmp_path / "no such folder" / "out.png")
    assert len(refusals) == 1
    case.document.commit(set_fields(action.made[0], {"photo": "0" * 64}))
    settle()
    assert panel.card.photo.missing.isVisible() and not panel.card.photo.save.isEnabled()


# Links


def test_links_are_sentences_and_a_click_goes_there(case: SmallCase, panel: InspectorPanel, qtbot: QtBot) -> None:
    panel.show_records([case["E4"]])
    own, undercut = (panel.card.links.row(case[name]) for name in ("L1", "L2"))
    assert own is not None and undercut is not None
    assert own._sentence.text() == "Contradicts C2 North Korea and Hamas cooperate militarily"
    assert undercut._sentence.text() == "Undercut by A2 on that link: Nobody may have looked"
    with qtbot.waitSignal(panel.go_to) as went:
        click(own._target)
    assert went.args == [case["C2"]]
    with qtbot.waitSignal(panel.go_to) as went:
        click(undercut._roundel)
    assert went.args == [case["L2"]]


def test_strength_and_reason_are_changed_in_the_list(case: SmallCase, panel: InspectorPanel) -> None:
    panel.show_records([case["C2"]])
    row = panel.card.links.row(case["L1"])
    assert row is not None and row._sentence.text().startswith("Contradicted by E4 Not aware")
    click(row.strength)
    assert case.value("L1", "strength") == "strong" and row.strength.text() == "strong"
    write(row.reason, "Washington would have seen it")
    assert case.value("L1", "reason") == "Washington would have seen it"
    assert panel.card.links.row(case["L1"]) is row
    panel.show_records([case["A2"]])
    undercut = panel.card.links.row(case["L2"])
    assert undercut is not None and undercut._sentence.text() == "Undercuts the link E4 → C2"


def test_a_hub_lists_its_first_links_and_the_rest_on_demand(case: SmallCase, panel: InspectorPanel) -> None:
    for at in range(45):
        case.card(f"X{at}", "statement", 1000, role="claim", title="Another")
    tails = [case[f"X{at}"] for at in range(45)]
    case.document.commit(link(case.document.board, tails, case["H1"]))
    panel.show_records([case["H1"]])
    assert len(panel.card.links._rows) == 40
    click(panel.card.links._more)
    assert len(panel.card.links._rows) == 46


def test_the_edge_form_turns_kind_and_strength_and_takes_the_reason(case: SmallCase, panel: InspectorPanel) -> None:
    panel.edit_reason(case["L3"])
    assert panel.edge.reason.hasFocus()
    QTest.keyClicks(panel.edge.reason, "as one would")
    QTest.keyClick(panel.edge.reason, Qt.Key.Key_Return)
    assert case.value("L3", "reason") == "as one would"
    click(panel.edge.kind.segments()[1])
    click(panel.edge.strength.segments()[1])
    assert (case.value("L3", "kind"), case.value("L3", "strength")) == ("contradict", "strong")
    assert panel.edge._verb.text() == "contradicts"


def test_an_undercut_cannot_be_turned_into_support(case: SmallCase, panel: InspectorPanel, qtbot: QtBot) -> None:
    panel.show_records([case["L2"]])
    assert not panel.edge._kind_row.isVisible()
    assert panel.edge.head._words.text() == "The link: E4 contradicts C2"
    with qtbot.waitSignal(panel.go_to) as went:
        click(panel.edge.head)
    assert went.args == [case["L1"]]
    panel.show_records([case["L1"]])
    assert panel.edge.undercuts.row(case["L2"]) is not None


# History, several, the board


def test_the_history_of_a_card_says_what_changed(case: SmallCase, panel: InspectorPanel) -> None:
    case.set("E4", credibility=4)
    panel.show_records([case["E4"]])
    words = [label.text() for label in panel.card.history.sentences()]
    assert words[0] == "Change credibility 3 → 4 · you"
    assert words[1] == "Contradict C2 · you"
    assert words[-1] == "New statement · you"


def test_a_move_leaves_the_inspector_alone(case: SmallCase, panel: InspectorPanel) -> None:
    panel.show_records([case["E4"]])
    case.document.commit(move_cards(FIRST_SHEET, {case["E4"]: (50, 50)}))
    assert not panel._refreshing.isActive()


def test_several_are_counted_and_deleted_in_one_step(case: SmallCase, panel: InspectorPanel) -> None:
    panel.show_records([case["E4"], case["C2"], case["L3"]])
    settle()
    assert panel.header.key.text() == "2 cards, 1 link"
    click(panel.several.delete)
    assert not any(case.document.board.is_live(case[name]) for name in ("E4", "C2", "L3", "L1"))
    panel.bridge.undo()
    assert all(case.document.board.is_live(case[name]) for name in ("E4", "C2", "L3", "L1"))


def test_tags_of_several_cards_change_in_one_step(case: SmallCase, panel: InspectorPanel) -> None:
    case.set("E4", tags=["weapons", "old"])
    case.set("C2", tags=["weapons"])
    panel.show_records([case["E4"], case["C2"], case["L3"]])
    settle()
    field, steps = panel.several.tags.field, case.steps()
    assert field.shown == "weapons"
    write(field, "arms, seen")
    assert case.value("E4", "tags") == ["old", "arms", "seen"] and case.value("C2", "tags") == ["arms", "seen"]
    assert case.steps() == steps + 1
    settle()
    assert field.shown == "arms, seen"
    write(field, "")
    assert case.value("E4", "tags") == ["old"] and case.value("C2", "tags") is None
    panel.show_records([case["L1"], case["L3"]])
    settle()
    assert panel.several.tags.isHidden()


def test_the_board_has_a_title_a_question_and_sources(case: SmallCase, panel: InspectorPanel) -> None:
    write(panel.board.question, "How did the weapons reach Gaza?")
    assert case.document.board.value(BOARD, "question") == "How did the weapons reach Gaza?"
    row = panel.board.sources.entries[case["S3"]]
    assert isinstance(row, SourceRow) and row._cards.text() == "1 card"
    click(row.head)
    assert row.editor is not None
    write(row.editor.name, "John F. Kirby")
    click(row.editor.reliability.segments()[0])
    assert (case.value("S3", "name"), case.value("S3", "reliability")) == ("John F. Kirby", "A")
    click(panel.board.sources.add_button)
    QTest.keyClicks(QApplication.focusWidget(), "Voice of America")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    settle()
    names = {case.document.board.value(source, "name") for source in case.document.board.live("source")}
    assert names == {"John F. Kirby", "US official, unnamed", "Voice of America"}


def test_a_deleted_card_gives_way_to_the_board(case: SmallCase, panel: InspectorPanel) -> None:
    panel.show_records([case["E4"]])
    case.document.commit(remove(case.document.board, [case["E4"]]))
    settle()
    assert panel._stack.currentWidget() is panel._pages[panel.board]


def test_a_board_that_is_only_read_has_no_fields_to_write_in(case: SmallCase, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "case.board"
    case.document.publish(path)
    document = Document.open(path, Installation(paths.folders(tmp_path / "other")), "Somebody", read_only=True)
    panel = InspectorPanel(Bridge(document))
    shown(panel, qtbot)
    panel.show_records([case["E4"]])
    assert not panel.card.words.title.isEnabled() and not panel.card.facts.isEnabled()
    assert not panel.header.more.isVisible()
    document.close()


@pytest.mark.parametrize("name", sorted(theme.THEMES))
def test_every_theme_draws_every_form(case: SmallCase, panel: InspectorPanel, qapp: QApplication, name: str) -> None:
    theme.apply(qapp, theme.THEMES[name])
    for records in ([], ["E4"], ["H1"], ["L1"], ["E4", "L1"]):
        panel.show_records([case[each] for each in records])
        settle()
        assert not panel.grab().isNull()
    theme.apply(qapp, theme.THEMES["light"])


# Needs you


def differ(case: SmallCase) -> None:
    """A colleague gives E4 another credibility, changes a card that we remove and links to another such."""
    colleague, _path = case.colleague()
    colleague.commit(set_fields(case["E4"], {"credibility": 2}))
    colleague.commit(set_fields(case["A2"], {"text": "A text of theirs"}))
    colleague.commit(link(colleague.board, [case["E5b"]], case["H1"]))
    case.set("E4", credibility=5)
    case.document.commit(remove(case.document.board, [case["A2"]]))
    case.document.commit(remove(case.document.board, [case["H1"]]))
    case.document.receive(colleague.log.changesets())
    colleague.close()


def test_a_conflict_shows_both_values_in_the_inspector_and_a_click_decides(
    case: SmallCase, panel: InspectorPanel
) -> None:
    differ(case)
    panel.show_records([case["E4"]])
    boxes = panel.card.conflicts.choices
    assert {box.value for box in boxes} == {"5 · improbable", "2 · probably true"}
    assert {box.author for box in boxes} == {"you", "Jun Seo"}
    click(next(box for box in boxes if box.author == "Jun Seo"))
    assert case.value("E4", "credibility") == 2
    assert case["E4"] not in {conflict.record for conflict in case.document.board.conflicts()}
    assert not panel.card.conflicts.isVisible()


def test_needs_you_counts_everything_and_each_can_be_settled(case: SmallCase, bridge: Bridge, qtbot: QtBot) -> None:
    panel = ConflictsPanel(bridge)
    shown(panel, qtbot)
    counts: list[int] = []
    panel.count_changed.connect(counts.append)
    assert panel.count == 0
    differ(case)
    settle()
    assert panel.count == 3 and counts[-1] == 3
    choose(panel, "Bring H1 back")
    assert case.document.board.is_live(case["H1"]) and panel.count == 2
    choose(panel, "Keep it")
    assert case.document.board.is_live(case["A2"]) and panel.count == 1
    box = panel.choices()[0]
    click(box)
    assert panel.count == 0 and counts[-1] == 0 and not case.document.board.conflicts()


def test_what_was_removed_and_changed_can_be_removed_again(case: SmallCase, bridge: Bridge, qtbot: QtBot) -> None:
    panel = ConflictsPanel(bridge)
    shown(panel, qtbot)
    differ(case)
    settle()
    choose(panel, "Remove it again")
    assert not case.document.board.is_live(case["A2"])
    choose(panel, "Remove the link")
    assert panel.count == 1 and not case.document.board.loose_edges()


def test_nothing_is_forced_on_a_panel_that_is_not_seen(case: SmallCase, bridge: Bridge, qtbot: QtBot) -> None:
    panel = ConflictsPanel(bridge)
    qtbot.addWidget(panel)
    differ(case)
    settle()
    assert panel.count == 3 and not panel.blocks


def choose(panel: ConflictsPanel, words: str) -> None:
    button = next(each for each in panel.findChildren(QPushButton) if each.text() == words and each.isVisible())
    click(button)


# The history of the board


def test_history_comes_in_pages_and_goes_to_what_was_touched(case: SmallCase, bridge: Bridge, qtbot: QtBot) -> None:
    for at in range(2 * PAGE):
        case.document.commit(move_cards(FIRST_SHEET, {case["E4"]: (at + 1, 0)}))
    panel = HistoryPanel(bridge)
    shown(panel, qtbot)
    assert panel.model.rowCount() == PAGE
    assert panel.model.index(0).data() == "Move 1 card"
    while panel.model.canFetchMore(panel.model.index(-1)):
        panel.model.fetchMore(panel.model.index(-1))
    assert panel.model.rowCount() == case.steps()
    assert panel.model.index(case.steps() - 1).data() == "New board"
    rect = panel.list.visualRect(panel.model.index(1))
    with qtbot.waitSignal(panel.go_to) as went:
        QTest.mouseClick(panel.list.viewport(), LEFT, pos=rect.center())
        QTest.mouseDClick(panel.list.viewport(), LEFT, pos=rect.center())
    assert went.args == [case["E4"]]


def test_history_follows_what_happens(case: SmallCase, bridge: Bridge, qtbot: QtBot) -> None:
    panel = HistoryPanel(bridge)
    shown(panel, qtbot)
    bridge.commit(set_board(question="Which one?"))
    assert panel.model.index(0).data() == "Change the board's question"
    bridge.undo()
    assert panel.model.index(0).data() == "Undo: Change the board's question"
    assert not panel.grab().isNull()
