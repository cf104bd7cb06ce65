"""A real program with its window, told what to do on its standard input; every line of its log is said on its output too.

``python tests/desk/window_clerk.py ARGUMENTS OF MAIN``
"""

import faulthandler
import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from desktop.cli import main
from desktop.log import Log
from desktop.ui.shell.crash import CrashDialog
from desktop.ui.shell.window import Window

PERSON = "Dewi Lestari 3275015402989907"
write, heed, tell = Log.write, Window.heed, CrashDialog.tell


def aloud(self, kind, text):
    write(self, kind, text)
    print(kind, text, flush=True)


def heeded(self, words):
    heed(self, words)
    print("di depan", self.isVisible(), self._front.user.text(), flush=True)


def told(self, error):
    tell(self, error)
    print("dialog", self._code.text(), self.isVisible(), flush=True)


Log.write, Window.heed, CrashDialog.tell = aloud, heeded, told


def obey():
    from PySide6.QtCore import QCoreApplication, QMetaObject, QObject, Qt, Signal, qWarning

    class Hands(QObject):
        wanted = Signal(str)

    def do(what):
        if what == "slot":
            raise ValueError(PERSON)
        if what == "qt":
            qWarning(f"QFile: cannot open '{PERSON}' in /home/dewi lestari/kantor.db (code 5)")

    hands = None
    for line in sys.stdin:
        if hands is None:  # who speaks has heard that the window stands
            hands = Hands()
            hands.moveToThread(QCoreApplication.instance().thread())
            hands.wanted.connect(do, Qt.ConnectionType.QueuedConnection)
        what = line.strip()
        if what == "selesai":
            QMetaObject.invokeMethod(QCoreApplication.instance(), "quit", Qt.ConnectionType.QueuedConnection)
        elif what == "utas":
            worker = threading.Thread(target=lambda: {}[PERSON])
            worker.start()
            worker.join()
        elif what == "mati":
            faulthandler._sigsegv()
        else:
            hands.wanted.emit(what)


if __name__ == "__main__":
    threading.Thread(target=obey, daemon=True).start()
    sys.exit(main(sys.argv[1:]))
