"""Work beside the window: its result arrives once, on the GUI thread, and never after it was cancelled."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from evidenceboard.errors import KnownError
from evidenceboard.progress import Progress, Stopped, report
from evidenceboard.ui import jobs


class Witness:
    """What came of a job."""

    def __init__(self) -> None:
        self.results: list[object] = []
        self.troubles: list[BaseException] = []
        self.threads: list[threading.Thread] = []
        self.progress: list[tuple[int, int]] = []

    def done(self, result: object) -> None:
        self.threads.append(threading.current_thread())
        self.results.append(result)

    def failed(self, problem: BaseException) -> None:
        self.threads.append(threading.current_thread())
        self.troubles.append(problem)

    def run(self, qtbot: QtBot, work: jobs.Work, then: Callable[[jobs.Job], object] = lambda job: None) -> None:
        job = jobs.run("test", work, self.done, self.failed, lambda *done: self.progress.append(done))
        with qtbot.waitSignal(job.ended):
            then(job)
        assert job not in jobs.running()
        assert self.threads == [threading.main_thread()]


def test_a_result_arrives_on_the_gui_thread(qtbot: QtBot) -> None:
    seen = Witness()

    def work(progress: Progress) -> object:
        report(progress, 1, 2)
        return threading.current_thread()

    seen.run(qtbot, work)
    assert seen.results and seen.results[0] is not threading.main_thread()
    assert seen.progress == [(1, 2)] and not seen.troubles


def test_a_failure_is_handed_over(qtbot: QtBot) -> None:
    seen = Witness()

    def work(progress: Progress) -> object:
        raise KnownError("no")

    seen.run(qtbot, work)
    assert [str(problem) for problem in seen.troubles] == ["no"] and not seen.results


def test_a_bug_in_a_worker_is_logged_without_its_words(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    seen = Witness()

    def work(progress: Progress) -> object:
        raise ValueError("secret evidence")

    seen.run(qtbot, work)
    assert isinstance(seen.troubles[0], ValueError)
    assert "ValueError" in caplog.text and "secret" not in caplog.text
    caplog.clear()


def test_cancelling_stops_the_work_at_its_next_report(qtbot: QtBot) -> None:
    seen, cancelled = Witness(), threading.Event()

    def work(progress: Progress) -> object:
        assert cancelled.wait(5)
        report(progress, 1, 2)
        raise AssertionError("it went on")

    def then(job: jobs.Job) -> None:
        job.cancel()
        cancelled.set()

    seen.run(qtbot, work, then)
    assert isinstance(seen.troubles[0], Stopped) and not seen.results


def test_a_result_on_its_way_is_closed_and_never_delivered_after_cancelling(qtbot: QtBot) -> None:
    seen, returned = Witness(), threading.Event()

    class Opened:
        closed = False

        def close(self) -> None:
            self.closed = True

    opened = Opened()

    def work(progress: Progress) -> object:
        returned.set()
        return opened

    def then(job: jobs.Job) -> None:
        assert returned.wait(5)
        jobs.QThreadPool.globalInstance().waitForDone()
        job.cancel()

    seen.run(qtbot, work, then)
    assert isinstance(seen.troubles[0], Stopped) and not seen.results and opened.closed


def test_what_gives_way_goes_on_only_when_the_canvas_rests(qtbot: QtBot) -> None:
    """Frames are painted until the work has had every chance to go on, and it has not."""
    done: list[str] = []

    def work(progress: Progress) -> None:
        done.append("begun")
        report(progress, 0, 0)
        done.append("gone on")

    jobs.frame_painted()
    job = jobs.run("test", work, lambda _result: None, lambda _problem: None, gives_way=True)
    for _ in range(30):
        jobs.frame_painted()
        qtbot.wait(5)
    assert done == []
    with qtbot.waitSignal(job.ended):
        pass
    assert done == ["begun", "gone on"]


def test_a_hand_that_never_rests_does_not_keep_work_for_ever(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "LONGEST", 0.05)
    found: list[int] = []
    jobs.run("test", lambda _progress: 7, found.append, lambda _problem: None, gives_way=True)
    for _ in range(400):
        jobs.frame_painted()
        qtbot.wait(5)
        if found:
            break
    assert found == [7]


def test_what_gives_way_can_be_cancelled_meanwhile(qtbot: QtBot) -> None:
    troubles: list[BaseException] = []
    jobs.frame_painted()
    job = jobs.run("test", lambda _progress: 7, lambda _result: None, troubles.append, gives_way=True)
    with qtbot.waitSignal(job.ended):
        jobs.frame_painted()
        job.cancel()
    assert [type(each) for each in troubles] == [Stopped]
