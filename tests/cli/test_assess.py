"""The verb assess: its contract, names to leave out, and boards made of tables."""

from __future__ import annotations

import csv
import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evidenceboard.paths import resources
from tests.analysis.flat_fixture import HYPOTHESES, INCONSISTENCY, LINCHPINS, STANDINGS, items

Verb = Callable[..., Any]
KEYS = {"hypotheses", "cards", "agreement", "ach", "linchpins", "unsettled"}
METHODS = ("df_quad", "quadratic", "euler")


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "boards"
    folder.mkdir()
    return Path(shutil.copyfile(resources() / "samples" / "founding-case.board", folder / "case.board"))


def flat_tables(folder: Path, count: int) -> list[Path]:
    """The flat fixture as a person would write it in a spreadsheet: a source for each report."""
    cards = [["key", "kind", "source", "reliability", "credibility", "origin", "rivals"]]
    cards += [[name, "hypothesis", "", "", "", "", "How?"] for name in HYPOTHESES]
    edges = [["from", "to", "kind", "strength"]]
    for item in items(count):
        letter, number = item.grade
        cards.append([item.name, "statement", f"source {item.name[1:]}", letter, number, item.origin, ""])
        for name, sign in item.signs.items():
            kind = "support" if sign[0] == "+" else "contradict"
            edges.append([item.name, name, kind, "strong" if "!" in sign else "normal"])
    for name, rows in (("cards", cards), ("edges", edges)):
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)
    return [folder / "cards.csv", folder / "edges.csv"]


def flat(verb: Verb, folder: Path, count: int) -> Path:
    board = folder / f"flat{count}.board"
    assert verb("import", *flat_tables(folder, count), "--into", board).code == 0
    return board


def by_key(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["key"]: row for row in rows}


def test_the_founding_case(verb: Verb, case: Path) -> None:
    before = hashlib.sha256(case.read_bytes()).hexdigest()
    answer = verb("assess", case, "--json")
    assert answer.code == 0 and not answer.err
    found = answer.json
    assert found.keys() >= KEYS
    assert [(each["key"], each["rank"], each["balance"]) for each in found["hypotheses"]] == [
        ("H2", 1, "supported"), ("H1", 2, "contested"), ("H3", 3, "contested"), ("H0", 4, "contradicted"),
    ]  # fmt: skip
    assert len(found["cards"]) == 16 and set(found["cards"][0]) == {"card", "key", "standing", "balance"}
    assert all(set(each["standing"]) == set(METHODS) for each in found["cards"])
    assert found["agreement"] == {"agree": True, "differing": []} and found["unsettled"] == []
    table = found["ach"]
    assert len(table["cells"]) == len(table["rows"]) == 4
    assert {len(row) for row in table["cells"]} == {len(table["columns"])} == {len(table["diagnosticity"])}
    rows = dict(zip(table["row_keys"], table["cells"], strict=True))
    assert rows["H0"][table["column_keys"].index("C1")] == "II" and table["inconsistency"] == [-2, -1, 0, -2]
    names = {card["card"]: card["key"] for card in found["cards"]}
    assert {names[card] for card in table["separates_nothing"]} == {"E1", "E2", "E5a", "C1"}
    linchpins = [(each["kind"], each["name"]) for each in found["linchpins"]]
    assert ("origin", "US government line") in linchpins
    assert [name for kind, name in linchpins if kind == "card"] == ["E5b", "G1", "C1", "G2"]
    assert hashlib.sha256(case.read_bytes()).hexdigest() == before and [*case.parent.iterdir()] == [case]


@pytest.mark.parametrize(
    ("names", "order"),
    [
        (["US government line"], ["H1", "H2", "H3", "H0"]),
        (["C1"], ["H2", "H1", "H0", "H3"]),
        (["E4", "E5a", "E5b"], ["H1", "H2", "H3", "H0"]),
        (["US official, unnamed"], ["H1", "H2", "H3", "H0"]),
        (["H2"], ["H1", "H3", "H0"]),
    ],
    ids=str,
)
def test_without_a_card_a_source_or_an_origin(verb: Verb, case: Path, names: list[str], order: list[str]) -> None:
    found = verb("assess", case, "--without", *names, "--json").json
    assert [each["key"] for each in found["hypotheses"]] == order and found["without"] == names
    gone = {"E4", "E5a", "E5b"} if "US government line" in names else set(names) & {"C1", "E4", "H2"}
    assert gone.isdisjoint(each["key"] for each in found["cards"])
    assert gone.isdisjoint(found["ach"]["column_keys"] + found["ach"]["row_keys"])


def test_where_the_methods_differ_the_pair_is_named(verb: Verb, case: Path) -> None:
    (pair,) = verb("assess", case, "--without", "G2", "--json").json["agreement"]["differing"]
    assert sorted(pair["keys"]) == ["H1", "H2"]
    called = dict(zip(pair["cards"], pair["keys"], strict=True))
    assert {method: called[card] for method, card in pair["stronger"].items()} == {
        "df_quad": "H2", "quadratic": "H1", "euler": "H1",
    }  # fmt: skip
    assert "differ on" in verb("assess", case, "--without", "G2").out


@pytest.mark.parametrize("words", [["--without", "nobody"], ["--count", "votes"], ["--without"]])
def test_wrong_usage(verb: Verb, case: Path, words: list[str]) -> None:
    answer = verb("assess", case, *words)
    assert answer.code == 2 and answer.err and not answer.out


def test_what_is_no_board(verb: Verb, tmp_path: Path) -> None:
    (tmp_path / "x.board").write_text("no board")
    assert verb("assess", tmp_path / "x.board").code == verb("assess", tmp_path / "gone.board").code == 4


