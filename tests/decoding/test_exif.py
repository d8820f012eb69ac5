"""Photos of many cameras give the values that their collection publishes for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from evidenceboard.decoding.exif import read_exif
from evidenceboard.decoding.pool import Pool
from evidenceboard.decoding.wire import Exif

HERE = Path(__file__).parent / "photos"
CASES = Path(__file__).parents[3] / "shared" / "cases" / "6-robustness" / "photos"
TURNS = {"Top, left side (Horizontal / normal)": 1, "Right side, top (Rotate 90 CW)": 6}
OURS = {
    "Issue 508.jpg": Exif("2020-09-02T18:52:42", (43.859469, 15.503283), "Apple iPhone XR", None),
    "Issue 609.jpg": Exif(None, None, "OLYMPUS OPTICAL CO.,LTD C750UZ", 1),  # its date is 0000:00:00
    "Issue 614.jpg": Exif(),  # it has none
    "Sony DigitalMavica.jpg": Exif("2001-01-28T13:59:33", None, "SONY DIGITALMAVICA", 1),
}


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    made = Pool(size=1)
    yield made
    made.close()


@pytest.mark.parametrize("name", OURS)
def test_the_values_of_our_copies(pool: Pool, name: str) -> None:
    assert pool.described((HERE / name).read_bytes()) == OURS[name]


def published(name: str) -> Exif:
    """What the collection's own listing says of a photo."""
    lines = (CASES / "expected" / f"{name}.txt").read_text("utf-8", "replace").splitlines()
    found: dict[str, str] = {}
    for line in lines:
        said = re.match(r"\[(Exif IFD0|Exif SubIFD|GPS) - \w+\] (.+?) = (.*)", line)
        if said:
            found.setdefault(f"{said[1]} {said[2]}", said[3].strip())
    taken = None
    for which in ("Original", "Digitized"):
        date = re.fullmatch(r"([1-9]\d{3}):(\d\d):(\d\d) (.{8})", found.get(f"Exif SubIFD Date/Time {which}", ""))
        taken = taken or (date and f"{date[1]}-{date[2]}-{date[3]}T{date[4]}")
    make, model = found.get("Exif IFD0 Make", ""), found.get("Exif IFD0 Model", "")
    camera = model if model.lower().startswith(make.lower()) else f"{make} {model}"
    latitude, longitude = (degrees(found.get(f"GPS GPS {name}")) for name in ("Latitude", "Longitude"))
    place = None if latitude is None or longitude is None else (latitude, longitude)
    return Exif(taken, place, camera or None, TURNS.get(found.get("Exif IFD0 Orientation", "")))


def degrees(text: str | None) -> float | None:
    """A listing's degrees, the sign before the whole: -1° 35' 19.8\"."""
    if text is None:
        return None
    whole, minutes, seconds = (float(part) for part in re.findall(r"[\d.]+", text))
    return (-1 if text.startswith("-") else 1) * (whole + minutes / 60 + seconds / 3600)


@pytest.mark.parametrize("path", sorted(CASES.glob("*.jpg")), ids=lambda path: path.name)
def test_every_photo_gives_its_published_values(pool: Pool, path: Path) -> None:
    told, read = published(path.name), pool.described(path.read_bytes())
    assert (read.taken, read.camera, read.orientation) == (told.taken, told.camera, told.orientation)
    assert (read.place is None) == (told.place is None)
    if read.place and told.place:
        assert read.place == pytest.approx(told.place, abs=0.01 / 3600)  # the listing rounds seconds


@pytest.mark.parametrize("cut", range(0, 1445, 17))
def test_cut_exif_is_no_error(cut: int) -> None:
    whole = (HERE / "Sony DigitalMavica.jpg").read_bytes()
    assert isinstance(read_exif(whole[:cut]), Exif)


def test_the_date_of_the_last_change_is_not_when_it_was_taken() -> None:
    exif, out = Image.Exif(), BytesIO()
    exif[0x0132] = "2024:01:08 10:22:33"
    Image.new("RGB", (4, 4)).save(out, "JPEG", exif=exif)
    assert read_exif(out.getvalue()).taken is None
