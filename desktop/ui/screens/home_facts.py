"""What the home page counts: queues, ages, who waits for whom. Plain functions over rows, no Qt."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from db.queries.batches import BatchRow, incoming, queue_counts
from db.queries.cases import CaseRow, queue
from db.queries.draft_pending import drafts_waiting
from db.queries.leaks import LeakRow, newest_leaks
from db.queries.offices import holidays
from db.queries.recent import RecentRow, recent
from db.queries.report import ComplianceRow, WaitRow, compliance, queue_ages, waiting
from desktop.sop.clock import OfficeCalendar
from desktop.sop.procedure import Procedure, with_status
from desktop.ui.format import duration, minutes_tone
from desktop.ui.screens.home_leaks import leak_lines

WORK = {
    "dijangkau": "Serahkan {n} WBS ke panti",
    "diserahkan": "Terima {n} WBS",
    "diterima": "Mohonkan rekomendasi NIK {n} WBS",
    "menunggu_rekomendasi": "Rekomendasikan {n} WBS",
    "menunggu_nik": "Cari dan terbitkan NIK {n} WBS",
    "perbaikan_nik": "Perbaiki NIK {n} WBS",
    "nik_tersedia": "Mintakan persetujuan {n} WBS",
    "menunggu_validasi": "Validasi {n} WBS",
    "disetujui": "Isi E-ID {n} WBS",
    "eid_terbit": "Teruskan {n} E-ID",
    "eid_diterima": "Cetak {n} kartu",
    "peristiwa_dicatat": "Periksa lagi {n} peristiwa",
    "lapor_dinkes": "Laporkan {n} peserta ke BPJS",
    "lapor_bpjs": "Hentikan {n} peserta",
    "cabut_bpjs": "Pulihkan {n} peserta",
    "hasil_bpjs": "Terima hasil {n} peserta",
}
"""Status → the work that waits, in a clerk's words; a status without an entry is said by its label."""
SHORT = (
    ("Dinas Kependudukan dan Pencatatan Sipil", "Dukcapil"),
    ("Satuan Polisi Pamong Praja", "Satpol PP"),
    ("BPJS Kesehatan Cabang ", "BPJS "),
    ("Panti Sosial Bina Insan Bangun Daya", "Panti Bina Insan"),
)
DAY_MINUTES = 450
AGES = ("hari ini", "1", "2", "3", "4", "5 +")


@dataclass(frozen=True, slots=True)
class Queue:
    """One queue of a role: the screen that empties it and the statuses that wait there."""

    screen: str
    title: str
    statuses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Load:
    """A queue as it stands: how many people and how many of them overdue, who sent the oldest, since when."""

    queue: Queue
    people: int
    late: int
    sender: str
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class Job:
    """One list on the desk, or the people written down here that are on no list yet."""

    queue: Queue
    status: str
    people: int
    sender: str
    letter: str
    since: datetime
    due: datetime | None
    reason: str = ""
    lists: int = 1


@dataclass(frozen=True, slots=True)
class HomeAnswer:
    """Everything that the home page shows, read at one moment. ``jobs`` come with the least time left first; ``leaks`` are
    read for who sees reconciled months, ``None`` for everybody else; ``leak_lines``: the same by budget line. ``drafts``:
    how many wait for this clerk."""

    now: datetime
    calendar: OfficeCalendar
    loads: tuple[Load, ...]
    jobs: tuple[Job, ...]
    since: tuple[datetime, ...]
    waiting: tuple[WaitRow, ...]
    kept: tuple[ComplianceRow, ...]
    recent: tuple[RecentRow, ...] = ()
    leaks: tuple[LeakRow, ...] | None = None
    drafts: int = 0
    leak_lines: Mapping[str, int] = field(default_factory=dict)


