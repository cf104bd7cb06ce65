"""Akun saya: who I am, my password, and how this PC shows Padan."""

from typing import Any

from PySide6.QtWidgets import QApplication, QPushButton

from db.queries.staff import staff_by_id
from desktop.operations.manage_staff import ChangePassword
from desktop.operations.passwords import SHORTEST
from desktop.settings import FIXED, LONGEST_IDLE, SHORTEST_IDLE, desk_setting, for_all_desks, idle_minutes, write_desk
from desktop.sop.procedure import ROLES
from desktop.ui.screens.account_totp import RemoveSheet, open_setup
from desktop.ui.screens.base import Screen
from desktop.ui.screens.recovery_renewal import renew
from desktop.ui.theme import Choice, theme
from desktop.ui.widgets import Caption, Card, Facts, Form, Muted

LOOKS = (("system", "Ikut sistem"), ("light", "Terang"), ("dark", "Gelap"))
KEYS = (
    ("Ctrl+K", "cari orang atau surat"),
    ("Ctrl+Enter", "tindakan utama layar"),
    ("F8 ditahan", "lihat NIK penuh; dicatat di jurnal"),
    ("F1", "bantuan langkah ini"),
    ("F5", "muat ulang"),
    ("Esc", "kembali; ketikan tidak hilang"),
    ("Ctrl+L", "kunci layar"),
)
Stored = tuple[dict[str, Any], frozenset[str]]  # the settings of this PC, and which are set for all desks


