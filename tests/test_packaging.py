"""The way in: packaging/run.py (nothing is installed), the preflight, the choice of a verb or the window."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from evidenceboard import __main__ as program
from evidenceboard import preflight

ROOT = Path(__file__).resolve().parent.parent
FLAG = "--install-system-packages"
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux leaves Qt's libraries to the system")


@pytest.fixture
def run() -> ModuleType:
    spec = importlib.util.spec_from_file_location("packaging_run", ROOT / "packaging" / "run.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def venv(run: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A .venv that looks complete; whatever would be started is only noted, in `venv/started`."""
    folder = tmp_path / ".venv"
    folder.mkdir()
    (folder / "python").touch()

    def note(command: list[str], *_: Any) -> int:
        with (folder / "started").open("a") as file:
            print(*command, file=file)
        return 0

    monkeypatch.setattr(run, "VENV", folder)
    monkeypatch.setattr(run, "PYTHON", folder / "python")
    monkeypatch.setattr(run, "_quietly", note)
    monkeypatch.setattr(run, "_works", lambda command: True)
    monkeypatch.setattr(run, "_say", lambda text, exit_code=0: exit_code)
    return folder


@pytest.mark.parametrize(
    ("line", "verb", "arguments", "install"),
    [
        ("demo", "demo", [], False),
        (f"test {FLAG} -k law", "test", ["-k", "law"], True),
        (f"{FLAG} bench --sizes 100", "bench", ["--sizes", "100"], True),
        ("run info a.board --json", "run", ["info", "a.board", "--json"], False),
        (f"run {FLAG} info a.board", "run", ["info", "a.board"], True),
        (f"run find a.board {FLAG}", "run", ["find", "a.board", FLAG], False),
        (f"test run {FLAG}", "test", ["run"], True),
        ("", "", [], False),
    ],
)
def test_arguments(run: ModuleType, line: str, verb: str, arguments: list[str], install: bool) -> None:
    assert run.parse(line.split()) == (verb, arguments, install)


def test_commands(run: ModuleType) -> None:
    assert run.command_for("run", ["info", "x"])[1:] == ["-m", "evidenceboard", "info", "x"]
    assert run.command_for("demo", ["--screenshot", "x"])[1:] == [
        "-m",
        "evidenceboard",
        "demo",
        "--screenshot",
        "x",
    ]
    assert run.command_for("bench", ["--json"])[1:] == ["-m", "tests.bench", "--json"]


