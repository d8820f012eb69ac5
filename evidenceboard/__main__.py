"""Where the program starts: a verb of the command line, or else the window."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from evidenceboard import __version__, cli, paths, preflight
from evidenceboard.errors import DamagedBoard, KnownError, MissingLibrary, UsageError, report

INTERRUPTED, UNFORESEEN = 130, 70
SALVAGE = "What is intact of it can be saved with: evidenceboard salvage FILE --into NEW.board"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program: exit code 0 done, 1 with findings, 2 usage, 3 library missing, 4 unreadable file, 70 a mistake
    of the program itself."""
    _speak_utf8()
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        return _run(arguments)
    except DamagedBoard as error:
        return _report(error.title, f"{error.advice} {SALVAGE}", error.exit_code)
    except KnownError as error:
        return _report(error.title, error.advice, error.exit_code)
    except BrokenPipeError:
        return _leave_the_pipe()
    except OSError as error:
        title = f"{error.strerror}: {error.filename}" if error.filename else str(error)
        return _report(title, "Check that it exists and that you may use it.", 4)
    except KeyboardInterrupt:
        return INTERRUPTED
    except SystemExit as leaving:  # argparse has already said why
        return leaving.code if isinstance(leaving.code, int) else 2
    except Exception as error:  # noqa: BLE001 - Python would print words of the board, and leave as if with findings
        return _report("Something in the program went wrong. Nothing of the board is lost.", report(error), UNFORESEEN)


def _run(arguments: list[str]) -> int:
    verb, arguments = _split(arguments)
    _keep_settings_apart(arguments)
    if verb:
        return cli.run(verb, arguments, _before_qt)
    return _open_window(_window_arguments(arguments))


def _split(arguments: list[str]) -> tuple[str | None, list[str]]:
    """The verb, if one is called, and the arguments without it; general options may stand before it."""
    position = 0
    while position < len(arguments):
        word = arguments[position]
        if word in cli.VERBS:
            return word, arguments[:position] + arguments[position + 1 :]
        if word == "--settings-dir":
            position += 2
        elif word == "--json" or word.startswith("--settings-dir="):
            position += 1
        else:
            break
    return None, arguments


def _keep_settings_apart(arguments: list[str]) -> None:
    """Let --settings-dir hold for everything that asks for a folder, in child processes too."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    cli.add_common_arguments(parser)
    chosen: Path | None = parser.parse_known_args(arguments)[0].settings_dir
    if chosen:
        os.environ[paths.HOME_VARIABLE] = str(chosen.expanduser().absolute())


def _window_arguments(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "evidenceboard",
        usage="%(prog)s [options] [FILE ...]\n       %(prog)s VERB ...",
        description="Opens boards in a window, or runs one of the verbs.",
        epilog=f"verbs (each with --help):\n{cli.summaries()}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="a board to open")
    parser.add_argument("--read-only", action="store_true", help="open without changing anything")
    parser.add_argument("--present", action="store_true", help="begin with the talk")
    parser.add_argument("--version", action="version", version=f"Evidence Board {__version__}")
    cli.add_common_arguments(parser)
    return parser.parse_args(arguments)


def _open_window(args: argparse.Namespace) -> int:
    if not preflight.has_display() and not os.environ.get("QT_QPA_PLATFORM"):
        raise UsageError(
            "There is no display to open a window on.",
            "Set DISPLAY or WAYLAND_DISPLAY, or draw a picture: evidenceboard demo --screenshot board.png",
        )
    _before_qt()
    from evidenceboard.ui import app

    return app.run(args.files, args.read_only, args.present, args.settings_dir)


def _before_qt() -> None:
    missing = preflight.missing_libraries()
    if missing:
        names = ", ".join(library for library, _ in missing)
        packages = [package for _, package in missing]
        raise MissingLibrary(f"The system lacks {names}.", preflight.advice(packages))


def _report(title: str, advice: str, exit_code: int) -> int:
    print(title, file=sys.stderr)
    if advice:
        print(advice, file=sys.stderr)
    return exit_code


def _leave_the_pipe() -> int:
    """The reader went away, as `| head` does: leave quietly, also when Python flushes at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
