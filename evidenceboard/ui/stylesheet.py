"""The one style sheet of the window, built from a theme's colours."""

from __future__ import annotations

from collections.abc import Mapping
from string import Template

_SHEET = Template("""
QMainWindow { background: $window; }
QDialog { background: $panel; }
QFrame[surface="panel"] { background: $panel; border: none; }
QFrame[surface="bar"] { background: $bar; border: none; }

QPushButton { min-height: ${h28}px; padding: 0 12px; border: ${b}px solid $ctl; border-radius: 6px;
  background: $field; color: $ink; font-size: 12px; font-weight: 500; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $press; }
QPushButton:disabled { color: $off; border-color: $hair; background: $panel; }
QPushButton:focus { border: 2px solid $accent; padding: 0 ${p11}px; min-height: 24px; }
QPushButton[kind="primary"] { background: $accent; border-color: $accent; color: $accentink; }
QPushButton[kind="primary"]:hover { background: $accenthover; border-color: $accenthover; }
QPushButton[kind="primary"]:disabled { background: $hair; border-color: $hair; color: $off; }
QPushButton[kind="primary"]:focus { border: 2px solid $ink; }
QPushButton[kind="danger"] { border-color: $danger; color: $danger; }
QPushButton[kind="link"] { border: ${b}px solid transparent; background: transparent; color: $accent;
  padding: 0 4px; }
QPushButton[kind="link"]:hover { text-decoration: underline; }
QPushButton[kind="link"]:disabled { color: $off; }
QPushButton[kind="link"]:focus { border: 2px solid $accent; padding: 0 3px; }

QPushButton[kind="menu"] { padding-right: 26px; }
QPushButton[kind="menu"]:focus { padding-right: ${p25}px; }
QPushButton::menu-indicator { image: url("$icons/chevron-down-$name.png"); width: 14px; height: 14px; right: 7px;
  subcontrol-origin: border; subcontrol-position: center right; }

QLineEdit, QComboBox, QSpinBox, QDoubleSpinBox, QDateEdit { min-height: ${h28}px; padding: 0 8px;
  border: ${b}px solid $ctl; border-radius: 6px; background: $field; color: $ink;
  placeholder-text-color: $ink3; }
QPlainTextEdit { padding: 4px; border: ${b}px solid $ctl; border-radius: 6px; background: $field; color: $ink;
  placeholder-text-color: $ink3; }
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus, QDateEdit:focus {
  border: 2px solid $accent; padding: 0 ${p7}px; min-height: 24px; }
QPlainTextEdit:focus { border: 2px solid $accent; padding: ${p3}px; }
QLineEdit:disabled, QComboBox:disabled, QSpinBox:disabled, QPlainTextEdit:disabled {
  color: $off; border-color: $hair; background: $panel; }
QLineEdit[quiet="true"] { border: ${b}px solid $hair; }
QLineEdit[quiet="true"]:focus { border: 2px solid $accent; }
QLineEdit[bare="true"], QLineEdit[bare="true"]:focus { border: none; background: transparent; padding: 0; }

QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: url("$icons/chevron-down-$name.png"); width: 14px; height: 14px; }
QComboBox QAbstractItemView { background: $panel; border: ${b}px solid $ctl; padding: 4px; outline: none;
  selection-background-color: $selbg; selection-color: $ink; }

QToolButton { border: ${b}px solid transparent; border-radius: 6px; background: transparent; color: $ink;
  padding: 0; }
QToolButton:hover { background: $hover; }
QToolButton:pressed { background: $press; }
QToolButton:checked { background: $selbg; $checked }
QToolButton:focus { border: 2px solid $accent; }
QToolButton::menu-indicator { image: none; }

QTabWidget::pane { border: none; border-top: ${b}px solid $hair; }
QTabBar { background: transparent; }
QTabBar::tab { padding: 6px 12px 5px 12px; border: none; border-bottom: 3px solid transparent; color: $ink2; }
QTabBar::tab:hover { color: $ink; }
QTabBar::tab:selected { color: $ink; font-weight: 600; border-bottom-color: $accent; }
QTabBar::tab:focus { color: $accent; }

QMenu { background: $panel; color: $ink; border: ${b}px solid $cardline; padding: 5px; }
QMenu::item { padding: 5px 24px 5px 12px; border-radius: 5px; min-height: 18px;
  border: ${b}px solid transparent; }
QMenu::item:selected { background: $selbg; color: $ink; $menusel }
QMenu::item:disabled { color: $off; background: transparent; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { height: ${b}px; background: $hair; margin: 5px 8px; }
QMenuBar { background: $bar; color: $ink; }
QMenuBar::item:selected { background: $selbg; border-radius: 5px; }

QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $grip; border-radius: 3px; }
QScrollBar::handle:vertical { min-height: 32px; margin: 3px; }
QScrollBar::handle:horizontal { min-width: 32px; margin: 3px; }
QScrollBar::handle:hover { background: $ink3; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollArea { background: transparent; border: none; }

QAbstractItemView { background: $panel; alternate-background-color: $zone; border: none; outline: none;
  selection-background-color: $selbg; selection-color: $ink; gridline-color: $hair; }
QHeaderView { background: $panel; }
QHeaderView::section { background: $panel; color: $ink3; border: none; border-bottom: ${b}px solid $hair;
  padding: 6px 8px; font-size: 11px; font-weight: 600; }

QSplitter::handle { background: $hair; }
QSplitter::handle:horizontal { width: ${b}px; }
QSplitter::handle:vertical { height: ${b}px; }
QSplitter::handle:hover { background: $accent; }
QMainWindow::separator { background: $hair; width: ${b}px; height: ${b}px; }
QMainWindow::separator:hover { background: $accent; }
QDockWidget { color: $ink; font-weight: 600; }
QDockWidget::title { background: $panel; padding: 10px 16px; border-bottom: ${b}px solid $hair; }

QToolTip { background: $tip; color: $tipink; border: 1px solid $tipline; padding: 4px 8px; font-size: 12px; }
QProgressBar { border: none; border-radius: 2px; background: $track; max-height: 4px; min-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
QCheckBox, QRadioButton { spacing: 8px; color: $ink; }
QCheckBox::indicator, QRadioButton::indicator, QMenu::indicator, QAbstractItemView::indicator {
  width: ${i16}px; height: ${i16}px; border: ${b}px solid $ctl; background: $field; border-radius: 4px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $ink2; }
QCheckBox::indicator:checked, QMenu::indicator:checked, QAbstractItemView::indicator:checked {
  background: $accent; border-color: $accent; image: url("$icons/tick-$name.png"); }
QCheckBox::indicator:indeterminate { background: $accent; border-color: $accent;
  image: url("$icons/minus-$name.png"); }
QRadioButton::indicator { border-radius: 8px; }
QRadioButton::indicator:checked { border: 5px solid $accent; width: 6px; height: 6px; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border: 2px solid $accent; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $hair; background: $panel; }
QMenu::indicator { margin-left: 6px; }
QGroupBox { border: ${b}px solid $hair; border-radius: 8px; margin-top: 16px; padding-top: 8px; }
QGroupBox::title { subcontrol-origin: margin; left: 10px; padding: 0 4px; color: $ink3; }
""")


def stylesheet(colours: Mapping[str, str], border: int, icons: str, name: str) -> str:
    """The style sheet.

    Args:
        colours: Every colour of a theme as "#rrggbb" by its token.
        border: Width of control borders in px; a border is part of the 28 px height of a control.
        icons: The folder with the few marks that a style sheet can only take from files.
        name: The theme's name, part of those files' names.
    """
    # Without tints (high contrast) what is chosen needs a border, because its ground is the same.
    chosen = f"border-color: {colours['accent']};" if border > 1 else ""
    sizes = {"b": border, "h28": 28 - 2 * border, "i16": 16 - 2 * border}
    sizes |= {"p11": 11 + border - 1, "p25": 25 + border - 1, "p7": 7 + border - 1, "p3": 3 + border - 1}
    words = {key: str(value) for key, value in sizes.items()}
    return _SHEET.substitute(colours, checked=chosen, menusel=chosen, icons=icons, name=name, **words)
