"""Petugas: the administrator adds, changes, disables staff and resets passwords (J1, J6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from db.queries.offices import OfficeRow, offices
from db.queries.staff import StaffRow, staff_by_id, staff_list
from desktop.operations.manage_staff import CHANGED, AddStaff, ChangeStaff, ResetPassword
from desktop.operations.manage_totp import ResetTotp
from desktop.operations.passwords import SHORTEST
from desktop.sop.procedure import ROLES
from desktop.sop.refusals import Conflict
from desktop.ui.format import clock
from desktop.ui.screens.base import Screen
from desktop.ui.screens.home_facts import short_office
from desktop.ui.widgets import Caption, Card, Column, Figure, Form, ListCard, Muted, Segment, plain
from desktop.ui.widgets.conflict_sheet import THEIRS
from desktop.ui.widgets.scroll import scrolled

ROLE = "role_"
PASSWORD_HINT = f"Sedikitnya {SHORTEST} huruf atau angka. Diganti sendiri saat masuk pertama kali."


@dataclass(frozen=True, slots=True)
class StaffAnswer:
    """Everybody, and the offices they may belong to."""

    staff: tuple[StaffRow, ...]
    offices: tuple[OfficeRow, ...]


def read_staff(connection: Any) -> StaffAnswer:
    """One reading for the page."""
    return StaffAnswer(staff_list(connection), offices(connection))


class StaffAdmin(Screen):
    """List left, form right; the same form adds and changes."""

    code, title, icon, help_code = "petugas", "Petugas", "users", "admin"
    topics = frozenset({"staff", "office"})

    def build(self) -> None:
        self.row: StaffRow | None = None
        self.adding = False
        self.people = self.add_list(
            ListCard(
                "Daftar petugas",
                unit="petugas",
                key=lambda row: row.id,
                columns=(
                    Column("Nama", lambda row: row.name, stretch=1, kind="strong", tip=lambda row: row.username),
                    Column(
                        "Kantor", lambda row: short_office(row.office_name), width=150, tip=lambda row: row.office_name
                    ),
                    Column("Peran", role_words, width=150, kind="muted", tip=role_words),
                    Column(
                        "Keadaan", self.state, width=104, kind="chip", tone=lambda row: STATE_TONES[self.state(row)]
                    ),
                ),
                segments=(
                    Segment("semua", "Semua"),
                    Segment("aktif", "Aktif", lambda row: not row.disabled),
                    Segment("nonaktif", "Nonaktif", lambda row: row.disabled),
                ),
                empty="Belum ada petugas. Tambahkan satu orang untuk setiap meja.",
                empty_action=("Petugas baru", self.start_new),
            ),
            58,
        )
        self.add_panel(self._panel(), 42)
        self.people.current_changed.connect(self.show_row)
        bar = self.action_bar
        bar.add("baru", "Petugas baru", key="Ctrl+N", on=self.start_new)
        bar.add("sandi", "Setel ulang kata sandi…", key="Ctrl+R", on=self.ask_password)
        bar.add("autentikator", "Lepas autentikator…", key="Ctrl+T", on=self.reset_factor)
        bar.add("simpan", "Simpan", key="Ctrl+Enter", kind="primary", on=self.save)

    def _panel(self) -> Card:
        card = Card()
        card.box.setContentsMargins(1, 1, 1, 1)
        scroll, box = scrolled("Data petugas")
        self.heading, self.note = plain(part="panel-title", wrap=True), Muted()
        box.addWidget(self.heading)
        box.addWidget(self.note)
        box.addWidget(self._form())
        box.addStretch(1)
        card.add(scroll)
        return card

    def _form(self) -> Form:
        self.form = Form()
        self.form.text("name", "Nama", required=True)
        self.form.pair()
        self.form.text("nip", "NIP", longest=30)
        self.form.text("position", "Jabatan")
        self.office = self.form.choice("office_id", "Kantor", (), required=True)
        self.form.pair()
        self.username = self.form.text("username", "Nama pengguna", required=True, longest=60)
        self.password = self.form.text("password", "Kata sandi pertama", required=True, hint=PASSWORD_HINT, secret=True)
        self.form.add_widget(Caption("Peran"))
        for place, (code, label) in enumerate(ROLES.items()):
            if place % 2 == 0 and place < len(ROLES) - 1:
                self.form.pair()
            self.form.check(ROLE + code, label)
        self.disabled = self.form.check("disabled", "Nonaktif: tidak dapat masuk, namanya tetap di surat dan jurnal")
        self.form.changed.connect(self._state_buttons)
        return self.form

    def is_dirty(self) -> bool:
        return self.form.is_dirty()

    def state(self, row: StaffRow) -> str:
        """aktif, nonaktif or terkunci."""
        if row.disabled:
            return "nonaktif"
        locked = row.locked_until is not None and row.locked_until > self.desk.now()
        return "terkunci" if locked else "aktif"

    def load(self, key: Any = None) -> None:
        self.desk.read(read_staff, then=self.fill)

    def fill(self, answer: StaffAnswer) -> None:
        """List, figures and the choice of offices; what is half typed stays."""
        if self.office.count() != len(answer.offices):
            self.office.clear()
            for row in answer.offices:
                self.office.addItem(row.name, row.id)
            self.form.mark_clean()
        self.people.set_rows(answer.staff)
        states = [self.state(row) for row in answer.staff]
        self.header.set_line("Siapa boleh masuk, dan dengan peran apa")
        self.header.set_figures(
            Figure(states.count("aktif"), "aktif", "ok"),
            Figure(states.count("nonaktif"), "nonaktif"),
            Figure(states.count("terkunci"), "terkunci", "warn" if "terkunci" in states else "plain"),
        )
        if not self.form.is_dirty():
            self.show_row(self.people.current())

    def show_row(self, row: StaffRow | None) -> None:
        """Fill the form with one person; with nobody it is for a new one."""
        if row is None:
            return self.start_new()
        self.row, self.adding = row, False
        self.heading.setText(row.name)
        self.note.setText(self._note(row))
        self.form.clear_errors()
        self._show_new_fields(False)
        values = {name: getattr(row, name) for name in ("username", "office_id")}
        self.form.set_values(values | {"password": ""} | form_values(row))
        self._state_buttons()

    def _note(self, row: StaffRow) -> str:
        parts = [row.position or "Jabatan belum diisi", row.office_name]
        if self.state(row) == "terkunci" and row.locked_until is not None:
            until = clock(row.locked_until.astimezone(self.desk.now().tzinfo))
            parts.append(f"terkunci sampai {until} karena kata sandi salah; setel ulang untuk membukanya")
        elif row.must_change:
            parts.append("harus mengganti kata sandi saat masuk")
        return "  ·  ".join(parts)

    def start_new(self) -> None:
        """An empty form for a new person."""
        self.row, self.adding = None, True
        self.heading.setText("Petugas baru")
        self.note.setText("Satu orang boleh memegang beberapa peran. Sampaikan kata sandi pertamanya langsung.")
        office = self.office.currentData()
        self.form.reset()
        self.form.set_values({"office_id": office})
        self._show_new_fields(True)
        self._state_buttons()
        self.form.control("name").setFocus()

    def _show_new_fields(self, on: bool) -> None:
        self.username.setEnabled(on)
        self.office.setEnabled(on)
        holder = self.password.parentWidget()
        if holder is not None:
            holder.setVisible(on)
        self.disabled.setVisible(not on)

    def _state_buttons(self) -> None:
        bar, chosen = self.action_bar, self.row is not None
        bar.set_state("sandi", chosen, "Pilih satu petugas dulu.")
        equipped = self.row is not None and self.row.totp
        bar.set_state("autentikator", equipped, "Petugas ini tidak memakai autentikator.")
        bar.set_state(
            "simpan", self.form.is_dirty(), "Belum ada yang diubah.", "Tambahkan" if self.adding else "Simpan"
        )
        name = "Petugas baru" if self.row is None else self.row.name
        bar.set_summary(name, "belum disimpan" if self.form.is_dirty() else "")

    def save(self) -> None:
        """Add or change; a refusal leaves everything as typed."""
        typed = self.form.values()
        if not self.form.set_errors(self._missing(typed)):
            return
        roles = frozenset(code for code in ROLES if typed[ROLE + code])
        own = {name: typed[name] for name in ("name", "nip", "position")}
        if self.row is None:
            entry = {name: typed[name] for name in ("username", "office_id", "password")}
            self.desk.run(AddStaff(**own, **entry, roles=roles), then=self._saved)
        else:
            version = {"staff_id": self.row.id, "version": self.row.version, "disabled": typed["disabled"]}
            before = {name: getattr(self.row, name) for name in CHANGED}
            command = ChangeStaff(**own, **version, roles=roles, before=before)
            self.desk.run(command, then=self._saved, failed=self._not_saved)

    def _not_saved(self, error: BaseException) -> None:
        """Somebody else was faster on the same fields: choose, then save again on the newest ground."""
        if isinstance(error, Conflict) and self.row is not None:
            then = partial(self._clashed, error.differences)
            self.desk.read(staff_by_id, self.row.id, then=then, slot="bentrok")

    def _clashed(self, differences: Any, row: StaffRow | None) -> None:
        before = self.row
        if row is None or before is None or before.id != row.id:
            return
        now, old = self.form.values(), form_values(before)
        typed = {name: now[name] for name in old if now[name] != old[name]}
        self.show_row(row)
        self.form.type_values(typed)
        self.ask_fields(differences, partial(self._chosen, row))

    def _chosen(self, row: StaffRow, choices: Mapping[str, str]) -> None:
        if self.row is None or self.row.id != row.id:
            return
        stored, theirs = form_values(row), {name for name, side in choices.items() if side == THEIRS}
        wanted = {
            name: v for name, v in stored.items() if name in theirs or ("roles" in theirs and name.startswith(ROLE))
        }
        self.form.type_values(wanted)
        self.save()

    def _missing(self, typed: dict[str, Any]) -> dict[str, str]:
        errors = {}
        if not typed["name"]:
            errors["name"] = "Isi nama petugas."
        if self.adding and not typed["username"]:
            errors["username"] = "Isi nama pengguna, misalnya nama depan."
        if self.adding and typed["office_id"] is None:
            errors["office_id"] = "Pilih kantornya."
        if self.adding and len(typed["password"]) < SHORTEST:
            errors["password"] = f"Tulis sedikitnya {SHORTEST} huruf atau angka."
        return errors

    def _saved(self, outcome: Any) -> None:
        self.form.mark_clean()
        made = outcome.data.get("staff")
        self.desk.read(read_staff, then=lambda answer: self._show_saved(answer, made), slot="read_staff")

    def _show_saved(self, answer: StaffAnswer, made: int | None) -> None:
        self.adding = False
        self.fill(answer)
        if made is not None:
            self.people.select(made)
        self.show_row(self.people.current())

    def reset_factor(self) -> None:
        """Somebody lost the telephone: take the authenticator off, with a reason."""
        if self.row is not None:
            staff_id, title = self.row.id, f"Lepas autentikator {self.row.name}"

            def reset(reason: str) -> None:
                self.desk.run(ResetTotp(staff_id=staff_id, reason=reason), then=self._saved)

            self.ask_reason(title, ["Telepon hilang", "Ganti telepon"], "Lepas", reset)

    def ask_password(self) -> None:
        """A new first password in a sheet."""
        if self.row is None:
            return
        row, form = self.row, Form()
        form.text("password", "Kata sandi sementara", required=True, hint=PASSWORD_HINT, secret=True)
        form.text("again", "Sekali lagi", required=True, secret=True)

        def agreed() -> None:
            typed = form.values()
            errors = {}
            if len(typed["password"]) < SHORTEST:
                errors["password"] = f"Tulis sedikitnya {SHORTEST} huruf atau angka."
            elif typed["password"] != typed["again"]:
                errors["again"] = "Tidak sama dengan yang di atas. Tulis ulang."
            if form.set_errors(errors):
                sheet.cancel()
                self.desk.run(ResetPassword(staff_id=row.id, password=typed["password"]), then=self._saved)

        sheet = self.sheet(f"Setel ulang kata sandi {row.name}", form, "Setel ulang", agreed, 460)
        form.control("password").setFocus()


def form_values(row: StaffRow) -> dict[str, Any]:
    """What may be changed about somebody, by the names of the form."""
    values = {name: getattr(row, name) for name in ("name", "nip", "position", "disabled")}
    return values | {ROLE + code: code in row.roles for code in ROLES}


STATE_TONES = {"aktif": "ok", "nonaktif": "plain", "terkunci": "warn"}


def role_words(row: StaffRow) -> str:
    """The roles by their names, in the order of the procedure."""
    return ", ".join(label for code, label in ROLES.items() if code in row.roles) or "tanpa peran"
