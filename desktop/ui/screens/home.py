"""Beranda: what waits for me now, who waits for whom, and how the SOP is kept this month (H1, N9)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout

from db.queries.leaks import LeakRow
from db.queries.recent import RecentRow
from desktop.sop.procedure import ROLES, Procedure, Step, load_procedure, procedures, with_action
from desktop.ui.format import greeting, moment, number, short_day
from desktop.ui.screens.base import Screen
from desktop.ui.screens.home_admin import AdminPart
from desktop.ui.screens.home_facts import (
    AGES,
    HomeAnswer,
    Job,
    Load,
    Overdue,
    Queue,
    Waiting,
    age_counts,
    due_together,
    job_title,
    left_chip,
    minutes_left,
    overdue,
    read_home,
    short_office,
    standard_words,
    waits,
)
from desktop.ui.screens.home_leaks import leak_words, line_words
from desktop.ui.screens.registry import screens_for
from desktop.ui.screens.reminder import show_reminder
from desktop.ui.widgets import (
    Bar,
    BarChart,
    BarList,
    Caption,
    Card,
    Elided,
    EmptyState,
    Facts,
    FigureCard,
    Muted,
    Task,
    TaskList,
)
from desktop.ui.widgets.scroll import scrolled

MOST_TASKS = 6
MONTHS = "rekonsiliasi"
ROOM = 375  # px that the bars of the right card may take at 768
EMPTY = "Tidak ada yang menunggu Anda. Lihat di sebelah: mungkin berkasnya masih di meja lain."
DRAFTED = "menunggu paraf, perbaikan, atau penerbitan Anda"
EMPTY_SATPOL = "Tidak ada orang yang menunggu diserahkan. Catat hasil penjangkauan, atau impor daftarnya."


class Home(Screen):
    """The first page after signing in."""

    code, title, icon, help_code = "beranda", "Beranda", "house", "beranda"
    topics = frozenset({"application", "batch", "office", "staff", "import", "backup", "reconciliation", "draft"})

    def build(self) -> None:
        mine = [entry for entry in screens_for(self.desk.staff.roles) if entry.queue]
        self.queues = tuple(Queue(entry.code, entry.title, entry.queue) for entry in mine)
        self.sees_months = any(entry.code == MONTHS for entry in screens_for(self.desk.staff.roles))
        self.late: tuple[Overdue, ...] = ()
        self.found: tuple[Waiting, ...] = ()
        page = self._page()
        self.cards = QHBoxLayout()
        self.cards.setSpacing(14)
        page.addLayout(self.cards)
        below = QHBoxLayout()
        below.setSpacing(14)
        below.addWidget(self._left(), 58)
        below.addWidget(self._right(), 42)
        page.addLayout(below, 1)

    def _page(self) -> QVBoxLayout:
        scroll, box = scrolled("Beranda", (0, 0, 0, 0))
        box.setSpacing(14)
        self.body.addWidget(scroll)
        return box

    def _left(self) -> Card:
        if not self.queues:
            self.admin = AdminPart(self.desk)
            return self.admin
        card = Card("Pekerjaan saya")
        empty = EMPTY_SATPOL if "satpol_pp" in self.desk.staff.roles else EMPTY
        self.tasks, self.recent = TaskList(), TaskList()
        first = ("Catat penjangkauan", lambda: self.desk.go("penjangkauan"))
        self.nothing = EmptyState(empty, first if "satpol_pp" in self.desk.staff.roles else None)
        self.ages = BarChart("Umur antrean, orang per hari menunggu", 160)
        self.ages_title = Caption("Umur antrean  ·  orang per hari kerja menunggu")
        self.recent_title = Caption("Baru saja")
        card.add(self.nothing, 1)
        self.mine_title, self.mine = Caption("Langkah saya menurut SOP"), TaskList()
        parts = (self.tasks, self.ages_title, self.ages, self.recent_title, self.recent, self.mine_title, self.mine)
        for part in parts:
            card.add(part)
        card.box.addStretch(1)
        return card

    def _right(self) -> Card:
        card = Card()
        self.waits, self.waits_line = BarList("Siapa menunggu siapa"), Muted()
        self.remind, self.every = QPushButton("Buat surat pengingat"), QPushButton("Lihat semua")
        self.remind.clicked.connect(lambda: show_reminder(self, self.late))
        self.every.clicked.connect(self.show_all_waits)
        for button in (self.every, self.remind):
            button.setProperty("kind", "link")
            button.hide()
        row = QHBoxLayout()
        row.addWidget(Elided("Siapa menunggu siapa", "panel-title"), 1)
        row.addWidget(self.every)
        row.addWidget(self.remind)
        self.kept = BarList("Waktu nyata terhadap waktu baku, bulan ini", inline=True)
        self.kept_title, self.standard = Caption(), Facts()
        card.add(row)
        card.add(self.waits)
        card.add(self.waits_line)
        card.box.addSpacing(4)
        for part in (self.kept_title, self.kept, self.standard):
            card.add(part)
        card.box.addStretch(1)
        return card

    def load(self, key: Any = None) -> None:
        staff = self.desk.staff
        place = (staff.office_id, staff.id, self.queues)
        self.desk.read(read_home, *place, self.desk.now(), self.sees_months, then=self.fill)
        if not self.queues:
            self.admin.load(self._show_cards)

    def fill(self, answer: HomeAnswer) -> None:
        """Show everything that was read."""
        jobs = [due_together(answer.calendar, job) for job in answer.jobs]
        answer = replace(answer, jobs=tuple(jobs))
        self.header.set_title(f"{greeting(answer.now)}, {self.desk.staff.name}")
        if not self.queues:
            self.header.set_line(self.desk.staff.position, self.desk.staff.office_name)
        else:
            self.header.set_line(self._lead(answer))
            leaks = [self._leak_card(answer.leaks, answer.leak_lines)] if answer.leaks is not None else []
            more = self._more_cards(answer)[: 2 - len(leaks)]
            self._show_cards([self._card(load) for load in answer.loads] + more + leaks)
            self._show_tasks(answer)
        self._show_waits(answer)
        self._show_kept(answer)

    def _lead(self, answer: HomeAnswer) -> str:
        late = sum(1 for job in answer.jobs if (minutes_left(answer.calendar, job.due, answer.now) or 0) < 0)
        drafts = f"{answer.drafts} konsep surat menunggu Anda." if answer.drafts else ""
        if not answer.jobs:
            return drafts or "Tidak ada yang menunggu Anda hari ini."
        tail = f" {late} daftar sudah lewat waktu baku." if late else " Semua masih dalam waktu baku."
        people = sum(job.people for job in answer.jobs)
        lists = f" dalam {len(answer.jobs)} daftar" if len(answer.jobs) > 1 else ""
        return f"{people} orang{lists} menunggu Anda hari ini.{tail} {drafts}".rstrip()

    def _show_cards(self, cards: list[FigureCard]) -> None:
        while self.cards.count():
            old = self.cards.takeAt(0).widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for card in cards:
            self.cards.addWidget(card, 1)

    def _card(self, load: Load) -> FigureCard:
        sender = "" if load.sender == self.desk.staff.office_name else f"{short_office(load.sender)}, "
        since = load.oldest.astimezone(self.desk.now().tzinfo) if load.oldest else None
        line = f"{sender}sejak {short_day(since)}" if since else "antrean kosong"
        tone = "bad" if load.late else "plain"
        return FigureCard(load.people, load.queue.title, line, tone, lambda: self.desk.go(load.queue.screen))

    def _leak_card(self, leaks: Sequence[LeakRow], lines: Mapping[str, int]) -> FigureCard:
        """The meter «rupiah bocor»; one click to the findings of the segment that leaks most."""
        amount, line, tone = leak_words(leaks)
        where = (leaks[0].period, leaks[0].segment) if leaks else None
        card = FigureCard(amount, "rupiah bocor", line, tone, lambda: self.desk.go(MONTHS, where))
        card.setToolTip(line_words(lines))
        card.setAccessibleDescription(f"{line}. {line_words(lines)}".strip())
        return card

    def _more_cards(self, answer: HomeAnswer) -> list[FigureCard]:
        if len(answer.loads) > 3:
            return []
        late = sum(load.late for load in answer.loads)
        steps = {(of.code, step.number) for of, step in self._my_steps()}
        done = sum(row.people for row in answer.kept if (row.procedure, row.step) in steps)
        over = FigureCard(
            late,
            "lewat waktu baku",
            "dahulukan yang ini" if late else "semua tepat waktu",
            "bad" if late else "ok",
            lambda: self.desk.go(answer.jobs[0].queue.screen) if answer.jobs else None,
        )
        month = FigureCard(
            done, "orang diproses bulan ini", "buka laporan SOP", "plain", lambda: self.desk.go("laporan")
        )
        return [over, month]

    def _show_tasks(self, answer: HomeAnswer) -> None:
        tasks = [self._task(answer, job) for job in answer.jobs[:MOST_TASKS]]
        more = len(answer.jobs) - MOST_TASKS
        if more > 0:
            tasks.append(Task(f"dan {more} daftar lain", on=lambda: self.desk.go(answer.jobs[MOST_TASKS].queue.screen)))
        if answer.drafts:
            tasks.append(Task(f"{answer.drafts} konsep surat", DRAFTED, on=lambda: self.desk.go("konsep")))
        self.tasks.set_tasks(tasks)
        self.tasks.setVisible(bool(tasks))
        self.nothing.setVisible(not tasks)
        counts = age_counts(answer.calendar, answer.since, answer.now)
        tones = ("accent", "accent", "accent", "warn", "warn", "bad")
        self.ages.set_bars([Bar(label, n, str(n), tone) for label, n, tone in zip(AGES, counts, tones, strict=True)])
        for part in (self.ages, self.ages_title):
            part.setVisible(any(counts))
        news = answer.recent[: max(0, 5 - len(tasks))]
        self.recent.set_tasks([self._news(row, answer) for row in news])
        self.recent.setVisible(bool(news))
        self.recent_title.setVisible(bool(news))
        mine = [] if tasks or news else [self._step(*one) for one in self._my_steps()]
        self.mine.set_tasks(mine)
        self.mine.setVisible(bool(mine))
        self.mine_title.setVisible(bool(mine))

    def _my_steps(self) -> list[tuple[Procedure, Step]]:
        return [(of, step) for of in procedures() for step in of.steps if step.actor in self.desk.staff.roles]

    def _step(self, procedure: Procedure, step: Step) -> Task:
        """A step of this role where nothing waits yet: what it is, its standard time, where it is done."""
        statuses = {one.code for one in procedure.statuses if one.step == step.number}
        where = next((one.screen for one in self.queues if statuses & set(one.statuses)), "")
        on = (lambda: self.desk.go(where)) if where else None
        return Task(f"{step.number}. {step.title}", step.activity, standard_words(procedure, step.number), "plain", on)

    def _news(self, row: RecentRow, answer: HomeAnswer) -> Task:
        procedure = with_action(row.action)
        done = procedure.action(row.action).done
        way = f"{short_office(row.from_office)}  →  {short_office(row.to_office)}"
        line = f"{row.staff_name}  ·  {way}" if row.from_office != row.to_office else row.staff_name
        what = f"{row.people} {procedure.unit}" if row.people else f"{procedure.short}:"
        return Task(f"{what} {done}", f"{line}  ·  {moment(row.at.astimezone(answer.now.tzinfo))}")

    def _task(self, answer: HomeAnswer, job: Job) -> Task:
        chip, tone = left_chip(answer.calendar, job.due, answer.now)
        since = job.since.astimezone(answer.now.tzinfo)
        parts = (short_office(job.sender), job.letter, f"Alasan: {job.reason}" if job.reason else "")
        line = "  ·  ".join(part for part in parts if part) or f"dicatat sejak {moment(since)}"
        title = job_title(job)
        return Task(title, line, chip, tone, lambda: self.desk.go(job.queue.screen))

    def _show_waits(self, answer: HomeAnswer) -> None:
        self.found = waits(answer.waiting)
        most = min(max((ROOM - 25 * (len(answer.kept) or 9)) // 40, 3), 6)
        self.waits.set_bars([_wait_bar(one) for one in self.found[:most]])
        late = overdue(answer.waiting)
        self.late = tuple(one for one in late if one.office_id != self.desk.staff.office_id)
        self.waits_line.setText(self._waits_words(late))
        self.remind.setVisible(bool(self.late))
        self.every.setVisible(len(self.found) > most)

    def show_all_waits(self) -> None:
        """Every pair of agencies in a sheet."""
        every = BarList("Siapa menunggu siapa")
        every.set_bars([_wait_bar(one) for one in self.found[:12]])

        def away() -> None:
            made.cancel()

        made = self.sheet("Siapa menunggu siapa", every, "Mengerti", away)

    def _waits_words(self, late: tuple[Overdue, ...]) -> str:
        if not self.found:
            return "Tidak ada yang menunggu siapa pun: semua kasus selesai, atau belum ada yang dicatat."
        mine = self.desk.staff.office_id
        words = [
            f"{'Kantor Anda' if one.office_id == mine else short_office(one.office)} menahan {one.late} orang "
            f"lebih lama dari waktu baku ({standard_words(load_procedure(one.procedure), one.step)})."
            for one in late[:2]
        ]
        return " ".join(words) or "Tidak ada yang lewat waktu baku."

    def _show_kept(self, answer: HomeAnswer) -> None:
        procedure, bars = self.desk.office.procedure, []
        for row in answer.kept:
            share = 100 * row.real_seconds / row.standard_seconds if row.standard_seconds else 0
            tone = "bad" if share > 110 else "warn" if share > 100 else "accent"
            of = load_procedure(row.procedure)
            label = f"{row.step} {ROLES[of.step(row.step).actor]}"
            label += f", {of.unit}" if of.code != procedure.code else ""
            bars.append(Bar(label, share, f"{number(round(share))} %", tone, share=share / 150))
        self.kept.set_bars(bars)
        self.kept.setVisible(bool(bars))
        self.kept_title.set("Waktu nyata terhadap waktu baku, bulan ini" if bars else "Waktu baku menurut SOP")
        steps = [] if bars else procedure.steps
        self.standard.set_facts(
            [
                (f"{one.number} {ROLES[one.actor]}", f"{one.title}, {standard_words(procedure, one.number)}")
                for one in steps
            ]
        )
        self.standard.setVisible(not bars)


def _wait_bar(one: Waiting) -> Bar:
    way = f"{short_office(one.sender)}  →  {short_office(one.holder)}"
    label = way if one.sender != one.holder else f"{short_office(one.holder)}, berkas sendiri"
    return Bar(label, one.people, f"{one.people} orang", "bad" if one.late else "accent")
