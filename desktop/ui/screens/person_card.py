"""A person of a list in words: the short line, the whole line, the journey; shared by the desks that judge people."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from db.queries.cases import CaseRow
from db.queries.desk_lists import ListLetter
from db.queries.letters import LetterRow
from db.queries.person import StepRow
from desktop.sop.letters import elsewhere
from desktop.sop.procedure import ROLES, Step, load_procedure
from desktop.ui.desk import Desk
from desktop.ui.format import NOTHING, age, day, duration, minutes_left, minutes_tone, moment, sex_word
from desktop.ui.widgets import Figure, Leg, Sheet, plain

if TYPE_CHECKING:
    from desktop.ui.screens.base import Screen

LETTERS = {
    "bast": "Berita acara",
    "permohonan_rekomendasi": "Permohonan NIK",
    "rekapitulasi": "Rekapitulasi",
    "rekomendasi": "Rekomendasi",
    "permohonan_persetujuan": "Permohonan JKN",
    "persetujuan": "Persetujuan",
    "laporan_mutasi": "Laporan mutasi",
    "ba_rekonsiliasi": "BA rekonsiliasi",
}


def sex_age(row: CaseRow, today: date) -> str:
    """«P · ± 61» for a narrow column."""
    years = age(row.birth_date, today)
    known = NOTHING if years is None else f"± {years}" if row.birth_estimated else str(years)
    return f"{row.sex or NOTHING} · {known}"


def birth_words(row: CaseRow) -> str:
    """«Bekasi, 14 Februari 1998», «sekitar 1965» or «tidak diketahui»."""
    if row.birth_date is None:
        said = "tidak diketahui"
    else:
        said = f"sekitar {row.birth_date.year}" if row.birth_estimated else day(row.birth_date)
    return f"{row.birth_place}, {said}" if row.birth_place else said


def about(row: CaseRow, today: date) -> str:
    """«Perempuan · 28 tahun · Bekasi, 14 Februari 1998»."""
    years = age(row.birth_date, today)
    old = "" if years is None else f"{'± ' if row.birth_estimated else ''}{years} tahun"
    born = birth_words(row) if row.birth_date else "tanggal lahir tidak diketahui"
    return " · ".join(part for part in (sex_word(row.sex or ""), old, born) if part)


def full_name(row: CaseRow) -> str:
    """The name with the alias, as a clerk calls the person."""
    return f"{row.name} alias {row.alias}" if row.name and row.alias else row.label


def said_number(number: str) -> str:
    """A participant number in readable groups: 0001 2345 67890."""
    return f"{number[:4]} {number[4:8]} {number[8:]}"


def local(desk: Desk, at: datetime) -> datetime:
    """A stored moment in the office's zone."""
    return at.astimezone(desk.now().tzinfo)


def waited_words(desk: Desk, since: datetime) -> str:
    """«41 m», «3 j» or «2 hari»: how long a person waits here, for a narrow column."""
    minutes = max((desk.now() - since).total_seconds() / 60, 0)
    if minutes >= 1440:
        return f"{int(minutes // 1440)} hari"
    return f"{int(minutes // 60)} j" if minutes >= 60 else f"{int(minutes)} m"


def legs(desk: Desk, steps: Sequence[StepRow], case_id: int) -> tuple[Leg, ...]:
    """The journey of one case with real beside standard time."""
    made = []
    for step in steps:
        if step.application_id != case_id:
            continue
        real = "berjalan" if step.real_seconds is None else duration(step.real_seconds / 60)
        late = step.real_seconds is not None and step.real_seconds > step.standard_seconds
        clock = f"{real} / {duration(step.standard_seconds / 60)}"
        when = moment(local(desk, step.ended_at)) if step.ended_at else f"sejak {moment(local(desk, step.started_at))}"
        made.append(Leg(step.step, ROLES[load_procedure(step.procedure).step(step.step).actor], when, clock, late))
    return tuple(made)


