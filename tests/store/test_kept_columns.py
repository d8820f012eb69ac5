"""The columns beside a working copy: taken only where they are whole and of just the state asked for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from evidenceboard.store import kept_columns

ARRAYS = {"x": np.arange(5.0), "names": np.frombuffer(b"a\nb", np.uint8)}


def test_what_was_kept_comes_back(tmp_path: Path) -> None:
    kept_columns.keep(tmp_path, "state 7", ARRAYS)
    found = kept_columns.kept(tmp_path, "state 7")
    assert found is not None and found.keys() == ARRAYS.keys()
    assert all(np.array_equal(found[name], ARRAYS[name]) for name in ARRAYS)
    assert [file.name for file in tmp_path.iterdir()] == [kept_columns.FILE]


def test_another_state_is_as_if_nothing_were_kept(tmp_path: Path) -> None:
    assert kept_columns.kept(tmp_path, "state 7") is None
    kept_columns.keep(tmp_path, "state 7", ARRAYS)
    assert kept_columns.kept(tmp_path, "state 8") is None
    kept_columns.forget(tmp_path)
    assert kept_columns.kept(tmp_path, "state 7") is None


@pytest.mark.parametrize("cut", [0, 1, 40, 200, -30, -1])
def test_a_damaged_file_is_as_if_it_were_not_there(tmp_path: Path, cut: int) -> None:
    kept_columns.keep(tmp_path, "state 7", ARRAYS)
    file = tmp_path / kept_columns.FILE
    file.write_bytes(file.read_bytes()[:cut])
    assert kept_columns.kept(tmp_path, "state 7") is None


def test_pickles_are_never_read(tmp_path: Path) -> None:
    state = np.frombuffer(b"state 7", np.uint8)
    np.savez(tmp_path / kept_columns.FILE, x=np.array([{"a": 1}], dtype=object), state=state)
    assert kept_columns.kept(tmp_path, "state 7") is None


def test_a_disk_that_refuses_is_no_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept_columns.keep(tmp_path, "state 7", ARRAYS)

    def refuse(*_: object, **__: object) -> None:
        raise OSError("full")

    monkeypatch.setattr(kept_columns, "write_whole", refuse)
    kept_columns.keep(tmp_path, "state 8", ARRAYS)
    assert not any(tmp_path.iterdir())
