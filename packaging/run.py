#!/usr/bin/env python3
"""Set up what is missing, then run the program, its tests, its benchmark or its fault loops.

    python3 packaging/run.py demo | test | bench | faults [ARGUMENTS ...]
    python3 packaging/run.py run VERB [ARGUMENTS ...]

Needs Python 3.11 or newer and pip, nothing else. It keeps the folder .venv beside this one and makes it anew
when Python changes. System libraries are only named, unless you are root and give --install-system-packages.
What it has to say goes to standard error; output and exit code of the inner program are left alone.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
CONSTRAINTS = ROOT / "packaging" / "constraints.txt"
OLDEST_PYTHON = (3, 11)
VERBS = ("demo", "test", "bench", "faults", "run")
INSTALL_FLAG = "--install-system-packages"
USAGE, MISSING = 2, 3


def main(argv: list[str]) -> int:
    if sys.version_info < OLDEST_PYTHON:
        return _say(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.", USAGE)
    verb, arguments, install = parse(argv)
    if verb not in VERBS:
        return _say((__doc__ or "").strip(), 0 if verb in ("-h", "--help") else USAGE)
    environment = environment_for(verb)
    preflight = load_preflight()
    if install or verb != "run":  # for `run` the program itself knows whether its verb draws
        provide_libraries(preflight, environment, strict=verb == "test", install=install)
    prepare(["test", "plain"] if verb in ("test", "bench", "faults") else ["plain"])
    if verb == "test":
        return run_tests(arguments, environment)
    hand_over(command_for(verb, arguments), environment)


def parse(argv: list[str]) -> tuple[str, list[str], bool]:
    """The verb, its arguments, and whether to install; what follows `run VERB` belongs to that verb alone."""
    words, install = list(argv), False
    stop = 0
    while stop < len(words) and not (stop > 1 and words[0] == "run"):
        if words[stop] == INSTALL_FLAG:
            install = True
            del words[stop]
        else:
            stop += 1
    return (words[0] if words else ""), words[1:], install


def command_for(verb: str, arguments: list[str]) -> list[str]:
    """What to run inside the virtual environment."""
    if verb in ("bench", "faults"):
        return [str(PYTHON), "-m", f"tests.{verb}", *arguments]
    inner = ["demo"] if verb == "demo" else []
    return [str(PYTHON), "-m", "evidenceboard", *inner, *arguments]


def environment_for(verb: str) -> dict[str, str]:
    """The environment of the inner program: without a display, Qt draws into memory."""
    environment = dict(os.environ)
    display = environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")
    if verb == "test":
        environment["QT_QPA_PLATFORM"] = "offscreen"
    elif verb in ("bench", "faults") or (verb == "demo" and sys.platform == "linux" and not display):
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    if verb in ("bench", "faults"):  # these live in tests/, which is never installed
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), environment.get("PYTHONPATH")]))
    return environment


# ── system libraries


def load_preflight() -> ModuleType:
    """The program's own list of system libraries, loaded by path because nothing is installed yet."""
    spec = importlib.util.spec_from_file_location("preflight", ROOT / "evidenceboard" / "preflight.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def provide_libraries(preflight: ModuleType, environment: dict[str, str], strict: bool, install: bool) -> None:
    """Name, or install, what the system lacks; leaves with 3 if something indispensable is still missing.

    Fonts are recommended; only the tests insist (`strict`), and only on the Korean one.
    """
    needed, nice = missing_packages(preflight, environment, strict)
    if install and (needed or nice):
        if os.name != "posix" or os.geteuid() != 0:
            _say(f"{INSTALL_FLAG} needs root rights.")
        else:
            install_packages(needed, nice)
            needed, nice = missing_packages(preflight, environment, strict)
    if needed:
        _give_up("The system lacks libraries or fonts. Install them:\n" + preflight.advice(needed))
    if nice:
        _say("Recommended for good looks: " + preflight.advice(nice))


def missing_packages(preflight: ModuleType, environment: dict[str, str], strict: bool) -> tuple[list[str], list[str]]:
    """Debian packages: those the verb cannot do without, and those that are merely recommended."""
    needed = [package for _, package in preflight.missing_libraries(environment)]
    nice: list[str] = []
    for pattern, package in preflight.missing_fonts():
        (needed if strict and pattern == preflight.HANGUL else nice).append(package)
    return needed, nice


def install_packages(needed: list[str], nice: list[str]) -> None:
    """By apt, one call for each list: a font that the release does not carry must not stop a library."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    _say("Installing " + " ".join(needed + nice))
    _quietly(["apt-get", "update"], environment)
    for packages in filter(None, (needed, nice)):
        _quietly(["apt-get", "install", "-y", "--no-install-recommends", *packages], environment)


# ── the virtual environment


def prepare(extras: list[str]) -> None:
    """Make .venv and install the project into it, unless that has been done for just these files."""
    current = fingerprint()
    if PYTHON.exists() and read_stamp(extras[0]) == current:
        return
    _say("Setting up .venv (this takes a minute the first time) …")
    if not PYTHON.exists() or built_with() != python_identity():
        make_venv()
    target = f"{ROOT}[test]" if extras[0] == "test" else str(ROOT)
    pip = pip_command()
    if _quietly([*pip, "install", "--editable", target, "--constraint", str(CONSTRAINTS)], pip_environment()):
        _give_up("The packages could not be installed; pip's own words are above.")
    for extra in extras:
        stamp_file(extra).write_text(current, encoding="utf-8")


def fingerprint() -> str:
    """Changes when the installation has to be renewed: other dependencies, versions, Python or place."""
    seen = hashlib.sha256()
    for file in (ROOT / "pyproject.toml", CONSTRAINTS):
        seen.update(file.read_bytes())
    seen.update(f"{python_identity()} {ROOT}".encode(errors="surrogateescape"))
    return seen.hexdigest()


def python_identity() -> str:
    return f"{sys.version} {sys.base_prefix}"


def built_with() -> str:
    file = VENV / "built-with"
    return file.read_text(encoding="utf-8") if file.exists() else ""


def stamp_file(extra: str) -> Path:
    return VENV / f"installed-{extra}"


def read_stamp(extra: str) -> str:
    file = stamp_file(extra)
    return file.read_text(encoding="utf-8") if file.exists() else ""


def make_venv() -> None:
    """Without pip inside, as Debian ships venv without ensurepip."""
    if _quietly([sys.executable, "-m", "venv", "--clear", "--without-pip", str(VENV)]):
        _give_up("The virtual environment .venv could not be made; Python's own words are above.")
    (VENV / "built-with").write_text(python_identity(), encoding="utf-8")


def pip_command() -> list[str]:
    """A pip that installs into .venv: the one of this Python (22.3 or newer), else one put into .venv."""
    outer = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    inner = [str(PYTHON), "-m", "pip"]
    if _works([*outer, "--version"]):
        return outer
    if _works([*inner, "--version"]) or _works([str(PYTHON), "-m", "ensurepip", "--default-pip"]):
        return inner
    _give_up("This Python has no pip. Install it:\n" + load_preflight().advice(["python3-pip"]))


def pip_environment() -> dict[str, str]:
    """The user's own pip settings stay in force, except --user, which a virtual environment refuses."""
    return {**os.environ, "PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}


# ── running


def run_tests(arguments: list[str], environment: dict[str, str]) -> int:
    """Style, types, tests, in this order: pytest's summary is the last thing printed."""
    failed = False
    for name, tail in (("ruff", ["check", "."]), ("mypy", [])):
        begun = time.perf_counter()
        print(f"── {name}", flush=True)
        code = subprocess.call([str(PYTHON), "-m", name, *tail], cwd=ROOT, env=environment)
        failed |= code != 0
        print(f"{name} {'failed' if code else 'passed'} in {time.perf_counter() - begun:.1f} s", flush=True)
    print("── pytest", flush=True)
    workers = [] if "-n" in arguments else ["-n", str(min(os.cpu_count() or 1, 4))]
    code = subprocess.call([str(PYTHON), "-m", "pytest", *workers, *arguments], cwd=ROOT, env=environment)
    return code or int(failed)


def hand_over(command: list[str], environment: dict[str, str]) -> NoReturn:
    """Become the inner program, so that signals, output and exit code are its own."""
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name == "posix":
        os.execve(command[0], command, environment)
    sys.exit(subprocess.call(command, env=environment))


def _works(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _quietly(command: list[str], environment: dict[str, str] | None = None) -> int:
    """Run a command and show what it printed only if it fails."""
    done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if done.returncode:
        sys.stderr.buffer.write(done.stdout + done.stderr)
    return done.returncode


def _give_up(text: str) -> NoReturn:
    sys.exit(_say(text, MISSING))


def _say(text: str, exit_code: int = 0) -> int:
    print(text, file=sys.stderr)
    return exit_code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
