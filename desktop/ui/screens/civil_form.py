"""The form for one death or one move: the NIK shows at once who it is and which membership will be stopped."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from db.queries.members import MemberRow
from desktop.operations.record_events import CivilEvent
from desktop.ui.screens.civil_words import KINDS, PAPERS, kis_word
from desktop.ui.screens.person_card import said_number
from desktop.ui.widgets import Card, Form, set_tone
from desktop.ui.widgets.files import SCANS, ask_file
from desktop.ui.widgets.labels import plain

WHOLE = 16


class CivilForm(Card):
    """``asked`` carries a whole NIK whose owner is wanted; ``show_member`` gives the answer."""

    asked = Signal(str)
    entered = Signal()

    def __init__(self) -> None:
        super().__init__("Catat kematian atau pindah")
        self.choose: Callable[[QWidget], str] = lambda parent: ask_file(parent, "Pilih pindaian", SCANS)
        self.scan: bytes | None = None
        self.form = Form()
        self.form.pair()
        self.kind = self.form.choice("kind", "Peristiwa", KINDS, required=True)
        self.form.date("event_date", "Tanggal", required=True)
        self.nik = self.form.text("nik", "NIK", required=True, longest=24)
        self.who = plain("", "muted", wrap=True)
        self.form.add_widget(self.who)
        self.form.pair()
        self.form.text("document", "Nomor dokumen", longest=80)
        self.form.text("destination", "Tujuan pindah", longest=120)
        self.pick = QPushButton()
        self.pick.clicked.connect(self.choose_scan)
        self.form.add_widget(self.pick)
        self.add(self.form)
        self.kind.currentIndexChanged.connect(self._kind_changed)
        self.nik.textChanged.connect(self._typed)
        for name in ("nik", "document", "destination"):
            self.form.control(name).returnPressed.connect(self.entered)  # type: ignore[attr-defined]
        self.clear()

    def clear(self) -> None:
        """Ready for the next one; the kind stays, for they come in heaps."""
        kind = self.kind.currentData()
        self.form.reset()
        self.form.set_values({"kind": kind})
        self._set_scan(None, "")
        self.form.mark_clean()
        self._kind_changed()
        self.show_member(None)

    def is_dirty(self) -> bool:
        """Something is typed that is not recorded."""
        return self.form.is_dirty() or self.scan is not None

    def typed(self) -> CivilEvent | None:
        """What is typed, or nothing with the errors at their fields."""
        typed = self.form.values()
        errors = {}
        if not typed["nik"]:
            errors["nik"] = "NIK belum diisi. Isi 16 angka NIK."
        if typed["event_date"] is None:
            errors["event_date"] = "Tanggal belum diisi. Isi tanggal peristiwanya."
        if not self.form.set_errors(errors):
            return None
        return CivilEvent(**{**typed, "scan": self.scan})

    def choose_scan(self) -> None:
        """A file of this computer goes along as the document."""
        path = self.choose(self)
        if path:
            self._set_scan(Path(path).read_bytes(), Path(path).name)

    def show_member(self, member: MemberRow | None, known: bool = True) -> None:
        """Whose NIK it is: the membership that will be stopped, or that there is none."""
        tone = "plain"
        if not known:
            words, tone = "NIK ini belum ada di data Padan.", "warn"
        elif member is None:
            words = "Ketik 16 angka NIK: nama dan kepesertaannya langsung tampak."
        elif member.gone:
            words, tone = f"{member.label}: sudah tercatat {member.gone}.", "bad"
        elif member.membership_id is None:
            words, tone = f"{member.label}: bukan peserta PBI yang berjalan.", "warn"
        else:
            words = f"{member.label}: {kis_word(member.segment)}, nomor {said_number(member.participant_number)}."
            tone = "ok"
        self.who.setText(words)
        self.who.setAccessibleName(words)
        set_tone(self.who, tone)

    def _typed(self, text: str) -> None:
        digits = "".join(sign for sign in text if sign.isdigit())
        self.show_member(None)
        if len(digits) == WHOLE:
            self.asked.emit(digits)

    def _kind_changed(self, *_: Any) -> None:
        kind = self.kind.currentData()
        self.form.control("document").setPlaceholderText(f"nomor {PAPERS[kind]}")  # type: ignore[attr-defined]
        self.form.control("destination").setEnabled(kind == "pindah")

    def _set_scan(self, content: bytes | None, name: str) -> None:
        self.scan = content
        words = f"Pindaian: {name}" if name else "Lampirkan pindaian…"
        self.pick.setText(words.replace("&", "&&"))
        self.pick.setAccessibleName(words)
