"""What Dinas Kesehatan looks at before approving a person, and the digest of a whole list (N10). No widgets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from db.queries.cases import CaseRow
from db.queries.desk_lists import SearchRow
from desktop.sop.identity import NikReport, check_nik
from desktop.sop.matching import DEFAULT_THRESHOLDS
from desktop.sop.refusals import Reason
from desktop.ui.screens.person_card import birth_words
from desktop.ui.widgets import Check


@dataclass(frozen=True, slots=True)
class Verdict:
    """One thing found on a person: the chip, and in the panel a title with what to do."""

    chip: str
    tone: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A person of the list with everything found; ``blocked`` is why he or she may not be approved."""

    case: CaseRow
    nik: NikReport
    search: SearchRow | None
    verdicts: tuple[Verdict, ...]
    blocked: str = ""

    @property
    def id(self) -> int:
        """The case."""
        return self.case.id

    @property
    def chip(self) -> str:
        """The first thing to look at."""
        return self.verdicts[0].chip if self.verdicts else "Padan"

    @property
    def tone(self) -> str:
        """Its tone; ok when there is nothing."""
        return self.verdicts[0].tone if self.verdicts else "ok"

    @property
    def fresh(self) -> bool:
        """Seen here for the first time."""
        return not self.repaired and not self.case.reason

    @property
    def repaired(self) -> bool:
        """Was sent back to Dukcapil from here before."""
        return any(action == "kembalikan_dukcapil" for action, _ in self.case.makers)

    @property
    def found(self) -> bool:
        """Dukcapil found an old NIK rather than issuing one."""
        return any(action == "nik_ditemukan" for action, _ in self.case.makers)


BLOCKS = {
    "not_member": ("Sudah peserta", "Sudah menjadi peserta JKN-KIS yang aktif"),
    "not_in_two_lists": ("NIK ganda", "Orang dengan NIK ini punya permohonan lain yang berjalan"),
    "has_nik": ("Belum ada NIK", "NIK belum ada"),
    "own_work": ("Anda pemohonnya", "Pemohon tidak boleh menjadi pemeriksa"),
    "taken": ("Dikerjakan rekan", "Sedang dikerjakan rekan Anda"),
    "drafted": ("Dalam konsep", "Suratnya menunggu paraf"),
}
WARNINGS = {
    "nik_kelamin_beda": ("Jenis kelamin beda", "NIK dan data tidak sama jenis kelaminnya"),
    "nik_lahir_beda": ("Tanggal lahir beda", "NIK dan data tidak sama tanggal lahirnya"),
    "nik_mungkin_kk": ("Mungkin nomor KK", "Nomor ini mungkin nomor KK"),
    "nik_wilayah": ("Wilayah tak dikenal", "Kode wilayah NIK tidak ada dalam daftar sekarang"),
}


def look_at(row: CaseRow, reason: Reason | None, search: SearchRow | None, today: date) -> Line:
    """Everything found on one person, the gravest first."""
    report = check_nik(
        row.nik, birth_date=row.birth_date, sex=row.sex, today=today, birth_estimated=row.birth_estimated
    )
    found: list[Verdict] = []
    if reason is not None:
        chip, title = BLOCKS.get(reason.code, ("Belum bisa", "Belum dapat disetujui"))
        found.append(Verdict(chip, "info" if reason.code in ("taken", "drafted") else "bad", title, reason.sentence))
    if row.reason:
        text = f"“{row.reason}” Periksa lagi, lalu setujui, atau kembalikan ke Dukcapil."
        found.append(Verdict("Kembali dari BPJS", "warn", "BPJS mengembalikan orang ini", text))
    for finding in report.findings:
        if finding.severity != "info":
            chip, title = WARNINGS.get(finding.code, ("NIK meragukan", "NIK perlu diperiksa"))
            seen = f" Menurut NIK: {finding.evidence}." if finding.evidence else ""
            found.append(
                Verdict(chip, "bad" if finding.severity == "error" else "warn", title, finding.sentence + seen)
            )
    found.extend(_likeness(search))
    if row.birth_estimated:
        text = "Boleh disetujui. Tanggal lahirnya dapat dibetulkan kemudian tanpa mengubah NIK."
        found.append(Verdict("Tanggal lahir perkiraan", "warn", "Tanggal lahir hanya perkiraan", text))
    return Line(row, report, search, tuple(found), reason.sentence if reason else "")


