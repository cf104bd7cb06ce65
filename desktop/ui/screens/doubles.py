"""Catatan ganda: records that are likely one person, and those that were merged; ``key`` is a person's id, or nothing."""

from typing import Any

from desktop.operations.unmerge_people import UnmergePeople
from desktop.ui.format import day, masked_nik, moment, number
from desktop.ui.screens.base import Screen
from desktop.ui.screens.doubles_search import MERGED, PAIR, DoubleLine, DoublesAnswer, read_doubles
from desktop.ui.widgets import Column, Compare, Facts, Figure, ListCard, Panel, Segment

NOBODY = (
    "Tidak ada catatan dengan nama dan tanggal lahir yang sama atau mirip. Cari orang dengan Ctrl+K bila Anda tahu ada "
    "yang ganda."
)
NOBODY_ALIKE = "Tidak ada yang mirip. Ketik nama, NIK, atau nomor peserta catatan yang lain di atas daftar ini."
CHOOSE = "Pilih dulu satu baris."
UNDONE = ["Dua orang yang berbeda", "Salah memilih catatan"]


class Doubles(Screen):
    """Left: pairs, most likely first, and merges. Right: both records of the pair in short."""

    code, title, icon, help_code = "ganda", "Catatan ganda", "users", "ganda"
    topics = frozenset({"person", "membership"})

    def build(self) -> None:
        self.person_id: int | None = None
        self.answer: DoublesAnswer | None = None
        self._searching = False
        self.pairs = self.add_list(self._list())
        self.pairs.list.set_keep(_is_pair)
        self.panel = self.add_panel(Panel("Pasangan yang dipilih"))
        self.pairs.current_changed.connect(self.show_line)
        self.pairs.segment_changed.connect(lambda _code: self.show_line(self.pairs.current()))
        self.pairs.filter_changed.connect(lambda _text: self._narrow())
        self.pairs.opened.connect(lambda _line: self.compare())
        bar = self.action_bar
        bar.add("semua", "Semua yang mirip", "Ctrl+A", on=self.show_all)
        bar.add("batal", "Batalkan penggabungan…", "K", "danger", self.take_apart)
        bar.add("banding", "Bandingkan dan gabung", "Ctrl+Enter", "primary", self.compare)

    def _list(self) -> ListCard:
        return ListCard(
            "Catatan ganda",
            (
                Column("Nama", _name, stretch=1, kind="strong", sort=_name),
                Column("Kedua catatan", _records, width=150, kind="muted", tip=_records),
                Column("Mengapa", lambda line: line.why, width=208, tip=lambda line: line.why),
                Column("Tanda", lambda line: line.words, width=150, kind="chip", tone=lambda line: line.tone),
            ),
            key=lambda line: line.key,
            segments=(
                Segment(PAIR, "Mungkin ganda", _is_pair),
                Segment(MERGED, "Sudah digabung", lambda line: line.kind == MERGED),
            ),
            empty=NOBODY,
            filter_hint="Cari catatan lain",
            server_filter=True,
            unit="baris",
        )

    def load(self, key: Any = None) -> None:
        if key is not None:
            self.person_id = int(key)
            self.pairs.filter.clear()
        if self.person_id is not None:
            self.desk.read(read_doubles, self.person_id, self.pairs.filter.text(), then=self.fill)
            return
        self.desk.read(read_doubles, None, "", False, then=self._begin)

    def _narrow(self) -> None:
        """Of one person other records are looked for by what is typed; of everybody the lines at hand are narrowed."""
        if self.person_id is None and self.answer is not None and self.answer.whose is None:
            self.fill(self.answer)
        else:
            self.refresh()

    def _begin(self, answer: DoublesAnswer) -> None:
        """Who is the same stands there at once; who is only alike takes seconds in a city."""
        if self.person_id is not None:
            return
        self.fill(answer)
        if not self._searching:
            self._searching = True
            self.desk.read(read_doubles, None, "", then=self._found, failed=self._failed, slot="mirip")

    def _found(self, answer: DoublesAnswer) -> None:
        self._searching = False
        if self.person_id is None:
            self.fill(answer)

    def _failed(self, _error: BaseException) -> None:
        self._searching = False

    def show_all(self) -> None:
        """No longer of one person only."""
        self.person_id = None
        self.pairs.filter.clear()
        self.load()

    def fill(self, answer: DoublesAnswer) -> None:
        """Show the lines; without a person what was typed narrows them down."""
        self.answer = answer
        typed = self.pairs.filter.text().strip().casefold()
        lines = answer.lines
        if answer.whose is None and typed:
            lines = tuple(line for line in lines if typed in f"{_name(line)} {_records(line)}".casefold())
        self.pairs.set_empty(NOBODY if answer.whose is None else NOBODY_ALIKE)
        self.pairs.set_rows(lines)
        pairs = sum(1 for line in answer.lines if line.kind == PAIR)
        standing = sum(1 for line in answer.lines if line.merge and not line.merge.undone_at)
        whose = answer.whose
        about = f"Yang mirip dengan {whose.name or whose.alias or whose.registration}" if whose else "Seluruh register"
        self.header.set_line(about, _how_far(answer))
        self.header.set_figures(
            Figure(pairs, "mungkin ganda", "warn" if pairs else "plain"), Figure(standing, "sudah digabung")
        )
        self.action_bar.set_state("semua", whose is not None, "Semua yang mirip sudah ditampilkan.")
        self.show_line(self.pairs.current())

    def show_line(self, line: DoubleLine | None) -> None:
        """Panel and buttons of the current line."""
        merge = line.merge if line else None
        self.action_bar.set_state("banding", line is not None and line.kind == PAIR, _why_no_compare(line))
        self.action_bar.set_state("batal", merge is not None and not merge.undone_at, _why_no_undo(line))
        if line is None:
            self.panel.clear(CHOOSE if self.pairs.rows() else NOBODY)
            return
        if merge is not None:
            self._show_merge(line)
            return
        first, other = line.first, line.other
        assert first is not None and other is not None  # noqa: S101 (a pair has two)
        self.desk.look("lihat_orang", person_id=other.id)
        self.panel.set_person(_name(line), f"{line.why}  ·  {line.words}", nik=other.nik, person_id=other.id)
        sides = Compare()
        rows = [
            (label, left, right, _tone(left, right))
            for label, left, right in (
                ("NIK", masked_nik(first.nik), masked_nik(other.nik)),
                ("Nama", first.name, other.name),
                ("Lahir", day(first.birth_date), day(other.birth_date)),
                ("Alamat", first.address, other.address),
            )
        ]
        sides.set_sides(first.registration, other.registration, rows)
        self.panel.add_section("Berdampingan", sides)

    def _show_merge(self, line: DoubleLine) -> None:
        merge, zone = line.merge, self.desk.now().tzinfo
        assert merge is not None  # noqa: S101
        self.panel.set_person(_name(line), line.words, person_id=merge.kept_id)
        facts = [
            ("Dipertahankan", merge.kept_registration),
            ("Digabung", merge.merged_registration),
            ("Oleh", f"{merge.clerk}, {moment(merge.at.astimezone(zone))}"),
            ("Alasan", merge.reason),
        ]
        if merge.undone_at:
            facts.append(("Dibatalkan", f"{merge.undone_by}, {moment(merge.undone_at.astimezone(zone))}"))
        self.panel.add_section("Penggabungan", Facts(facts))

    def compare(self) -> None:
        """Both records side by side; of a merge the page of the one that was kept."""
        line = self.pairs.current()
        if line is None:
            return
        if line.merge is not None:
            self.desk.go("orang", line.merge.kept_id)
        else:
            self.desk.go("gabung", (line.first.id, line.other.id))

    def take_apart(self) -> None:
        """Both records again as they were."""
        line = self.pairs.current()
        if line is not None and line.merge is not None:
            ask_undo(self, line.merge.id, line.merge.merged_registration)