def test_wrong_usage_and_help(run: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(["dance"]) == run.main([]) == 2
    assert run.main(["--help"]) == 0
    assert capsys.readouterr().out == ""


def test_an_up_to_date_installation_is_left_alone(run: ModuleType, venv: Path) -> None:
    run.prepare(["test", "plain"])
    first = (venv / "started").read_text()
    assert "venv --clear --without-pip" in first and f"--editable {ROOT}[test]" in first
    run.prepare(["test", "plain"])
    run.prepare(["plain"])
    assert (venv / "started").read_text() == first


def test_plain_is_not_enough_for_the_tests(run: ModuleType, venv: Path) -> None:
    run.prepare(["plain"])
    run.prepare(["test", "plain"])
    started = (venv / "started").read_text()
    assert started.count("--editable") == 2
    assert started.count("venv --clear") == 1


def test_other_constraints_mean_installing_again(
    run: ModuleType, venv: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run.prepare(["plain"])
    constraints = tmp_path / "constraints.txt"
    constraints.write_text("numpy==1\n")
    monkeypatch.setattr(run, "CONSTRAINTS", constraints)
    run.prepare(["plain"])
    assert (venv / "started").read_text().count("--editable") == 2


def test_without_a_pip_outside_the_one_of_ensurepip_is_taken(
    run: ModuleType, venv: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    works: list[str] = []
    monkeypatch.setattr(run, "_works", lambda command: any(word in command for word in works))
    with pytest.raises(SystemExit) as leaving:
        run.pip_command()
    assert leaving.value.code == 3
    works.append("ensurepip")
    assert run.pip_command() == [str(venv / "python"), "-m", "pip"]
    works.append("--python")
    assert run.pip_command()[0] == sys.executable


@on_linux
def test_missing_libraries_are_named_with_their_packages() -> None:
    def lacks(*names: str) -> list[str]:
        here = {"DISPLAY": ":0"} if "x11" in names else {}
        found = preflight.missing_libraries(here, lambda library: not any(n in library for n in names))
        return [package for _, package in found]

    assert lacks("libEGL") == ["libegl1"]
    assert lacks("xcb") == []
    assert lacks("x11", "xcb-cursor") == ["libxcb-cursor0", "libxkbcommon-x11-0"]
    assert lacks("libglib")[0] in ("libglib2.0-0", "libglib2.0-0t64")


@on_linux
@pytest.mark.parametrize(
    ("release", "name"),
    [
        ({"ID": "debian", "VERSION_ID": "12"}, "libglib2.0-0"),
        ({"ID": "debian", "VERSION_ID": "13"}, "libglib2.0-0t64"),
        ({"ID": "debian"}, "libglib2.0-0t64"),
        ({"ID": "ubuntu", "VERSION_ID": "22.04"}, "libglib2.0-0"),
        ({"ID": "ubuntu", "VERSION_ID": "24.04"}, "libglib2.0-0t64"),
        ({"ID": "fedora", "VERSION_ID": "44"}, "libglib2.0-0"),
    ],
)
def test_the_name_of_glib(release: dict[str, str], name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight.platform, "freedesktop_os_release", lambda: release)
    assert preflight.missing_libraries({}, lambda library: "libglib" not in library)[0][1] == name


@on_linux
def test_run_stops_with_3_and_one_copyable_line(
    run: ModuleType, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preflight, "_loadable", lambda library: "libEGL" not in library)
    monkeypatch.setattr(preflight, "has_font", lambda pattern: pattern != preflight.HANGUL)
    with pytest.raises(SystemExit) as leaving:
        run.provide_libraries(preflight, {}, strict=True, install=False)
    assert leaving.value.code == 3
    assert "libegl1 fonts-noto-cjk" in capsys.readouterr().err.splitlines()[-1]
    monkeypatch.setattr(preflight, "_loadable", lambda library: True)
    run.provide_libraries(preflight, {}, strict=False, install=False)
    assert "fonts-noto-cjk" in capsys.readouterr().err


@on_linux
def test_a_font_is_seen_as_soon_as_it_is_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    config = f"<fontconfig><dir>{fonts}</dir><cachedir>{tmp_path / 'cache'}</cachedir></fontconfig>"
    (tmp_path / "fonts.conf").write_text(config)
    installed = next(Path("/usr/share/fonts").rglob("*.ttf"), None)
    if installed is None:
        pytest.skip("there is no font to look for")
    monkeypatch.setenv("FONTCONFIG_FILE", str(tmp_path / "fonts.conf"))
    assert not preflight.has_font(":lang=en")
    (fonts / installed.name).write_bytes(installed.read_bytes())
    assert preflight.has_font(":lang=en")


@on_linux
def test_root_may_have_the_packages_installed(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[str] = []
    monkeypatch.setattr(run, "_quietly", lambda command, *_: started.append(" ".join(command)))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(preflight, "_loadable", lambda library: bool(started) or "libEGL" not in library)
    monkeypatch.setattr(preflight, "has_font", lambda pattern: bool(started) or pattern != preflight.INTER)
    run.provide_libraries(preflight, {}, strict=True, install=True)
    install = "apt-get install -y --no-install-recommends"
    assert started == ["apt-get update", f"{install} libegl1", f"{install} fonts-inter"]


def test_the_program_names_a_missing_library(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preflight, "missing_libraries", lambda: [("libEGL.so.1", "libegl1")])
    assert program.main(["a.board"]) == 3
    what, advice = capsys.readouterr().err.splitlines()
    assert "libEGL.so.1" in what and advice.endswith("libegl1")


def test_preflight_stands_on_the_standard_library_alone() -> None:
    command = [sys.executable, "-I", "-S", str(ROOT / "evidenceboard" / "preflight.py")]
    assert subprocess.run(command, check=False).returncode == 0


@pytest.mark.parametrize(
    ("line", "verb", "rest"),
    [
        ("info a.board --json", "info", ["a.board", "--json"]),
        ("--json --settings-dir X info a.board", "info", ["--json", "--settings-dir", "X", "a.board"]),
        ("a.board info", None, ["a.board", "info"]),
        ("--read-only info", None, ["--read-only", "info"]),
    ],
)
def test_a_verb_or_the_window(line: str, verb: str | None, rest: list[str]) -> None:
    assert program._split(line.split()) == (verb, rest)


def test_doctor(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code = program.main(["doctor", "--json", "--settings-dir", str(tmp_path / "apart")])
    report = json.loads(capsys.readouterr().out)
    assert code in (0, 3)
    assert report["ok"] == (not report["findings"])
    assert report["folders"]["data"] == str(tmp_path / "apart" / "data")
    assert os.name != "posix" or (tmp_path / "apart" / "data").stat().st_mode & 0o777 == 0o700
    assert re.match(r"\d+\.\d+", report["versions"]["SQLite"])


def test_wrong_usage_is_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert program.main(["doctor", "--no-such-option"]) == 2
    assert program.main(["--no-such-option"]) == 2
    assert capsys.readouterr().out == ""
    assert program.main(["--help"]) == 0
    assert "doctor" in capsys.readouterr().out


@on_linux
def test_no_display_is_said_before_qt_aborts(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert program.main(["a.board"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 2