def read_home(
    connection: Any, office_id: int, staff_id: int, queues: Sequence[Queue], now: datetime, months: bool = False
) -> HomeAnswer:
    """One reading for the whole page."""
    rows = waiting(connection, now)
    counts = queue_counts(connection, office_id)
    statuses = [status for one in queues for status in one.statuses]
    jobs = [job for one in queues for job in _jobs(connection, office_id, one, counts)]
    leaks = newest_leaks(connection) if months else None
    begin = datetime.combine(now.date().replace(day=1), time(), now.tzinfo)
    return HomeAnswer(
        now,
        OfficeCalendar(holidays=frozenset(day for day, _ in holidays(connection))),
        tuple(_load(one, rows, counts, office_id) for one in queues),
        tuple(sorted(jobs, key=lambda job: job.due or datetime.max.replace(tzinfo=UTC))),
        queue_ages(connection, office_id, statuses) if statuses else (),
        rows,
        compliance(connection, begin, now + timedelta(days=1)),
        recent(connection, office_id),
        leaks,
        drafts_waiting(connection, office_id, staff_id) if queues else 0,
        leak_lines(connection, leaks or ()),
    )


def _load(one: Queue, rows: Iterable[WaitRow], counts: dict[str, int], office_id: int) -> Load:
    mine = [row for row in rows if row.for_office_id == office_id and row.status in one.statuses]
    first = min(mine, key=lambda row: row.oldest, default=None)
    people = sum(counts.get(status, 0) for status in one.statuses)
    sender, oldest = (first.from_office, first.oldest) if first else ("", None)
    return Load(one, people, sum(row.late for row in mine), sender, oldest)


def _jobs(connection: Any, office_id: int, one: Queue, counts: dict[str, int]) -> list[Job]:
    found: list[Job] = []
    for status in one.statuses:
        if not counts.get(status):
            continue
        lists = incoming(connection, office_id, (status,))
        found += _together([_from_list(one, status, row) for row in lists])
        loose = counts[status] - sum(row.open for row in lists)
        if loose > 0:
            rows = queue(connection, office_id, (status,), limit=500)
            alone = [row for row in rows if row.batch_id is None]
            found += [_from_people(one, status, loose, alone[0])] if alone else []
    return found


def _from_list(one: Queue, status: str, row: BatchRow) -> Job:
    return Job(one, status, row.open, row.from_office, row.letter_number, row.created_at, row.due, row.reason)


def _together(jobs: list[Job]) -> list[Job]:
    """Lists without a letter and a reason are people who came one by one (from Dukcapil): one job for all of them."""
    kept = [job for job in jobs if job.letter or job.reason]
    loose: dict[str, list[Job]] = defaultdict(list)
    for job in jobs:
        if not (job.letter or job.reason):
            loose[job.sender].append(job)
    for sender, part in loose.items():
        due = min((job.due for job in part if job.due), default=None)
        people = sum(job.people for job in part)
        first = part[0]
        since = min(job.since for job in part)
        kept.append(Job(first.queue, first.status, people, sender, "", since, due, lists=len(part)))
    return kept


def due_together(calendar: OfficeCalendar, job: Job) -> Job:
    """People who came one by one have the time of one list, counted from the first of them."""
    if job.lists == 1 or job.due is None:
        return job
    procedure = with_status(job.status)
    step = procedure.step(procedure.status(job.status).step)
    return replace(job, due=max(job.due, calendar.due(job.since, step.standard_seconds(job.people))))


def _from_people(one: Queue, status: str, people: int, first: CaseRow) -> Job:
    return Job(one, status, people, "", "", first.step_since, first.step_due)


def job_title(job: Job) -> str:
    """«Validasi 40 WBS»."""
    words = WORK.get(job.status)
    if words:
        return words.format(n=job.people)
    procedure = with_status(job.status)
    return f"{procedure.status(job.status).label}: {job.people} {procedure.unit}"


def minutes_left(calendar: OfficeCalendar, due: datetime | None, now: datetime) -> float | None:
    """Office minutes until ``due``; negative when it is over, ``None`` without a standard time."""
    if due is None:
        return None
    seconds = calendar.seconds_left(due, now)
    return -0.5 if due < now and seconds == 0 else seconds / 60


