"""What the inspector says of a card beside its words: source, grade, dates, origin, tags, rivals, and its photo."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from evidenceboard.model.commands import add_card, set_fields
from evidenceboard.model.dates import in_words
from evidenceboard.model.ids import FIRST_SHEET
from evidenceboard.model.pictures import Photo
from evidenceboard.ui.panels.inspector import InspectorPanel
from evidenceboard.ui.plain import PlainLabel
from tests.ui.panels.hands import LEFT, click, settle, write
from tests.ui.small_case import SmallCase

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8ffff3f0005fe02fedccc59e7"
    "0000000049454e44ae426082"
)


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
