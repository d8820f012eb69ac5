"""Pictures are decoded in other processes: the same pixels, and no harm whatever the bytes do."""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import sys
import threading
import time
import zlib
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtGui import QImage

from evidenceboard.decoding import pool as pools
from evidenceboard.decoding import wire
from evidenceboard.decoding.pictures import decode
from evidenceboard.decoding.pool import BadPicture, NoDecoder, Pool
from evidenceboard.decoding.wire import BadAnswer, Exif, checked_exif, checked_pixels
from evidenceboard.ui.canvas.thumbnails import image_of
from tests.decoding.made_pictures import encoded, grain

ROOT = Path(__file__).parents[2]
posix = pytest.mark.skipif(os.name != "posix", reason="signals and /proc")
linux = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="/proc")


def turned() -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif


PICTURES = {
    "jpeg": encoded(grain(), "JPEG"),
    "turned jpeg": encoded(grain(), "JPEG", exif=turned()),
    "cmyk jpeg": encoded(grain().convert("CMYK"), "JPEG"),
    "grey jpeg": encoded(grain().convert("L"), "JPEG"),
    "png": encoded(grain(), "PNG"),
    "png with alpha": encoded(grain("RGBA"), "PNG"),
    "grey png": encoded(grain().convert("L"), "PNG"),
    "one-bit png": encoded(grain().convert("1"), "PNG"),
    "gif": encoded(grain(), "GIF"),
    "bmp": encoded(grain(), "BMP"),
    "tiff": encoded(grain(), "TIFF"),
    "webp": encoded(grain("RGBA"), "WEBP", lossless=True),
}


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("shorter", [64, 2048])
def test_the_pixels_are_those_that_qt_decodes(pool: Pool, name: str, shorter: int) -> None:
    data = PICTURES[name]
    here, there = decode(data, shorter), image_of(pool.scaled(data, shorter))
    form = QImage.Format.Format_ARGB32_Premultiplied if here.hasAlphaChannel() else QImage.Format.Format_RGB32
    assert there.format() == form and there == here.convertToFormat(form)


def lying_png(side: int) -> bytes:
    header = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 999)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xd8\xff",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        PICTURES["png"][:200],
        lying_png(60_000),
        lying_png(9_000),
        b"II*\0" + b"\xff" * 400,
        b"GIF89a" + b"\xff" * 400,
        b"RIFF\xff\xff\xff\xffWEBPVP8L" + b"\xff" * 90,
    ],
)
def test_a_bad_picture_is_a_reason_and_the_process_lives_on(pool: Pool, data: bytes) -> None:
    pool.scaled(PICTURES["jpeg"], 64)
    before = pool.processes()
    with pytest.raises(BadPicture) as problem:
        pool.scaled(data, 64)
    assert problem.value.title.startswith("it ")
    pool.described(data)
    assert pool.processes() == before


@linux
def test_a_bomb_stays_below_a_gigabyte(pool: Pool) -> None:
    with pytest.raises(BadPicture):  # 8,000 x 8,000 in a quarter of a megabyte, and more than the limit of Qt allows
        pool.scaled(encoded(Image.new("RGBA", (9_000, 9_000)), "PNG", compress_level=1), 64)
    pool.scaled(encoded(Image.new("RGB", (8_000, 8_000)), "JPEG"), 64)
    (pid,) = pool.processes()
    status = Path(f"/proc/{pid}/status").read_text()
    assert int(status.partition("VmPeak:")[2].split()[0]) * 1024 <= 1 << 30
    limits = Path(f"/proc/{pid}/limits").read_text()
    assert limits.partition("Max address space")[2].split()[0] == str(1 << 30)


@linux
def test_a_process_holds_pipes_and_no_file(pool: Pool) -> None:
    for data in PICTURES.values():
        pool.scaled(data, 64)
        pool.described(data)
    (pid,) = pool.processes()
    held = [os.readlink(each) for each in Path(f"/proc/{pid}/fd").iterdir()]
    assert all(name == "/dev/null" or name.startswith(("pipe:", "anon_inode:")) for name in held), held


