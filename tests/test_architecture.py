"""The layers of the house: who may import whom, no cycles, no relative imports, Qt only in ui."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
OURS = "evidenceboard"
FOUNDATION = {"bulk", "errors", "progress", ""}  # "" is evidenceboard/__init__.py, the version
ROOMS = {
    "model", "store", "analysis", "finding", "exchange", "sync", "contents", "door", "document", "filing", "opening",
    "cli", "ui", "paths", "preflight", "decoding", "recovering",
}  # fmt: skip
MAY_IMPORT = {
    "errors": set(),
    "progress": set(),
    "bulk": set(),
    "preflight": set(),
    "paths": set(),
    "model": set(),
    "analysis": {"model"},
    "finding": {"model", "analysis"},
    "store": {"model", "paths"},
    "decoding": {"model"},
    "exchange": {"model", "analysis", "finding", "decoding"},
    "sync": {"model"},
    "filing": {"model", "store"},
    "opening": {"model", "store", "filing"},
    "contents": {"model", "store", "filing"},
    "door": {"model", "store", "filing", "contents"},
    "document": {"model", "store", "sync", "paths", "filing", "opening", "door"},
    "recovering": {"model", "store", "filing", "document"},
    "cli": ROOMS - {"ui"},
    "ui": ROOMS - {"cli"},
    "__main__": ROOMS,
}
LATE_IN_CLI = {"evidenceboard.ui.render", "evidenceboard.ui.screenshot", "evidenceboard.ui.app"}  # in functions
NEVER_IN_MODEL = {"PySide6", "sqlalchemy", "sqlite3", "threading", "time", "os", "io", "pathlib", "socket"}
NUMBERS = (
    "adjacency", "arrays", "bends", "bundles", "cells", "clusters", "columns", "corners", "curves", "detours",
    "folding", "frames", "geometry", "gutters", "lanes", "lines", "neighbourhood", "ports", "removal", "roundels",
    "routing", "snapping", "spots",
)  # fmt: skip
NUMBERS_IN_MODEL = {f"{OURS}.model.{name}" for name in NUMBERS}
IN_WORKERS = {
    f"{OURS}.decoding.{name}" for name in ("worker", "pictures", "exif", "likeness")
}  # never in the program's process
DATABASES = ("sqlalchemy", "sqlite3")
APART = ("panels", "talk", "dialogs", "views")


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {_name(path): path for path in (ROOT / OURS).rglob("*.py")}


def _tree(module: str) -> ast.AST:
    """Read anew each time: all at once are a million objects, over which every collection in the run would pass."""
    return ast.parse(MODULES[module].read_text("utf-8"))


def _imports(tree: ast.AST, late: bool = False) -> Iterator[tuple[str, bool]]:
    """Every imported module, and whether inside a function; what only type checkers read does not count."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if isinstance(node, ast.Import):
            yield from ((alias.name, late) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"relative import of {node.module}"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield (whole if whole in MODULES else str(node.module)), late
        yield from _imports(node, late or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def _room(module: str) -> str:
    return module.partition(".")[2].partition(".")[0]


@pytest.mark.parametrize("module", sorted(MODULES))
def test_imports_only_what_its_room_may(module: str) -> None:
    room = _room(module)
    for imported, late in _imports(_tree(module)):
        top = imported.partition(".")[0]
        if top == OURS:
            allowed = _room(imported) in FOUNDATION | {room} | MAY_IMPORT.get(room, set())
            assert allowed or (room == "cli" and late and imported in LATE_IN_CLI), imported
            mine, theirs = module.split(".")[2:3], imported.split(".")[2:3]
            if room == _room(imported) == "ui" and mine != theirs:
                assert not (mine and theirs and mine[0] in APART and theirs[0] in APART), imported
        assert top != "PySide6" or room == "ui" or module in IN_WORKERS, imported
        assert top != "PIL" or module in IN_WORKERS, imported
        assert imported not in IN_WORKERS or module in IN_WORKERS, imported
        assert top not in DATABASES or room in ("store", "sync") or module == f"{OURS}.cli.doctor", imported
        assert top != "platformdirs" or room == "paths", imported
        assert room != "model" or top not in NEVER_IN_MODEL, imported
        assert room != "model" or top != "numpy" or module in NUMBERS_IN_MODEL, imported


def test_no_cycles() -> None:
    graph = {
        module: {name for name, _ in _imports(_tree(module)) if name in MODULES and name != module}
        for module in MODULES
    }
    list(TopologicalSorter(graph).static_order())  # raises CycleError and names the cycle


def test_the_model_reads_no_clock_and_no_file() -> None:
    for module in MODULES:
        if _room(module) == "model":
            calls = {ast.unparse(node.func) for node in ast.walk(_tree(module)) if isinstance(node, ast.Call)}
            assert not {call for call in calls if call == "open" or call.endswith((".now", ".today"))}, module
