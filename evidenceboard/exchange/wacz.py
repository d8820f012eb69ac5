"""WACZ: an archive of web pages, a ZIP file with a list of its pages and digests of what it holds.

Source: Web Archive Collection Zipped, version 1.1.1, webrecorder.net; its `datapackage.json` is a Frictionless data
package. The archived traffic itself is not read.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from evidenceboard.exchange.moments import moment
from evidenceboard.exchange.pages import LONGEST_TEXT, BadCapture, Page, one_title, plain_address

PACKAGE, DIGEST, PAGES = "datapackage.json", "datapackage-digest.json", "pages/pages.jsonl"
MOST_ENTRIES = 20_000
LARGEST_LIST = 4 * 1024 * 1024  # bytes of a list in it
UNPACKED = 512 * 1024 * 1024  # bytes of all that is in it
MOST_TIMES = 200  # that something is larger when it is unpacked
MOST_PAGES = 2_000  # that are looked at
AT_ONCE = 1 << 20
MISFIT = "the archive does not fit its own digest: it was altered, or cut off, after it was made"
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

TROUBLES = (
    zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, KeyError,
)  # fmt: skip


def read(data: bytes) -> Page:
    """What a WACZ archive says of its first page; whether it fits its own digests.

    Raises:
        BadCapture: it cannot be read, or is made to do harm.
    """
    if data.count(b"PK\x01\x02") > MOST_ENTRIES:
        raise BadCapture(f"there are more than {MOST_ENTRIES:,} files in it")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _refuse_harm(archive)
            package = _object(_read(archive, PACKAGE))
            page = _main_page(package, list(_pages(archive)))
            problem = "" if _fits(archive, package) else MISFIT
    except (*TROUBLES, RecursionError):
        raise BadCapture("it is damaged, or no WACZ archive") from None
    return Page(
        title=one_title(_text(page, "title") or _text(package, "title")),
        address=plain_address(_text(page, "url") or _text(package, "mainPageUrl")),
        captured=_captured(page, package),
        text=_text(page, "text").replace("\0", "").encode("utf-8", "replace").decode()[:LONGEST_TEXT].strip(),
        problem=problem,
    )


def _refuse_harm(archive: zipfile.ZipFile) -> None:
    """Refuse what no archive of pages has.

    Raises:
        BadCapture: it is too much, or leads elsewhere.
    """
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise BadCapture(f"there are more than {MOST_ENTRIES:,} files in it")
    for entry in entries:
        parts = entry.filename.replace("\\", "/").split("/")
        if ".." in parts or entry.filename.startswith(("/", "\\")) or ":" in parts[0]:
            raise BadCapture("a file in it has a path that leads out of it")
        if entry.flag_bits & 1 or entry.compress_type not in PACKED:
            raise BadCapture("a file in it is encrypted, or packed in a strange way")
        if entry.file_size > AT_ONCE and entry.file_size > MOST_TIMES * max(1, entry.compress_size):
            raise BadCapture("a file in it would grow beyond measure when it is unpacked")
    if sum(entry.file_size for entry in entries) > UNPACKED:
        raise BadCapture("it holds more than 512 MB when it is unpacked")


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    """A list in it.

    Raises:
        KeyError: it is not there.
        BadCapture: it is too long.
    """
    with archive.open(name) as file:
        data = file.read(LARGEST_LIST + 1)
    if len(data) > LARGEST_LIST:
        raise BadCapture("a list in it is longer than 4 MB")
    return data


def _object(data: bytes) -> dict[str, Any]:
    found = json.loads(data)
    if not isinstance(found, dict):
        raise ValueError("no object")
    return found


def _pages(archive: zipfile.ZipFile) -> Iterator[dict[str, Any]]:
    """The pages that it lists; a line that cannot be read is passed over."""
    if PAGES not in archive.namelist():
        return
    for line in _read(archive, PAGES).splitlines()[:MOST_PAGES]:
        try:
            page = _object(line)
        except (ValueError, RecursionError):
            continue
        if _text(page, "url"):
            yield page


def _main_page(package: dict[str, Any], pages: list[dict[str, Any]]) -> dict[str, Any]:
    """The page that it is about, else the first."""
    main = _text(package, "mainPageUrl")
    return next((page for page in pages if main and page.get("url") == main), pages[0] if pages else {})


def _captured(page: dict[str, Any], package: dict[str, Any]) -> str:
    said = _text(page, "ts") or _text(page, "timestamp") or _text(package, "mainPageDate") or _text(package, "created")
    found = moment(said) if len(said) <= 80 else ""
    return f"{found}Z" if len(said) == 14 and "T" in found else found  # as archives name moments, in UTC


def _text(values: dict[str, Any], name: str) -> str:
    value = values.get(name)
    return value if isinstance(value, str) else str(value) if type(value) is int and abs(value) < 10**18 else ""


def _fits(archive: zipfile.ZipFile, package: dict[str, Any]) -> bool:
    """Whether all that it lists is there with the digest that it says."""
    names = set(archive.namelist())
    told = [_object(_read(archive, DIGEST))] if DIGEST in names else []
    if isinstance(resources := package.get("resources"), list):
        told += [each for each in resources if isinstance(each, dict)]
    for each in told:
        path, digest = _text(each, "path"), _text(each, "hash")
        path = path if path in names else f"archive/{path}" if f"archive/{path}" in names else path
        if digest and (path not in names or not _has_digest(archive, path, digest)):
            return False
    return True


def _has_digest(archive: zipfile.ZipFile, name: str, digest: str) -> bool:
    """Whether a file in it has a digest, "sha256:…"; one of another kind is not judged."""
    kind, _, wanted = digest.lower().partition(":")
    if kind not in ("sha256", "md5"):
        return True
    found = hashlib.new(kind, usedforsecurity=False)
    try:
        with archive.open(name) as file:
            while part := file.read(AT_ONCE):
                found.update(part)
    except TROUBLES:
        return False
    return found.hexdigest() == wanted
