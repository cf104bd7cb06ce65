"""A card that no longer counts: misprinted, lost or spoilt. It is told here; the next print takes the reason over."""

from collections.abc import Callable

from db.queries.cards import CardCopy, card_history
from db.queries.cases import CaseRow
from desktop.operations.spoil_card import SpoilCard
from desktop.ui.format import moment
from desktop.ui.screens.base import Screen
from desktop.ui.widgets import Form

KINDS = (
    ("hilang", "Hilang"),
    ("rusak", "Rusak"),
    ("batal", "Salah cetak, belum diserahkan"),
)


def ask_what_happened(screen: Screen, row: CaseRow, then: Callable[[], None]) -> None:
    """Ask about the newest copy that still counts; ``then`` after it was recorded."""

    def asked(copies: tuple[CardCopy, ...]) -> None:
        valid = next((copy for copy in copies if copy.state == "berlaku"), None)
        if valid is None:
            screen.desk.say(f"Tidak ada kartu {row.label} yang masih berlaku. Cetak ulang bila perlu.", "info")
            return
        _ask(screen, row, valid, then)

    screen.desk.read(card_history, row.person_id, then=asked, slot="riwayat-kartu")


def _ask(screen: Screen, row: CaseRow, copy: CardCopy, then: Callable[[], None]) -> None:
    form = Form()
    form.choice("kind", "Apa yang terjadi", list(KINDS), required=True)
    form.area("reason", "Keterangan", required=True)
    form.set_values({"kind": KINDS[0][0]})

    def yes() -> None:
        typed = form.values()
        if not form.set_errors({} if typed["reason"].strip() else {"reason": "Tulis apa yang terjadi."}):
            return
        command = SpoilCard(card_id=copy.id, kind=typed["kind"], reason=typed["reason"])
        sheet.cancel()
        screen.desk.run(command, then=lambda _: then())

    made = moment(copy.created_at.astimezone(screen.desk.now().tzinfo))
    title = f"Kartu {row.label}, cetakan ke-{copy.copy} ({made})"
    sheet = screen.sheet(title, form, "Catat", yes)
