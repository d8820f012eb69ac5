"""The program with its windows: what is opened where, preferences, and what happens when something breaks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QFileDialog

from evidenceboard import paths
from evidenceboard.decoding import pool
from evidenceboard.document import Document
from evidenceboard.errors import KnownError
from evidenceboard.store.installation import Installation
from evidenceboard.ui import jobs, logbook, theme
from evidenceboard.ui.app_icon import app_icon
from evidenceboard.ui.application import make_app
from evidenceboard.ui.dialogs.stops import StopsDialog
from evidenceboard.ui.main_window import MainWindow
from evidenceboard.ui.manual import show_manual
from evidenceboard.ui.recovery import Recovery
from evidenceboard.ui.session_end import SessionEnd
from evidenceboard.ui.single import Single
from evidenceboard.ui.starting import connect_start, fill_start
from evidenceboard.ui.unforeseen import Unforeseen
from evidenceboard.ui.widgets.name_prompt import ask_name, system_name
from evidenceboard.ui.widgets.preferences import PreferencesPage
from evidenceboard.ui.window_places import restore_window

KEPT = 2 * 1024**3  # bytes of working copies of closed boards whose files hold everything
SAMPLE = "samples/founding-case.board"


class Program(QObject):
    """All windows of one process."""

    def __init__(self, app: QApplication, installation: Installation) -> None:
        super().__init__()
        self.app = app
        self.installation = installation
        self.windows: list[MainWindow] = []
        self.recovery = Recovery(self)
        installation.trim(KEPT)
        self.show_theme(installation.preferences().theme)
        app.styleHints().colorSchemeChanged.connect(self._follow_system)

    def _follow_system(self, _scheme: object) -> None:
        self.show_theme(self.installation.preferences().theme)

    @property
    def author(self) -> str:
        return self.installation.preferences().author or system_name()

    def new_window(self) -> MainWindow:
        """An empty window: it shows the start page."""
        window = MainWindow()
        window.setWindowIcon(app_icon())
        window.wanted.connect(lambda what, detail, at=window: self._serve(at, what, detail))
        window.closed.connect(self._forget)
        self.windows.append(window)
        restore_window(window, self.installation)
        connect_start(window, self)
        fill_start(window, self)
        window.show()
        return window

    def open(self, path: Path, window: MainWindow | None = None, read_only: bool = False) -> None:
        """Open a board beside the window, then show it; a board that is open already is raised."""
        path = paths.real(path)
        for other in self.windows:
            if other.document is not None and other.document.path == path and not read_only:
                other.raise_()
                other.activateWindow()
                return
        self.recovery.open(path, window if window is not None and window.is_blank() else self.new_window(), read_only)

    def show(self, document: Document, window: MainWindow) -> None:
        """Show an open document in a window; it is closed at once if the window has gone meanwhile."""
        if window not in self.windows:
            document.close()
            return
        window.set_document(document)
        self.recovery.shown(document, window)
        if document.path is not None and not document.read_only:
            cards = document.board.index.count("card")
            self.installation.remember_recent(document.path, document.board_id, document.title, cards, None)

    def new(self, window: MainWindow) -> None:
        """A new board, a draft until it is saved."""
        target = window if window.is_blank() else self.new_window()
        target.set_document(Document.new(self.installation, self.author))

    def open_sample(self, window: MainWindow) -> None:
        """A copy of the founding case as a draft: the sample itself is never changed."""
        target = window if window.is_blank() else self.new_window()
        try:
            self.show(sample_document(self.installation, self.author), target)
        except KnownError as problem:
            target.messages.error(problem)

    def show_theme(self, name: str) -> None:
        theme.apply(self.app, theme.THEMES[theme.system_theme() if name == "system" else name])

    def _serve(self, window: MainWindow, what: str, detail: object) -> None:
        match what:
            case "new":
                self.new(window)
            case "open":
                self.open(Path(str(detail)), window)
            case "choose" | "look":
                name, _filter = QFileDialog.getOpenFileName(window, "Open a board", "", "Boards (*.board)")
                if name:
                    self.open(Path(name), window, read_only=what == "look")
            case "sample":
                self.open_sample(window)
            case "draft":
                self._guarded(window, lambda: self.show(self.recovery.open_draft(str(detail)), window))
            case "mend":
                self.recovery.mend(window)
            case "from this" if window.document is not None:
                document = window.document.new_from_this()
                self.show(document, self.new_window())
            case "revert" if window.document is not None:
                self._guarded(window, window.document.revert_to_opened)
            case "start":
                fill_start(self.new_window() if not window.is_blank() else window, self)
            case "theme":
                self._change(theme=str(detail))
            case "preferences":
                self._show_preferences(window)
            case "stops" if window.bridge is not None and window.page is not None:
                stops = StopsDialog(window.bridge, window.page.camera, window)
                stops.show_view.connect(window.page.show_view)
                stops.open()
            case "manual":
                show_manual(window)
            case "quit":
                for each in tuple(self.windows):
                    each.close()

    def _guarded(self, window: MainWindow, work: object) -> None:
        try:
            work()  # type: ignore[operator]
        except KnownError as problem:
            window.messages.error(problem)

    def _show_preferences(self, window: MainWindow) -> None:
        page = PreferencesPage(self.installation.preferences(), window)
        page.changed.connect(self._keep)
        page.open()

    def _change(self, **values: object) -> None:
        from dataclasses import replace

        self._keep(replace(self.installation.preferences(), **values))  # type: ignore[arg-type]

    def _keep(self, preferences: object) -> None:
        self.installation.set_preferences(preferences)  # type: ignore[arg-type]
        self.show_theme(self.installation.preferences().theme)
        for window in self.windows:
            if window.document is not None:
                window.document.author = self.author

    def _forget(self, window: MainWindow) -> None:
        if window in self.windows:
            self.windows.remove(window)
            window.deleteLater()

    def ask_name_once(self, window: MainWindow) -> None:
        """Ask under which name changes are kept, the first time the program is used."""
        if self.installation.preferences().author is None:
            name = ask_name(window, system_name())
            self._change(author=name or system_name())


def sample_document(installation: Installation, author: str) -> Document:
    """The founding case as a new draft."""
    with_sample = Document.open(paths.resources() / SAMPLE, installation, author, read_only=True)
    try:
        document = with_sample.new_from_this()
        document.sample = True
        return document
    finally:
        with_sample.close()


def run(
    files: Sequence[Path] = (),
    read_only: bool = False,
    present: bool = False,
    settings_dir: Path | None = None,
    sample: bool = False,
) -> int:
    """Open the window and stay until the last one is closed.

    Returns:
        The exit code.
    """
    app = make_app()
    installation = Installation(paths.folders(settings_dir))
    single = Single(installation.folders.data)
    if files and not read_only and not present and single.hand_over(files):
        return 0
    program = Program(app, installation)
    logbook.begin(installation.folders.logs)
    Unforeseen(program).install()
    SessionEnd(program, app)
    single.asked.connect(lambda path: program.open(Path(path)))
    single.listen()
    window = program.new_window()
    program.ask_name_once(window)
    for path in files:
        program.open(Path(path), window, read_only)
    if sample:
        program.open_sample(window)
    if present:
        _present_when_open(window)
    code = app.exec()
    pool.close()  # first, so that no job waits for a picture
    jobs.finish()
    pool.close()
    single.close()
    return code


def _present_when_open(window: MainWindow) -> None:
    from PySide6.QtCore import QTimer

    timer = QTimer(window, interval=50)

    def try_it() -> None:
        if window.document is not None:
            timer.stop()
            window.present()

    timer.timeout.connect(try_it)
    timer.start()
