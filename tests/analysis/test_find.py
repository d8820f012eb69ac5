"""Search: any script, any case, in every text of a card and around it."""

from __future__ import annotations

from typing import Any

import pytest

from evidenceboard.analysis.find import find, fold, gather, search
from evidenceboard.model.ids import edge_id

NIS = "National Intelligence Service (NIS), South Korea · 국가정보원(국정원)"
BOARD: dict[str, dict[str, dict[str, Any]]] = {
    "source": {"source:1": {"name": NIS, "note": "keeps gathering proof"}},
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


def test_a_gathered_board_of_100_000_cards_is_searched() -> None:
    many = {f"card:{n}": {"title": f"title {n}", "text": "국가정보원 " * 5} for n in range(100_000)}
    entries = gather(lambda kind: many.items() if kind == "card" else ())
    assert [hit.card for hit in search(entries, "title 99999")] == ["card:99999"]
