"""Colours, palette and the one style sheet, in a light and a dark form (tokens of ``ui/UI.md``)."""

from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from desktop.paths import RESOURCES

Choice = Literal["system", "light", "dark"]
Tone = Literal["ok", "warn", "bad", "info", "accent", "plain"]


@dataclass(frozen=True, slots=True)
class Tokens:
    """Every colour of one scheme as ``#RRGGBB``."""

    ground: str
    surface: str
    line: str
    border: str
    text: str
    muted: str
    accent: str
    accent_strong: str
    on_accent: str
    soft: str
    selection: str
    hover: str
    rail: str
    rail_text: str
    rail_active: str
    rail_pill: str
    rail_pill_text: str
    rail_on: str
    rail_on_text: str
    ok: str
    ok_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    info: str
    info_soft: str
    track: str
    scrim: str


LIGHT = Tokens(
    ground="#F5F7F8",
    surface="#FFFFFF",
    line="#E2E7EA",
    border="#D3DADE",
    text="#17242B",
    muted="#566570",
    accent="#0B6B66",
    accent_strong="#085551",
    on_accent="#FFFFFF",
    soft="#E3F1EF",
    selection="#DDEFED",
    hover="#F0F4F5",
    rail="#10282D",
    rail_text="#C9D8DA",
    rail_active="#1D4147",
    rail_pill="#24474E",
    rail_pill_text="#E6F1F1",
    rail_on="#3FB6AC",
    rail_on_text="#0C1517",
    ok="#1B6B3A",
    ok_soft="#E5F4EA",
    warn="#8A5200",
    warn_soft="#FFF2DA",
    bad="#A8201A",
    bad_soft="#FCEAE8",
    info="#1C4E8C",
    info_soft="#E7EFFA",
    track="#E2E7EA",
    scrim="#10282D",
)
DARK = Tokens(
    ground="#12181B",
    surface="#1A2226",
    line="#2C373C",
    border="#3A474D",
    text="#E6EDEF",
    muted="#9FB0B6",
    accent="#3FB6AC",
    accent_strong="#5CCBC1",
    on_accent="#0C1517",
    soft="#17383A",
    selection="#1B3B3C",
    hover="#212B30",
    rail="#0C1517",
    rail_text="#B4C4C7",
    rail_active="#17383A",
    rail_pill="#22373B",
    rail_pill_text="#DDE8E9",
    rail_on="#3FB6AC",
    rail_on_text="#0C1517",
    ok="#6BD08F",
    ok_soft="#15301F",
    warn="#F0B65A",
    warn_soft="#36290F",
    bad="#F28B82",
    bad_soft="#3A1B19",
    info="#8AB4F0",
    info_soft="#17263C",
    track="#2C373C",
    scrim="#000000",
)


class Theme(QObject):
    """Which scheme is shown; ``changed`` after every switch, when palette and style sheet are already set."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.choice: Choice = "system"
        self.dark = False
        self._listening = False

    @property
    def tokens(self) -> Tokens:
        """The colours shown now."""
        return DARK if self.dark else LIGHT

    def apply(self, app: QApplication, choice: Choice = "system") -> None:
        """Dress the program: Fusion, palette, style sheet. ``system`` follows the desktop, also when it changes later."""
        self.choice = choice
        if not self._listening:
            self._listening = True
            app.setStyle("Fusion")
            app.styleHints().colorSchemeChanged.connect(lambda _scheme: self._follow(app))
        self._dress(app, self._wants_dark(app))

    def _wants_dark(self, app: QApplication) -> bool:
        if self.choice != "system":
            return self.choice == "dark"
        return app.styleHints().colorScheme() == Qt.ColorScheme.Dark

    def _follow(self, app: QApplication) -> None:
        if self.choice == "system" and self._wants_dark(app) != self.dark:
            self._dress(app, self._wants_dark(app))

    def _dress(self, app: QApplication, dark: bool) -> None:
        self.dark = dark
        app.setPalette(palette(self.tokens))
        app.setStyleSheet(style_sheet(dark))
        self.changed.emit()


@lru_cache(maxsize=1)
def theme() -> Theme:
    """The one theme of the program."""
    return Theme()


def tokens() -> Tokens:
    """The colours shown now (for everything that paints itself)."""
    return theme().tokens


def tone_colour(tone: str) -> str:
    """Text colour of a tone; ``plain`` is the text colour, ``muted`` the muted one."""
    return tokens().text if tone == "plain" else str(getattr(tokens(), tone))


def tone_pair(tone: str) -> tuple[str, str]:
    """(text, soft ground) of a tone, for chips and boxes."""
    now = tokens()
    if tone == "plain":
        return now.muted, now.hover
    if tone == "accent":
        return now.accent, now.soft
    return str(getattr(now, tone)), str(getattr(now, f"{tone}_soft"))


def restyle(widget: QWidget, **properties: object) -> None:
    """Set dynamic properties that the style sheet selects on, and let it look again."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def palette(t: Tokens) -> QPalette:
    """The Qt palette of a scheme, disabled texts included."""
    roles = QPalette.ColorRole
    result = QPalette()
    for role, colour in (
        (roles.Window, t.ground),
        (roles.WindowText, t.text),
        (roles.Base, t.surface),
        (roles.AlternateBase, t.hover),
        (roles.Text, t.text),
        (roles.PlaceholderText, t.muted),
        (roles.Button, t.surface),
        (roles.ButtonText, t.text),
        (roles.BrightText, t.bad),
        (roles.Highlight, t.accent),
        (roles.HighlightedText, t.on_accent),
        (roles.Accent, t.accent),
        (roles.Link, t.accent),
        (roles.LinkVisited, t.accent),
        (roles.ToolTipBase, t.surface),
        (roles.ToolTipText, t.text),
        (roles.Light, t.surface),
        (roles.Midlight, t.hover),
        (roles.Mid, t.line),
        (roles.Dark, t.border),
        (roles.Shadow, t.border),
    ):
        result.setColor(role, QColor(colour))
    for role in (roles.Text, roles.WindowText, roles.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor(t.muted))
    return result


@lru_cache(maxsize=2)
def style_sheet(dark: bool) -> str:
    """``resources/style/padan.qss`` with ``@token@`` replaced and ``@style@`` as the folder of its pictures."""
    now = DARK if dark else LIGHT
    text = (RESOURCES / "style" / "padan.qss").read_text(encoding="utf-8")
    for field in fields(Tokens):
        text = text.replace(f"@{field.name}@", getattr(now, field.name))
    text = text.replace("@scheme@", "dark" if dark else "light")
    return text.replace("@style@", (RESOURCES / "style").as_posix())


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two ``#RRGGBB`` colours as WCAG 2 counts it (1 to 21)."""

    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    high, low = sorted((light(first), light(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)