@pytest.mark.parametrize("case_of", STANDINGS, ids=str)
def test_the_flat_fixture_from_tables(verb: Verb, tmp_path: Path, case_of: tuple[int, str, str]) -> None:
    size, count, without = case_of
    words = ["--without", without] if without else []
    found = verb("assess", flat(verb, tmp_path, size), "--count", count, *words, "--json").json
    standing = {key: each["standing"] for key, each in by_key(found["hypotheses"]).items()}
    for method, expected in STANDINGS[case_of].items():
        assert [standing[name][method] for name in HYPOTHESES] == pytest.approx(expected, abs=0.0005)
    if not without:
        at, table = (0, 1)[size == 9], found["ach"]
        order = [table["row_keys"].index(name) for name in HYPOTHESES]
        for field, name in (("inconsistency", "plain"), ("weighted", "weighted"), ("by_origin", "by origin")):
            assert [table[field][row] for row in order] == pytest.approx(INCONSISTENCY[name][at], abs=0.0051)


def test_the_linchpins_of_the_flat_fixture_and_no_others(verb: Verb, tmp_path: Path) -> None:
    found = verb("assess", flat(verb, tmp_path, 5), "--json").json["linchpins"]
    assert {each["name"] for each in found} == set(LINCHPINS)
    assert {each["name"]: each["also"] for each in found}["E3"] == ["source 3"]
    for each in found:
        assert each["methods"] == list(METHODS)
        assert LINCHPINS[each["name"]].replace(">", " > ").replace("=", " = ") in each["sentence"]


def test_a_person_reads_order_words_and_what_it_hangs_on(verb: Verb, case: Path) -> None:
    said = verb("assess", case).out
    assert "How did the weapons reach Gaza?" in said and "not probability" in said
    assert "Without US government line the order is H1 > H2 > H3 > H0 (all three methods)." in said
    assert said.index("H2 ") < said.index("H1 ") and "even to fair" in said
    assert max(len(line) for line in said.splitlines()) <= 120
    assert "every report counts" in verb("assess", case, "--count", "report").out


def test_boards_with_little_on_them(verb: Verb, tmp_path: Path) -> None:
    verb("new", tmp_path / "empty.board")
    found = verb("assess", tmp_path / "empty.board", "--json").json
    assert found["hypotheses"] == [] and found["ach"]["cells"] == [] and found["linchpins"] == []
    assert "no hypothesis" in verb("assess", tmp_path / "empty.board").out
    table = tmp_path / "cards.csv"
    table.write_text("key,kind,role,title\nH1,hypothesis,,alone\nQ1,statement,question,why?\n")
    verb("import", table, "--into", tmp_path / "one.board")
    found = verb("assess", tmp_path / "one.board", "--json").json
    assert [each["rank"] for each in found["hypotheses"]] == [1] and len(found["cards"]) == 1
    assert found["ach"]["cells"] == [[]] and found["ach"]["inconsistency"] == [0.0]
    said = verb("assess", tmp_path / "one.board").out
    assert "alone" in said and "no order yet" in said
    assert "All three methods" not in said and "hangs on" not in said


def test_several_sets_the_largest_first_and_what_was_retracted_has_no_rank(verb: Verb, tmp_path: Path) -> None:
    lines = ["key,kind,title,rivals,status", "X1,hypothesis,x,A small one,", "Y1,hypothesis,혼자,Larger,"]
    lines += ["Y2,hypothesis,b,Larger,", "Y3,hypothesis,c,Larger,retracted", "Z1,hypothesis,z,,"]
    (tmp_path / "cards.csv").write_text("\n".join(lines), "utf-8")
    assert verb("import", tmp_path / "cards.csv", "--into", tmp_path / "sets.board").code == 0
    found = verb("assess", tmp_path / "sets.board", "--json").json
    assert [each["key"] for each in found["hypotheses"]] == ["Y1", "Y2", "Y3", "Z1", "X1"]
    assert [each["stands"] for each in found["hypotheses"]] == [True, True, False, True, True] and found["compared"]
    assert found["hypotheses"][2]["rank"] is None
    said = verb("assess", tmp_path / "sets.board").out
    assert said.index("Larger") < said.index("혼자") < said.index("Of no set") < said.index("A small one")
    assert "–  not among the rivals" in said and "All three methods give this order" in said


def test_cards_that_do_not_settle_are_named(verb: Verb, tmp_path: Path) -> None:
    groups, size = 5, 12
    names = [f"G{group}n{number}" for group in range(groups) for number in range(size)]
    bases = [1.0, 0.9, 0.95, 0.8, 0.85, 0.7, 0.99]
    cards = "".join(f"{name},statement,claim,{bases[at % 7]}\n" for at, name in enumerate(names))
    (tmp_path / "cards.csv").write_text(f"key,kind,role,base\n{cards}H1,hypothesis,,\n")
    edges = "".join(
        f"{name},G{(at // size + 1) % groups}n{other},contradict,strong\n"
        for at, name in enumerate(names)
        for other in range(size)
    )
    (tmp_path / "edges.csv").write_text(f"from,to,kind,strength\n{edges}G0n0,H1,support,strong\n")
    assert verb("import", tmp_path / "cards.csv", tmp_path / "edges.csv", "--into", tmp_path / "ring.board").code == 0
    found = verb("assess", tmp_path / "ring.board", "--json").json
    assert len(found["unsettled"]) == 61 and found["hypotheses"][0]["rank"] is None
    assert found["hypotheses"][0]["standing"]["df_quad"] is None
    assert "Does not settle" in verb("assess", tmp_path / "ring.board").out