def clock_figure(desk: Desk, due: datetime | None, step: Step, people: int) -> Figure:
    """«2 j 41 m · sisa waktu (baku 3 j 20 m)» for the header."""
    return _clock(desk, minutes_left(due, desk.now()) if due else None, step, people)


def pile_clock(desk: Desk, cases: Sequence[CaseRow], step: Step) -> Figure:
    """The same for people who came one by one: each was given the time of the list he came in, all of them together
    have the time of one list, counted from the first."""
    first = min((case for case in cases if case.step_due), key=lambda case: case.step_since, default=None)
    if first is None or first.step_due is None:
        return _clock(desk, None, step, len(cases))
    given = minutes_left(first.step_due, first.step_since)
    together = step.standard_seconds(len(cases)) / 60
    return _clock(desk, minutes_left(first.step_due, desk.now()) + max(together - given, 0), step, len(cases))


def _clock(desk: Desk, minutes: float | None, step: Step, people: int) -> Figure:
    standard = duration(step.standard_seconds(max(people, 1)) / 60)
    if minutes is None:
        return Figure(standard, "waktu baku")
    word = "sisa waktu" if minutes >= 0 else "lewat waktu"
    return Figure(duration(minutes), f"{word} (baku {standard})", minutes_tone(minutes))


def link(text: str, on: Callable[[], None]) -> QPushButton:
    """A quiet button that reads like a link."""
    button = QPushButton(text.replace("&", "&&"))
    button.setProperty("kind", "link")
    button.setAccessibleName(text)
    button.setAutoDefault(False)

    def pressed(_checked: bool = False) -> None:
        on()

    button.clicked.connect(pressed)
    return button


def person_letters(screen: "Screen", letters: Sequence[LetterRow]) -> QWidget:
    """The letters that name a person; those between other offices are no links."""
    office = screen.desk.staff.office_id
    others = {row.id: elsewhere(row.office_name) for row in letters if not row.concerns(office)}
    return letter_links(screen, [(row.id, row.code, row.number) for row in letters], others)


def letter_links(
    screen: "Screen", letters: Sequence[tuple[int, str, str]], others: Mapping[int, str] | None = None
) -> QWidget:
    """One link a letter: (id, code, number); pressing it lays the letter over the window. ``others``: why one is not
    opened here."""
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(10)
    grid.setVerticalSpacing(0)
    grid.setColumnStretch(1, 1)
    for place, (letter_id, code, number) in enumerate(letters):
        why = (others or {}).get(letter_id, "")
        made = plain(number, "muted") if why else link(number, partial(open_letter, screen, letter_id))
        made.setAccessibleName(f"{'' if why else 'Buka '}{LETTERS.get(code, 'surat')} {number}")
        made.setToolTip(why)
        made.setAccessibleDescription(why)
        grid.addWidget(plain(LETTERS.get(code, "Surat"), "muted"), place, 0)
        grid.addWidget(made, place, 1, Qt.AlignmentFlag.AlignLeft)
    return holder


def open_letter(screen: "Screen", letter_id: int) -> None:
    """The frozen letter over the window."""
    from desktop.ui.widgets.letter_sheet import show_letter

    show_letter(screen, letter_id)


def choose_letter(screen: "Screen", papers: Sequence[ListLetter]) -> Sheet:
    """Several letters travelled with a list: which one."""
    sheet = Sheet(screen._host(), "Surat daftar ini")

    def show(letter_id: int) -> None:
        sheet.cancel()
        open_letter(screen, letter_id)

    for paper in papers:
        words = f"{LETTERS.get(paper.code, 'Surat')}   {paper.number}"
        button = QPushButton(words.replace("&", "&&"))
        button.setProperty("kind", "choice")
        button.setAccessibleName(words)
        button.clicked.connect(lambda _=False, one=paper.id: show(one))
        sheet.box.addWidget(button)
    close = QPushButton("Tutup   Esc")
    close.setAccessibleName("Tutup")
    close.clicked.connect(sheet.cancel)
    sheet.box.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
    opened: Sheet = screen._open(sheet)
    return opened
