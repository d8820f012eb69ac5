"""Names of records."""

from __future__ import annotations

import pytest

from evidenceboard.model.ids import edge_id, is_actor_id, is_hash, is_record_id, kind_of, mint, mint_actor, place_id


def test_minted_ids_have_the_form_that_is_asked_of_them() -> None:
    assert is_record_id(mint("card")) and kind_of(mint("card")) == "card"
    assert is_actor_id(mint_actor())
    assert len({mint("card") for _ in range(100)}) == 100


def test_edges_and_places_are_named_by_what_they_join_for_ever() -> None:
    """Frozen: another name would be another edge in every file there is."""
    assert edge_id("card:a", "card:b") == "edge:d9f2f0c9840cc3bc0e7c7d0d8463ee48"
    assert place_id("sheet:first", "card:a") == "place:fcbb8d085fb831c00bdc860631230328"


def test_edges_differ_by_direction_slot_and_end() -> None:
    names = [edge_id("card:a", "card:b"), edge_id("card:b", "card:a"), edge_id("card:a", "card:b", 1)]
    names += [edge_id("card:a", edge_id("card:a", "card:b")), place_id("card:a", "card:b")]
    assert len(set(names)) == len(names)
    assert all(is_record_id(name) for name in names)


@pytest.mark.parametrize("text", ["", "card", "card:", ":a", "Card:a", "card:A", "card:a b", f"card:{'a' * 65}", None])
def test_other_forms_are_no_ids(text: object) -> None:
    assert not is_record_id(text)


@pytest.mark.parametrize("text", ["", "0" * 63, "0" * 65, "g" * 64, "A" * 64, "0" * 64 + "\n", None, 0])
def test_hashes_are_64_small_hexadecimal_digits(text: object) -> None:
    assert not is_hash(text)
    assert is_hash("0a" * 32)
