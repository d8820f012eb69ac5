"""Every command of the window, once: menus, shortcuts, palette and the shortcut overview all read this table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

Reason = Callable[[], str | None]
Rows = Sequence["str | None | tuple[str, Rows]"]  # names of entries, None for a line, a title with rows for a submenu


def always() -> str | None:
    """A command that can be given at any time."""
    return None


def _nothing() -> None:
    pass


@dataclass(frozen=True)
class Entry:
    """One command.

    Attributes:
        name: what it does, as menus and palette say it.
        section: the menu it stands in.
        run: does it.
        shortcuts: key sequences, the one to show first.
        why_not: why it cannot be given now, or None where it can.
    """

    name: str
    section: str
    run: Callable[[], object]
    shortcuts: tuple[str, ...] = ()
    why_not: Reason = always


class Actions:
    """The entries of one window, as Qt actions.

    Args:
        refuse: told why a command cannot be given.
        before: called before a command is given, or refused.
    """

    def __init__(self, window: QWidget, refuse: Callable[[str], None], before: Callable[[], None] = _nothing) -> None:
        self._window = window
        self._refuse, self._before = refuse, before
        self.entries: list[Entry] = []
        self._actions: dict[str, QAction] = {}

    def add(self, entries: Iterable[Entry]) -> None:
        """Add entries; their shortcuts work in the whole window."""
        for entry in entries:
            action = QAction(entry.name.replace("&", "&&"), self._window)
            action.setShortcuts([QKeySequence(keys) for keys in entry.shortcuts])
            action.triggered.connect(lambda _checked=False, chosen=entry: self.run(chosen))
            self._window.addAction(action)
            self.entries.append(entry)
            self._actions[entry.name] = action

    def run(self, entry: Entry) -> None:
        """Give a command, or say why it cannot be given."""
        self._before()
        reason = entry.why_not()
        if reason is None:
            entry.run()
        else:
            self._refuse(f"{entry.name}: {reason}")

    def give(self, name: str) -> None:
        """Give a command by its name."""
        self.run(next(entry for entry in self.entries if entry.name == name))

    def named(self, name: str) -> QAction:
        """The action of an entry."""
        return self._actions[name]

    def fill(self, menu: QMenu) -> None:
        """Fill a menu with a submenu for each section; what cannot be given now is grey."""
        menu.clear()
        for section in dict.fromkeys(entry.section for entry in self.entries):
            part = menu.addMenu(section)
            for entry in self.entries:
                if entry.section == section:
                    action = self._actions[entry.name]
                    part.addAction(action)
            part.aboutToShow.connect(lambda section=section: self._refresh(section, grey=True))
            part.aboutToHide.connect(lambda section=section: self._refresh(section, grey=False))

    def offer(self, menu: QMenu, rows: Rows) -> None:
        """Fill a menu with some of the entries; what cannot be given now is grey."""
        self._put(menu, rows)
        names = set(_names(rows))
        offered = [entry for entry in self.entries if entry.name in names]
        menu.aboutToShow.connect(lambda: self._set_grey(offered, grey=True))
        menu.aboutToHide.connect(lambda: self._set_grey(offered, grey=False))

    def _put(self, menu: QMenu, rows: Rows) -> None:
        for row in rows:
            if row is None:
                menu.addSeparator()
            elif isinstance(row, str):
                menu.addAction(self._actions[row])
            else:
                self._put(menu.addMenu(row[0]), row[1])

    def _refresh(self, section: str, grey: bool) -> None:
        self._set_grey([entry for entry in self.entries if entry.section == section], grey)

    def _set_grey(self, entries: Iterable[Entry], grey: bool) -> None:
        """Grey only while the menu is open: a shortcut of a disabled action would be silent."""
        for entry in entries:
            self._actions[entry.name].setEnabled(not grey or entry.why_not() is None)


def _names(rows: Rows) -> Iterator[str]:
    for row in rows:
        if isinstance(row, str):
            yield row
        elif row is not None:
            yield from _names(row[1])
