"""Filters: what each rule finds on the founding case, and that they keep up with whatever happens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidenceboard.document import Document
from evidenceboard.finding.filtered import Filtered
from evidenceboard.finding.filters import Filter, Rule, from_record, is_complete, to_rules
from evidenceboard.finding.held import Held
from evidenceboard.model.commands import add_card, add_record, set_fields
from evidenceboard.model.ids import FIRST_SHEET
from evidenceboard.ui.board_facts import BoardFacts
from tests.analysis.whole_board import change, finish, founding_case, keys, new_board


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Document]:
    document = founding_case(tmp_path_factory.mktemp("filters") / "home")
    yield document
    document.close()


def found(document: Document, about: str, *rules: tuple[str, ...]) -> set[str]:
    """What a filter finds, by the names that people use; the names in rules are put into ids."""
    called = keys(document)
    ids = {name: record for record, name in called.items()}
    for kind in ("origin", "rivals"):
        ids |= {str(values.get("name")): record for record, values in document.records(kind)}
    made = [Rule(field, how, tuple(ids.get(value, value) for value in values)) for field, how, *values in rules]
    filtered = Filtered(BoardFacts(document), Filter(about, tuple(made)))
    finish(filtered.read())
    assert filtered.total == (16 if about == "card" else 21)
    return {called[record] for record in filtered.records}


REPORTS = {"E2", "E3", "E4", "E5a", "E5b"}
CASES = [
    ([], {"E1", *REPORTS, "C1", "C2", "A1", "A2", "G1", "G2", "H0", "H1", "H2", "H3"}),
    ([("kind", "is", "reported")], REPORTS),
    ([("kind", "is", "photo", "hypothesis")], {"E1", "H0", "H1", "H2", "H3"}),
    ([("kind", "is not", "statement", "hypothesis")], {"E1"}),
    ([("source", "is", "NIS · 국가정보원(국정원)")], {"E1", "E3"}),
    ([("source", "none"), ("kind", "is", "statement")], {"C1", "C2", "A1", "A2", "G1", "G2"}),
    ([("reliability", "worse", "C")], {"E5a", "E5b"}),
    ([("reliability", "better", "B")], {"E1", "E2", "E3", "E4"}),
    ([("credibility", "better", "2")], {"E2"}),
    ([("credibility", "is", "3", "4"), ("said", "before", "2024-01-10")], {"E1", "E3"}),
    ([("certainty", "is", "is not aware of")], {"E4", "E5b"}),
    ([("origin", "is", "US government line")], {"E4", "E5a", "E5b"}),
    ([("said", "since", "2024-01")], {"E1", "E2", "E3", "E4", "E5a", "E5b"}),  # before 8 Jan may be in January
    ([("said", "before", "2024-01")], {"E2"}),
    ([("said", "between", "2024-01-09", "2024-01-10")], {"E4", "E5a", "E5b"}),
    ([("said", "none"), ("kind", "is", "photo", "reported")], set()),
    ([("text", "contains", "국정원", "INTERDICTION")], {"G1"}),
    ([("photo", "some")], {"E1"}),
    ([("rivals", "some")], {"H0", "H1", "H2", "H3"}),
    ([("linked", "none")], set()),
    ([("status", "is", "live"), ("kind", "is", "gap")], {"G1", "G2"}),
    ([("kind", "is")], {"E1", *REPORTS, "C1", "C2", "A1", "A2", "G1", "G2", "H0", "H1", "H2", "H3"}),  # incomplete
    ([("no such field", "is", "x")], set()),
    ([("kind", "sounds like", "photo")], set()),
]  # fmt: skip


@pytest.mark.parametrize(("rules", "wanted"), CASES)
def test_rules_about_cards(document: Document, rules: list[tuple[str, ...]], wanted: set[str]) -> None:
    assert found(document, "card", *rules) == wanted


def test_frames_hold_cards(document: Document) -> None:
    whole = {frame: found(document, "card", ("frame", "is", frame)) for frame, _ in document.records("frame")}
    assert {"E1", "E2", "E3"} in whole.values() and {"E4", "E5a", "E5b"} in whole.values()
    frame = next(frame for frame, cards in whole.items() if cards == {"E1", "E2", "E3"})
    assert not found(document, "card", ("frame", "is not", frame)) & {"E1", "E2", "E3"}


def test_contradicting_links_from_bad_sources_since_january(document: Document) -> None:
    rules = (("kind", "is", "contradict"), ("from.reliability", "worse", "C"), ("from.said", "since", "2024-01"))
    cards = found(document, "card", ("reliability", "worse", "C"))
    assert cards == {"E5a", "E5b"}
    edges = found(document, "edge", *rules)
    ends = {record: values for record, values in document.records("edge") if keys(document)[record] in edges}
    assert {keys(document)[values["from"]] for values in ends.values()} == {"E5a", "E5b"}
    assert len(edges) == 2 and all(values["kind"] == "contradict" for values in ends.values())


def test_rules_about_links(document: Document) -> None:
    assert len(found(document, "edge", ("kind", "is", "support"))) == 12
    assert len(found(document, "edge", ("undercut", "some"))) == 3
    assert len(found(document, "edge", ("reason", "none"))) == 0
    assert len(found(document, "edge", ("strength", "is", "strong"), ("to.kind", "is", "hypothesis"))) == 2
    assert len(found(document, "edge", ("from.kind", "is", "gap"))) == 2
    assert len(found(document, "edge", ("from.kind", "is", "gap"), ("to.kind", "is", "hypothesis"))) == 1


def test_fields_of_the_users_own_and_what_is_offered(tmp_path: Path) -> None:
    document = new_board(tmp_path)
    for number, tags in (("7", ["a"]), ("12", ["b", "a"]), ("", None)):
        values = {"custom:Case": number or None, "tags": tags, "said": "2023-11/2024-02", "certainty": "asserts"}
        document.commit(add_card(FIRST_SHEET, "statement", (0, 0), {"key": number, **values}))
    held = Held()
    finish(held.read(BoardFacts(document)))
    assert held.own_fields == ["custom:Case"] and held.of("custom:Case") == ["7", "12"]
    assert held.of("tags") == ["a", "b"] and held.of("certainty") == ["asserts"]
    assert held.of("said") == ["2024-02", "2024", "2023-11", "2023"] and held.of("happened") == []
    for rule, wanted in (
        (Rule("custom:Case", "is", ("7", "x")), {"7"}),
        (Rule("custom:Case", "contains", ("1",)), {"12"}),
        (Rule("custom:Case", "none"), {""}),
        (Rule("tags", "is not", ("b",)), {"7", ""}),
        (Rule("tags", "none"), {""}),
    ):
        filtered = Filtered(BoardFacts(document), Filter("card", (rule,)))
        finish(filtered.read())
        assert {document.board.value(card, "key") or "" for card in filtered.records} == wanted, rule
    document.close()


def test_a_filter_is_kept_as_a_record_and_read_again(tmp_path: Path) -> None:
    wanted = Filter("edge", (Rule("kind", "is", ("contradict",)), Rule("from.said", "since", ("2024-01",))))
    document = new_board(tmp_path)
    action = add_record("filter", {"name": "Bad", "about": wanted.about, "rules": to_rules(wanted)})
    document.commit(action)
    assert list(document.board.live("filter")) == [action.made[0]]
    assert from_record(document.board.record(action.made[0]).shown_values()) == wanted
    document.undo()
    assert list(document.board.live("filter")) == []
    document.close()
    assert from_record({"rules": [["kind"], ["kind", "is", "photo"], []]}) == Filter(
        "card", (Rule("kind", "is", ("photo",)),)
    )
    assert not is_complete(Rule("said", "between", ("2023",))) and is_complete(Rule("said", "none"))


FILTERS = [
    Filter("card", (Rule("kind", "is", ("reported",)),)),
    Filter("card", (Rule("reliability", "worse", ("C",)), Rule("said", "since", ("2024",)))),
    Filter("card", (Rule("linked", "none"),)),
    Filter("card", (Rule("origin", "some"), Rule("tags", "is", ("a",)))),
    Filter("edge", (Rule("undercut", "some"),)),
    Filter(
        "edge", (Rule("kind", "is", ("support",)), Rule("from.reliability", "worse", ("C",)), Rule("to.tags", "none"))
    ),
    Filter("edge", (Rule("from.linked", "some"), Rule("reason", "none"))),
    Filter("edge", ()),
]


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**9))
def test_following_finds_what_a_fresh_look_finds(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    dice, document = Random(seed), new_board(tmp_path_factory.mktemp("follow"))
    facts = BoardFacts(document)
    held = [Filtered(facts, wanted) for wanted in FILTERS]
    for each in held:
        finish(each.read())
    touched: set[str] = set()
    document.subscribe(lambda event: touched.update(event.records))
    for step in range(60):
        change(document, dice)
        if step % 3 == 0:  # several changes may come while another is followed
            for each in held:
                finish(each.read() if each.changes_all(touched) else each.follow(touched))
                fresh = Filtered(facts, each.wanted)
                finish(fresh.read())
                assert each.records == fresh.records and each.total == fresh.total, each.wanted
            touched.clear()
    document.close()


def test_a_rule_that_names_a_source_follows_its_letter(tmp_path: Path) -> None:
    document = new_board(tmp_path)
    source = add_record("source", {"name": "S"})
    document.commit(source)
    document.commit(add_card(FIRST_SHEET, "statement", (0, 0), {"source": source.made[0]}))
    filtered = Filtered(BoardFacts(document), Filter("card", (Rule("reliability", "worse", ("C",)),)))
    finish(filtered.read())
    assert not filtered.records
    document.commit(set_fields(source.made[0], {"reliability": "D"}))
    assert filtered.changes_all(source.made)
    finish(filtered.read())
    assert len(filtered.records) == 1
    document.close()
