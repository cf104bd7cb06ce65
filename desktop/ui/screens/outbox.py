"""Kotak keluar: what this computer keeps until the server has it; what the server refused is mended here, never lost."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.queries.cases import CaseRow, cases_by_id
from desktop.operations.command import new_request
from desktop.operations.edit_case import LABELS, EditCase, say_value
from desktop.operations.intake import RecordIntake
from desktop.ui.format import NOTHING, moment, number
from desktop.ui.screens.base import Screen
from desktop.ui.screens.intake_form import IntakeForm
from desktop.ui.screens.intake_words import as_stored
from desktop.ui.widgets import Card, Column, Facts, Figure, Form, ListCard, Panel, Segment
from desktop.ui.widgets.conflict_sheet import MINE

TALL = 16_777_215  # Qt's own "no limit"
KINDS = {"RecordIntake": "Orang baru", "EditCase": "Perbaikan isian", "AttachPhoto": "Foto"}


class OutboxScreen(Screen):
    """Left: everything kept, oldest first. Right: its words; a person who was not recorded yet may be mended."""

    code, title, icon, help_code = "kotak_keluar", "Kotak keluar", "inbox", "kotak-keluar"
    topics = frozenset({"outbox", "application"})

    def build(self) -> None:
        self._shown: Any = None
        self._mending = False
        self.wishes = self.add_list(self._list(), 56)
        side = self.add_list(QWidget(), 44)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        self.panel, self.form = Panel("Isian yang dipilih"), IntakeForm(self.desk.now)
        self.card = Card()
        self.card.box.setContentsMargins(1, 12, 1, 1)
        self.card.add(self.form, 1)
        column.setSpacing(14)
        column.addWidget(self.panel, 1)
        column.addWidget(self.card, 3)
        self.form.changed.connect(self._state)
        self.wishes.current_changed.connect(self.show_wish)
        bar = self.action_bar
        bar.add("lama", "Buka kotak lama", key="Ctrl+B", on=self.open_old)
        bar.add("buang", "Buang", key="Del", kind="danger", on=self.drop)
        bar.add("pilih", "Pilih isian", key="Ctrl+E", on=self.compare)
        bar.add("betulkan", "Simpan dan kirim lagi", key="Ctrl+S", on=self.mend)
        bar.add("kirim", "Kirim sekarang", key="Ctrl+Enter", kind="primary", on=self.send)
        self.header.set_line("Tersimpan di komputer ini dan dikirim sendiri begitu server terjangkau")
        self.show_wish(None)

    def _list(self) -> ListCard:
        return ListCard(
            "Isi kotak keluar",
            (
                Column("Nama", lambda row: row.label, stretch=1, kind="strong", tip=lambda row: row.label),
                Column("Nomor", lambda row: ", ".join(row.registrations), width=140, kind="mono"),
                Column("Jenis", lambda row: KINDS[type(row.command).__name__], width=106),
                Column("Diketik", self._when, width=104, kind="muted"),
                Column("Keadaan", _state_word, width=112, kind="chip", tone=_tone, tip=lambda row: row.sentence),
            ),
            key=lambda row: row.id,
            segments=(
                Segment("semua", "Semua"),
                Segment("menunggu", "Menunggu server", lambda row: row.state == "menunggu"),
                Segment("lihat", "Perlu dilihat", lambda row: row.state == "ditolak"),
            ),
            empty="Kotak keluar kosong: semua yang Anda catat sudah ada di server.",
            empty_action=("Ke Beranda", lambda: self.desk.go("beranda")),
            unit="isian",
        )

    def _when(self, row: Any) -> str:
        return moment(row.typed_at.astimezone(self.desk.now().tzinfo))

    def is_dirty(self) -> bool:
        return self._shown is not None and isinstance(self._shown.command, RecordIntake) and self.form.is_dirty()

    def load(self, key: Any = None) -> None:
        self.desk.aside(lambda seat: (seat.outbox.kept(), seat.outbox.old_boxes()), lambda answer: self.fill(*answer))

    def fill(self, wishes: Sequence[Any], old: int = 0) -> None:
        """Everything kept; ``old`` boxes wait for an earlier password."""
        self.action_bar.set_visible("lama", bool(old))
        if old:
            self.desk.say(
                "Ada kotak keluar yang terkunci kata sandi lama Anda. Buka agar isinya ikut terkirim.", "warn"
            )
        self.wishes.set_rows(wishes)
        refused = sum(one.state == "ditolak" for one in wishes)
        self.header.set_figures(
            Figure(number(len(wishes) - refused), "menunggu server"),
            Figure(number(refused), "perlu dilihat", "bad" if refused else "plain"),
        )
        if not self.is_dirty():
            self.show_wish(self.wishes.current())
        self._state()

    def show_wish(self, wish: Any) -> None:
        """Its words, and why it was refused."""
        self._shown = wish
        intake = wish is not None and isinstance(wish.command, RecordIntake)
        self.card.setVisible(intake)
        # The words of a new person stand in the form; above it only who it is, and why the server said no.
        self.panel.setMaximumHeight((200 if wish.sentence else 116) if intake else TALL)
        if wish is None:
            self.panel.clear("Pilih satu isian untuk melihat isinya.")
        else:
            number_or_kind = ", ".join(wish.registrations) or KINDS[type(wish.command).__name__]
            self.panel.set_person(wish.label, f"{number_or_kind} · diketik {self._when(wish)}")
            if wish.sentence:
                self.panel.set_obstacle("Ditolak server", wish.sentence, "bad")
            if isinstance(wish.command, EditCase):
                self.panel.add_section("Isian yang diubah", Facts(_changes(wish.command)))
        if intake:
            person = wish.command.people[0]
            self.form.show_row(person, person.photo)
        self._state()

    def _state(self) -> None:
        wish, bar = self._shown, self.action_bar
        clash = wish is not None and bool(wish.differences)
        intake = wish is not None and isinstance(wish.command, RecordIntake)
        bar.set_visible("pilih", clash)
        bar.set_visible("betulkan", intake)
        bar.set_state("betulkan", intake and self.form.is_dirty(), "Betulkan dulu isiannya di kanan.")
        bar.set_state("buang", wish is not None, "Pilih satu isian dulu.")
        bar.set_state("kirim", bool(self.wishes.rows()), "Kotak keluar kosong.")
        bar.set_summary(wish.label if wish is not None else "", wish.sentence if wish is not None else "")

    # what may be done
    def open_old(self) -> None:
        """Sealed before the administrator set a new password: the old one opens it."""
        form = Form()
        form.text("old", "Kata sandi lama", required=True, secret=True)

        def agreed() -> None:
            password = form.values()["old"]
            sheet.cancel()
            self.desk.aside(lambda seat: seat.outbox.open_old(password), came)

        def came(count: int) -> None:
            self.desk.say(f"{count} isian dari kotak lama masuk ke kotak keluar.", "ok")
            self._tell(frozenset())

        sheet = self.sheet("Buka kotak keluar lama", form, "Buka", agreed, 460)
        form.control("old").setFocus()

    def send(self) -> None:
        """Try everything again now, also what was refused: what stood in the way may be gone."""
        self.desk.work(lambda _job: self.desk.office.outbox.send(), then=self._sent)

    def _sent(self, told: Any) -> None:
        if told is None or told.left:
            why = told.halt if told is not None and told.halt else "Server belum terjangkau."
            self.desk.say(f"{why} Isian tetap tersimpan di komputer ini dan dikirim nanti.", "warn")
        elif told.refused:
            self.desk.say(f"{told.sent} terkirim, {told.refused} ditolak: lihat alasannya pada daftar.", "warn")
        else:
            self.desk.say(f"{told.sent} isian terkirim.", "ok")
        self._tell(told.topics if told else frozenset())

    def mend(self) -> None:
        """The person as it stands on the form now takes the place of what was refused."""
        wish = self._shown
        if wish is None or self._mending or not self.form.complain():
            return
        old = wish.command.people[0]
        person = replace(old, **as_stored(self.form.values()))
        people = (person, *wish.command.people[1:])
        self._correct(wish, replace(wish.command, people=people, request=new_request()))

    def compare(self) -> None:
        """Two desks changed the same fields: choose on the newest ground."""
        wish = self._shown
        if wish is not None and isinstance(wish.command, EditCase):
            self.desk.read(
                cases_by_id, [wish.command.application_id], then=partial(self._compare, wish), slot="bentrok"
            )

    def _compare(self, wish: Any, rows: Sequence[CaseRow]) -> None:
        if rows:
            self.ask_fields(wish.differences, partial(self._chosen, wish, rows[0]))

    def _chosen(self, wish: Any, row: CaseRow, choices: Mapping[str, str]) -> None:
        after = {name: value for name, value in wish.command.after.items() if choices.get(name, MINE) == MINE}
        clashing = {one.field for one in wish.differences}
        before = {name: getattr(row, name) if name in clashing else wish.command.before.get(name) for name in after}
        self._correct(wish, EditCase(application_id=row.id, before=before, after=after))

    def _correct(self, wish: Any, command: Any) -> None:
        def done(outcome: Any) -> None:
            self._mending = False
            self._corrected(outcome)

        def failed(error: BaseException) -> None:
            self._mending = False
            # What the server may already have stays on the form as it was mended, until the server answers.
            if getattr(error, "code", "") != "maybe_sent":
                self.form.mark_clean()
            self.load()

        self._mending = True
        self.desk.work(lambda _job: self.desk.office.outbox.correct(wish, command), then=done, failed=failed)

    def _corrected(self, outcome: Any) -> None:
        self.desk.say(outcome.sentence, "warn" if outcome.data.get("kept") else "ok")
        self._tell(outcome.topics)

    def drop(self) -> None:
        """Thrown away only by hand, after one question that shows what goes."""
        wish = self._shown
        if wish is None:
            return
        facts = [
            ("Isian", wish.label),
            ("Diketik", self._when(wish)),
            ("Alasan server", wish.sentence or "belum dikirim"),
        ]
        note = "Isian ini hanya ada di komputer ini. Sesudah dibuang tidak dapat dikembalikan."

        def yes() -> None:
            # Not with this computer's own disk work: it may have to wait for a sending to end.
            work = lambda _job: self.desk.office.outbox.drop(wish)  # noqa: E731
            self.desk.work(work, then=lambda _: self._tell(frozenset()), failed=lambda _error: self._tell(frozenset()))

        self.confirm("Buang isian ini?", facts, "Buang", yes, danger=True, note=note)

    def _tell(self, topics: frozenset[str]) -> None:
        self.form.mark_clean()
        self.desk.session.bus.publish({"outbox", *topics})
        self.load()


def _changes(command: EditCase) -> list[tuple[str, str]]:
    before = {name: say_value(command.before.get(name)) or NOTHING for name in command.after}
    after = {name: say_value(value) or NOTHING for name, value in command.after.items()}
    return [(LABELS[name], f"{before[name]} → {after[name]}") for name in after if before[name] != after[name]]


def _state_word(row: Any) -> str:
    return "Perlu dilihat" if row.state == "ditolak" else "Menunggu"


def _tone(row: Any) -> str:
    return "bad" if row.state == "ditolak" else "info"
