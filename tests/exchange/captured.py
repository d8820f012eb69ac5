"""Captures of web pages, made for tests as browsers and archivers write them."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from email.header import Header
from typing import Any

PAGE = """<!DOCTYPE html><html><head><title>창의 제목 &amp; more</title>
<style>p { color: red }</style><script>alert("no")</script></head>
<body><h1>Headline</h1><p>Kirby said he was
<b>not aware</b> of it.</p><!-- hidden --><p>국정원은 &lt;확인&gt;했다</p></body></html>"""
WORDS = "Headline\nKirby said he was not aware of it.\n국정원은 <확인>했다"


def mhtml(
    title: str = "국정원 “발표”", address: str = "https://www.example.org/1?x=1",
    date: str = "Mon, 08 Jan 2024 14:30:05 +0900",
) -> bytes:  # fmt: skip
    """What Chromium writes."""
    head = (
        "From: <Saved by Blink>\r\n"
        f"Snapshot-Content-Location: {address}\r\n"
        f"Subject: {Header(title, 'utf-8').encode()}\r\n"
        f"Date: {date}\r\n"
        "MIME-Version: 1.0\r\n"
        'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----Bound--"\r\n\r\n\r\n'
    )
    page = (
        "------Bound--\r\nContent-Type: text/html; charset=utf-8\r\nContent-ID: <frame-0@mhtml.blink>\r\n"
        f"Content-Transfer-Encoding: 8bit\r\nContent-Location: {address}\r\n\r\n{PAGE}\r\n"
    )
    picture = (
        "------Bound--\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n"
        "Content-Location: https://www.example.org/a.png\r\n\r\niVBORw0KGgo=\r\n------Bound----\r\n"
    )
    return (head + page + picture).encode()


def wacz(
    page: dict[str, Any] | None = None, package: dict[str, Any] | None = None, extra: dict[str, bytes] | None = None,
    packed: int = zipfile.ZIP_DEFLATED,
) -> bytes:  # fmt: skip
    """What an archiver writes, with the digests of all that it holds."""
    one = page or {
        "id": "a1", "url": "https://www.example.org/1", "ts": "2024-01-08T05:30:05.250Z", "title": "Page of 8 January",
        "text": "Kirby said he was not aware of it.",
    }  # fmt: skip
    listed = '{"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}\n' + json.dumps(one) + "\n"
    files = {"archive/data.warc": b"WARC/1.1\r\n\r\n" * 40, "pages/pages.jsonl": listed.encode(), **(extra or {})}
    described = {
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "title": "A collection",
        "created": "2024-01-09T00:00:00Z",
        "resources": [
            {"name": name.rsplit("/")[-1], "path": name, "hash": _digest(data), "bytes": len(data)}
            for name, data in files.items()
        ],
        **(package or {}),
    }
    text = json.dumps(described).encode()
    digest = json.dumps({"path": "datapackage.json", "hash": _digest(text)}).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packed) as archive:
        for name, data in {**files, "datapackage.json": text, "datapackage-digest.json": digest}.items():
            archive.writestr(zipfile.ZipInfo(name), data, packed)  # with no time of today: the same bytes each time
    return out.getvalue()


def _digest(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"