def left_chip(calendar: OfficeCalendar, due: datetime | None, now: datetime) -> tuple[str, str]:
    """(words, tone): «sisa 2 j 41 m» counted in office hours; empty without a standard time."""
    minutes = minutes_left(calendar, due, now)
    if minutes is None:
        return "", "plain"
    return f"{'sisa' if minutes >= 0 else 'lewat'} {office_time(minutes)}", minutes_tone(minutes)


def office_time(minutes: float) -> str:
    """Office minutes in words: «45 m», «6 j 10 m», «5 hari kerja»; a working day has seven and a half hours."""
    if abs(minutes) < DAY_MINUTES:
        return duration(minutes)
    days, rest = divmod(int(abs(minutes)), DAY_MINUTES)
    return f"{days} hari kerja {rest // 60} j" if days < 3 and rest >= 60 else f"{days} hari kerja"


def office_days(calendar: OfficeCalendar, since: date, today: date) -> int:
    """Working days that began after ``since``, until today: 0 for what came today (or since the last working day)."""
    days = (since + timedelta(days=step) for step in range(1, (today - since).days + 1))
    return sum(1 for day in days if calendar.spans(day))


def age_counts(calendar: OfficeCalendar, since: Iterable[datetime], now: datetime) -> tuple[int, ...]:
    """People per office day of waiting: today, 1, 2, 3, 4, 5 and more."""
    days = Counter(moment.astimezone(now.tzinfo).date() for moment in since)
    counts = [0] * len(AGES)
    for day, people in days.items():
        counts[min(office_days(calendar, day, now.date()), len(AGES) - 1)] += people
    return tuple(counts)


@dataclass(frozen=True, slots=True)
class Waiting:
    """``people`` of ``sender`` wait for ``holder``; ``late`` of them longer than the standard time."""

    sender: str
    holder: str
    holder_id: int
    people: int
    late: int


def waits(rows: Iterable[WaitRow]) -> tuple[Waiting, ...]:
    """Statuses put together: who waits for whom, overdue first, then the largest."""
    people: dict[tuple[str, str, int], int] = defaultdict(int)
    late: dict[tuple[str, str, int], int] = defaultdict(int)
    for row in rows:
        pair = (row.from_office, row.for_office, row.for_office_id)
        people[pair] += row.people
        late[pair] += row.late
    made = [Waiting(*pair, count, late[pair]) for pair, count in people.items()]
    return tuple(sorted(made, key=lambda one: (-bool(one.late), -one.people, one.sender, one.holder)))


@dataclass(frozen=True, slots=True)
class Overdue:
    """An agency that holds people longer than a step's standard time."""

    office: str
    office_id: int
    procedure: str
    step: int
    people: int
    late: int
    oldest: datetime


def overdue(rows: Iterable[WaitRow]) -> tuple[Overdue, ...]:
    """Per agency and step, most people first."""
    found: dict[tuple[str, int, str, int], list[WaitRow]] = defaultdict(list)
    for row in rows:
        if row.late:
            of = with_status(row.status)
            found[row.for_office, row.for_office_id, of.code, of.status(row.status).step].append(row)
    made = [
        Overdue(*place, sum(row.people for row in part), sum(row.late for row in part), min(row.oldest for row in part))
        for place, part in found.items()
    ]
    return tuple(sorted(made, key=lambda one: (-one.late, one.procedure, one.step)))


def short_office(name: str) -> str:
    """The name as clerks say it, for narrow places."""
    for long, short in SHORT:
        name = name.replace(long, short)
    return name


def standard_words(procedure: Procedure, step: int) -> str:
    """«2 j» or «5 m per orang»: the published standard time of a step."""
    one = procedure.step(step)
    return f"{duration(one.minutes)} per orang" if one.per == "person" else duration(one.minutes)
