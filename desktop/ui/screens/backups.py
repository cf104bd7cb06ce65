"""Cadangan: the last good copy, the copies in the folder, making one now, rehearsing one, and the plan."""

from typing import Any

from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from desktop.backup.folder import CopyFile
from desktop.operations.save_backup_plan import SaveBackupPlan
from desktop.settings import FIXED
from desktop.ui.format import long_moment, moment, number
from desktop.ui.screens.backups_sheets import CheckSheet, ask_new_key
from desktop.ui.screens.backups_words import NEVER, content_of, good_words, size_words, state_of
from desktop.ui.screens.base import Screen
from desktop.ui.tasks import Job
from desktop.ui.widgets import Caption, Card, Column, Figure, Form, ListCard, Muted, Segment, hairline, plain, set_tone
from desktop.ui.widgets.scroll import scrolled

NO_KEY = "Belum ada kunci cadangan. Buat dulu, supaya komputer ini dapat menyegel tanpa dapat membuka."
SEALED = "Disegel dengan kunci {key}. Pembukanya ada pada kepala kantor."
ACCEPTED = ("Data ganda sudah digabung", "Kantor dipulihkan dari cadangan")
PLAN = ("hour", "daily", "monthly")


class Backups(Screen):
    """For administrators."""

    code, title, icon, help_code = "cadangan", "Cadangan", "database", "cadangan"
    topics = frozenset({"backup"})

    def build(self) -> None:
        self.answer: Any = None
        self.list = self.add_list(
            ListCard(
                "Cadangan dalam folder",
                key=lambda row: row.path.name,
                columns=(
                    Column("Dibuat", self._made, width=112, kind="strong"),
                    Column("Isi", content_of, stretch=1, tip=lambda row: row.path.name),
                    Column("Besar", lambda row: size_words(row.size), width=76, kind="number", align="right"),
                    Column(
                        "Keadaan",
                        lambda row: state_of(row)[0],
                        width=128,
                        kind="chip",
                        tone=lambda row: state_of(row)[1],
                    ),
                ),
                segments=(
                    Segment("semua", "Semua"),
                    Segment("curiga", "Perlu dilihat", lambda row: state_of(row)[0] != "baik"),
                ),
                empty="Belum ada cadangan di folder ini. Pilih foldernya di sebelah, lalu tekan Cadangkan sekarang.",
                filter_hint="Saring cadangan",
                unit="cadangan",
            ),
            60,
        )
        self.list.current_changed.connect(lambda _row: self._state_acts())
        self.add_list(self._panel(), 40)
        bar = self.action_bar
        bar.add("kunci", "Kunci baru…", key="Ctrl+N", on=self.new_key)
        bar.add("terima", "Terima keadaan ini…", on=self.accept)
        bar.add("periksa", "Periksa…", key="P", on=self.check)
        bar.add("simpan", "Simpan pengaturan", key="Ctrl+S", on=self.save)
        bar.add("cadangkan", "Cadangkan sekarang", key="Ctrl+Enter", kind="primary", on=self.make)

    def _panel(self) -> Card:
        card = Card()
        card.box.setContentsMargins(1, 1, 1, 1)
        scroll, box = scrolled("Keadaan dan pengaturan cadangan")
        self.good, self.good_line, self.last_line = plain(part="panel-title", wrap=True), Muted(), Muted()
        self.trouble, self.key_line, self.form = Muted(), Muted(), Form()
        set_tone(self.trouble, "warn")
        where = "Cakram lain, USB, atau folder jaringan"
        self.folder = self.form.text("folder", "Folder cadangan (komputer ini)", hint=where, longest=400)
        self.choose = QPushButton("Pilih folder…")
        self.choose.setAccessibleName("Pilih folder cadangan")
        self.choose.clicked.connect(self.choose_folder)
        self.form.add_widget(self.choose)
        self.form.number("hour", "Cadangkan setiap hari mulai jam", lowest=0, highest=23)
        self.form.pair()
        self.form.number("daily", "Simpan harian", lowest=1, highest=366)
        self.form.number("monthly", "Simpan bulanan", lowest=0, highest=120)
        self.form.changed.connect(self._state_acts)
        parts: tuple[QWidget, ...] = (
            *(Caption("Cadangan baik terakhir"), self.good, self.good_line, self.last_line, hairline()),
            *(Caption("Pengaturan"), self.trouble, self.form, Caption("Kunci"), self.key_line),
        )
        for part in parts:
            box.addWidget(part)
        box.addStretch(1)
        card.add(scroll)
        return card

    def is_dirty(self) -> bool:
        return self.form.is_dirty()

    # reading
    def load(self, key: Any = None) -> None:
        self.desk.work(lambda _job: self.desk.office.backups.overview(), then=self.fill)

    def fill(self, answer: Any) -> None:
        """Everything that was read; what is half typed stays."""
        self.answer = answer
        self.list.set_rows(answer.files)
        now, good, plan = self.desk.now(), answer.last_good, answer.plan
        self.form.lock("folder", f"{FIXED}." if plan.folder_fixed else "")
        self.choose.setEnabled(not plan.folder_fixed)
        words, tone = good_words(good, now)
        self.good.setText(long_moment(good.started_at.astimezone(now.tzinfo)) if good else NEVER)
        self.good_line.setText(f"{words}  ·  {good.file_name}" if good else "Cadangkan sekarang, lalu periksa sekali.")
        set_tone(self.good_line, tone)
        self._show_last(answer)
        self.key_line.setText(SEALED.format(key=plan.key_id) if plan.public else NO_KEY)
        set_tone(self.key_line, "plain" if plan.public else "warn")
        if not self.form.is_dirty():
            self.form.set_values({"folder": plan.folder, **{name: getattr(plan, name) for name in PLAN}})
            self.form.mark_clean()
        self.header.set_line("Salinan tersegel seluruh kantor", "dibuka lagi dan dihitung setiap kali")
        odd = sum(1 for row in answer.files if state_of(row)[0] != "baik")
        self.header.set_figures(
            Figure(words, "cadangan baik terakhir", tone),
            *((Figure(number(odd), "perlu dilihat", "warn"),) if odd else ()),
        )
        self.trouble.setText(answer.trouble or answer.obstacle)
        self.trouble.setVisible(bool(self.trouble.text()))
        self._state_acts()

    def _show_last(self, answer: Any) -> None:
        last = answer.runs[0] if answer.runs else None
        told = last is not None and last.state in {"gagal", "mencurigakan"}
        self.last_line.setVisible(told)
        if last is not None and told:
            when = moment(last.started_at.astimezone(self.desk.now().tzinfo))
            self.last_line.setText(f"Percobaan terakhir {when}: {last.sentence}")
            set_tone(self.last_line, "bad" if last.state == "gagal" else "warn")

    def _made(self, row: CopyFile) -> str:
        return moment(row.made_at.astimezone(self.desk.now().tzinfo)) if row.made_at else "–"

    def _state_acts(self) -> None:
        if self.answer is None:
            return
        bar, plan, row = self.action_bar, self.answer.plan, self.list.current()
        dirty = self.is_dirty()
        bar.set_summary(plan.folder or "Folder belum dipilih", "belum disimpan" if dirty else "")
        bar.set_state("simpan", dirty, "Belum ada yang diubah.")
        bar.set_state("periksa", row is not None and row.header is not None, "Pilih satu cadangan di daftar.")
        suspicious = bool(self.answer.runs) and self.answer.runs[0].state == "mencurigakan"
        bar.set_visible("terima", suspicious)
        reason = self._why_not(dirty)
        bar.set_state("cadangkan", not reason, reason)

    def _why_not(self, dirty: bool) -> str:
        if dirty:
            return "Simpan dulu pengaturannya."
        if not self.answer.plan.public:
            return NO_KEY
        return self.answer.trouble or self.answer.obstacle

    # acting
    def choose_folder(self) -> None:
        """The folder is typed for the clerk."""
        chosen = QFileDialog.getExistingDirectory(self, "Pilih folder cadangan", self.folder.text())
        if chosen:
            self.folder.setText(chosen)

    def save(self) -> None:
        """The folder for this PC, the rest for the office."""
        typed = self.form.values()
        hour, daily, monthly = (int(typed[name] or 0) for name in PLAN)
        command = SaveBackupPlan(hour=hour, daily=daily, monthly=monthly)
        backups = self.desk.office.backups

        def kept(_nothing: Any) -> None:
            self.form.mark_clean()
            self.desk.run(command, then=lambda _outcome: self.load())

        self.desk.work(lambda _job: backups.keep_folder(typed["folder"]), then=kept)

    def make(self, accept: str = "") -> None:
        """A copy now, beside the other work; this screen's buttons sleep meanwhile."""
        backups = self.desk.office.backups

        def work(job: Job) -> Any:
            return backups.make_now(job.report, accept)

        def told(made: Any) -> None:
            self.action_bar.set_busy(False)
            self.load()
            self.desk.say(made.sentence, "bad" if made.alarms else "ok")

        def failed(_error: BaseException) -> None:
            self.action_bar.set_busy(False)
            self.load()

        self.action_bar.set_busy(True)
        self.desk.work(work, then=told, failed=failed, lane="backup")

    def accept(self) -> None:
        """The office did become smaller: a copy with the reason, which the journal keeps."""
        self.ask_reason("Terima keadaan ini sebagai benar", ACCEPTED, "Cadangkan", self.make)

    def check(self) -> None:
        """Rehearse the chosen copy."""
        row = self.list.current()
        if row is not None:
            self._open(CheckSheet(self, row))

    def new_key(self) -> None:
        """Also the first one."""
        if self.answer is not None:
            ask_new_key(self, self.answer.plan)