def ask_undo(screen: Screen, merge_id: int, registration: str) -> None:
    """The reason, then the merge is taken apart."""
    draft = UnmergePeople(merge_id=merge_id, reason="")

    def undo(reason: str) -> None:
        command = UnmergePeople(request=draft.request, merge_id=merge_id, reason=reason)
        screen.desk.run(command, then=lambda _outcome: screen.refresh())

    note = f"Catatan {registration} kembali berdiri sendiri dengan semua yang dulu miliknya."
    screen.ask_reason("Batalkan penggabungan?", UNDONE, "Batalkan penggabungan", undo, note)


def _is_pair(line: DoubleLine) -> bool:
    return line.kind == PAIR


def _name(line: DoubleLine) -> str:
    return line.name or "Tanpa nama"


def _records(line: DoubleLine) -> str:
    if line.merge is not None:
        return f"{line.merge.merged_registration} → {line.merge.kept_registration}"
    return f"{line.first.registration} · {line.other.registration}" if line.first and line.other else ""


def _tone(left: str, right: str) -> str:
    if not left or not right:
        return "plain"
    return "ok" if left.casefold() == right.casefold() else "bad"


def _how_far(answer: DoublesAnswer) -> str:
    if not answer.whole:
        return "nama dan tanggal yang mirip masih dicari"
    return f"hanya {number(answer.most)} pasangan terbaru yang mirip diperiksa" if answer.most else ""


def _why_no_compare(line: DoubleLine | None) -> str:
    return CHOOSE if line is None else "Keduanya sudah satu catatan. Enter membuka halamannya."


def _why_no_undo(line: DoubleLine | None) -> str:
    if line is None or line.merge is None:
        return "Pilih dulu satu penggabungan di «Sudah digabung»."
    return "Penggabungan ini sudah dibatalkan."
