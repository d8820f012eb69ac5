"""SQLite's own calls to the disk: asked about before they are made, told of afterwards.

SQLite reaches the disk through a table of C functions (its VFS). Python's driver offers no way to it, but where the
driver is linked to a shared library, that same library can be spoken to: the table is copied, four functions in it
are replaced by ours, and the copy is made the default. Connections that are opened while it is go through it.
See https://www.sqlite.org/vfs.html and sqlite3.h.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import sqlite3
import sys
from collections.abc import Callable
from typing import Any, Protocol

OK, FULL = 0, 13
REFUSED = {"write": FULL, "sync": 1034, "truncate": 1546, "create": 14, "delete": 2570}  # SQLITE_IOERR_… and CANTOPEN
CREATES = 0x00000004  # SQLITE_OPEN_CREATE


class Listener(Protocol):
    """Whoever listens to the disk."""

    def ask(self, call: str, path: str) -> bool:
        """Whether a call may be made; else it fails."""

    def told(self, call: str, path: str, offset: int = 0, data: bytes = b"") -> None:
        """It was made."""


_Open = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(ctypes.c_int)
)
_Delete = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int)
_Write = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_int64)
_Truncate = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int64)
_Sync = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int)


class _Vfs(ctypes.Structure):
    _fields_ = [
        ("version", ctypes.c_int),
        ("file_size", ctypes.c_int),
        ("longest_path", ctypes.c_int),
        ("next", ctypes.c_void_p),
        ("name", ctypes.c_char_p),
        ("data", ctypes.c_void_p),
        ("open", ctypes.c_void_p),
        ("delete", ctypes.c_void_p),
        ("rest", ctypes.c_void_p * 16),
    ]


class _Methods(ctypes.Structure):
    _fields_ = [
        ("version", ctypes.c_int),
        ("close", ctypes.c_void_p),
        ("read", ctypes.c_void_p),
        ("write", ctypes.c_void_p),
        ("truncate", ctypes.c_void_p),
        ("sync", ctypes.c_void_p),
        ("rest", ctypes.c_void_p * 13),
    ]


def _library() -> ctypes.CDLL | None:
    """The library that Python's driver uses itself; None where it has one of its own inside."""
    if sys.platform != "linux":
        return None
    with open("/proc/self/maps") as lines:
        places = {line.split()[-1] for line in lines if "libsqlite3" in line}
    if len(places) != 1:
        return None
    library = ctypes.CDLL(places.pop())
    library.sqlite3_libversion.restype = ctypes.c_char_p
    library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
    library.sqlite3_vfs_find.argtypes = [ctypes.c_char_p]
    library.sqlite3_vfs_register.argtypes = [ctypes.POINTER(_Vfs), ctypes.c_int]
    same = library.sqlite3_libversion().decode() == sqlite3.sqlite_version
    return library if same else None


_found = _library()
POSSIBLE = _found is not None


class SqliteCalls:
    """The replaced functions. Made once for a process: connections may outlive the listening."""

    def __init__(self, library: ctypes.CDLL) -> None:
        self.listener: Listener | None = None
        self._library = library
        self._paths: dict[int, str] = {}  # of open files, by their address
        self._tables: dict[int, tuple[_Methods, _Methods]] = {}  # by address: as it was, and with ours in it
        self._kept: list[Any] = []  # callbacks must outlive their last call
        self._plain = library.sqlite3_vfs_find(None)
        self._vfs = _Vfs.from_buffer_copy(self._plain.contents)
        self._vfs.name = b"listened-to"
        self._real_open = _Open(self._vfs.open)
        self._real_delete = _Delete(self._vfs.delete)
        self._vfs.open = self._address(_Open(self._open))
        self._vfs.delete = self._address(_Delete(self._delete))

    def begin(self, listener: Listener) -> None:
        """Connections that are opened from now on are listened to."""
        self.listener = listener
        self._library.sqlite3_vfs_register(ctypes.byref(self._vfs), 1)

    def end(self) -> None:
        """New connections are as they were; those that are open are not listened to any more."""
        self.listener = None
        self._library.sqlite3_vfs_register(self._plain, 1)

    def _address(self, function: Any) -> int:
        self._kept.append(function)
        return ctypes.cast(function, ctypes.c_void_p).value or 0

    def _ask(self, call: str, path: str) -> bool:
        return self.listener is None or self.listener.ask(call, path)

    def _told(self, call: str, path: str, offset: int = 0, data: bytes = b"") -> None:
        if self.listener is not None:
            self.listener.told(call, path, offset, data)

    def _open(self, vfs: int, name: int | None, file: int, flags: int, out: Any) -> int:
        # The name is handed on as an address: before and behind it SQLite keeps what the file was opened with.
        path = os.fsdecode(ctypes.string_at(name)) if name else ""
        makes = bool(flags & CREATES) and bool(path) and not os.path.exists(path)
        if makes and not self._ask("create", path):
            return REFUSED["create"]
        code = self._real_open(vfs, name, file, flags, out)
        if code == OK and path:
            self._paths[file] = path
            self._listen_to(file)
            if makes:
                self._told("create", path)
        return int(code)

    def _listen_to(self, file: int) -> None:
        place = ctypes.cast(file, ctypes.POINTER(ctypes.c_void_p))
        address = place[0]
        if not address:
            return
        if address not in self._tables:
            self._tables[address] = self._with_ours(_Methods.from_address(address))
        place[0] = ctypes.addressof(self._tables[address][1])

    def _with_ours(self, real: _Methods) -> tuple[_Methods, _Methods]:
        ours = _Methods.from_buffer_copy(real)
        write, truncate, sync = _Write(real.write), _Truncate(real.truncate), _Sync(real.sync)

        def on_write(file: int, data: int, length: int, offset: int) -> int:
            return self._made("write", file, lambda: write(file, data, length, offset), offset, (data, length))

        def on_truncate(file: int, length: int) -> int:
            return self._made("truncate", file, lambda: truncate(file, length), length)

        def on_sync(file: int, flags: int) -> int:
            return self._made("sync", file, lambda: sync(file, flags))

        ours.write = self._address(_Write(on_write))
        ours.truncate = self._address(_Truncate(on_truncate))
        ours.sync = self._address(_Sync(on_sync))
        return real, ours

    def _made(
        self, call: str, file: int, real: Callable[[], int], offset: int = 0, data: tuple[int, int] | None = None
    ) -> int:
        path = self._paths.get(file, "")
        if not self._ask(call, path):
            return REFUSED[call]
        code = real()
        if code == OK:
            self._told(call, path, offset, ctypes.string_at(*data) if data else b"")
        return int(code)

    def _delete(self, vfs: int, name: bytes, sync_folder: int) -> int:
        path = os.fsdecode(name)
        if not self._ask("delete", path):
            return REFUSED["delete"]
        code = self._real_delete(vfs, name, sync_folder)
        if code == OK:
            self._told("unlink", path)
            if sync_folder:
                self._told("sync", os.path.dirname(path))
        return int(code)


CALLS = SqliteCalls(_found) if _found is not None else None
