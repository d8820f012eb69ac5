"""Decoded photos beside a working copy: bounded, whole or not there, gone with the desk."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from evidenceboard.store import desks
from evidenceboard.store.kept_thumbnails import FOLDER, KeptThumbnails

A, B, C = (letter * 64 for letter in "abc")


def kept(folder: Path, most: int = 10_000) -> KeptThumbnails:
    return KeptThumbnails(folder, lambda photo: photo != C, most)


def used(folder: Path) -> int:
    return sum(file.stat().st_size for file in (folder / FOLDER).iterdir())


def test_what_was_put_comes_back_by_photo_and_size(tmp_path: Path) -> None:
    first = kept(tmp_path)
    assert not first.has(A, 64) and first.get(A, 64) is None and not (tmp_path / FOLDER).exists()
    first.put(A, 64, b"small")
    first.put(A, 128, b"large")
    first.put(B, 64, b"other")
    again = kept(tmp_path)
    assert [again.get(A, 64), again.get(A, 128), again.get(B, 64)] == [b"small", b"large", b"other"]
    assert again.has(A, 64) and not again.has(A, 256)
    first.put(A, 64, b"new")
    assert again.get(A, 64) == b"new"


def test_none_is_shown_of_a_photo_that_the_board_has_not(tmp_path: Path) -> None:
    one = kept(tmp_path)
    one.put(C, 64, b"small")
    assert not one.has(C, 64)


@pytest.mark.parametrize("at", [0, 3, -1])
def test_a_damaged_one_is_as_if_it_were_not_there(tmp_path: Path, at: int) -> None:
    one = kept(tmp_path)
    one.put(A, 64, b"a picture")
    (file,) = (tmp_path / FOLDER).iterdir()
    data = bytearray(file.read_bytes())
    data[at] ^= 1
    file.write_bytes(data)
    assert one.get(A, 64) is None and not one.has(A, 64)
    file.write_bytes(b"ab")
    assert one.get(A, 64) is None


def test_those_longest_unused_go_first_and_it_never_grows_beyond_its_bytes(tmp_path: Path) -> None:
    one = kept(tmp_path)
    for number in range(40):
        one.put(f"{number:064x}", 64, b"x" * 996)
        for file in (tmp_path / FOLDER).iterdir():  # all as old as they are used, whatever the clock's steps
            if file.name.startswith(f"{number:064x}"):
                os.utime(file, ns=(number, number))
        assert one.get(f"{0:064x}", 64) is not None  # used again and again
        assert used(tmp_path) <= 10_000
    assert one.get(f"{39:064x}", 64) and one.get(f"{20:064x}", 64) is None


def test_one_that_is_too_large_and_a_name_that_is_no_hash_are_not_kept(tmp_path: Path) -> None:
    one = kept(tmp_path)
    one.put(A, 64, b"x" * 2_501)
    one.put("../../a", 64, b"x")
    assert not (tmp_path / FOLDER).exists()


def test_a_disk_that_refuses_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("a file stands in the way")
    one = kept(tmp_path)
    one.put(A, 64, b"x")
    assert one.get(A, 64) is None


def test_nothing_is_kept_once_the_desk_was_given_back(tmp_path: Path) -> None:
    one = kept(tmp_path)
    one.put(A, 64, b"x")
    one.close()
    one.put(B, 64, b"x")
    assert len([*(tmp_path / FOLDER).iterdir()]) == 1 and not one.has(A, 64)


def test_threads_may_put_at_once(tmp_path: Path) -> None:
    one = kept(tmp_path)

    def work(letter: str) -> None:
        for number in range(60):
            one.put(letter * 64, number, letter.encode() * 400)

    threads = [threading.Thread(target=work, args=(letter,)) for letter in "abd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert used(tmp_path) <= 10_000
    for file in (tmp_path / FOLDER).iterdir():
        photo, size = file.stem.split("-")
        assert one.get(photo, int(size)) == photo[:1].encode() * 400


def test_they_count_as_bytes_of_the_desk(tmp_path: Path) -> None:
    kept(tmp_path).put(A, 64, b"x" * 1_000)
    assert desks.size(tmp_path) >= 1_000
