"""The shipped typeface (Inter, OFL): PySide6 brings no font, and without one every glyph is an empty box."""

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from desktop.paths import RESOURCES

FAMILY = "Inter"
FILES = ("Inter-Regular.ttf", "Inter-Medium.ttf", "Inter-SemiBold.ttf", "Inter-Bold.ttf")
BODY = 13


def load(app: QApplication) -> None:
    """Register the four weights and make 13 px Inter the program's font. Raises RuntimeError when a file is broken."""
    for name in FILES:
        if QFontDatabase.addApplicationFont(str(RESOURCES / "fonts" / name)) < 0:
            raise RuntimeError(f"resources/fonts/{name}: the font cannot be loaded")
    app.setFont(font())


def font(size: int = BODY, weight: int = 400, tabular: bool = False) -> QFont:
    """Inter in ``size`` px and ``weight`` 400, 500, 600 or 700; ``tabular`` gives figures of equal width."""
    result = QFont(FAMILY)
    result.setPixelSize(size)
    result.setWeight(QFont.Weight(weight))
    result.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if tabular:
        result.setFeature(QFont.Tag("tnum"), 1)
    return result
