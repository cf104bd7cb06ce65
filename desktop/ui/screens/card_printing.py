"""One run at the card desk: cards are made, the printer takes them, then "printed" is recorded and said (L16)."""

from collections.abc import Callable, Sequence
from typing import Any

from db.queries.cases import CaseRow
from desktop.operations.outcome import Outcome
from desktop.printing.kinds import PrintResult
from desktop.sop.refusals import RowRefusal
from desktop.ui.screens.base import Screen
from desktop.ui.screens.card_making import PAPERS, Made, look, make
from desktop.ui.screens.moving import action_of, move_command
from desktop.ui.tasks import Job
from desktop.ui.widgets.files import opening
from desktop.ui.widgets.print_sheet import print_now, print_pdf


class CardPrinter:
    """``ended(next case id or None)`` after each run, whatever came of it; a second start meanwhile does nothing."""

    def __init__(self, screen: Screen, action: str, ended: Callable[[int | None], None]) -> None:
        self._screen, self._desk = screen, screen.desk
        self._action, self._ended = action, ended
        self.running = False

    def start(
        self, rows: Sequence[CaseRow], layout: str, following: int | None, reason: str = "", *, choose: bool = False
    ) -> None:
        """Cards for these people; ``following`` is who is served next when all goes well.

        ``choose``: show one card and ask for printer and copies first; it is made, and counted, when it is printed.
        """
        if self.running:
            return
        self._hold(True)
        office = self._desk.office
        if choose:
            (row,) = rows

            def then(seen: tuple[bytes, str]) -> None:
                self._choose(row, seen, layout, following, reason)

            self._desk.work(look, office, row, layout, reason, then=then, failed=self._failed)
        else:

            def made(found: Made) -> None:
                self._made(found, following)

            self._desk.work(make, office, tuple(rows), layout, reason, then=made, failed=self._failed)

    def _hold(self, on: bool) -> None:
        self.running = on
        self._screen.action_bar.set_busy(on)

    def _failed(self, _error: BaseException) -> None:
        self._hold(False)
        self._ended(None)

    def _choose(self, row: CaseRow, seen: tuple[bytes, str], layout: str, following: int | None, reason: str) -> None:
        """The printing sheet over a card that does not exist yet."""
        pdf, shown = seen
        found: list[Made] = []  # a printer that refuses is tried again with the same card

        def prepare(job: Job) -> tuple[bytes, int]:
            if not found:
                found.append(make(job, self._desk.office, (row,), layout, reason))
            sheet_id, _layout, made = found[0].sheets[0]
            return made, sheet_id

        def then(result: PrintResult) -> None:
            if not found:
                self._hold(False)
                self._ended(None)
                return
            self._publish(found[0])
            if result.accepted:
                self._record(found[0], following, paper=True)
            else:
                self._not_taken(found[0], result.sentence)

        title, paper = f"Kartu {row.label}", PAPERS[shown]
        print_pdf(self._screen, title=title, pdf=pdf, paper=paper, kind="kartu", prepare=prepare, then=then)

    def _made(self, made: Made, following: int | None) -> None:
        """The file is there. Where this PC prints itself the printer must take it before the card counts as printed."""
        self._publish(made)
        if made.printer:
            self._print(made, following, 0)
        else:
            self._record(made, following)

    def _publish(self, made: Made) -> None:
        self._desk.session.bus.publish(made.topics, tuple(row.id for row in made.rows), made.changes)

    def _print(self, made: Made, following: int | None, at: int) -> None:
        """Sheet by sheet; the first one that is not taken stops the run, and nobody on it counts as printed."""
        if at == len(made.sheets):
            self._record(made, following, paper=True)
            return
        sheet_id, layout, pdf = made.sheets[at]

        def then(result: PrintResult) -> None:
            if result.accepted:
                self._print(made, following, at + 1)
            else:
                self._not_taken(made, result.sentence)

        one = len(made.rows) == 1
        title = f"Kartu {made.rows[0].label}" if one else f"{len(made.rows)} kartu, lembar {sheet_id}"
        print_now(self._screen, title=title, pdf=pdf, paper=PAPERS[layout], kind="kartu", sheet_id=sheet_id, then=then)

    def _not_taken(self, made: Made, sentence: str) -> None:
        self._hold(False)
        words = (
            f"{sentence} Kartu sudah dibuat, tetapi belum dicatat tercetak. Ulangi dengan Ctrl+P, atau buka berkasnya."
        )
        self._desk.say(words, "bad", [opening(self._desk, path) for path in made.paths[:1]])
        self._ended(None)

    def _record(self, made: Made, following: int | None, *, paper: bool = False) -> None:
        """On paper, or in a file ready to print where there is no printer: now it may be recorded."""
        final = action_of(self._action).target
        waiting = [row for row in made.rows if row.status != final]
        if not waiting:
            self._done(made, following, paper=paper)
            return

        def moved(outcome: Outcome) -> None:
            self._done(made, following, outcome.refused, paper=paper)

        self._desk.run(move_command(self._desk, self._action, waiting), then=moved, failed=self._failed, quiet=True)

    def _done(self, made: Made, following: int | None, late: Sequence[RowRefusal] = (), *, paper: bool = False) -> None:
        self._hold(False)
        rows = (*made.refused, *late)
        who = f"Kartu {made.rows[0].label}" if len(made.rows) == 1 else f"{len(made.rows)} kartu"
        where = ", ".join(str(path) for path in made.paths)
        what = "dikirim ke pencetak" if paper else f"berkas siap cetak di {where}"
        left = f". {len(rows)} orang belum: lihat alasan." if rows else ""
        acts: list[tuple[str, Callable[[], Any]]] = []
        if rows:
            acts.append(("Lihat alasan", lambda: self._desk.detailed.emit("Yang belum dicetak", rows)))
        acts += [opening(self._desk, path) for path in made.paths]
        self._desk.say(f"{who}: {what}{left}", "warn" if rows else "ok", acts)
        self._ended(following)
