"""Search: any script, any case, in every text of a card and around it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidenceboard.finding.find import Finder, Still, find
from evidenceboard.model.ids import edge_id
from evidenceboard.model.text_folding import fold
from tests.finding.bare_search import bare_search

NIS = "National Intelligence Service (NIS), South Korea · 국가정보원(국정원)"
BOARD: dict[str, dict[str, dict[str, Any]]] = {
    "source": {
        "source:1": {"name": NIS, "note": "keeps gathering proof"},
        "source:2": {"name": "Voice of America"},
    },
    "origin": {"origin:1": {"name": "US government line"}},
    "rivals": {"rivals:1": {"name": "How did they get there?"}},
    "region": {"region:1": {"card": "card:photo", "note": "the mark on the letters"}},
    "edge": {
        edge_id("region:1", "card:claim"): {"from": "region:1", "to": "card:claim", "reason": "Übereinstimmung"},
        edge_id("card:report", "card:claim"): {"from": "card:report", "to": "card:claim", "reason": "a second voice"},
    },
    "card": {
        "card:photo": {"kind": "photo", "title": "Warhead", "key": "E1", "photo_label": "Drawn illustration"},
        "card:report": {"title": "A judgement", "text": "The warhead fits", "source": "source:1", "said": "2024-01-08"},
        "card:claim": {"title": "Çelik", "original": "무기", "tags": ["arms trade"], "custom:Case number": "7/2024"},
        "card:line": {"title": "No sign", "derives_from": "origin:1", "rivals": "rivals:1"},
        "card:taken": {
            "title": "Back",
            "status_reason": "Yonhap corrected it",
            "quote": "used, but not bought",
            "translator": "Hana Kim",
            "outlet": "source:2",
        },
    },
}


def records(kind: str) -> Any:
    return BOARD[kind].items()


@pytest.mark.parametrize(
    ("words", "hits"),
    [
        ("warhead", [("photo", "title"), ("report", "text")]),
        ("WARHEAD fits", [("report", "text")]),
        ("국정", [("report", "source")]),
        ("보원", [("report", "source")]),
        ("국가", [("report", "source")]),
        ("gathering proof", [("report", "source")]),
        ("celik", [("claim", "title")]),
        ("무기", [("claim", "original")]),
        ("arms", [("claim", "tags")]),
        ("7/2024", [("claim", "field Case number")]),
        ("e1", [("photo", "key")]),
        ("illustr", [("photo", "photo label")]),
        ("government", [("line", "origin")]),
        ("get there", [("line", "rivals")]),
        ("ubereinstimmung", [("photo", "reason of a link")]),
        ("letters", [("photo", "note on the photo")]),
        ("judgement voice", [("report", "reason of a link")]),
        ("2024-01", [("report", "date")]),
        ("corrected", [("taken", "reason of the status")]),
        ("not bought", [("taken", "quote")]),
        ("hana kim", [("taken", "translator")]),
        ("voice of america", [("taken", "outlet")]),
        ("warhead nowhere", []),
        ("국졍", []),
        ("   ", []),
    ],
)
def test_what_is_found_and_where(words: str, hits: list[tuple[str, str]]) -> None:
    assert [(hit.card.partition(":")[2], hit.where) for hit in find(records, words)] == hits


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ÀÉÎ õ ß", "aei o ss"),
        ("İstanbul", "istanbul"),
        ("ﬁne ① ＡＢ", "fine 1 ab"),
        ("국가정보원", "국가정보원"),
        ("\u1100\u116e\u11a8", "국"),  # the same syllable as three letters
        ("Ο ΣΩΚΡΆΤΗΣ", "ο σωκρατησ"),
        ("مُحَمَّد", "محمد"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded and fold(folded) == folded


def test_a_board_of_100_000_cards_is_searched() -> None:
    many = {f"card:{n}": {"title": f"title {n}", "text": "국가정보원 " * 5} for n in range(100_000)}

    def records(kind: str) -> Any:
        return many.items() if kind == "card" else ()

    finder = Finder(Still(records))
    assert [hit.card for hit in finder.find("title 99999")] == ["card:99999"]
    found = finder.find("국정")
    assert not found and found[:8] == [] and found.cards == []
    found = finder.find("국가")
    assert len(found) == len(found.cards) == 100_000
    assert found[:2] == [("card:0", "title 0", "text"), ("card:1", "title 1", "text")]
    assert found[-1].title == "title 99999" and found.cards == sorted(many)


texts = st.text(st.sampled_from("aAeéß국정ﬁ \n\x00무\ud800"), max_size=6)
boards = st.fixed_dictionaries(
    {
        "source": st.dictionaries(st.sampled_from(["source:1", "source:2"]), st.fixed_dictionaries({"name": texts})),
        "card": st.dictionaries(
            st.sampled_from([f"card:{n}" for n in range(6)]),
            st.fixed_dictionaries(
                {},
                optional={
                    "title": texts,
                    "text": texts,
                    "key": texts,
                    "original": texts,
                    "tags": st.lists(texts, max_size=2),
                    "custom:é": texts,
                    "source": st.sampled_from(["source:1", "source:2"]),
                },
            ),
            min_size=1,
        ),
    }
)


@given(boards, texts, st.data())
def test_all_is_found_that_a_bare_search_finds(board: dict[str, Any], words: str, data: st.DataObject) -> None:
    ends = st.sampled_from(sorted(board["card"]))
    board["region"] = {"region:1": {"card": data.draw(ends), "note": data.draw(texts)}}
    tails = st.sampled_from([*sorted(board["card"]), "region:1"])
    board["edge"] = {f"edge:{n}": {"from": data.draw(tails), "reason": data.draw(texts)} for n in range(2)}

    def records(kind: str) -> Any:
        return board.get(kind, {}).items()

    assert list(find(records, words)) == bare_search(records, words)


def test_a_word_of_many_letters_is_found_wherever_it_lies() -> None:
    """Also across the borders of what is scanned at once, and over itself."""
    titles = ["ananas", "banana", "xx" * 40, *(f"{n:04}" for n in range(3_000))]
    board = {f"card:{n}": {"title": title} for n, title in enumerate(titles)}
    finder = Finder(Still(lambda kind: board.items() if kind == "card" else ()))
    assert [hit.title for hit in finder.find("anana")] == ["ananas", "banana"]
    assert [len(finder.find(word)) for word in ("x" * 80, "x" * 81, "1023", "1024", "02", "9")] == [
        sum(word in title for title in titles) for word in ("x" * 80, "x" * 81, "1023", "1024", "02", "9")
    ]
