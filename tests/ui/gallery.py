"""Every widget of the kit with invented rows, in the real window; ``python -m tests.ui.gallery DIR`` leaves pictures."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton

from desktop.ui import fonts, translate
from desktop.ui.desk import Session, StaffRow
from desktop.ui.format import DOT, masked_nik
from desktop.ui.refresh import Bus
from desktop.ui.screens.base import Screen
from desktop.ui.screens.registry import ScreenEntry
from desktop.ui.shell.search import Hit
from desktop.ui.shell.window import Window
from desktop.ui.tasks import Tasks
from desktop.ui.theme import theme
from desktop.ui.widgets import (
    Bar,
    BarChart,
    BarList,
    Caption,
    Card,
    Check,
    Column,
    Compare,
    Facts,
    Figure,
    FigureCard,
    Form,
    Leg,
    ListCard,
    Muted,
    Page,
    Panel,
    PdfPreview,
    PhotoWell,
    Segment,
    Task,
    TaskList,
)

NOW = datetime(2026, 11, 23, 10, 14, tzinfo=ZoneInfo("Asia/Jakarta"))
STAFF = StaffRow(1, "ratna", "dr. Ratna Wulandari", "Validator", frozenset({"dinkes"}), 5, "Dinas Kesehatan", "dinkes")


@dataclass(frozen=True, slots=True)
class Row:
    """One person of the sample list."""

    id: int
    name: str
    nik: str
    about: str
    finding: str
    tone: str
    waiting: str
    obstacle: str = ""


_PEOPLE = (
    ("Siti Aminah", "3173015403729912", "P · 54", "Padan", "ok"),
    ("Suparman alias Pak De", "3173010101659944", "L · ± 61", "Padan", "ok"),
    ("Tanpa nama (L-0231)", "3173010101919903", "L · ± 35", "Tanggal lahir perkiraan", "warn"),
    ("Dewi Lestari", "3275015402989907", "P · 28", "Sudah PBI APBN", "bad"),
    ("Rohani", "3173014501569921", "P · 70", "Padan", "ok"),
    ("Agus Salim", "3173010203799955", "L · 47", "Padan", "ok"),
    ("Maria Goreti", "5301014607879902", "P · 39", "Padan", "ok"),
    ("Bambang S.", "3374010909749931", "L · 52", "Nama mirip 78 %", "warn"),
    ("Nurhayati", "3173015203609990", "P · 66", "Padan", "ok"),
    ("Yohanes Kopong", "5306010101829911", "L · 44", "Padan", "ok"),
    ("Sri Wahyuni", "3311014909689916", "P · 58", "NIK ganda di daftar", "bad"),
    ("Ahmad Fauzi bin Muhammad Syafruddin", "3173010505079978", "L · 19", "Padan", "ok"),
    ("Lina Marlina", "3204016811939905", "P · 33", "Padan", "ok"),
)
PEOPLE = tuple(
    Row(n, *_PEOPLE[n % 13], f"0:{41 - n % 30:02d}", "Belum lolos pemeriksaan." if _PEOPLE[n % 13][4] == "bad" else "")
    for n in range(40)
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """As the operations give it."""

    sentence: str
    done: tuple[int, ...] = ()
    refused: tuple[Any, ...] = ()
    topics: frozenset[str] = frozenset()


class SampleOffice:
    """Answers from the rows above; commands are plain callables."""

    procedure = None

    def run(self, command: Callable[[], Any]) -> Any:
        return command()

    def read(self, query: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        return query(*args, **kw)

    def now(self) -> datetime:
        return NOW


def people() -> tuple[Row, ...]:
    """The sample query."""
    return PEOPLE


class Home(Screen):
    """Figures, tasks, bars."""

    code, title, icon = "beranda", "Beranda", "house"

    def build(self) -> None:
        self.header.set_title("Selamat pagi, dr. Ratna")
        self.header.set_line("4 hal menunggu Anda hari ini. 1 sudah lewat waktu baku.")
        column = self.add_column()
        row = QHBoxLayout()
        row.setSpacing(14)
        for card in (
            FigureCard(
                40, "WBS menunggu validasi", "1 permohonan, dari Panti Bina Insan", on=lambda: self.desk.go("validasi")
            ),
            FigureCard(12, "E-ID untuk diteruskan", "diterima dari BPJS 08.50"),
            FigureCard(7, "kematian dan pindah baru", "5 PBI Kota, 2 PBI Nasional", "warn"),
            FigureCard("Rp8,4 jt", "bocor per bulan", "222 temuan belum ditutup", "bad"),
        ):
            row.addWidget(card, 1)
        column.addLayout(row)
        below = QHBoxLayout()
        below.setSpacing(14)
        below.addWidget(self._tasks(), 58)
        below.addWidget(self._waiting(), 42)
        column.addLayout(below, 1)

    def _tasks(self) -> Card:
        card, tasks, chart = Card("Pekerjaan saya"), TaskList(), BarChart("Umur antrean")
        go = lambda: self.desk.go("validasi")  # noqa: E731
        tasks.set_tasks(
            (
                Task(
                    "Validasi 40 WBS",
                    "Panti Sosial Bina Insan Bangun Daya 1 · permohonan 017",
                    "sisa 2 j 41 m",
                    "ok",
                    go,
                ),
                Task("Teruskan 12 E-ID", "BPJS Kesehatan Cabang Jakarta Timur", "sisa 9 m", "warn", go),
                Task(
                    "Laporkan 7 penonaktifan ke BPJS",
                    "Database Terpadu · akta dan SKPWNI lengkap",
                    "lewat 35 m",
                    "bad",
                    go,
                ),
                Task(
                    "Tanda tangan Berita Acara Oktober",
                    "Rekonsiliasi PBPU/BP Pemda · 246.118 peserta",
                    "sampai 25 Nov",
                    "info",
                    go,
                ),
            )
        )
        counts = (
            (40, "hari ini", "accent"),
            (21, "1", "accent"),
            (12, "2", "accent"),
            (9, "3", "warn"),
            (4, "4", "warn"),
            (2, "5 +", "bad"),
        )
        chart.set_bars([Bar(label, value, tone=tone) for value, label, tone in counts])
        card.add(tasks)
        card.add(Caption("Umur antrean · orang per hari menunggu"))
        card.add(chart)
        card.box.addStretch(1)
        return card

    def _waiting(self) -> Card:
        card, who, times = Card("Siapa menunggu siapa"), BarList(), BarList(inline=True)
        who.set_bars(
            (
                Bar("Panti Bina Insan  →  Dinas Kesehatan", 40, "40 orang"),
                Bar("Dinas Kesehatan  →  Dukcapil", 9, "9 orang"),
                Bar("Dinas Kesehatan  →  BPJS Cabang Jaktim", 26, "26 orang"),
                Bar("Dinas Sosial  →  Dukcapil", 14, "14 orang", "bad"),
            )
        )
        steps = ((86, "1 Satpol PP", "accent"), (78, "2 Panti Sosial", "accent"), (91, "3 Dinas Sosial", "accent"))
        more = ((124, "4 Dukcapil", "bad"), (67, "6 Dinas Kesehatan", "accent"), (102, "7 BPJS Kesehatan", "warn"))
        times.set_bars([Bar(label, value, f"{value} %", tone, value / 150) for value, label, tone in (*steps, *more)])
        button = QPushButton("Buat surat pengingat")
        line = QHBoxLayout()
        line.addWidget(button)
        line.addStretch(1)
        card.add(who)
        card.add(Muted("Dukcapil menahan 14 orang lebih lama dari waktu baku (2 jam)."))
        card.add(line)
        card.add(Caption("Waktu nyata terhadap waktu baku, bulan ini"))
        card.add(times)
        card.box.addStretch(1)
        return card


class Validation(Screen):
    """A list with its panel."""

    code, title, icon, topics = "validasi", "Validasi WBS", "user-check", frozenset({"application"})
    sent: int = 0

    def build(self) -> None:
        self.people = self.add_list(
            ListCard(
                "Daftar WBS",
                (
                    Column("Nama", lambda row: row.name, stretch=1),
                    Column("NIK", lambda row: masked_nik(row.nik), width=156, kind="mono"),
                    Column("JK · Umur", lambda row: row.about, width=82, kind="mono"),
                    Column("Pemeriksaan", lambda row: row.finding, width=160, kind="chip", tone=lambda row: row.tone),
                    Column("Tunggu", lambda row: row.waiting, width=66, kind="muted", align="right"),
                ),
                key=lambda row: row.id,
                checkable=True,
                can_check=lambda row: row.obstacle,
                segments=(
                    Segment("semua", "Semua"),
                    Segment("siap", "Siap", lambda row: not row.obstacle),
                    Segment("lihat", "Perlu dilihat", lambda row: bool(row.obstacle)),
                ),
                empty="Belum ada permohonan yang menunggu.",
                empty_action=("Ke Beranda", lambda: self.desk.go("beranda")),
            )
        )
        self.panel = self.add_panel(Panel("Orang yang dipilih"))
        self.people.current_changed.connect(self.show_person)
        self.people.checked_changed.connect(self.summary)
        self.action_bar.add("keluarkan", "Keluarkan")
        self.action_bar.add("kembali", "Kembalikan ke Dukcapil", "K", "danger", self.send_back)
        self.action_bar.add("setuju", "Setujui", "Ctrl+Enter", "primary", self.approve)
        self.summary(())

    def load(self, key: Any = None) -> None:
        self.desk.read(people, then=self.fill)

    def fill(self, rows: tuple[Row, ...]) -> None:
        first = not self.people.rows()
        self.header.set_line(
            "Langkah 6 dari 9", "Permohonan 400.9.4.1/017/PSBI/XI/2026", "Panti Sosial Bina Insan Bangun Daya 1"
        )
        self.header.set_figures(
            Figure(40, "menunggu"),
            Figure(36, "siap disetujui", "ok"),
            Figure(4, "perlu dilihat", "warn"),
            Figure("2 j 41 m", "sisa waktu (baku 3 j 20 m)"),
        )
        self.people.set_rows(rows)
        if first:
            self.people.set_checked([row.id for row in rows])
            self.people.select(3)

    def show_person(self, row: Row | None) -> None:
        if row is None:
            self.panel.clear("Pilih satu orang untuk melihat pemeriksaannya.")
            return
        self.panel.set_person(row.name, f"{row.about} tahun · Bekasi, 14 Februari 1998", nik=row.nik, person_id=row.id)
        if row.obstacle:
            words = "Nomor 0001 •••• 4471 pada daftar Kemensos Oktober 2026. Kembalikan ke Dukcapil, atau keluarkan dari sini."
            self.panel.set_obstacle("Sudah menjadi peserta PBI APBN sejak 1 Mei 2025", words)
        self.panel.set_checks(
            (
                Check("ok", "NIK 16 angka, wilayah dan tanggal sesuai", "Kota Bekasi"),
                Check("ok", "Padan dengan Dukcapil", "6 dari 6 unsur"),
                Check("bad", "Tidak ganda dengan PBI Nasional", "1 temuan"),
                Check("warn", "Foto", "belum ada"),
            )
        )
        self.panel.set_journey(
            (
                Leg(1, "Serah terima · Satpol PP", "18 Nov 09.10", "52 m / 1 j"),
                Leg(2, "Permohonan · Panti Sosial", "18 Nov 11.05", "47 m / 1 j"),
                Leg(3, "Rekomendasi · Dinas Sosial", "19 Nov 13.30", "1 j 40 m / 2 j"),
                Leg(4, "NIK ditemukan · Dukcapil", "20 Nov 10.02", "2 j 25 m / 2 j", late=True),
                Leg(5, "Permohonan · Panti Sosial", "23 Nov 09.33", "1 m / 1 m"),
            )
        )

    def summary(self, rows: tuple[Row, ...]) -> None:
        count = len(rows)
        self.action_bar.set_summary(
            f"{count} WBS dipilih", "iuran Rp1.596.000 per bulan", "2 tidak ikut karena belum lolos pemeriksaan"
        )
        self.action_bar.set_state("setuju", count > 0, "Centang sedikitnya satu orang.", f"Setujui {count} WBS")

    def approve(self) -> None:
        self.confirm(
            f"Setujui {len(self.people.checked())} WBS?",
            [
                ("Iuran", "Rp1.596.000 per bulan"),
                ("Surat", "Persetujuan Peserta JKN-KIS"),
                ("Tidak ikut", "2 orang belum lolos pemeriksaan"),
            ],
            "Setujui",
            lambda: self.desk.run(self.command, then=lambda _outcome: None),
            note="Setelah disetujui, permohonan pindah ke BPJS Kesehatan.",
        )

    def command(self) -> Outcome:
        self.sent += 1
        return Outcome(
            "36 WBS divalidasi, 4 belum.",
            refused=(Told("Dewi Lestari", "Sudah menjadi peserta PBI APBN."),),
            topics=frozenset({"application"}),
        )

    def send_back(self) -> None:
        choices = ["NIK ganda di daftar", "Nama tidak sesuai dengan data Dukcapil", "Tanggal lahir tidak sesuai"]
        self.ask_reason(
            "Kembalikan Dewi Lestari ke Dukcapil", choices, "Kembalikan", lambda reason: self.desk.say(reason, "ok")
        )


@dataclass(frozen=True, slots=True)
class Told:
    """A row that stays behind."""

    label: str
    sentence: str


class Intake(Screen):
    """A form, a photo, a comparison, a preview."""

    code, title, icon = "catat", "Serah terima baru", "handshake"

    def build(self) -> None:
        self.header.set_line("Langkah 1 dari 9", "Satpol PP", "belum diserahkan")
        card, self.form = Card("Orang yang dijangkau"), Form()
        form = self.form
        form.pair()
        form.text("name", "Nama atau panggilan", required=True, hint="Boleh alias bila nama belum diketahui")
        form.choice("sex", "Jenis kelamin", (("L", "Laki-laki"), ("P", "Perempuan")), required=True, empty="Pilih…")
        form.pair()
        form.date("found", "Tanggal ditemukan", value=NOW.date())
        form.number("age", "Perkiraan umur", highest=120)
        form.area("state", "Kondisi saat ditemukan", required=True, lines=2)
        form.check("estimated", "Tanggal lahir perkiraan")
        self.photo = PhotoWell()
        form.add("photo", "Foto", self.photo)
        form.set_errors({"name": "Tulis nama atau panggilannya; bila tidak tahu, tulis Tanpa nama."})
        card.add(form)
        card.box.addStretch(1)
        self.add_list(card, 50)
        side = self.add_column(50)
        compare, facts, preview = Compare(), Facts(), PdfPreview()
        compare.set_sides(
            "Permohonan",
            "Dukcapil",
            (
                ("Nama", "Dewi Lestari", "DEWI LESTARI", "ok"),
                ("Lahir", "14 Februari 1998", "14 Februari 1989", "bad"),
                ("Alamat", "", "Jl. Raya Bekasi Timur KM 18", "warn"),
            ),
        )
        facts.set_facts(
            (
                ("Nomor surat", "400.9.4.1/017/PSBI/XI/2026"),
                ("Kepada", "Kepala Dinas Sosial u.p. Kabid Rehabilitasi Sosial"),
            )
        )
        picture = QImage(210, 297, QImage.Format.Format_RGB888)
        picture.fill(0xFFFFFF)
        white = b"\xff" * (210 * 297 * 3)
        preview.set_pages((Page(210, 297, white), Page(210, 297, white)))
        first, second = Card("Bandingkan"), Card(caption="Pratinjau · ini berkas yang dicetak")
        first.add(compare)
        first.add(facts)
        second.add(preview, 1)
        side.addWidget(first)
        side.addWidget(second, 1)
        self.action_bar.set_summary("Belum ada yang disimpan")
        self.action_bar.add("simpan", "Catat dan serahkan", "Ctrl+Enter", "primary")
        self.action_bar.set_state("simpan", False, "Isi nama dan kondisi dahulu.")

    def is_dirty(self) -> bool:
        return self.form.is_dirty()


class EmptyDesk(Screen):
    """An empty list."""

    code, title, icon = "surat", "Surat", "file-text"

    def build(self) -> None:
        columns = (Column("Nomor", lambda row: row, stretch=1),)
        self.list = self.add_list(
            ListCard(
                "Surat",
                columns,
                key=lambda row: row,
                empty="Belum ada surat bulan ini.",
                empty_action=("Ke Validasi WBS", lambda: self.desk.go("validasi")),
            )
        )
        self.panel = self.add_panel(Panel("Surat yang dipilih"))


ROLES = frozenset({"dinkes"})
PLACE = __name__
ENTRIES = (
    ScreenEntry("beranda", "Beranda", "house", f"{PLACE}:Home", ROLES, 1),
    ScreenEntry("validasi", "Validasi WBS", "user-check", f"{PLACE}:Validation", ROLES, 2),
    ScreenEntry("catat", "Serah terima", "handshake", f"{PLACE}:Intake", ROLES, 3),
    ScreenEntry("surat", "Surat", "file-text", f"{PLACE}:EmptyDesk", ROLES, 4),
)


def search(words: str, deliver: Callable[[list[Hit]], None]) -> None:
    """Answers at once."""
    found = [row for row in PEOPLE[:13] if words.casefold() in row.name.casefold()]
    deliver([Hit(r.name, masked_nik(r.nik) + DOT + r.about, r.finding, r.tone, "validasi", r.id) for r in found])


def session(window: Window) -> Session:
    """A desk for the sample clerk."""
    return Session(STAFF, SampleOffice(), Tasks(), Bus(), window)


def open_window(window: Window) -> Any:
    """The sample office in a window."""
    from desktop.ui.shell.answer import Answer

    def unlock(word: str, reply: Callable[[Answer], None]) -> None:
        reply(Answer(word == "benar", "Kata sandi belum benar. Coba lagi."))

    stage = window.open_office(session(window), practice=True, unlock=unlock, entries=ENTRIES)
    stage.set_counts({"validasi": 40, "catat": 12, "surat": 7})
    stage.set_search(search)
    return stage


def dress(app: QApplication, dark: bool = False) -> None:
    """Font, words and colours as in the program."""
    fonts.load(app)
    translate.install(app)
    theme().apply(app, "dark" if dark else "light")


class Camera:
    """Takes pictures of one window into a folder; ``mark`` ends every file name."""

    def __init__(self, folder: Path, window: Window, mark: str) -> None:
        self.folder, self.window, self.mark = folder, window, mark

    def shot(self, name: str) -> None:
        """Wait until all has settled, then take the picture."""
        from PySide6.QtTest import QTest

        stage = self.window.stage
        assert QTest.qWaitFor(lambda: stage is None or stage.session.tasks.idle(), 5000)
        QApplication.processEvents()
        self.window.grab().save(str(self.folder / f"{name}-{self.mark}.png"))


def main(folder: Path) -> None:
    """Pictures of every page, light and dark."""
    app = QApplication.instance() or QApplication([])
    folder.mkdir(parents=True, exist_ok=True)
    for dark in (False, True):
        dress(app, dark)
        window = Window()
        camera = Camera(folder, window, "dark" if dark else "light")
        window.show()
        window.activateWindow()
        before_the_office(camera)
        stage = open_window(window)
        for code in ("beranda", "validasi", "catat", "surat"):
            stage.go(code)
            camera.shot(code)
        over_the_office(camera, stage)
        tasks = stage.session.tasks
        window.close()
        tasks.close()


def before_the_office(camera: Camera) -> None:
    """First start and sign-in."""
    from desktop.ui.shell.answer import Answer
    from desktop.ui.shell.signin import PracticePerson

    window = camera.window
    wizard = window.show_wizard(lambda _choice, _reply: None)
    camera.shot("wizard")
    wizard.choose("baru")
    wizard.submit_new()
    camera.shot("wizard-new")
    wizard.choose("gabung")
    camera.shot("wizard-join")
    crew = [PracticePerson(f"p{n}", f"Petugas {n}", "Operator", "Dinas Sosial") for n in range(7)]
    refuse = Answer(False, "Nama atau kata sandi belum benar.", 75)
    page = window.show_sign_in(lambda _user, _word, reply: reply(refuse), "", crew, lambda _user, _reply: None)
    camera.shot("signin")
    page.user.setText("ratna")
    page.password.setText("salah")
    page.submit()
    camera.shot("signin-locked")


def over_the_office(camera: Camera, stage: Any) -> None:
    """Everything that lies over a screen."""
    window, search_box = camera.window, stage.topbar.search
    stage.go("validasi")
    screen = stage.current_screen()
    stage.toast("12 E-ID diterima dari BPJS Kesehatan Cabang Jakarta Timur.", "info")
    stage.toast("Berita Acara 017 sudah ditandatangani.", "ok")
    ways = [("Lihat alasan", lambda: None), ("Cetak surat", lambda: None)]
    screen.message_bar.say("38 WBS divalidasi, 2 belum: lihat alasan.", "warn", ways)
    camera.shot("messages")
    screen.message_bar.hide()
    stage.focus_search()
    search_box.setText("a")
    camera.shot("search")
    search_box.clear()
    stage.toggle_help()
    camera.shot("help")
    stage.toggle_help()
    for name, ask in (("confirm", screen.approve), ("reason", screen.send_back)):
        ask()
        camera.shot(name)
        for sheet in _sheets(stage):
            sheet.cancel()
    window.lock()
    camera.shot("lock")
    window.crash(ValueError("x"))
    dialog = window._crash
    dialog.grab().save(str(camera.folder / f"crash-{camera.mark}.png"))
    dialog.accept()


def _sheets(stage: Any) -> list[Any]:
    from desktop.ui.widgets import Sheet

    return [sheet for sheet in stage.findChildren(Sheet) if not sheet.isHidden()]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
