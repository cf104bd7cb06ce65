import re
from dataclasses import fields

import pytest
from PySide6.QtGui import QFontDatabase, QFontInfo
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QPushButton

from desktop.paths import RESOURCES
from desktop.ui import fonts, icons
from desktop.ui.theme import DARK, LIGHT, Tokens, contrast, style_sheet, theme

PAIRS = [
    *((ink, ground) for ink in ("text", "muted", "accent") for ground in ("ground", "surface", "hover")),
    *((tone, place) for tone in ("ok", "warn", "bad", "info") for place in ("surface", "ground", f"{tone}_soft")),
    ("accent", "soft"),
    ("text", "soft"),
    ("text", "selection"),
    ("muted", "selection"),
    ("on_accent", "accent"),
    ("on_accent", "accent_strong"),
    ("surface", "bad"),
    ("muted", "track"),
    ("rail_text", "rail"),
    ("rail_pill_text", "rail_pill"),
    ("rail_on_text", "rail_on"),
    *(("text", f"{tone}_soft") for tone in ("ok", "warn", "bad", "info")),
]


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_every_text_is_readable(scheme: Tokens, ink: str, ground: str) -> None:
    assert contrast(getattr(scheme, ink), getattr(scheme, ground)) >= 4.5


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_focus_ring_is_seen(scheme: Tokens) -> None:
    assert contrast(scheme.accent, scheme.surface) >= 3
    assert contrast(scheme.rail_on, scheme.rail) >= 3
    assert contrast("#FFFFFF", scheme.rail_active) >= 4.5


@pytest.mark.parametrize("dark", [False, True])
def test_the_style_sheet_names_only_known_tokens(dark: bool) -> None:
    sheet = style_sheet(dark)
    assert not re.search(r"@\w+@", sheet)
    for path in re.findall(r'url\("([^"]+)"\)', sheet):
        assert path.startswith((RESOURCES / "style").as_posix())


def test_tokens_are_plain_colours() -> None:
    for scheme in (LIGHT, DARK):
        assert all(re.fullmatch(r"#[0-9A-F]{6}", getattr(scheme, field.name)) for field in fields(Tokens))


def test_the_scheme_follows_the_choice(dressed: QApplication) -> None:
    heard: list[bool] = []
    link = theme().changed.connect(lambda: heard.append(theme().dark))
    theme().apply(dressed, "dark")
    theme().apply(dressed, "light")
    theme().changed.disconnect(link)
    assert heard == [True, False]


def test_the_four_weights_of_the_font_are_there(dressed: QApplication) -> None:
    assert fonts.FAMILY in QFontDatabase.families()
    for weight in (400, 500, 600, 700):
        info = QFontInfo(fonts.font(weight=weight))
        assert (info.family(), info.weight()) == (fonts.FAMILY, weight)


def test_qt_speaks_indonesian(dressed: QApplication, qtbot) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel | QDialogButtonBox.StandardButton.Save)
    qtbot.addWidget(box)
    assert {button.text().replace("&", "") for button in box.buttons()} == {"Batal", "Simpan"}


def test_every_icon_is_drawn_in_its_colour(dressed: QApplication) -> None:
    for path in sorted((RESOURCES / "icons").glob("*.svg")):
        picture = icons.pixmap(path.stem, "#A8201A", 16, 2.0).toImage()
        inked = [picture.pixelColor(x, y) for x in range(32) for y in range(32)]
        solid = [colour for colour in inked if colour.alpha() > 250]
        assert solid, path.name
        assert all(abs(c.red() - 0xA8) < 4 and abs(c.green() - 0x20) < 4 for c in solid), path.name


def test_an_icon_outlives_its_button(dressed: QApplication) -> None:
    button = QPushButton()
    icons.themed(button, "x", "muted")
    button.deleteLater()
    dressed.sendPostedEvents(button, 0)
    theme().apply(dressed, "dark")
    theme().apply(dressed, "light")