def test_a_process_that_was_limited_opens_nothing() -> None:
    code = (
        "import sys; from evidenceboard.decoding import worker\n"
        "sys.addaudithook(worker._refuse)\n"
        "refused = 0\n"
        'for work in (\'open("/dev/null")\', \'__import__("socket").socket()\', \'__import__("os").system("true")\'):\n'
        "    try: eval(work)\n"
        "    except RuntimeError: refused += 1\n"
        "sys.exit(refused)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 3


@posix
def test_a_killed_process_is_replaced_and_the_picture_asked_for_again(pool: Pool) -> None:
    pool.scaled(PICTURES["jpeg"], 64)
    (pid,) = pool.processes()
    os.kill(pid, signal.SIGKILL)
    assert pool.scaled(PICTURES["jpeg"], 64).height == 64
    assert pool.processes() != [pid]


@posix
def test_a_process_that_hangs_is_ended_and_said(pool: Pool) -> None:
    slow = Pool(size=1, seconds=0.5)
    try:
        slow.scaled(PICTURES["jpeg"], 64)
        (pid,) = slow.processes()
        os.kill(pid, signal.SIGSTOP)
        with pytest.raises(BadPicture, match="too long"):
            slow.scaled(PICTURES["jpeg"], 64)
        assert slow.scaled(PICTURES["jpeg"], 64).height == 64
    finally:
        slow.close()


def test_a_picture_that_kills_every_process_is_given_up(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    dying = pools.START.replace("; main()", "; import os; worker = sys.modules['evidenceboard.decoding.worker']")
    dying += "; worker.decode = lambda *_: os._exit(9); main()"
    monkeypatch.setattr(pools, "START", dying)
    fragile = Pool(size=1)
    try:
        with pytest.raises(BadPicture, match="made its decoder stop"):
            fragile.scaled(PICTURES["jpeg"], 64)
        assert fragile.described(PICTURES["turned jpeg"]) == Exif(orientation=6)
    finally:
        fragile.close()


def test_where_no_process_starts_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    lame = Pool(size=1)
    monkeypatch.setattr(pools, "START", "raise SystemExit(1)")
    with pytest.raises(NoDecoder, match="ended before it began"):
        lame.scaled(PICTURES["jpeg"], 64)
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(NoDecoder, match="could be started"):
        lame.scaled(PICTURES["jpeg"], 64)


def test_closing_ends_the_processes_and_whoever_waits(pool: Pool) -> None:
    closing = Pool(size=1)
    closing.scaled(PICTURES["jpeg"], 64)
    (pid,) = closing.processes()
    if os.name == "posix":
        os.kill(pid, signal.SIGSTOP)
    told: list[str] = []

    def wait() -> None:
        try:
            closing.scaled(PICTURES["jpeg"], 64)
        except BadPicture as problem:
            told.append(problem.title)

    threads = [threading.Thread(target=wait) for _ in range(3)]
    for thread in threads:
        thread.start()
    closing.close()
    for thread in threads:
        thread.join(30)
    assert told == [pools.CLOSING] * 3 and not closing.processes()
    if os.name == "posix":
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_many_threads_share_two_processes() -> None:
    shared, found = Pool(size=2), []
    threads = [threading.Thread(target=lambda: found.append(shared.scaled(PICTURES["png"], 64))) for _ in range(12)]
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(found) == 12 and len(set(found)) == 1 and 1 <= len(shared.processes()) <= 2
    finally:
        shared.close()


def test_nothing_is_started_before_the_first_picture() -> None:
    assert not Pool().processes()


@posix
@pytest.mark.parametrize("how", ["killed", "crashed", "left"])
def test_no_process_is_left_behind(how: str) -> None:
    end = {"killed": "input()", "crashed": "os._exit(3)", "left": "pass"}[how]
    code = (
        "import os, sys; from evidenceboard.decoding import pool\n"
        "one = pool.shared(); one.described(b'')\n"
        f"print(*one.processes(), flush=True); {end}"
    )
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        pid = int(program.stdout.readline())
        if how == "killed":
            program.kill()
        program.wait()
    end_of_patience = time.monotonic() + 30
    while _runs(pid) and time.monotonic() < end_of_patience:
        time.sleep(0.02)
    assert not _runs(pid)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not (state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z")


def test_the_worker_loads_little_of_the_program() -> None:
    code = "import sys; import evidenceboard.decoding.worker; print(*sorted(n for n in sys.modules if 'evidence' in n))"
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    names = ("", ".decoding", *(f".decoding.{name}" for name in ("exif", "likeness", "pictures", "wire", "worker")))
    assert found.split() == [f"evidenceboard{name}" for name in (*names, ".model", ".model.pictures")]


@pytest.mark.parametrize(
    "shape", [None, [], [1, 1, 3], [0, 1, 3, 0], [2, 1, 3, 0], [1, 2, 3, 0], [1, 1, "3", 0], [1 << 20, 1 << 20, 1, 0]]
)
def test_a_shape_that_lies_is_not_believed(shape: object) -> None:
    with pytest.raises(BadAnswer):
        checked_pixels(shape, b"123")


@pytest.mark.parametrize(
    "said",
    [
        None, [], {"taken": 3}, {"camera": "a\nb"}, {"camera": "x" * 999}, {"place": [1]}, {"place": [1.0, "2"]},
        {"place": [float("nan"), 1.0]}, {"orientation": 9}, {"orientation": "1"},
    ],
)  # fmt: skip
def test_exif_that_lies_is_not_believed(said: object) -> None:
    with pytest.raises(BadAnswer):
        checked_exif(said)


def test_pixels_are_kept_as_bytes_and_rubbish_is_none() -> None:
    pixels = wire.Pixels(2, 1, 6, False, b"abcdef")
    assert wire.unpack(wire.pack(pixels)) == pixels
    for bad in (b"", wire.pack(pixels)[:-1], b"\xff" * 40):
        assert wire.unpack(bad) is None


CASES = ROOT.parent / "shared" / "cases" / "6-robustness"
HOSTILE = sorted((CASES / "hostile-images").glob("*")) + sorted((Path(__file__).parent / "hostile").glob("*"))


@pytest.mark.parametrize("path", HOSTILE, ids=lambda path: path.name[:20])
def test_hostile_pictures_do_no_harm(pool: Pool, path: Path) -> None:
    data = path.read_bytes()
    try:
        shown = pool.scaled(data, 256)
    except BadPicture as problem:
        assert problem.title not in (pools.SLOW, pools.CRASHED)
    else:
        assert len(shown.data) == shown.stride * shown.height
    assert isinstance(pool.described(data), Exif)
    assert pool.scaled(PICTURES["jpeg"], 64).height == 64
