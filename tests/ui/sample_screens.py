"""Four desks of the invented office: between them they show every widget of the kit."""

from typing import Any

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from desktop.ui.format import masked_nik
from desktop.ui.screens.base import Screen
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
from tests.ui.sample_office import NOW, Outcome, Row, Told, people


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
