"""A monkey at the real window: random gestures of hands and keys, from a seed that tells all of them again."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QImage,
    QMouseEvent,
    QNativeGestureEvent,
    QPointingDevice,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from evidenceboard.ui import theme
from tests.journeys.hands import Hands

Key, Modifier, Left = Qt.Key, Qt.KeyboardModifier, Qt.MouseButton.LeftButton
KEYS = (
    Key.Key_S, Key.Key_H, Key.Key_R, Key.Key_G, Key.Key_A, Key.Key_Q, Key.Key_E, Key.Key_L, Key.Key_V, Key.Key_Escape,
    Key.Key_Return, Key.Key_Tab, Key.Key_Backtab, Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Down, Key.Key_Plus,
    Key.Key_Minus, Key.Key_1, Key.Key_2, Key.Key_Delete, Key.Key_Backspace, Key.Key_F6, Key.Key_Space, Key.Key_F2,
)  # fmt: skip
CHORDS = (
    Key.Key_Z,
    Key.Key_Y,
    Key.Key_D,
    Key.Key_A,
    Key.Key_C,
    Key.Key_V,
    Key.Key_0,
    Key.Key_F,
    Key.Key_Plus,
    Key.Key_Minus,
)
WORDS = ("report", "국정원", "Kirby:", "a\nb", "“not aware”", "x" * 60, " ", "شحنة", "🚢", "a\tb\n1\t2")
HELD = (
    Modifier.NoModifier,
    Modifier.NoModifier,
    Modifier.ShiftModifier,
    Modifier.AltModifier,
    Modifier.ControlModifier,
)
MOST_CARDS = 40


class Monkey:
    """Does one gesture after the other; `diary` holds what it did."""

    def __init__(self, hands: Hands, seed: int) -> None:
        self.hands, self.dice, self.seed = hands, Random(seed), seed
        self.diary: list[str] = []
        self._gestures: tuple[tuple[int, Callable[[], object]], ...] = (
            (20, self.key), (12, self.chord), (14, self.click), (16, self.drag), (6, self.double_click),
            (8, self.wheel), (8, self.type), (4, self.paste), (4, self.half_a_drag), (3, self.pinch),
            (2, self.resize), (1, self.theme), (2, self.look), (4, self.link), (3, self.inspect), (2, self.wait),
        )  # fmt: skip

    def act(self) -> None:
        weights, gestures = zip(*self._gestures, strict=True)
        gesture = self.dice.choices(gestures, weights)[0]
        self.diary.append(gesture.__name__)
        gesture()
        if len(self.hands.cards()) > MOST_CARDS:
            self.hands.page.view.set_selection(self.dice.sample(self.hands.cards(), MOST_CARDS // 2))
            self.hands.page.delete()

    @property
    def view(self) -> QWidget:
        return self.hands.page.view

    def _place(self) -> QPoint:
        """Mostly on or beside something: a middle, a dot, a corner, a roundel; sometimes anywhere."""
        hands, geometry = self.hands, self.hands.page.view.geometry
        kind = self.dice.random()
        if kind < 0.6 and geometry.cards:
            card = self.dice.choice(geometry.cards)
            of_card = (
                hands.middle_of,
                hands.corner_of,
                hands.dot_of,
                lambda c: hands.dot_of(c, self.dice.randrange(4)),
            )
            return self.dice.choice(of_card)(card) + QPoint(self.dice.randint(-4, 4), self.dice.randint(-4, 4))
        if kind < 0.8 and geometry.edges:
            return hands.roundel_of(self.dice.choice(geometry.edges))
        return self._anywhere()

    def _inside(self) -> QPoint:
        """A place that a pointer can press: on the view."""
        at = self._place()
        return at if self.view.rect().contains(at) else self._anywhere()

    def _anywhere(self) -> QPoint:
        return QPoint(self.dice.randrange(self.view.width()), self.dice.randrange(self.view.height()))

    def _note(self, *what: Any) -> None:
        self.diary[-1] += " " + " ".join(map(str, what))

    def key(self) -> None:
        key, held = self.dice.choice(KEYS), self.dice.choice(HELD[:4])
        self._note(key.name, held.name)
        self.hands.key(key, held)

    def chord(self) -> None:
        key, shift = self.dice.choice(CHORDS), self.dice.random() < 0.2
        self._note(key.name, shift)
        self.hands.key(key, Modifier.ControlModifier, Modifier.ShiftModifier if shift else Modifier.NoModifier)

    def click(self) -> None:
        at, held = self._inside(), self.dice.choice(HELD)
        self._note(at, held.name)
        QTest.mouseClick(self.view, Left, held, at)

    def double_click(self) -> None:
        at = self._inside()
        self._note(at)
        QTest.mouseDClick(self.view, Left, Modifier.NoModifier, at)

    def drag(self) -> None:
        start, end, held = self._inside(), self._place(), self.dice.choice(HELD)
        button = self.dice.choice((Left, Left, Left, Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton))
        self._note(start, end, held.name, button.name)
        QTest.mousePress(self.view, button, held, start)
        steps = self.dice.randint(1, 6)
        for step in range(1, steps + 1):
            self._move(start + (end - start) * step / steps, button, held)
        if self.dice.random() < 0.15:
            self.hands.key(Key.Key_Escape)
        QTest.mouseRelease(self.view, button, held, end)

    def half_a_drag(self) -> None:
        """Pressed, something else happens, and only then let go: perhaps never."""
        start, end = self._inside(), self._place()
        self._note(start, end)
        QTest.mousePress(self.view, Left, Modifier.NoModifier, start)
        self._move(end, Left, Modifier.NoModifier)
        self.dice.choice((self.key, self.chord, self.wheel, self.look, self.paste, self.wait))()
        self._move(start, Left, Modifier.NoModifier)
        if self.dice.random() < 0.9:
            QTest.mouseRelease(self.view, Left, Modifier.NoModifier, self._place())

    def _move(self, at: QPoint, button: Qt.MouseButton, held: Qt.KeyboardModifier) -> None:
        there, buttons = QPointF(at), Qt.MouseButton(button)
        move = QMouseEvent(
            QEvent.Type.MouseMove, there, QPointF(self.view.mapToGlobal(at)), Qt.MouseButton.NoButton, buttons, held
        )
        QApplication.sendEvent(self.view, move)
        if self.dice.random() < 0.3:
            QApplication.processEvents()

    def wheel(self) -> None:
        at, held = (
            QPointF(self._place()),
            self.dice.choice((Modifier.NoModifier, Modifier.ControlModifier, Modifier.ShiftModifier)),
        )
        turn = self.dice.choice((-360, -120, -15, 15, 120, 240))
        self._note(at, turn, held.name)
        event = QWheelEvent(at, QPointF(self.view.mapToGlobal(at.toPoint())), QPoint(), QPoint(0, turn),
                            Qt.MouseButton.NoButton, held, Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
        QApplication.sendEvent(self.view, event)

    def pinch(self) -> None:
        at, by = QPointF(self._place()), self.dice.choice((-0.3, -0.05, 0.05, 0.4))
        event = QNativeGestureEvent(Qt.NativeGestureType.ZoomNativeGesture, QPointingDevice.primaryPointingDevice(), 2,
                                    at, at, at, by, QPointF())  # fmt: skip
        QApplication.sendEvent(self.view, event)

    def type(self) -> None:
        """Into a card if one is open; else what is typed are commands, which `key` does."""
        editor = self.hands.page.writing.editor
        if not editor.writing:
            self.hands.key(self.dice.choice((Key.Key_S, Key.Key_H, Key.Key_Return)))
        word = self.dice.choice(WORDS)
        self._note(word)
        if editor.writing:
            editor.insertPlainText(word)
        if self.dice.random() < 0.5:
            self.hands.key(Key.Key_Escape)

    def paste(self) -> None:
        clipboard = QGuiApplication.clipboard()
        if self.dice.random() < 0.4:
            picture = QImage(self.dice.randint(1, 90), self.dice.randint(1, 90), QImage.Format.Format_RGB32)
            picture.fill(QColor.fromHsv(self.dice.randrange(360), 200, 200))
            clipboard.setImage(picture)
        else:
            clipboard.setText(self.dice.choice(WORDS))
        self.hands.key(Key.Key_V, Modifier.ControlModifier)

    def resize(self) -> None:
        self.hands.window.resize(self.dice.randint(720, 1400), self.dice.randint(480, 900))

    def theme(self) -> None:
        name = self.dice.choice(list(theme.THEMES))
        self._note(name)
        theme.apply(self.hands.program.app, theme.THEMES[name])

    def look(self) -> None:
        page = self.hands.page
        self.dice.choice(
            (page.view.fit, page.fly_to_selection, self.hands.window.zoom_reset, page.select_all, self._far)
        )()

    def _far(self) -> None:
        self.hands.page.view.look_at(
            QPointF(self.dice.randint(-900, 900), 0), self.dice.choice((0.1, 0.2, 0.29, 0.76, 2.5))
        )

    def link(self) -> None:
        start, end = self._place(), self._place()
        self._note(start, end)
        if self.hands.page.view.geometry.cards:
            self.hands.drag(
                self.hands.dot_of(self.dice.choice(self.hands.page.view.geometry.cards), self.dice.randrange(4)), end
            )

    def inspect(self) -> None:
        """A key or two in whatever has the focus after F6."""
        self.hands.key(Key.Key_F6)
        for _ in range(self.dice.randint(1, 4)):
            self.hands.key(
                self.dice.choice((Key.Key_Tab, Key.Key_Space, Key.Key_Down, Key.Key_B, Key.Key_3, Key.Key_Escape))
            )

    def wait(self) -> None:
        for _ in range(self.dice.randint(1, 5)):
            QApplication.processEvents()
