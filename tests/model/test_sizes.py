"""The size of a card that nobody has measured yet."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from evidenceboard.model.sizes import READ, WIDTH, card_size, has_footer, lines

texts = st.text(alphabet=st.sampled_from("abc가나 \n"), max_size=200)
kinds = st.sampled_from(["photo", "statement", "hypothesis"])


@given(texts, texts)
def test_more_text_never_takes_fewer_lines(text: str, more: str) -> None:
    assert lines(text + more, 18, 0.6) >= lines(text, 18, 0.6) >= 1


@given(kinds, texts, texts, texts)
def test_more_text_never_makes_a_card_lower(kind: str, title: str, text: str, more: str) -> None:
    card = {"kind": kind, "title": title, "text": text}
    assert card_size({**card, "text": text + more})[1] >= card_size(card)[1]
    assert card_size({**card, "title": title + more})[1] >= card_size(card)[1]


@given(texts.filter(lambda text: " " not in text), st.integers(8, 40))
def test_a_narrower_card_takes_no_fewer_lines(text: str, ems: int) -> None:
    assert lines(text, ems, 0.6) >= lines(text, ems + 4, 0.6)


def test_long_words_are_broken() -> None:
    assert lines("가" * 10, 10, 0.6) == 1
    assert lines("가" * 19, 10, 0.6) == 2
    assert lines("가" * 100, 10, 0.6) >= 10


def test_korean_letters_are_wider_than_latin_ones() -> None:
    latin, korean = "abcd efgh " * 30, "가나다라 마바사아 " * 30
    assert lines(korean, 20, 0.57) > lines(latin, 20, 0.57)
    assert card_size({"kind": "statement", "text": korean})[1] > card_size({"kind": "statement", "text": latin})[1]


def test_a_size_is_an_even_number_of_units_and_the_same_everywhere() -> None:
    """Frozen: a card has the same size on every machine."""
    statement: dict[str, Any] = {"kind": "statement", "role": "reported", "title": "Parts of the F-7 warhead"}
    assert card_size(statement) == (WIDTH, 58.0)
    assert card_size({**statement, "said": "2024-01-08"}) == (WIDTH, 80.0)
    assert card_size({**statement, "kind": "photo"})[1] == 154.0
    assert card_size({**statement, "title": "a" * 100_000}) == card_size({**statement, "title": "a" * READ})


def test_what_stands_at_the_foot() -> None:
    assert not has_footer({"kind": "statement", "role": "reported", "title": "a"})
    assert has_footer({"kind": "statement", "role": "reported", "credibility": 2})
    assert has_footer({"kind": "hypothesis"})