def _likeness(search: SearchRow | None) -> list[Verdict]:
    if search is None or search.best is None or search.best < DEFAULT_THRESHOLDS.check:
        return []
    text = (
        f"Dukcapil membandingkan {search.shown} orang dan memutuskan bukan orang yang sama. "
        "Ragu? Kembalikan ke Dukcapil dengan alasan."
    )
    title = "Ada penduduk lain yang mirip"
    return [Verdict(f"Nama mirip {search.best:.0f} %", "warn", title, text)]


def checks_of(line: Line) -> list[Check]:
    """The checks of the panel, each with its evidence."""
    row, parts = line.case, line.nik.parts
    odd = [verdict for verdict in line.verdicts if verdict.chip in {chip for chip, _ in WARNINGS.values()}]
    search = line.search
    looked = (
        "orang lama ditemukan"
        if line.found
        else (f"{search.shown} dibandingkan" if search.shown else "tidak ada yang mirip")
        if search
        else ""
    )
    return [
        Check(
            "bad" if line.nik.nik is None else "warn" if odd else "ok",
            "NIK, wilayah, dan tanggal sesuai" if not odd else odd[0].chip,
            (parts.regency if parts else "") or ("belum ada" if line.nik.nik is None else ""),
        ),
        Check(
            "ok" if search else "warn",
            "NIK lama dicari dulu di Dukcapil",
            looked or "tidak tercatat",
        ),
        Check("bad" if row.other_cases else "ok", "Tidak ganda di daftar lain", _findings(row.other_cases)),
        Check(
            "bad" if row.participant_number else "ok",
            "Belum menjadi peserta aktif",
            _findings(bool(row.participant_number)),
        ),
        Check(
            "warn" if row.birth_estimated else "ok",
            "Tanggal lahir pasti",
            "perkiraan" if row.birth_estimated else birth_words(row),
        ),
        Check("ok" if row.photo_id else "warn", "Foto", "ada" if row.photo_id else "belum ada"),
    ]


def _findings(count: int) -> str:
    return f"{int(count)} temuan" if count else "tidak ditemukan"


@dataclass(frozen=True, slots=True)
class Digest:
    """One page about a list."""

    people: int
    fresh: int
    repaired: int
    found: int
    blocked: int
    doubles: int
    members: int
    warned: int
    cost: int
    failed: tuple[tuple[str, tuple[str, ...]], ...]


def digest_of(lines: Sequence[Line], contribution: int) -> Digest:
    """Counts, who failed which check by name, and what they cost a month together."""
    failed: dict[str, list[str]] = {}
    for line in lines:
        for verdict in line.verdicts:
            # scores differ from person to person: one heading for all of them
            heading = "Nama mirip" if verdict.chip.startswith("Nama mirip") else verdict.chip
            failed.setdefault(heading, []).append(line.case.label)
    return Digest(
        people=len(lines),
        fresh=sum(1 for line in lines if line.fresh),
        repaired=sum(1 for line in lines if line.repaired),
        found=sum(1 for line in lines if line.found),
        blocked=sum(1 for line in lines if line.blocked),
        doubles=sum(1 for line in lines if line.case.other_cases),
        members=sum(1 for line in lines if line.case.participant_number),
        warned=sum(1 for line in lines if line.verdicts and not line.blocked),
        cost=contribution * len(lines),
        failed=tuple((heading, tuple(names)) for heading, names in failed.items()),
    )
