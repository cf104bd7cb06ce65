"""An office of an older version lies readable on the disk: its administrator is asked to encrypt it now."""

from collections.abc import Callable

from desktop.ui.shell.answer import Answer, Reply
from desktop.ui.shell.countdown import Refusal
from desktop.ui.shell.front_card import FrontPage, button
from desktop.ui.widgets.facts import Facts
from desktop.ui.widgets.progress import Progress

LINE = "Data kantor ini dapat dibaca siapa pun yang memegang komputer atau disknya. Padan dapat mengenkripsinya."
FACTS = (
    ("Anda", "tetap masuk dengan kata sandi Anda sendiri"),
    ("Petugas lain", "mendapat kata sandi sementara, ditampilkan sesudah ini"),
    ("Kunci pemulihan", "ditampilkan satu kali; siapkan kertas atau pencetak"),
    ("Bila listrik padam", "tidak ada yang hilang; Padan mengulanginya"),
    ("Sebelum mulai", "tutup jendela Padan lain yang memakai kantor ini"),
)


class SealPage(FrontPage):
    """``seal(report, reply)`` encrypts; ``later()`` opens the desk as it is."""

    def __init__(
        self, seal: Callable[[Callable[[int, int, str], None], Reply], None], later: Callable[[], None]
    ) -> None:
        super().__init__("Enkripsi kantor ini", LINE)
        self._seal = seal
        self.box.addWidget(Facts(FACTS))
        self.progress = Progress()
        self.progress._stop.hide()
        self.box.addWidget(self.progress)
        self.refusal = Refusal()
        self.box.addWidget(self.refusal)
        self.later, self.go = button("Nanti saja"), button("Enkripsi sekarang", "primary")
        self.later.clicked.connect(later)
        self.go.clicked.connect(self.submit)
        self.add_buttons(self.later, None, self.go)

    def submit(self) -> None:
        """Begin; nothing else can be pressed until it ended."""
        if not self.go.isEnabled():
            return
        self._rest(False)
        self.refusal.clear()
        self.progress.begin("Memeriksa berkas kantor…")
        self._seal(self.progress.report, self._answered)

    def _answered(self, answer: Answer) -> None:
        self.progress.finish()
        self._rest(True)
        if not answer.ok:
            self.refusal.say(answer)

    def _rest(self, on: bool) -> None:
        self.go.setEnabled(on)
        self.later.setEnabled(on)
