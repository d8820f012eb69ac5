"""Which photos are found to be like others: by bytes, by hashes that differ in few bits, never by plain surfaces."""

from __future__ import annotations

import random

import pytest

from evidenceboard.finding.likeness import NEAR, Picture, Twin, is_telling, twins

BUSY = 0x5A3C96F00F69C3A5


def picture(card: str, likeness: int | str, sha256: str = "", derived: bool = False) -> Picture:
    words = likeness if isinstance(likeness, str) else f"{likeness:016x}"
    return Picture(card, sha256 or card, words, derived)


def flipped(number: int, bits: int) -> int:
    for place in random.Random(number).sample(range(64), bits):
        number ^= 1 << place
    return number


def test_the_same_bytes_are_found_whatever_the_likeness() -> None:
    there = [picture("a", "", "x" * 64), picture("b", 0, "y" * 64)]
    new = [picture("n", "", "x" * 64), picture("m", 0, "y" * 64), picture("o", 0, "z" * 64)]
    assert twins(new, there) == [Twin("n", "a", True, 0), Twin("m", "b", True, 0)]


@pytest.mark.parametrize(("bits", "found"), [(0, True), (1, True), (NEAR, True), (NEAR + 1, False), (32, False)])
def test_near_is_up_to_so_many_bits(bits: int, found: bool) -> None:
    result = twins([picture("n", flipped(BUSY, bits))], [picture("a", BUSY)])
    assert result == ([Twin("n", "a", False, bits)] if found else [])


def test_the_nearest_is_taken_and_of_equals_one_that_derives_from_no_other() -> None:
    near, far = flipped(BUSY, 2), flipped(BUSY, 7)
    there = [picture("far", far), picture("copy", near, derived=True), picture("first", near)]
    assert twins([picture("n", BUSY)], there) == [Twin("n", "first", False, 2)]


def test_within_one_drop_the_earlier_is_the_older() -> None:
    new = [picture("1", BUSY), picture("2", flipped(BUSY, 3)), picture("3", BUSY, "1")]
    assert twins(new, []) == [Twin("2", "1", False, 3), Twin("3", "1", True, 0)]


@pytest.mark.parametrize("plain", [0, 2**64 - 1, 0b1111111, 2**64 - 1 - 0b1111111])
def test_plain_pictures_are_like_nothing(plain: int) -> None:
    assert not is_telling(f"{plain:016x}")
    assert twins([picture("n", plain)], [picture("a", plain)]) == []


@pytest.mark.parametrize("likeness", ["", "zz", "5a3c", "5a3c96f00f69c3a5ff", "no hash at all!!"])
def test_what_is_no_hash_is_like_nothing(likeness: str) -> None:
    assert twins([picture("n", likeness)], [picture("a", likeness), picture("b", BUSY)]) == []


def test_a_large_board_gives_what_comparing_one_by_one_gives() -> None:
    dice = random.Random(4)
    there = [picture(f"a{number}", dice.getrandbits(64)) for number in range(2_000)]
    new = [picture(f"n{number}", flipped(int(there[3 * number].likeness, 16), number % 13)) for number in range(600)]
    expected = []
    for place, each in enumerate(new):
        before = [*there, *new[:place]] if is_telling(each.likeness) else []
        bits = [
            ((int(each.likeness, 16) ^ int(o.likeness, 16)).bit_count(), n)
            for n, o in enumerate(before)
            if is_telling(o.likeness)
        ]
        if bits and min(bits)[0] <= NEAR:
            expected.append(Twin(each.card, before[min(bits)[1]].card, False, min(bits)[0]))
    assert twins(new, there) == expected and len(expected) > 400
