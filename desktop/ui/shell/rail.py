"""The dark rail: the role's desks with counts as pills; office, person and role at the foot."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QMenu, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.settings import FIXED, for_all_desks
from desktop.ui import icons
from desktop.ui.desk import Staff
from desktop.ui.fonts import font
from desktop.ui.screens.registry import ScreenEntry
from desktop.ui.theme import theme, tokens
from desktop.ui.widgets.labels import Elided, plain

WIDTH = 204
APPEARANCES = (("system", "Ikut sistem"), ("light", "Terang"), ("dark", "Gelap"))


class RailButton(QAbstractButton):
    """One desk: icon, title, count."""

    def __init__(self, entry: ScreenEntry, place: int) -> None:
        super().__init__()
        self.entry = entry
        self._count = 0
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedHeight(36)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(f"{entry.title} (Alt+{place})" if place <= 9 else entry.title)
        self.set_count(0)

    def set_count(self, count: int) -> None:
        """How many wait there; 0 shows no pill."""
        self._count = count
        self.setAccessibleName(f"{self.entry.title}, {count} menunggu" if count else self.entry.title)
        self.update()

    def count(self) -> int:
        """The number in the pill."""
        return self._count

    def sizeHint(self) -> QSize:
        return QSize(WIDTH - 24, 36)

    def paintEvent(self, event: QPaintEvent) -> None:
        now, painter, active = tokens(), QPainter(self), self.isChecked()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if active or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(now.rail_active))
            painter.setOpacity(1.0 if active else 0.5)
            painter.drawRoundedRect(box, 6, 6)
            painter.setOpacity(1.0)
        if self.hasFocus():
            painter.setPen(QPen(QColor(now.rail_on), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 6, 6)
        ink = "#FFFFFF" if active else now.rail_text
        painter.drawPixmap(12, 10, icons.pixmap(self.entry.icon, ink, 16, self.devicePixelRatioF()))
        right = self._pill(painter, active) if self._count else self.width() - 10
        painter.setPen(QColor(ink))
        room = QRect(39, 0, right - 39 - 4, self.height())
        words = self._fitted(painter, room.width(), 600 if active else 400)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), words)
        painter.end()

    def _fitted(self, painter: QPainter, room: int, weight: int) -> str:
        """The title in the largest size that leaves it whole beside its count; only the smallest is ever cut."""
        for size in (13, 12, 11):
            painter.setFont(font(size, weight))
            if QFontMetricsF(painter.font()).horizontalAdvance(self.entry.title) <= room:
                return self.entry.title
        return QFontMetricsF(painter.font()).elidedText(self.entry.title, Qt.TextElideMode.ElideRight, room)

    def _pill(self, painter: QPainter, active: bool) -> int:
        now, text = tokens(), str(self._count) if self._count < 1000 else "999+"
        painter.setFont(font(11, 600, tabular=True))
        wide = max(28, int(QFontMetricsF(painter.font()).horizontalAdvance(text)) + 14)
        pill = QRectF(self.width() - 6 - wide, 9, wide, 18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(now.rail_on if active else now.rail_pill))
        painter.drawRoundedRect(pill, 9, 9)
        painter.setPen(QColor(now.rail_on_text if active else now.rail_pill_text))
        painter.drawText(pill, int(Qt.AlignmentFlag.AlignCenter), text)
        return int(pill.left())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class Rail(QFrame):
    """204 px; one desk active."""

    chosen = Signal(str)
    lock_wanted = Signal()
    sign_out_wanted = Signal()
    appearance_wanted = Signal(str)

    def __init__(self, entries: Sequence[ScreenEntry], staff: Staff) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setFixedWidth(WIDTH)
        self._extra: list[tuple[str, Callable[[], None]]] = []
        self.buttons: dict[str, RailButton] = {}
        outer = QVBoxLayout(self)
        outer.setContentsMargins(12, 14, 12, 12)
        outer.setSpacing(10)
        brand = plain("Padan", "brand")
        brand.setContentsMargins(13, 0, 0, 0)
        outer.addWidget(brand)
        outer.addWidget(self._desks(entries), 1)
        outer.addWidget(self._foot(staff))

    def _desks(self, entries: Sequence[ScreenEntry]) -> QScrollArea:
        scroll, inside = QScrollArea(), QWidget()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setAccessibleName("Meja kerja")
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside.setObjectName("inside")
        box = QVBoxLayout(inside)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        for place, entry in enumerate(entries, start=1):
            button = RailButton(entry, place)
            button.clicked.connect(lambda _=False, code=entry.code: self.chosen.emit(code))
            self.buttons[entry.code] = button
            box.addWidget(button)
        box.addStretch(1)
        scroll.setWidget(inside)
        return scroll

    def _foot(self, staff: Staff) -> QPushButton:
        foot = QPushButton()
        foot.setObjectName("whoami")
        foot.setFixedHeight(96)
        foot.setCursor(Qt.CursorShape.PointingHandCursor)
        foot.setAccessibleName(f"{staff.name}, {staff.position}, {staff.office_name}. Kunci atau keluar")
        foot.setToolTip("Kunci, tampilan, keluar")
        box = QVBoxLayout(foot)
        box.setContentsMargins(9, 4, 4, 4)
        box.setSpacing(1)
        box.addStretch(1)
        office, role = plain(staff.office_name, "caption", wrap=True), plain(staff.position, "small", wrap=True)
        for line in (office, Elided(staff.name, "person"), role):
            line.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            box.addWidget(line)
        foot.clicked.connect(lambda: self._menu().popup(foot.mapToGlobal(foot.rect().topLeft())))
        return foot

    def add_menu(self, label: str, on: Callable[[], None]) -> None:
        """One more line in the person's menu."""
        self._extra.append((label, on))

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for label, on in self._extra:
            menu.addAction(label, on)
        looks = menu.addMenu("Tampilan")
        fixed = "theme" in for_all_desks().values
        looks.setTitle(f"Tampilan ({FIXED[0].lower()}{FIXED[1:]})" if fixed else "Tampilan")
        looks.setEnabled(not fixed)
        for code, label in APPEARANCES:
            act = looks.addAction(label, lambda c=code: self.appearance_wanted.emit(c))
            act.setCheckable(True)
            act.setChecked(theme().choice == code)
        menu.addSeparator()
        menu.addAction("Kunci layar\tCtrl+L", self.lock_wanted.emit)
        menu.addAction("Keluar", self.sign_out_wanted.emit)
        return menu

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """Numbers in the pills, by screen code; codes not named keep theirs."""
        for code, count in counts.items():
            if code in self.buttons:
                self.buttons[code].set_count(count)

    def show_active(self, code: str) -> None:
        """Mark the desk that is shown; a screen that is not in the rail has no mark."""
        for name, button in self.buttons.items():
            button.setAutoExclusive(False)
            button.setChecked(name == code)
            button.setAutoExclusive(True)
