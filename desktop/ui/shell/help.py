"""F1: the help of the step beside the work, from ``resources/help/<code>.md``."""

import re
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from desktop.paths import RESOURCES
from desktop.ui import icons
from desktop.ui.fonts import font
from desktop.ui.widgets.labels import plain

WIDTH = 440
PICTURE = 386
HEADINGS = {1: 17, 2: 14}
NOTHING = "Belum ada penjelasan untuk layar ini. Tekan Esc untuk menutup."


class HelpDock(QFrame):
    """Lies over the right of ``host``, above the action bar; Esc or F1 closes it."""

    closed = Signal()

    def __init__(self, host: QWidget, folder: Path = RESOURCES / "help") -> None:
        super().__init__(host)
        self._folder = folder
        self.setObjectName("helpdock")
        self.setFixedWidth(WIDTH)
        box = QVBoxLayout(self)
        box.setContentsMargins(18, 14, 12, 14)
        box.setSpacing(8)
        row = QHBoxLayout()
        row.addWidget(plain("Bantuan", "panel-title"), 1)
        close = QPushButton()
        close.setProperty("kind", "icon")
        close.setAccessibleName("Tutup bantuan")
        icons.themed(close, "x", "muted")
        close.clicked.connect(self.closed)
        row.addWidget(close)
        box.addLayout(row)
        self.text = QTextBrowser()
        self.text.setAccessibleName("Penjelasan langkah ini")
        self.text.setOpenLinks(False)
        self.text.setSearchPaths([str(folder)])
        self.text.document().setDocumentMargin(0)
        box.addWidget(self.text, 1)
        self.hide()

    def explain(self, code: str) -> None:
        """Show the text of a help code; codes are plain names, never paths."""
        safe = "".join(letter for letter in code if letter.isalnum() or letter in "-_")
        path = self._folder / f"{safe}.md"
        self.text.setMarkdown(_lines_kept(path.read_text(encoding="utf-8")) if safe and path.is_file() else NOTHING)
        _dress(self.text.document())
        self._fit_pictures()
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        self.show()

    def _fit_pictures(self) -> None:
        """A picture (``![what it shows](gambar/x.png)``) fills the width of the dock, never more."""
        document = self.text.document()
        block = document.begin()
        while block.isValid():
            part = block.begin()
            while not part.atEnd():
                fragment = part.fragment()
                if fragment.charFormat().isImageFormat():
                    picture = fragment.charFormat().toImageFormat()
                    picture.setWidth(PICTURE)
                    cursor = QTextCursor(document)
                    cursor.setPosition(fragment.position())
                    cursor.setPosition(fragment.position() + fragment.length(), QTextCursor.MoveMode.KeepAnchor)
                    cursor.setCharFormat(picture)
                part += 1
            block = block.next()


def _lines_kept(markdown: str) -> str:
    """A line that begins with a bold word («**Pelaku:** …») stays a line of its own."""
    return re.sub(r"\n(?=\*\*[^*\n]+:\*\*)", "  \n", markdown)


def _dress(document: QTextDocument) -> None:
    """Sizes and air of the kit: what Markdown brings shouts in a narrow dock."""
    block = document.begin()
    while block.isValid():
        cursor = QTextCursor(block)
        level = block.blockFormat().headingLevel()
        look = QTextBlockFormat()
        if level:
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            sized = QTextCharFormat()
            sized.setFont(font(HEADINGS.get(level, 13), 600))
            cursor.setCharFormat(sized)  # merging would keep the adjustment that makes Markdown's headings shout
            look.setTopMargin(0 if block.blockNumber() == 0 else 14)
            look.setBottomMargin(4)
        else:
            look.setTopMargin(0 if block.textList() else 3)
            look.setBottomMargin(3 if block.textList() else 5)
        cursor.mergeBlockFormat(look)
        block = block.next()
