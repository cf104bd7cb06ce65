"""Cards for many at once: everybody who is ready, or one kelurahan at a time, two E-ID or ten cards on an A4."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.queries.cards import CardGroup, card_queue_groups
from db.queries.cases import CaseRow
from desktop.ui.screens.base import Screen
from desktop.ui.screens.card_queue import CardQueue
from desktop.ui.widgets import Facts, Form

EVERYBODY = "*"
UNKNOWN = "Kelurahan belum diisi"
LAYOUTS = (
    ("eid_a4", "Dua E-ID pada satu A4, dengan garis potong"),
    ("cr80_a4", "Sepuluh kartu pada satu A4, bolak-balik"),
)
ON_A_SHEET = {"eid_a4": 2, "cr80_a4": 10}


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who gets a card and in which shape."""

    rows: tuple[CaseRow, ...]
    layout: str


class BatchForm(QWidget):
    """Which kelurahan, which shape; beneath it what will be printed and who stays behind."""

    def __init__(self, groups: Sequence[CardGroup], queue: CardQueue) -> None:
        super().__init__()
        self._groups = {group.kelurahan: group for group in groups}
        self._queue = queue
        self.form, self.facts = Form(), Facts()
        places = [(EVERYBODY, f"Semua yang menunggu · {len(queue.waiting())} orang")]
        places += [(group.kelurahan, f"{group.kelurahan or UNKNOWN} · {len(group.cases)} orang") for group in groups]
        self.form.choice("place", "Untuk", places, required=True)
        self.form.choice("layout", "Bentuk", list(LAYOUTS), required=True)
        self.form.set_values({"place": EVERYBODY, "layout": LAYOUTS[0][0]})
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        box.addWidget(self.form)
        box.addWidget(self.facts)
        self.form.changed.connect(self._show)
        self._show()

    def chosen(self) -> Chosen:
        """As it stands."""
        typed = self.form.values()
        group = self._groups.get(typed["place"])
        wanted = None if group is None else set(group.cases)
        rows = tuple(row for row in self._queue.waiting() if wanted is None or row.id in wanted)
        return Chosen(rows, typed["layout"] or LAYOUTS[0][0])

    def ready(self) -> int:
        """How many of them can be printed as far as is known."""
        return sum(1 for row in self.chosen().rows if not self._queue.why_not(row))

    def _show(self) -> None:
        chosen = self.chosen()
        bad = [row for row in chosen.rows if self._queue.why_not(row)]
        ready = len(chosen.rows) - len(bad)
        bare = sum(1 for row in chosen.rows if row not in bad and row.photo_id is None)
        sheets = -(-ready // ON_A_SHEET[chosen.layout])
        paper = f"{sheets} lembar A4 dalam satu berkas"
        both = f"{paper}, bolak-balik" if chosen.layout == "cr80_a4" else paper
        facts = [("Dicetak", f"{ready} kartu"), ("Lembar", both)]
        if bare:
            facts.append(("Tanpa foto", f"{bare} orang"))
        if bad:
            named = ", ".join(row.label for row in bad[:4]) + (" …" if len(bad) > 4 else "")
            facts.append(("Tidak ikut", f"{len(bad)} orang: {named}"))
        self.facts.set_facts(facts)


def ask_batch(
    screen: Screen,
    queue: CardQueue,
    statuses: Sequence[str],
    then: Callable[[Chosen], None],
    ended: Callable[[], None],
) -> None:
    """Ask what to print; ``then`` is called once, with at least one person who can be printed. ``ended`` when the
    question is gone, whatever came of it."""

    def asked(groups: tuple[CardGroup, ...]) -> None:
        form = BatchForm(groups, queue)

        def yes() -> None:
            if form.ready():
                sheet.cancel()
                then(form.chosen())
            else:
                screen.desk.say("Belum ada kartu yang siap dicetak di pilihan ini. Pilih kelurahan lain.", "warn")

        sheet = screen.sheet("Cetak kartu yang siap", form, "Cetak", yes)
        sheet.closed.connect(ended)

    office_id = screen.desk.staff.office_id
    screen.desk.read(card_queue_groups, office_id, statuses, then=asked, failed=lambda _: ended(), slot="kelompok")
