"""Tables of cards and edges: what they bring to a board, what they refuse, and the way there and back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from evidenceboard.document import Document
from evidenceboard.errors import KnownError
from evidenceboard.exchange.tables import Plan, Tables, export_tables, plan_import, read_tables, write_tables
from evidenceboard.model import commands
from evidenceboard.model.changes import Value
from evidenceboard.model.ids import FIRST_SHEET, edge_id, kind_of, place_id
from evidenceboard.model.pictures import Photo
from evidenceboard.progress import Stopped
from tests.exchange.readings import PNG, in_words

SPOKEN_OF = ("card", "edge", "place", "source", "origin")
NOT_CARRIED = frozenset({"photo_label", "file_name", "note", "z", "photo_likeness"})


def tables(folder: Path, cards: str = "", edges: str = "") -> Tables:
    paths = []
    for name, text in (("cards.csv", cards), ("edges.csv", edges)):
        if text:
            (folder / name).write_text(text, "utf-8")
            paths.append(folder / name)
    return read_tables(paths)


def take_in(document: Document, read: Tables) -> Plan:
    plan = plan_import(document.board, document.records, FIRST_SHEET, read)
    document.commit(plan.action, plan.photos)
    return plan


def by_key(document: Document, kind: str = "card") -> dict[str, dict[str, Value]]:
    return {values.get("key", record): {**values, "id": record} for record, values in document.records(kind)}


def reasons(plan: Plan | Tables) -> list[str]:
    return [f"{each.what}: {each.reason}" for each in plan.refused]


def test_the_founding_case_goes_there_and_back(founding_case: Document, board: Document, tmp_path: Path) -> None:
    lost = write_tables(founding_case, tmp_path / "out")
    plan = take_in(board, read_tables([tmp_path / "out" / "edges.csv", tmp_path / "out" / "cards.csv"]))
    assert not plan.refused and (plan.cards, plan.edges, plan.sources, len(plan.photos)) == (16, 21, 4, 1)
    before, after = (in_words(each, SPOKEN_OF, NOT_CARRIED) for each in (founding_case, board))
    for source in (name for name in before if name.startswith("source")):
        before[source].pop("kind")
    assert after == before
    assert board.photo(by_key(board)["E1"]["photo"]) == founding_case.photo(by_key(founding_case)["E1"]["photo"])
    assert {"5 stops of the talk", "3 frames", "title, question of the board"} <= {what for what, _ in lost}
    assert board.undo() and not [*board.records("card")] and not board.undo()


NASTY = [
    "=1+1",
    "'=x",
    "\t",
    ' "quoted", ',
    "a\nb\r\nc\rd",
    "국가정보원(국정원)",
    "%s {0} \\n",
    "\u202eevil",
    "é\u0301",
    "’;",
]


@pytest.mark.parametrize("text", [*NASTY, "".join(map(chr, range(1, 32))), "x" * 100_000])
def test_every_text_comes_back_exactly(new_board: Callable[[], Document], tmp_path: Path, text: str) -> None:
    one, two = new_board(), new_board()
    source = commands.add_record("source", {"name": text, "reliability": "B"})
    fields = {"key": "E1", "title": text, "text": text, "original": text, "said": text, "source": source.made[0]}
    fields |= {
        "custom:Own": text,
        "custom:Title": text,
        "custom: spaced ": text,
        "custom:custom:x": text,
        "custom:from": text,
    }
    card = commands.add_card(FIRST_SHEET, "statement", (-12.5, 3), fields)
    other = commands.add_card(FIRST_SHEET, "hypothesis", (300, 3), {"key": "H1", "base": 0.25})
    one.commit(commands.together("", [source, card, other]))
    one.commit(commands.link(one.board, card.made, other.made[0], "contradict", "strong", text))
    one.commit(commands.set_edges([edge_id(card.made[0], other.made[0])], weight=0.1, key="L"))
    export_tables(one, tmp_path / "out")
    assert not reasons(take_in(two, read_tables(sorted((tmp_path / "out").glob("*.csv")))))
    assert in_words(two, SPOKEN_OF) == in_words(one, SPOKEN_OF)


def test_columns_in_any_order_defaults_and_custom_fields(board: Document, tmp_path: Path) -> None:
    cards = "Title,KEY,source,Case number,tags,credibility,x,y,w,said,happened\nA,E1,VOA,7,a; b;,2.0,10,20,200,"
    cards += "before 8 Jan 2024,sometime\nB,C1,,,,,,,\n"
    edges = "reason,kind,to,from\nwhy,Support,C1,E1\n"
    plan = take_in(board, tables(tmp_path, cards, edges))
    found = by_key(board)
    assert not plan.refused
    assert (found["E1"]["role"], found["C1"]["role"]) == ("reported", "claim")
    assert found["E1"]["custom:Case number"] == "7" and found["E1"]["tags"] == ["a", "b"]
    assert found["E1"]["credibility"] == 2
    assert (found["E1"]["said"], found["E1"]["happened"]) == ("before 2024-01-08", "sometime")
    edge = board.board.record(edge_id(found["E1"]["id"], found["C1"]["id"]))
    assert (edge.shown("reason"), edge.shown("strength")) == ("why", "normal")
    assert board.board.record(place_id(FIRST_SHEET, found["E1"]["id"])).shown("pos") == [10, 20]


def test_what_a_board_knows_by_name_is_used_again(board: Document, tmp_path: Path) -> None:
    source = commands.add_record("source", {"name": "VOA", "reliability": "B"})
    origin = commands.add_record("origin", {"name": "line"})
    board.commit(commands.together("", [source, origin]))
    cards = "key,title,source,reliability,origin,rivals\nE1,a,VOA,B,line,\nE2,b,VOA,C,E1,R\nE3,c,New,A,other,R\n"
    plan = take_in(board, tables(tmp_path, cards))
    found = by_key(board)
    assert found["E1"]["source"] == found["E2"]["source"] == source.made[0]
    assert found["E1"]["derives_from"] == origin.made[0] and found["E2"]["derives_from"] == found["E1"]["id"]
    assert found["E2"]["rivals"] == found["E3"]["rivals"] and plan.sources == 1
    assert [*board.records("origin")][1:] and len([*board.records("origin")]) == 2
    assert reasons(plan) == ["cards.csv line 3: its source has the reliability B already: C is left out"]


def test_links_on_links_parallel_links_and_their_order(board: Document, tmp_path: Path) -> None:
    cards = "key,title\nE1,a\nE2,b\nC1,c\n"
    edges = "key,from,to,kind\nU2,C1,U1,contradict\nU1,E2,L,contradict\nL,E1,C1,support\n"
    edges += ",E1,C1,contradict\n,E1,C1,support\n"
    plan = take_in(board, tables(tmp_path, cards, edges))
    found, links = by_key(board), by_key(board, "edge")
    assert not plan.refused and len(links) == 5
    assert links["U1"]["to"] == links["L"]["id"] and links["U2"]["to"] == links["U1"]["id"]
    ends = found["E1"]["id"], found["C1"]["id"]
    assert {links["L"]["id"], edge_id(*ends, 1), edge_id(*ends, 2)} <= {values["id"] for values in links.values()}
    again = take_in(board, tables(tmp_path, "", "from,to,kind\nE1,C1,support\n"))
    assert again.edges == 1 and edge_id(*ends, 3) in again.action.edits


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("E1,film,t,,,", "kind “film” is none of"),
        ("E1,statement,t,7,,", "credibility is not between 1 and 6"),
        ("E1,statement,t,two,,", "no number"),
        ("E1,statement,t,,1.5,", "base is not between 0 and 1"),
        ("E1,statement,t,,nan,", "no number"),
        ("E1,statement,t,,,B", "a reliability, but no source"),
        ("E0,statement,t,,,", "the key “E0” stands there twice"),
    ],
)
def test_a_card_that_cannot_be_read_is_refused_alone(board: Document, tmp_path: Path, row: str, reason: str) -> None:
    cards = f"key,kind,title,credibility,base,reliability\nE0,,a,,,\n{row}\nE9,,b,,,\n"
    plan = take_in(board, tables(tmp_path, cards))
    assert plan.cards == 2 and len(plan.refused) == 1
    assert reasons(plan)[0].startswith("cards.csv line 3: ") and reason in reasons(plan)[0]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",E1,,support", "does not say where the link ends"),
        (",E1,C1,", "does not say whether"),
        (",E1,C1,likes", "none of support, contradict"),
        (",E1,E1,support", "links a card to itself"),
        (",E7,C1,support", "no card has the key “E7”"),
        (",L,C1,support", "no card has the key “L”"),
        (",E1,Z,support", "no card and no link has the key “Z”"),
        (",E1,L,support", "only a contradicting link can end on a link"),
        ("E1,C1,E1,support", "the key “E1” stands there twice"),
        ("A,E1,A,contradict", "ends on the link “A”"),
    ],
)
def test_an_edge_that_cannot_be_read_is_refused_alone(board: Document, tmp_path: Path, row: str, reason: str) -> None:
    plan = take_in(board, tables(tmp_path, "key\nE1\nC1\n", f"key,from,to,kind\nL,E1,C1,support\n{row}\n"))
    assert plan.edges == 1 and len(plan.refused) == 1
    assert reasons(plan)[0].startswith("edges.csv line 3: ") and reason in reasons(plan)[0]


def test_keys_of_the_board_are_refused_and_can_be_linked_to(board: Document, tmp_path: Path) -> None:
    take_in(board, tables(tmp_path, "key\nE1\n"))
    plan = take_in(board, tables(tmp_path, "key,origin\nE1,\nC1,E1\n", "from,to,kind\nC1,E1,support\n"))
    assert (plan.cards, plan.edges) == (1, 1)
    assert reasons(plan) == ["cards.csv line 2: the board has something with the key “E1” already"]
    assert by_key(board)["C1"]["derives_from"] == by_key(board)["E1"]["id"]


def test_derivations_in_a_circle_are_opened(board: Document, tmp_path: Path) -> None:
    plan = take_in(board, tables(tmp_path, "key,origin\nA,B\nB,C\nC,A\nD,D\nE,A\n"))
    assert plan.cards == 5
    assert (
        sum("circle" in each for each in reasons(plan)) == 1 and sum("itself:" in each for each in reasons(plan)) == 1
    )


def test_a_refused_card_is_not_taken_for_an_origin(board: Document, tmp_path: Path) -> None:
    plan = take_in(board, tables(tmp_path, "key,kind,origin\nE1,film,\nE2,,E1\n"))
    assert not [*board.records("origin")] and "derives from a card that was refused" in reasons(plan)[1]


def test_a_table_that_is_none_is_named(board: Document, tmp_path: Path) -> None:
    plan = take_in(board, tables(tmp_path, "a,b\n1,2\n"))
    assert plan.cards == 0 and "names no columns" in reasons(plan)[0]
    assert plan.action.edits == {} and board.history.can_undo is False


def test_photos_lie_beside_the_table(board: Document, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.png").write_bytes(PNG)
    (tmp_path / "secret.png").write_bytes(PNG)
    (folder / "fake.jpg").write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    cards = "key,photo\nE1,a.png\nE2,../secret.png\nE3,fake.jpg\nE4,none.png\nE5,/etc/passwd\nE6,a.png\n"
    plan = take_in(board, tables(folder, cards))
    assert plan.cards == 6 and len(plan.photos) == 1
    found = by_key(board)
    assert found["E1"]["kind"] == "photo" and found["E1"]["photo"] == found["E6"]["photo"]
    assert board.photo(found["E1"]["photo"]) == PNG and "photo" not in found["E2"]
    told = reasons(plan)
    assert [each.split(":")[0][-1] for each in told] == ["3", "4", "5", "6"]
    assert "does not lie in the table's folder" in told[0] and "SVG" in told[1] and "not there" in told[2]


def test_cards_without_a_key_get_one_that_stays(board: Document, tmp_path: Path) -> None:
    for title in ("first", "second"):
        board.commit(commands.add_card(FIRST_SHEET, "statement", (0, 0), {"title": title}))
    board.commit(commands.add_card(FIRST_SHEET, "statement", (0, 0), {"title": "own", "key": "K1"}))
    write_tables(board, tmp_path / "1")
    board.commit(commands.add_card(FIRST_SHEET, "statement", (0, 0), {"title": "third"}))
    write_tables(board, tmp_path / "2")
    first, second = (
        {row.fields.get("title"): row.key for row in read_tables([tmp_path / name / "cards.csv"]).cards}
        for name in "12"
    )
    assert first == {"first": "K2", "second": "K3", "own": "K1"}
    assert second == {**first, "third": "K4"}


def test_what_is_lost_is_named(board: Document, tmp_path: Path) -> None:
    card = commands.add_card(
        FIRST_SHEET, "photo", (0, 0), {"colour": "red", "tags": ["a;b"], "photo": "0" * 64, "key": "A"}
    )
    twin = commands.add_card(FIRST_SHEET, "statement", (0, 0), {"key": "A"})
    region = commands.add_record("region", {"card": card.made[0], "rect": [0, 0, 1, 1]})
    others = [
        commands.add_record("sheet", {"name": "2"}),
        commands.add_record("source", {"name": "unused", "note": "n"}),
        commands.add_record("origin", {"name": "A"}),
    ]
    board.commit(commands.together("", [card, twin, region, *others]))
    board.commit(commands.link(board.board, region.made, twin.made[0]))
    lost = write_tables(board, tmp_path / "out")
    for what in ("1 other sheet", "1 part of a photo", "1 source", "note of 1 source", "colour of 1 card", "1 photo",
                 "tags of 1 card", "key of 1 card or link", "1 origin"):  # fmt: skip
        assert what in {each.what for each in lost}, what
    read = read_tables([tmp_path / "out" / "cards.csv", tmp_path / "out" / "edges.csv"])
    assert {row.key for row in read.cards} == {"A", "K1"} and read.edges[0].tail in ("A", "K1")


def test_an_export_follows_no_planted_link_and_overwrites_no_table(board: Document, tmp_path: Path) -> None:
    out, secret = tmp_path / "out", tmp_path / "secret"
    out.mkdir()
    secret.write_text("mine")
    (out / "cards.csv").symlink_to(secret)
    with pytest.raises(KnownError, match="already"):
        write_tables(board, out)
    export_tables(board, out)
    assert secret.read_text() == "mine" and not (out / "cards.csv").is_symlink()
    assert not [path for path in out.iterdir() if path.name.startswith(".")]
    photo = commands.add_card(FIRST_SHEET, "photo", (0, 0), {"photo": Photo(PNG).sha256, "file_name": "../../x.png"})
    board.commit(photo, [Photo(PNG)])
    (out / "photos").symlink_to(tmp_path)
    with pytest.raises(KnownError, match="no folder"):
        export_tables(board, out)
    (out / "photos").unlink()
    written = export_tables(board, out).files
    assert written[0].parent == out / "photos" and written[0].name.startswith("x-")


def test_reading_can_be_stopped(tmp_path: Path) -> None:
    (tmp_path / "cards.csv").write_text("key\n" + "\n".join(f"E{n}" for n in range(2_000)))
    with pytest.raises(Stopped):
        read_tables([tmp_path / "cards.csv"], lambda done, total: done < 1_000)


def test_ten_thousand_cards_come_in(board: Document, tmp_path: Path) -> None:
    cards = "key,title,source\n" + "".join(f"E{n},title {n},source {n % 9}\n" for n in range(10_000))
    edges = "from,to,kind\n" + "".join(
        f"E{n},E{n * 7 % 9_999 + 1},support\n" for n in range(0, 10_000) if n != n * 7 % 9_999 + 1
    )
    read = tables(tmp_path, cards, edges)
    plan = plan_import(board.board, board.records, FIRST_SHEET, read)
    assert plan.cards == 10_000 and not plan.refused
    assert kind_of(plan.action.made[0]) == "card"


def test_what_tables_lose_of_photos_is_said_by_name(founding_case: Document, tmp_path: Path) -> None:
    """What is blacked out on the board lies open in the photos beside the tables: nobody may find out later."""
    photo = next(card for card, values in founding_case.records("card") if values["kind"] == "photo")
    claim = next(card for card, values in founding_case.records("card") if values.get("role") == "claim")
    views = {"crop": [0.1, 0.1, 0.5, 0.5], "turn": 90, "blackouts": [[0.2, 0.2, 0.1, 0.1]], "caption": "A fuze"}
    founding_case.commit(commands.set_fields(photo, views))
    part = commands.add_record("region", {"card": photo, "rect": [0.1, 0.1, 0.2, 0.2], "note": "fuze"})
    founding_case.commit(part)
    founding_case.commit(commands.link(founding_case.board, part.made, claim))
    lost = " | ".join(f"{what}: {why}" for what, why in write_tables(founding_case, tmp_path / "out"))
    for words in (
        "1 part of a photo: links from it begin at its card",
        "what is blacked out in 1 photo: the photos are written as they came in",
        "crop of 1 card",
        "turn of 1 card",
    ):
        assert words in lost
