"""Indonesian for what Qt itself says (buttons, context menus, file dialogs) and Indonesian dates and numbers."""

from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from desktop.paths import RESOURCES


def install(app: QApplication) -> None:
    """Load ``resources/translations/qtbase_id.qm`` and make Indonesian the default locale. Harmless when repeated."""
    QLocale.setDefault(QLocale(QLocale.Language.Indonesian, QLocale.Country.Indonesia))
    if app.property("padanTranslated"):
        return
    translator = QTranslator(app)
    if not translator.load(str(RESOURCES / "translations" / "qtbase_id.qm")):
        raise RuntimeError("resources/translations/qtbase_id.qm cannot be loaded")
    app.installTranslator(translator)
    app.setProperty("padanTranslated", True)
