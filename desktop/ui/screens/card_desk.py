"""Step 9, one minute a person: scan or take the next, look at the real card, Enter; the next person appears."""

from collections.abc import Callable
from datetime import datetime, time
from typing import Any

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QHBoxLayout

from db.queries.card_desk import CardDeskRows, card_desk, case_of_number
from db.queries.cards import spoiled_cases
from db.queries.cases import CaseRow
from desktop.ui.screens.base import Screen
from desktop.ui.screens.card_batches import Chosen, ask_batch
from desktop.ui.screens.card_preview import CardPreview
from desktop.ui.screens.card_printing import CardPrinter
from desktop.ui.screens.card_queue import CardQueue, ScanField, lack
from desktop.ui.screens.card_seal import check_seal, is_seal
from desktop.ui.screens.card_spoiling import ask_what_happened
from desktop.ui.screens.moving import LEFT_PANTI, action_of, move_command, procedure_of, step_line, why_not
from desktop.ui.screens.person_card import pile_clock
from desktop.ui.widgets import Figure

PRINTED, SHUT = "cetak_kartu", "tutup"
REPRINT = ("Kartu rusak", "Kartu hilang", "Salah cetak, data sudah diperbaiki")


class CardDesk(Screen):
    """Left the paper, right the queue. What is said about a file is said only after it was written."""

    code, title, icon, help_code = "loket", "Loket kartu", "printer", "wbs-9"
    topics = frozenset({"application", "person", "card", "membership"})

    def build(self) -> None:
        self._filling = False
        self._asked = False
        self._next: int | None = None
        self._first = True
        self._looking_at: int | None = None  # a printed card that the clerk chose to look at
        self._extra: CaseRow | None = None  # a card printed before today, fetched by its number
        column = self.add_column()
        self.scan = ScanField()
        self.preview = CardPreview(self.desk)
        self.printer = CardPrinter(self, PRINTED, self._printed)
        self.queue = CardQueue(self.desk, self.is_final)
        self.watch_nik(self.queue.nik)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self.preview, 60)
        row.addWidget(self.queue, 40)
        column.addWidget(self.scan)
        column.addLayout(row, 1)
        self.header.set_line(
            step_line(procedure_of(self.desk), 9), "ketik atau pindai NIK, nomor peserta, atau kode QR"
        )
        self.scan.textChanged.connect(lambda _text: self._show_acts())
        self.scan.walked.connect(self._walk)
        self.queue.current_changed.connect(self._serve)
        self.preview.judged.connect(self._judged)
        self.preview.passed_on.connect(self._pass_on)
        self.preview.layout_changed.connect(lambda _code: self._serve(self.queue.current()))
        self._add_acts()

    def _add_acts(self) -> None:
        bar, shut = self.action_bar, action_of(SHUT).label
        bar.add("lewati", "Lewati", key="Esc", on=self.skip)
        bar.add("semua", "Cetak banyak…", key="Ctrl+Shift+P", on=self.print_all)
        bar.add("tutup", shut, key="Alt+K", kind="danger", on=self.shut)
        bar.add("hilang", "Hilang atau rusak…", key="Alt+H", on=self.spoil)
        bar.add("pilih", "Pilih pencetak…", key="Ctrl+P", on=self.print_choosing)
        bar.add("cetak", "Cetak", key="Enter", kind="primary", on=self.enter)

    def is_final(self, row: CaseRow) -> bool:
        """Is this card recorded as printed."""
        return row.status == action_of(PRINTED).target

    # reading
    def load(self, key: Any = None) -> None:
        if isinstance(key, int):
            self._next = key
        today = datetime.combine(self.desk.now().date(), time(), self.desk.now().tzinfo)
        ready = action_of(PRINTED).sources
        self.desk.read(card_desk, self.desk.staff.office_id, ready, today, then=self._filled, slot="antrean")

    def _filled(self, rows: CardDeskRows) -> None:
        if self._extra is not None and all(row.id != self._extra.id for row in (*rows.waiting, *rows.printed)):
            rows = CardDeskRows(rows.waiting, (*rows.printed, self._extra), rows.copies, rows.reprints)
        self._filling = True
        self.queue.set_rows(rows)
        self._filling = False
        wanted, self._next = self._next, None
        self._settle_on(wanted)
        self._head()
        self._serve(self.queue.current())
        if self._first:
            self._first = False
            self.scan.setFocus()

    def _settle_on(self, wanted: int | None) -> None:
        """Who is served next. A card just printed is left alone: a stray Enter must not ask for a second one."""
        if wanted is not None and self.queue.list.select(wanted):
            return
        row = self.queue.current()
        if row is not None and self.is_final(row) and row.id != self._looking_at:
            waiting = self.queue.waiting()
            if waiting:
                self.queue.list.select(waiting[0].id)
            else:
                self.queue.list.setCurrentIndex(QModelIndex())
                self.queue.list.clearSelection()
                self.scan.setFocus()

    def _head(self) -> None:
        waiting = self.queue.waiting()
        bad = sum(1 for row in waiting if self.queue.why_not(row))
        no_photo = sum(1 for row in waiting if row.photo_id is None)
        self.header.set_figures(
            Figure(len(waiting), "menunggu"),
            *((Figure(bad, "belum bisa dicetak", "bad"),) if bad else ()),
            *((Figure(no_photo, "tanpa foto", "warn"),) if no_photo else ()),
            pile_clock(self.desk, waiting, procedure_of(self.desk).step(9)),
        )

    # who is served
    def _serve(self, row: CaseRow | None) -> None:
        if self._filling:
            return
        self._looking_at = row.id if row is not None and self.is_final(row) else None
        why = self.queue.why_not(row) if row is not None and lack(row)[0] else ""
        if row is not None and why:
            self.preview.blocked(row, why, len(self.queue.waiting()) > 1)
        else:
            self.preview.show_case(row)
        self._show_acts()

    def _pass_on(self) -> None:
        self._walk(1)
        self.scan.setFocus()

    def _judged(self, case_id: int, sentence: str) -> None:
        self.queue.judge(case_id, sentence)
        self._head()
        self._show_acts()

    def _show_acts(self) -> None:
        row, waiting, bar = self.queue.current(), self.queue.waiting(), self.action_bar
        ids = [one.id for one in waiting]
        place = f"{ids.index(row.id) + 1} dari {len(ids)}" if row is not None and row.id in ids else ""
        hint = "setelah dicetak, orang berikutnya muncul sendiri" if place else ""
        bar.set_summary(place or ("Cetak ulang" if row is not None else ""), hint)
        bar.set_state("lewati", True, label="Lewati" if waiting else "Kembali")
        ready = [one for one in waiting if not lack(one)[0]]
        nobody = "Belum ada kartu yang siap dicetak." if waiting else "Antrean cetak kosong."
        bar.set_state("semua", bool(ready), nobody)
        out = why_not(self.desk, SHUT, row) if row is not None else "Pilih dulu satu orang."
        bar.set_state("tutup", not out, out)
        final = row is not None and self.is_final(row)
        bar.set_visible("tutup", not final)
        bar.set_visible("hilang", final)
        self._show_primary(row)

    def _show_primary(self, row: CaseRow | None) -> None:
        bar = self.action_bar
        if self.scan.text().strip():
            bar.set_state("cetak", True, label="Cari")
            bar.set_state("pilih", False, "Cari dulu yang Anda ketik.")
        elif row is None:
            bar.set_state(
                "cetak", False, "Antrean cetak kosong. Pindai kartu lama untuk mencetak ulang.", label="Cetak"
            )
            bar.set_state("pilih", False, "Pilih dulu satu orang.")
        else:
            why = self.queue.why_not(row)
            label = "Cetak ulang" if self.is_final(row) else "Cetak"
            bar.set_state("cetak", not why, f"Kartu {row.label} belum bisa dicetak: {why}", label=label)
            bar.set_state("pilih", not why, f"Kartu {row.label} belum bisa dicetak: {why}")

    def _walk(self, step: int) -> None:
        row = self.queue.after(self.queue.current(), step)
        if row is not None:
            self.queue.list.select(row.id)

    def skip(self) -> None:
        """Esc: what is typed goes first, then the turn passes; with an empty queue back to the screen before."""
        if self.scan.text():
            self.scan.clear()
        elif self.queue.waiting():
            self._walk(1)
        else:
            self.desk.back()

    def enter(self) -> None:
        """Enter: look for what was scanned, else print."""
        text = self.scan.text().strip()
        if text:
            self.look_for(text)
        else:
            self.print_current()

    def look_for(self, text: str) -> None:
        """In the queue first, then among all cards of this panti; a card's seal is checked before."""
        if is_seal(text):
            self.desk.work(check_seal, self.desk.office, text, then=self._checked)
            return
        row = self.queue.find_row(text)
        if row is not None:
            self._found(row)
            return
        digits = "".join(sign for sign in text if sign.isdigit())
        if len(digits) in (13, 16):
            self.desk.read(case_of_number, self.desk.staff.office_id, digits, then=self._looked, slot="pindai")
        else:
            self.desk.say("Tidak ada di antrean. Ketik 16 angka NIK, 13 angka nomor peserta, atau awal nama.", "warn")

    def _checked(self, verdict: Any) -> None:
        """The seal is genuine: say what the card is worth and serve its holder."""
        self.scan.clear()
        number = verdict.card.participant_number
        row = self.queue.find_row(number)
        if row is not None:
            self._found(row)
        else:
            self.desk.read(case_of_number, self.desk.staff.office_id, number, then=self._looked, slot="pindai")
        self.desk.say(verdict.sentence, "ok" if verdict.valid else "bad")

    def _looked(self, row: CaseRow | None) -> None:
        if row is None:
            words = "Nomor ini bukan milik penghuni panti Anda. Periksa angkanya, atau cari orangnya dengan Ctrl+K."
            self.desk.say(words, "warn")
        elif self.is_final(row):
            self._extra = row
            self._found(row)
            self._next = row.id
            self.load()
        else:
            status = procedure_of(self.desk).status(row.status).label.lower()
            self.scan.clear()
            words = f"{row.label} belum sampai di loket: {status}."
            self.desk.say(words, "warn", [("Buka halaman orang", lambda: self.desk.go("orang", row.person_id))])

    def _found(self, row: CaseRow) -> None:
        self.scan.clear()
        self.message_bar.hide()
        self.queue.list.select(row.id)

    # one card
    def print_current(self) -> None:
        """Make the file, record it as printed, go on to the next person. A second Enter meanwhile does nothing."""
        row = self.queue.current()
        if row is None or self.printer.running:
            return
        self._print(row, choose=False)

    def print_choosing(self) -> None:
        """The same, but printer and number of copies are asked first."""
        row = self.queue.current()
        if row is not None and not self.printer.running:
            self._print(row, choose=True)

    def _print(self, row: CaseRow, *, choose: bool) -> None:
        if self.is_final(row):
            self.desk.read(spoiled_cases, [row.id], then=lambda found: self._reprint(row, found.get(row.id), choose))
            return
        following = self.queue.after(row)
        goes_on = following.id if following and following.id != row.id else None
        self.printer.start((row,), self.preview.layout_code(), goes_on, choose=choose)

    def _reprint(self, row: CaseRow, spoiled: tuple[str, str] | None, choose: bool) -> None:
        """What happened to the old card was told already: then nothing is asked again."""
        if spoiled is None:
            self._ask_reprint(row, choose)
        else:
            self.printer.start((row,), self.preview.layout_code(), row.id, spoiled[1], choose=choose)

    def _printed(self, following: int | None) -> None:
        self._next = following if following is not None else self._next
        self.load()

    def _ask_reprint(self, row: CaseRow, choose: bool) -> None:
        layout = self.preview.layout_code()
        self._ask(
            lambda: self.ask_reason(
                f"Cetak ulang kartu {row.label}?",
                REPRINT,
                "Cetak ulang",
                lambda reason: self.printer.start((row,), layout, row.id, reason, choose=choose),
                f"Ini cetakan ke-{row.cards_made + 1}. Alasannya dicatat pada riwayat kartu.",
            )
        )

    def _ask(self, make_sheet: Callable[[], Any]) -> None:
        if not self._asked:
            self._asked = True
            make_sheet().closed.connect(self._answered)

    def _answered(self) -> None:
        self._asked = False

    # many at once
    def print_all(self) -> None:
        """Everybody, or one kelurahan; who cannot be printed is named and the others go on."""
        if self.printer.running or self._asked:
            return
        self._asked = True
        ask_batch(self, self.queue, action_of(PRINTED).sources, self._print_batch, self._answered)

    def _print_batch(self, chosen: Chosen) -> None:
        bad = [row.id for row in chosen.rows if self.queue.why_not(row)]
        self.printer.start(chosen.rows, chosen.layout, bad[0] if bad else None)

    def spoil(self) -> None:
        """A card that is lost or spoilt no longer counts."""
        row = self.queue.current()
        if row is not None:
            ask_what_happened(self, row, self.load)

    def shut(self) -> None:
        """Out of the procedure, with a reason."""
        row = self.queue.current()
        if row is None:
            return
        label, draft = action_of(SHUT).label, move_command(self.desk, SHUT, [row])

        def agreed(reason: str) -> None:
            from dataclasses import replace

            command = replace(draft, reason=reason)
            self.desk.run(command, then=lambda _: self.load(), failed=lambda _: self.load())

        note = "Kartunya tidak dicetak. Riwayat dan suratnya tetap ada."
        self._ask(lambda: self.ask_reason(f"{label}: {row.label}?", LEFT_PANTI, "Keluarkan", agreed, note))

    def leave_for_ever(self) -> None:
        self.preview.leave()
        super().leave_for_ever()
