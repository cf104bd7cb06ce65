"""One run at the card desk: the file first, then "printed" is recorded, then what is true is said."""

from collections.abc import Callable, Sequence
from typing import Any

from db.queries.cases import CaseRow
from desktop.operations.outcome import Outcome
from desktop.sop.refusals import RowRefusal
from desktop.ui.screens.base import Screen
from desktop.ui.screens.card_making import Made, make
from desktop.ui.screens.moving import action_of, move_command
from desktop.ui.widgets.files import opening


class CardPrinter:
    """``ended(next case id or None)`` after each run, whatever came of it; a second start meanwhile does nothing."""

    def __init__(self, screen: Screen, action: str, ended: Callable[[int | None], None]) -> None:
        self._screen, self._desk = screen, screen.desk
        self._action, self._ended = action, ended
        self.running = False

    def start(self, rows: Sequence[CaseRow], layout: str, following: int | None, reason: str = "") -> None:
        """Cards for these people; ``following`` is who is served next when all goes well."""
        if self.running:
            return
        self._hold(True)
        self._desk.work(
            make,
            self._desk.office,
            tuple(rows),
            layout,
            reason,
            then=lambda made: self._made(made, following),
            failed=self._failed,
        )

    def _hold(self, on: bool) -> None:
        self.running = on
        self._screen.action_bar.set_busy(on)

    def _failed(self, _error: BaseException) -> None:
        self._hold(False)
        self._ended(None)

    def _made(self, made: Made, following: int | None) -> None:
        """The file is there; now the card may be recorded as printed."""
        self._desk.session.bus.publish(made.topics, tuple(row.id for row in made.rows))
        final = action_of(self._desk, self._action).target
        waiting = [row for row in made.rows if row.status != final]
        if not waiting:
            self._done(made, following)
            return

        def moved(outcome: Outcome) -> None:
            self._done(made, following, outcome.refused)

        self._desk.run(move_command(self._desk, self._action, waiting), then=moved, failed=self._failed, quiet=True)

    def _done(self, made: Made, following: int | None, late: Sequence[RowRefusal] = ()) -> None:
        self._hold(False)
        rows = (*made.refused, *late)
        who = f"Kartu {made.rows[0].label}" if len(made.rows) == 1 else f"{len(made.rows)} kartu"
        where = ", ".join(str(path) for path in made.paths)
        left = f". {len(rows)} orang belum: lihat alasan." if rows else ""
        acts: list[tuple[str, Callable[[], Any]]] = []
        if rows:
            acts.append(("Lihat alasan", lambda: self._desk.detailed.emit("Yang belum dicetak", rows)))
        acts += [opening(self._desk, path) for path in made.paths]
        self._desk.say(f"{who}: berkas siap cetak di {where}{left}", "warn" if rows else "ok", acts)
        self._ended(following)
