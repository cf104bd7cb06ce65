"""What is asked about a month: its Berita Acara, and from which day those who are stopped are no members any more."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton

from db.queries.reconciliations import MonthRow, RuleCount
from desktop.operations.apply_decisions import ApplyDecisions
from desktop.operations.close_month import CloseMonth
from desktop.operations.issue import Wish
from desktop.operations.month_letter import ACTION
from desktop.operations.submit_month import SubmitMonth
from desktop.sop.reconciling import finding_rules, month_of, say_month, say_rupiah, stop_day
from desktop.ui.widgets.form_sheet import FormSheet
from desktop.ui.widgets.letter_sheet import preview_letters
from desktop.ui.widgets.letter_wish import choose_signer

if TYPE_CHECKING:
    from desktop.ui.screens.reconciliation import Reconciliation
    from desktop.ui.screens.reconciliation_reading import Answer

ENDS = tuple(rule.code for rule in finding_rules() if rule.ends)


class CloseSheet(FormSheet):
    """What is agreed, who signs, and the number BPJS gives the paper; Ctrl+P shows it as it would be issued. Where it
    needs paraf it goes up as a draft first."""

    def __init__(
        self, screen: "Reconciliation", month: MonthRow, counts: Sequence[RuleCount], answer: "Answer"
    ) -> None:
        self._month, self._paraf, self._signers = month, answer.paraf, answer.signers
        disputed = sum(one.disputed for one in counts)
        shut = (
            "Bulannya tertutup saat Berita Acara ini diparaf dan terbit"
            if self._paraf
            else "Setelah ditutup, bulan ini tidak berubah lagi"
        )
        note = (
            f"{month.found} temuan, selisih {say_rupiah(month.billed - month.expected)}, "
            f"disengketakan {say_rupiah(disputed)}. {shut}; yang baru diketahui masuk bulan berikutnya."
        )
        said = say_month(month_of(month.period))
        title = f"Ajukan Berita Acara {said}?" if self._paraf else f"Tutup {said}?"
        super().__init__(screen, title, "Ajukan" if self._paraf else "Tutup bulan", note)
        look = QPushButton("Pratinjau   Ctrl+P")
        look.setAccessibleName("Pratinjau Berita Acara")
        look.clicked.connect(self.preview)
        if self._foot is not None:
            self._foot.insertWidget(0, look)

    def build(self) -> None:
        if len(self._signers) > 1:
            choose_signer(self.form, self._signers, "Penanda tangan")
        self.form.text("number", "Nomor Berita Acara pihak BPJS", hint="boleh menyusul", longest=80)
        self.form.area("note", "Catatan", hint="dicetak di Berita Acara", lines=2)

    def wish(self) -> Wish:
        """What is typed now."""
        said = self.form.values()
        return Wish(note=said["note"], signer_id=said.get("signer_id"), counterpart_number=said["number"])

    def preview(self) -> None:
        """The paper as it would be issued with what stands here, marked as a draft; takes no number."""
        screen, month_id = self._screen, self._month.id
        preview_letters(screen, ACTION, (), self.wish(), (), month_id=month_id, failed=self._refused)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_P and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.preview()
        else:
            super().keyPressEvent(event)

    def save(self) -> None:
        wish = self.wish()
        command = SubmitMonth if self._paraf else CloseMonth
        self.run(
            command(
                request=self.request,
                reconciliation_id=self._month.id,
                version=self._month.version,
                counterpart_number=wish.counterpart_number,
                signer_id=wish.signer_id,
                note=wish.note,
            ),
            then=lambda _outcome: self._screen.load(),
        )


class ApplySheet(FormSheet):
    """The day is proposed as BPJS counts it: what it is told by the 20th holds from the next month."""

    def __init__(self, screen: "Reconciliation", month: MonthRow, counts: Sequence[RuleCount]) -> None:
        self._month = month
        stopped = sum(one.stop for one in counts if one.rule in ENDS)
        note = (
            f"{stopped} temuan diputus dihentikan karena meninggal, pindah, juga PBI JK, segmen lain, atau tidak ada di "
            "daftar BPJS: kepesertaannya berakhir dengan alasan dan nomor Berita Acara ini. Baris tagihan lain dan bulan "
            "yang sudah ditutup tidak berubah."
        )
        super().__init__(screen, "Terapkan keputusan di daftar peserta?", "Terapkan", note)

    def build(self) -> None:
        day = stop_day(self._month.period, self.desk.now().date())
        self.form.date("effective", "Bukan peserta lagi mulai (TMT)", required=True, value=day)

    def save(self) -> None:
        effective = self.form.values()["effective"]
        if self.form.set_errors({"effective": "" if effective else "Isi tanggal mulai berlakunya."}):
            self.run(
                ApplyDecisions(
                    request=self.request,
                    reconciliation_id=self._month.id,
                    version=self._month.version,
                    effective=effective,
                ),
                then=lambda _outcome: self._screen.load(),
            )
