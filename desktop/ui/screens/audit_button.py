"""The audit pack of a closed month from the screen of the reconciliation: for whom, where to, and its fingerprint."""

from pathlib import Path
from typing import Any

from db.queries.reconciliations import MonthRow
from desktop.ui.format import number
from desktop.ui.tasks import Job
from desktop.ui.widgets.files import opening
from desktop.ui.widgets.recipient_sheet import ask_recipient


def save_pack(screen: Any, month: MonthRow | None) -> None:
    """Ask for whom it is and where it goes, then write it off the GUI thread; ``screen.folder`` and ``screen.viewer`` are
    those of the screen."""
    if month is not None:
        ask_recipient(screen, "Untuk siapa paket audit ini?", "Paket audit", lambda who: _write(screen, month, who))


def _write(screen: Any, month: MonthRow, recipient: str) -> None:
    chosen = screen.folder(screen)
    if not chosen:
        return
    desk, into = screen.desk, Path(chosen)

    def work(job: Job) -> Any:
        def tell(done: int, whole: int) -> None:
            job.report(done, whole, "Menulis paket audit")

        tell(0, month.theirs)
        return desk.office.register.write_audit(month, into, recipient, tell)

    def told(pack: Any) -> None:
        words = f"{number(pack.lines)} baris tagihan di {pack.folder}. Sidik jari: {pack.fingerprint}"
        desk.say(words, "ok", [opening(desk, pack.folder / "indeks.pdf", screen.viewer)])

    desk.work(work, then=told)