class Account(Screen):
    """Reached from the foot of the rail."""

    code, title, icon, help_code = "akun", "Akun saya", "key-round", "masuk"

    def build(self) -> None:
        staff = self.desk.staff
        roles = ", ".join(label for code, label in ROLES.items() if code in staff.roles)
        me, password = Card("Saya"), Card("Ganti kata sandi")
        me.add(
            Facts(
                [
                    ("Nama", staff.name),
                    ("Nama pengguna", staff.username),
                    ("Jabatan", staff.position),
                    ("Kantor", staff.office_name),
                    ("Peran", roles),
                ]
            )
        )
        me.add(Muted("Nama, jabatan, dan peran diubah oleh administrator."))
        me.box.addSpacing(10)
        self._factor(me)
        me.box.addSpacing(10)
        self._looks(me)
        me.box.addStretch(1)
        self._password(password)
        self.add_list(password, 50)
        self.add_panel(me, 50)
        self.header.set_line(staff.position, staff.office_name)

    def _factor(self, card: Card) -> None:
        card.add(Caption("Masuk dengan dua langkah"))
        self.factor = Muted()
        self.set_up, self.take_off = QPushButton(), QPushButton("Lepas autentikator…")
        self.take_off.setProperty("kind", "link")
        self.set_up.clicked.connect(lambda: open_setup(self, self.refresh))
        self.take_off.clicked.connect(lambda: self._open(RemoveSheet(self, self.refresh)))
        for part in (self.factor, self.set_up, self.take_off):
            card.add(part)
        self._show_factor(False)

    def _show_factor(self, on: bool) -> None:
        words = "Autentikator terpasang: kodenya diminta setiap kali masuk." if on else "Belum terpasang."
        self.factor.setText(words)
        self.set_up.setText("Pasang ulang, untuk telepon baru…" if on else "Pasang autentikator…")
        self.take_off.setVisible(on)

    def _looks(self, card: Card) -> None:
        card.add(Caption("Komputer ini"))
        self.desk_form = Form()
        self.desk_form.choice("theme", "Tampilan", LOOKS, hint="Langsung terlihat; hanya di komputer ini.")
        self.desk_form.number(
            "idle_minutes",
            "Kunci layar setelah diam (menit)",
            hint="Yang sedang diketik tetap ada di balik kunci. Berlaku mulai masuk berikutnya.",
            lowest=SHORTEST_IDLE,
            highest=LONGEST_IDLE,
        )
        self.desk_form.check("arrival_notes", "Kabari di layar saat daftar masuk dari kantor lain")
        self.keep = QPushButton("Simpan untuk komputer ini")
        self.keep.clicked.connect(self.save_desk)
        printers = QPushButton("Pencetak komputer ini")
        printers.setProperty("kind", "link")
        printers.clicked.connect(lambda: self.desk.go("pencetak"))
        card.add(self.desk_form)
        card.add(self.keep)
        card.add(printers)
        if "admin" in self.desk.staff.roles and self.desk.office.sealed:
            recovery = QPushButton("Kunci pemulihan baru…")
            recovery.setProperty("kind", "link")
            recovery.clicked.connect(lambda: renew(self))
            card.add(recovery)
        self.desk_form.changed.connect(self._state_buttons)

    def _password(self, card: Card) -> None:
        self.form = Form()
        self.form.text("old", "Kata sandi sekarang", required=True, secret=True)
        hint = f"Sedikitnya {SHORTEST} huruf atau angka. Paling baik: beberapa kata yang tidak berhubungan."
        self.form.text("new", "Kata sandi baru", required=True, hint=hint, secret=True)
        self.form.text("again", "Kata sandi baru, sekali lagi", required=True, secret=True)
        self.form.changed.connect(self._state_buttons)
        card.add(self.form)
        card.add(Muted("Kata sandi lama diminta supaya layar yang lupa dikunci tidak cukup untuk mengambil akun Anda."))
        card.box.addSpacing(10)
        card.add(Caption("Tombol yang berlaku di mana saja"))
        card.add(Facts(KEYS))
        card.box.addStretch(1)
        self.action_bar.add("ganti", "Ganti kata sandi", key="Ctrl+Enter", kind="primary", on=self.change)

    def is_dirty(self) -> bool:
        return self.form.is_dirty()

    def load(self, key: Any = None) -> None:
        if not self.desk_form.is_dirty():
            self.desk.work(_read_settings, then=self._show_settings)
        self.desk.read(staff_by_id, self.desk.staff.id, then=lambda row: self._show_factor(bool(row and row.totp)))
        self._state_buttons()

    def _show_settings(self, stored: Stored) -> None:
        values, fixed = stored
        self.desk_form.set_values(values)
        for name in values:
            self.desk_form.lock(name, f"{FIXED}." if name in fixed else "")
        self._state_buttons()

    def _state_buttons(self) -> None:
        typed = self.form.values()
        ready = all(typed.values())
        self.action_bar.set_state("ganti", ready, "Isi ketiga kotak kata sandi dulu.")
        self.action_bar.set_summary("Kata sandi", "siap diganti" if ready else "isi ketiga kotaknya")
        self.keep.setEnabled(self.desk_form.is_dirty())

    def change(self) -> None:
        """A new password of one's own; a refusal leaves the fields as typed."""
        typed = self.form.values()
        errors = {}
        if len(typed["new"]) < SHORTEST:
            errors["new"] = f"Tulis sedikitnya {SHORTEST} huruf atau angka."
        elif typed["new"] != typed["again"]:
            errors["again"] = "Tidak sama dengan kata sandi baru. Tulis ulang."
        if self.form.set_errors(errors):
            command = ChangePassword(old=typed["old"], new=typed["new"])
            self.desk.run(command, then=lambda _: self.form.reset(), failed=self._refused)

    def _refused(self, error: BaseException) -> None:
        if getattr(error, "code", "") == "wrong_password":
            self.form.set_errors({"old": "Kata sandi sekarang salah. Periksa, lalu tulis lagi."})

    def save_desk(self) -> None:
        """Keep look and idle time on this PC; the look is put on at once."""
        typed = self.desk_form.values()
        self._dress(typed["theme"])

        def write(_job: Any) -> None:
            notes = "ya" if typed["arrival_notes"] else "tidak"
            chosen = {"theme": typed["theme"], "idle_minutes": str(typed["idle_minutes"]), "arrival_notes": notes}
            fixed = for_all_desks().values
            write_desk(**{key: value for key, value in chosen.items() if key not in fixed})

        self.desk.work(write, then=lambda _: self._kept())

    def _kept(self) -> None:
        self.desk_form.mark_clean()
        self._state_buttons()
        self.desk.say("Pengaturan komputer ini disimpan.", "ok")

    def _dress(self, choice: Choice) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication) and theme().choice != choice:
            theme().apply(app, choice)


def _read_settings(_job: Any) -> Stored:
    values = {
        "theme": desk_setting("theme"),
        "idle_minutes": idle_minutes(),
        "arrival_notes": desk_setting("arrival_notes") == "ya",
    }
    return values, frozenset(for_all_desks().values)
