"""What a disk may hold after the power failed: worked out from the calls that a process made to it.

Until a file is synchronised its writes may be there or not, each by itself, or be torn within; a name that was made,
moved or removed may be so or not until its folder is synchronised, in the order in which it was done there. The name
of a new file comes with the first synchronisation of the file itself. So do ext4, XFS, Btrfs and NTFS at least.
"""

from __future__ import annotations

import os
import random
import shutil
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512  # bytes that a disk writes whole or not at all
PASSED_OVER = ("-shm", "/lock")  # SQLite makes its index of a log anew; locks hold nothing


@dataclass(frozen=True)
class Call:
    """One call to the disk; `data` of a rename is the new path."""

    name: str
    path: str
    offset: int = 0
    data: bytes = b""


class Recorder:
    """Keeps every call that changes something below a folder. A listener.

    Attributes:
        calls: in the order in which they were made.
        before: the files as they were at first.
    """

    def __init__(self, folder: Path) -> None:
        self.calls: list[Call] = []
        self.before = {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        self._folder = os.path.join(folder, "")
        self._by_sqlite: set[str] = set()

    def ask(self, call: str, path: str) -> bool:
        return True

    def told(self, call: str, path: str, offset: int = 0, data: bytes = b"") -> None:
        if not f"{path}/".startswith(self._folder) or path.endswith(PASSED_OVER):
            return
        if call in ("write", "truncate"):
            self._by_sqlite.add(path)
        elif call == "sync":
            self._note_content(path, path)
        elif call == "rename":
            target = os.fsdecode(data)
            self._note_content(path, target)
            if path in self._by_sqlite:
                self._by_sqlite.add(target)
            else:
                self._by_sqlite.discard(target)
        self.calls.append(Call(call, path, offset, data))

    def _note_content(self, path: str, lies_at: str) -> None:
        """Python's own writes are not seen one by one: what they came to by now is one write."""
        if path not in self._by_sqlite and os.path.isfile(lies_at):
            with open(lies_at, "rb") as file:
                data = file.read()
            self.calls += [Call("truncate", path, len(data)), Call("write", path, 0, data)]


@dataclass
class _File:
    durable: bytearray = field(default_factory=bytearray)
    pending: list[Call] = field(default_factory=list)


@dataclass
class _Name:
    """A name that was made, moved or removed."""

    call: Call
    file: int | None
    durable: bool = False


class Disk:
    """A disk to which calls are made and whose power may fail after any of them."""

    def __init__(self, before: dict[str, bytes]) -> None:
        self._files: dict[int, _File] = {}
        self._first: dict[str, int] = {}
        self._names: dict[str, int] = {}
        self._changes: list[_Name] = []
        for path, data in before.items():
            number = self._add()
            self._files[number].durable += data
            self._first[path] = self._names[path] = number

    def _add(self) -> int:
        self._files[len(self._files)] = _File()
        return len(self._files) - 1

    def make(self, call: Call) -> None:
        """Carry out a call."""
        if call.name == "create":
            self._names[call.path] = self._add()
            self._changes.append(_Name(call, self._names[call.path]))
        elif call.name == "rename" and call.path in self._names:
            self._names[os.fsdecode(call.data)] = self._names.pop(call.path)
            self._changes.append(_Name(call, None))
        elif call.name == "unlink" and call.path in self._names:
            del self._names[call.path]
            self._changes.append(_Name(call, None))
        elif call.name == "sync":
            self._sync(call.path)
        elif call.path in self._names:
            self._files[self._names[call.path]].pending.append(call)

    def _sync(self, path: str) -> None:
        number = self._names.get(path)
        if number is not None:
            file = self._files[number]
            for call in file.pending:
                _apply(file.durable, call)
            file.pending.clear()
        for change in self._changes:
            if change.file == number if number is not None else _touches(change.call, path):
                change.durable = True

    def after_power_loss(self, dice: random.Random) -> dict[str, bytes]:
        """What is found when the power is back."""
        contents = {number: _found(file, dice) for number, file in self._files.items()}
        names = dict(self._first)
        horizons: dict[str, int] = {}
        for number, change in enumerate(self._changes):
            folder = os.path.dirname(change.call.path)
            if folder not in horizons:
                horizons[folder] = self._horizon(folder, dice)
            if change.durable or number < horizons[folder]:
                _rename(names, change)
        return {path: contents[number] for path, number in names.items()}

    def _horizon(self, folder: str, dice: random.Random) -> int:
        """All that was done to names in a folder before this is there."""
        synced = [n for n, each in enumerate(self._changes) if each.file is None and each.durable]
        last = max((n for n in synced if _touches(self._changes[n].call, folder)), default=-1) + 1
        return dice.choice((last, len(self._changes), dice.randint(last, len(self._changes))))


def _touches(call: Call, folder: str) -> bool:
    return os.path.dirname(call.path) == folder


def _rename(names: dict[str, int], change: _Name) -> None:
    if change.file is not None:
        names[change.call.path] = change.file
    else:
        number = names.pop(change.call.path, None)
        if number is not None and change.call.name == "rename":
            names[os.fsdecode(change.call.data)] = number


def _found(file: _File, dice: random.Random) -> bytes:
    content = bytearray(file.durable)
    way = dice.choice(("none", "all", "some", "first", "torn"))
    keep = {"none": 0, "all": len(file.pending)}.get(way, dice.randint(0, len(file.pending)))
    for number, call in enumerate(file.pending):
        if (dice.random() < 0.5) if way == "some" else (number < keep):
            _apply(content, _torn(call, dice) if way == "torn" and number == keep - 1 else call)
    return bytes(content)


def _torn(call: Call, dice: random.Random) -> Call:
    """Only some of the sectors of a write came to the disk."""
    if call.name != "write":
        return call
    end = dice.randrange(0, len(call.data) + 1, SECTOR)
    return Call("write", call.path, call.offset, call.data[:end])


def _apply(content: bytearray, call: Call) -> None:
    if call.name == "truncate":
        del content[call.offset :]
    elif call.data:
        if len(content) < call.offset:
            content += bytes(call.offset - len(content))
        content[call.offset : call.offset + len(call.data)] = call.data


def put_back(folder: Path, files: dict[str, bytes]) -> None:
    """Make a folder hold these files and no others."""
    for entry in folder.iterdir():
        shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    for name, content in files.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_bytes(content)
