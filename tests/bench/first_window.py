"""One measured process: shows a window, prints a JSON line with seconds to its first frame and its idle memory.

``python tests/bench/first_window.py bare|sign-in``. Run by ``run.py``; the clock starts before Python does (PADAN_BENCH_START,
seconds of the monotonic clock), so that imports count.
"""

import json
import os
import sys
import time
from pathlib import Path

SIZE = (1366, 768)
SETTLE_MS = 700


def resident_mb() -> float:
    """Resident memory of this process in MB (Linux)."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def bare():
    """An application and an empty window: what Qt itself costs."""
    from PySide6.QtWidgets import QApplication, QMainWindow

    app = QApplication([])
    return app, QMainWindow()


def sign_in():
    """Padan up to its sign-in window, as ``main.py`` opens it."""
    from desktop.startup import sign_in_window

    return sign_in_window()


def main() -> None:
    """Shows the chosen window, waits for its first frame, lets it idle, reports."""
    start = float(os.environ["PADAN_BENCH_START"])
    app, window = {"bare": bare, "sign-in": sign_in}[sys.argv[1]]()
    from PySide6.QtCore import QEvent, QObject, QTimer

    seconds: list[float] = []

    class FirstFrame(QObject):
        def eventFilter(self, watched, event):
            if event.type() == QEvent.Type.Paint and not seconds:
                QTimer.singleShot(0, lambda: seconds or seconds.append(time.monotonic() - start))
            return False

    eye = FirstFrame()
    app.installEventFilter(eye)
    window.resize(*SIZE)
    window.show()
    QTimer.singleShot(SETTLE_MS, app.quit)
    app.exec()
    print(json.dumps({"seconds": seconds[0] if seconds else None, "mb": resident_mb()}), flush=True)
    # The figures are out; how either window dies is not measured.
    os._exit(0)


if __name__ == "__main__":
    main()
