"""Kepesertaan: members by segment over time and on any day, coverage of each kelurahan, rupiah found by reconciliation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QDate

from db.queries.leak_months import LeakMonth, leak_months
from db.queries.leaks import newest_leaks
from db.queries.membership_counts import Coverage, SegmentCounts, coverage, segment_counts
from desktop.sop.dates import MONTHS
from desktop.sop.lists_out import MEMBERS
from desktop.sop.reconciling import month_of, say_rupiah
from desktop.sop.segments import label, segments
from desktop.ui.format import number
from desktop.ui.screens.base import Screen
from desktop.ui.screens.home_leaks import leak_lines, line_words
from desktop.ui.screens.list_out import ask_list
from desktop.ui.widgets import Caption, Card, Figure, Muted, plain
from desktop.ui.widgets.bars import Bar, BarList
from desktop.ui.widgets.day_edit import DayEdit
from desktop.ui.widgets.scroll import scrolled
from desktop.ui.widgets.series_chart import Series, SeriesChart

BACK = 12
TONES = ("accent", "info", "warn", "ok", "muted", "bad")
"""Colours of the segments in the order of their declaration."""
NO_MEMBERS = "Belum ada peserta. Impor daftar pembayar di Daftar dan tagihan."
NO_PLACES = "Kelurahan peserta belum diketahui. Impor daftar atau data penduduk yang memuatnya."
NO_LEAKS = "Belum ada bulan yang direkonsiliasi. Bandingkan satu bulan di Rekonsiliasi."


@dataclass(frozen=True, slots=True)
class Answer:
    """One reading: segments on the twelve months and on the day itself (last), places, leaks."""

    segments: tuple[SegmentCounts, ...]
    places: tuple[Coverage, ...]
    leaks: tuple[LeakMonth, ...]
    lines: Mapping[str, int]


def chart_answer(connection: Any, day: date) -> Answer:
    """Everything of the page at one moment."""
    days = [*month_starts(day), day]
    lines = leak_lines(connection, newest_leaks(connection))
    return Answer(segment_counts(connection, days), coverage(connection, day), leak_months(connection), lines)


def month_starts(day: date, back: int = BACK) -> list[date]:
    """The first days of the last twelve months, the month of ``day`` last."""
    at = day.year * 12 + day.month - 1
    return [date((at - step) // 12, (at - step) % 12 + 1, 1) for step in reversed(range(back))]


class MembershipCharts(Screen):
    """Numbers at the left, places at the right; the day may be any day, past ones too (E12)."""

    code, title, icon, help_code = "kepesertaan", "Kepesertaan", "users", "kepesertaan"
    topics = frozenset({"membership", "reconciliation", "import"})

    def build(self) -> None:
        numbers, left = scrolled("Angka kepesertaan", (0, 0, 0, 0))
        left.setSpacing(14)
        self.add_list(numbers, 55)
        left.addWidget(self._day_card())
        self.by_segment = BarList("Peserta menurut segmen", inline=True)
        self.over_time = SeriesChart(
            "Peserta menurut segmen tiap tanggal 1, dua belas bulan terakhir", _count, stacked=True, height=150
        )
        self.found = SeriesChart("Rupiah bocor tiap bulan", _short_rupiah, stacked=False, height=96)
        self._no_members, self._no_leaks, self._no_places = Muted(NO_MEMBERS), Muted(NO_LEAKS), Muted(NO_PLACES)
        left.addWidget(_titled("Peserta menurut segmen", self.by_segment, self._no_members))
        left.addWidget(_titled("Peserta menurut segmen tiap tanggal 1, dua belas bulan terakhir", self.over_time))
        self._by_line = Muted("")
        left.addWidget(_titled("Rupiah bocor tiap bulan", self.found, self._by_line, self._no_leaks))
        left.addStretch(1)
        right = Card()
        right.setAccessibleName("Cakupan tiap kelurahan")
        right.add(Caption("Cakupan tiap kelurahan, yang terendah dulu"))
        self.area, inner = scrolled("Cakupan tiap kelurahan")
        self.places = BarList("Cakupan tiap kelurahan")
        inner.addWidget(self._no_places)
        inner.addWidget(self.places)
        inner.addStretch(1)
        right.add(self.area, 1)
        self.add_list(right, 45)
        self.action_bar.add("ekspor", "Ekspor…", key="Ctrl+E", on=lambda: ask_list(self, MEMBERS.code, self.chosen()))

    def _day_card(self) -> Card:
        card = Card()
        card.setAccessibleName("Keadaan pada tanggal")
        self.day = DayEdit()
        self.day.setAccessibleName("Keadaan pada tanggal")
        today = self.desk.now().date()
        self.day.setDate(QDate(today.year, today.month, today.day))
        self.day.dateChanged.connect(self.refresh)
        text = plain("Keadaan pada tanggal", "label")
        text.setBuddy(self.day)
        card.add(text)
        card.add(self.day)
        return card

    def chosen(self) -> date:
        """The day that is shown."""
        now = self.day.date()
        return date(now.year(), now.month(), now.day())

    def load(self, key: Any = None) -> None:
        self.desk.read(chart_answer, self.chosen(), then=self.fill)

    def fill(self, answer: Answer) -> None:
        """Show what was read."""
        now = [(one.segment, one.counts[-1]) for one in answer.segments if any(one.counts)]
        whole = sum(count for _, count in now)
        self.header.set_line("Siapa dijamin oleh siapa", "menurut daftar yang sudah diimpor")
        self.header.set_figures(
            Figure(number(whole), "peserta"),
            Figure(say_rupiah(answer.leaks[-1].found if answer.leaks else 0), "rupiah bocor, bulan terbaru"),
            Figure(say_rupiah(sum(one.saved for one in answer.leaks)), "tidak jadi dibayar"),
        )
        self._no_members.setVisible(not now)
        self.by_segment.set_bars([Bar(label(code), count, number(count)) for code, count in now])
        months = [_short(day) for day in month_starts(self.chosen())]
        self.over_time.set_series(months, _by_segment(answer.segments))
        self._no_leaks.setVisible(not answer.leaks)
        self.found.setVisible(bool(answer.leaks))
        self.found.set_series([_short(month_of(one.period)) for one in answer.leaks], _of_leaks(answer.leaks))
        self._by_line.setText(line_words(answer.lines))
        self._by_line.setVisible(bool(line_words(answer.lines)))
        self._no_places.setVisible(not answer.places)
        self.places.set_bars([_place(one) for one in answer.places])


def _titled(title: str, *parts: Any) -> Card:
    card = Card()
    card.setAccessibleName(title)
    card.add(Caption(title))
    for part in parts:
        card.add(part)
    return card


def _short(day: date) -> str:
    return f"{MONTHS[day.month - 1][:3]} {day:%y}"


def _by_segment(counted: Sequence[SegmentCounts]) -> list[Series]:
    """In the order in which segments are declared, so that a colour never moves; the last count is that of the day."""
    found = {one.segment: one.counts[:-1] for one in counted}
    tones = {one.code: TONES[at % len(TONES)] for at, one in enumerate(segments())}
    return [Series(label(code), tone, found[code]) for code, tone in tones.items() if code in found]


def _of_leaks(months: Sequence[LeakMonth]) -> list[Series]:
    return [
        Series("ditemukan", "bad", tuple(one.found for one in months)),
        Series("disepakati dihentikan", "warn", tuple(one.settled for one in months)),
        Series("tidak jadi dibayar", "ok", tuple(one.saved for one in months)),
    ]


def _count(value: float) -> str:
    return number(int(value))


def _short_rupiah(amount: float) -> str:
    return f"{number(round(amount / 1_000_000, 1))} jt" if amount >= 1_000_000 else say_rupiah(int(amount))


def _place(one: Coverage) -> Bar:
    if not one.residents:
        return Bar(one.kelurahan, one.members, f"{number(one.members)} peserta")
    share = min(one.members / one.residents, 1.0)
    if one.members > one.residents:  # members whom SIAK's delivery does not know
        words = f"{number(one.members)} peserta, {number(one.residents)} penduduk"
        return Bar(one.kelurahan, one.members, words, "warn", share)
    words = f"{number(one.members)} dari {number(one.residents)} penduduk, {round(share * 100)} %"
    return Bar(one.kelurahan, one.members, words, "accent" if share >= 0.5 else "warn", share)
