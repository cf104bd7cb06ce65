"""The right side of a desk: a coloured box for what is in hand, captioned groups beneath it, all of it scrolling."""

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.ui.widgets.card import Card
from desktop.ui.widgets.labels import Caption, Strong, plain, set_tone
from desktop.ui.widgets.scroll import scrolled


class SidePanel(Card):
    """Subclasses add ``group``s below the box, in their order, and call ``close_up`` behind the last one."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.box.setContentsMargins(1, 1, 1, 1)
        scroll, self._inner = scrolled(name)
        self._inner.setSpacing(6)
        self.add(scroll, 1)
        self.hand = QFrame()
        self.hand.setObjectName("box")
        self._in_hand = QVBoxLayout(self.hand)
        self._in_hand.setContentsMargins(12, 9, 12, 10)
        self._in_hand.setSpacing(3)
        self.where, self.what, self.more = Caption(), Strong(wrap=True), plain(wrap=True)
        for part in (self.where, self.what, self.more):
            self._in_hand.addWidget(part)
        self._inner.addWidget(self.hand)

    def add_in_hand(self, part: QWidget) -> None:
        """One more line in the box."""
        self._in_hand.addWidget(part)

    def group(self, title: str, *parts: QWidget) -> QWidget:
        """Parts under a caption; gives what holds them, to be shown and hidden as one."""
        holder = QWidget()
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 6, 0, 4)
        box.setSpacing(5)
        for part in (Caption(title), *parts):
            box.addWidget(part)
        self._inner.addWidget(holder)
        return holder

    def close_up(self) -> None:
        """What room is left lies below the last group."""
        self._inner.addStretch(1)

    def put_in_hand(self, where: str, what: str, more: str, tone: str) -> None:
        """The box with these words, in this tone."""
        self.where.set(where)
        self.what.setText(what)
        self.more.setText(more)
        self.more.setVisible(bool(more))
        set_tone(self.what, tone)
        set_tone(self.hand, tone)
