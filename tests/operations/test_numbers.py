"""Numbers of letters: the office's own patterns, hand-written series that go on, and sixty desks at one moment."""

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta

import pytest
from chain import bring, intake, move, newcomers, waiting
from probe import everything, is_sentence, together, unbroken
from sqlalchemy import select, update

from db.queries.letters import all_letters
from db.queries.numbering import EXPEDITION, INCOMING, rules_of, series_of
from db.queries.offices import office_by_id
from db.tables.access import office as office_table
from db.tables.cases import application
from db.tables.letters import mail
from db.tables.papers import letter, letter_series
from desktop.office import Office
from desktop.operations.edit_case import EditCase
from desktop.operations.intake import RecordIntake
from desktop.operations.mail_in import EnterIncoming
from desktop.operations.mail_out import EnterOutgoing
from desktop.operations.manage_office import SaveOffice
from desktop.operations.move import Move
from desktop.operations.number_rules import BeginSeries, SaveNumberRule
from desktop.operations.open_office import NewOffice
from desktop.sop.refusals import Refused

TODAY = date(2026, 11, 23)


def rule(seat, **values):
    return seat("admin").run(SaveNumberRule(office_id=seat("bagus").staff.office_id, **values))


def outgoing(seat, classification="300.1", **values):
    return seat.run(
        EnterOutgoing(
            **{"dated": TODAY, "correspondent": "Kelurahan Senen", "subject": "Undangan"} | values,
            classification=classification,
        )
    )


def test_the_offices_pattern_for_all_letters_and_for_one(office, seat, clock):
    intake(seat, clock, 2)
    rule(seat, pattern="{agenda}/{kode}-{unit}/{tahun}", digits=4)
    rows = waiting(seat("bagus"), "dijangkau")
    move(seat("bagus"), "serahkan", rows[:1])
    rule(seat, code="bast", pattern="BA-{agenda}/{bulan}/{tahun}", digits=2)
    move(seat("bagus"), "serahkan", rows[1:])
    assert [row.number for row in office.read(all_letters)] == ["BA-02/11/2026", "0001/300.1-SATPOLPP/2026"]
    assert outgoing(seat("bagus")).data["number"] == "0003/300.1-SATPOLPP/2026"
    mine = seat("bagus").staff.office_id
    assert [(row.code, row.digits) for row in office.read(rules_of, mine)] == [("", 4), ("bast", 2)]
    rule(seat, code="bast", pattern="BAST.{agenda}.{tahun}")
    rule(seat, pattern="")
    assert [(row.code, row.pattern) for row in office.read(rules_of, mine)] == [("bast", "BAST.{agenda}.{tahun}")]
    assert outgoing(seat("bagus")).data["number"] == "300.1/004/SATPOLPP/XI/2026"
    assert office.read(rules_of, seat("yusuf").staff.office_id) == () and unbroken(office)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"pattern": "{kode}/{agenda}/{thn}"}, "pattern_token"),
        ({"pattern": "{kode}/{tahun}"}, "pattern_agenda"),
        ({"pattern": "{agenda}/{tahun}"}, "pattern_code"),
        ({"pattern": "{kode}/{agenda}/{tahun}", "digits": 9}, "pattern_digits"),
        ({"pattern": "{kode}/{agenda}/{tahun}" + "/{unit}" * 5}, "pattern_long"),
        ({"pattern": "{kode}/{agenda}/{tahun}", "code": "tiada"}, "unknown_letter"),
        ({"pattern": "{kode}/{agenda}/{tahun}", "code": "../sop"}, "unknown_letter"),
    ],
)
def test_a_wrong_pattern_changes_nothing(office, seat, values, code):
    before = everything(office)
    with pytest.raises(Refused, match=code) as caught:
        rule(seat, **values)
    assert everything(office) == before and is_sentence(caught.value.sentence)
    assert office.read(rules_of, seat("bagus").staff.office_id) == ()


def test_patterns_and_series_belong_to_the_administrator(seat):
    mine = seat("bagus").staff.office_id
    for command in (
        SaveNumberRule(office_id=mine, pattern="{kode}/{agenda}/{tahun}"),
        BeginSeries(office_id=mine, classification="300.1", year=2026, last=3),
    ):
        with pytest.raises(Refused, match="not_your_role"):
            seat("bagus").run(command)


def test_padan_goes_on_after_the_last_hand_written_number(office, seat, clock):
    mine = seat("bagus").staff.office_id
    for classification, last in (("300.1", 41), (INCOMING, 233), (EXPEDITION, 7)):
        seat("admin").run(BeginSeries(office_id=mine, classification=classification, year=2026, last=last))
    intake(seat, clock, 1)
    move(seat("bagus"), "serahkan", waiting(seat("bagus"), "dijangkau"))
    assert office.read(all_letters)[0].number == "300.1/042/SATPOLPP/XI/2026"
    with pytest.raises(Refused, match="series_begun") as caught:
        seat("admin").run(BeginSeries(office_id=mine, classification="300.1", year=2026, last=90))
    assert "42" in caught.value.sentence
    assert [(row.classification, row.last, row.book) for row in office.read(series_of, mine, 2026)] == [
        ("", 233, "masuk"),
        ("#ekspedisi", 7, "ekspedisi"),
        ("300.1", 42, "keluar"),
    ]
    assert office.read(series_of, mine, 2027) == ()


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"last": 0}, "bad_number"),
        ({"last": -4}, "bad_number"),
        ({"last": 10**6}, "bad_number"),
        ({"year": 2025}, "bad_year"),
        ({"year": 2028}, "bad_year"),
        ({"classification": "#lain"}, "bad_code"),
        ({"classification": "a b"}, "bad_code"),
        ({"office_id": 99}, "no_office"),
    ],
)
def test_a_series_begins_with_good_sense(office, seat, values, code):
    good = {"office_id": seat("bagus").staff.office_id, "classification": "300.1", "year": 2026, "last": 5}
    with pytest.raises(Refused, match=code):
        seat("admin").run(BeginSeries(**good | values))
    assert office.read(series_of, good["office_id"], 2026) == ()


def test_two_series_never_make_one_number(office, seat, clock):
    """A rule without the code is allowed for one kind of letter; it may not meet a number of another."""
    panti = seat("yusuf").staff.office_id
    for code in ("permohonan_rekomendasi", "permohonan_persetujuan"):
        seat("admin").run(SaveNumberRule(office_id=panti, code=code, pattern="{agenda}/{unit}/{tahun}"))
    bring(seat, clock, "nik_tersedia", 1)
    rows = waiting(seat("yusuf"), "nik_tersedia")
    before = everything(office)
    with pytest.raises(Refused, match="number_double") as caught:
        move(seat("yusuf"), "mohon_persetujuan", rows)
    assert "001/PSBI/2026" in caught.value.sentence and everything(office) == before
    rule = SaveNumberRule(office_id=panti, code="permohonan_persetujuan", pattern="P.{agenda}/{unit}/{tahun}")
    seat("admin").run(rule)
    move(seat("yusuf"), "mohon_persetujuan", rows)
    assert office.read(all_letters)[0].number == "P.001/PSBI/2026"


@pytest.mark.parametrize("unit", ["SATPOL🩹", "SATUANPOLISIPAMONGPRAJAPROVINSIJAKARTA"])
def test_a_unit_that_cannot_be_printed_takes_no_number(office, seat, clock, unit):
    """The pattern was good for the unit the office had when it was chosen."""
    rule(seat, pattern="{kode}/{agenda}/{unit}/{tahun}/{unit}")
    intake(seat, clock, 1)
    with office.database.write() as connection:
        connection.execute(update(office_table).where(office_table.c.kind == "satpol_pp").values(unit=unit))
    with pytest.raises(Refused, match="bad_number") as caught:
        move(seat("bagus"), "serahkan", waiting(seat("bagus"), "dijangkau"))
    assert is_sentence(caught.value.sentence)
    assert office.read(all_letters) == () and office.read(series_of, seat("bagus").staff.office_id, 2026) == ()


def test_a_letter_of_a_second_year_begins_at_one_for_every_book(office, seat, clock):
    yusuf = seat("yusuf")
    mine = yusuf.staff.office_id
    incoming = {"correspondent": "Kelurahan Cakung", "subject": "Data"}
    for year in (2026, 2027):
        for agenda in (1, 2):
            done = outgoing(yusuf, "400.9.4.1", dated=yusuf.now().date())
            assert done.data["agenda"] == agenda and done.data["number"].endswith(str(year))
            number = f"{agenda}/KEL/{year}"
            came = yusuf.run(EnterIncoming(number=number, dated=yusuf.now().date(), **incoming))
            assert came.data["agenda"] == agenda
        clock.forward(days=60)
    assert [row.last for row in office.read(series_of, mine, 2027)] == [2, 2]


SIXTY = 60


def test_sixty_desks_over_new_years_eve(office, seat, clock, tmp_path):
    """Real moves and entries in three series and a register while the year changes; some are refused before, some
    after they took a number. Every series of both years is 1…n, no number twice, nothing half done."""
    wishes = _prepare(office, seat, clock)
    assert len(wishes) == SIXTY
    desks = [Office(_patient(office.database.url), tmp_path, practice=True, clock=clock) for _ in range(6)]
    midnight = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)  # in Jakarta
    ticks = iter(range(-SIXTY // 2, SIXTY // 2))

    def send(at, staff_id, make):
        clock.now = midnight + timedelta(seconds=next(ticks))
        return desks[at % 6].run(make(), staff_id)

    results = together(*(lambda at=at, wish=wish: send(at, *wish) for at, wish in enumerate(wishes)))
    for desk in desks:
        desk.close()
    broken = [result for result in results if isinstance(result, Exception)]
    assert broken == []
    codes = Counter(result for result in results if isinstance(result, str))
    assert set(codes) <= {"unprintable", "stale", "already_entered", "bad_date"}
    assert codes["unprintable"] == 6 and codes["stale"] == 4 and codes["already_entered"] == 4
    _no_gap_and_no_double(office, sum(not isinstance(result, str) for result in results))


def _patient(url):
    """One file serves sixty writers after each other, and two busy cores need longer than a desk waits (ten seconds)."""
    return f"{url}?timeout=120" if url.startswith("sqlite") else url


def _prepare(office, seat, clock):
    """(staff id, command as it is made when its turn comes) of sixty desks."""
    satpol, panti, dinsos = seat("bagus"), seat("yusuf"), seat("sari")
    other = _second_panti(seat)
    bring(seat, clock, "diterima", 10)
    homes = [other] * 3 + [panti.staff.office_id] * 19
    people = [satpol.run(RecordIntake(people=newcomers(1, clock), panti_office_id=home)).done[0] for home in homes]
    for case in people[:6]:
        satpol.run(EditCase(application_id=case, before={"condition": ""}, after={"condition": "Luka 🩹"}))
    rows = {row.id: row for row in waiting(satpol, "dijangkau")}

    def hand_over(*cases):
        seen = tuple((case, rows[case].version) for case in cases)
        return satpol.staff.id, lambda: Move(procedure="wbs", action="serahkan", cases=seen)

    def ask(row):
        seen = ((row.id, row.version),)
        return panti.staff.id, lambda: Move(procedure="wbs", action="mohon_rekomendasi", cases=seen)

    def enter(desk, classification):
        return desk.staff.id, lambda: EnterOutgoing(
            classification=classification, dated=desk.now().date(), correspondent="Kelurahan", subject="Undangan"
        )

    def came(number):
        return dinsos.staff.id, lambda: EnterIncoming(
            number=f"{number}/KEL/2026", dated=TODAY, correspondent="Kelurahan Senen", subject="Data"
        )

    # People of two homes: the first list takes its number, then the letter of the second cannot be printed.
    refused = [hand_over(people[at], people[at + 6]) for at in range(3)] + [hand_over(case) for case in people[3:6]]
    twice = [hand_over(case) for case in people[18:]] + [came(number) for number in range(4)]
    once = [hand_over(case) for case in people[9:18]] + [ask(row) for row in waiting(panti, "diterima")]
    once += [enter(panti, "400.9.4.1") for _ in range(9)] + [enter(satpol, "300.1") for _ in range(6)]
    once += [enter(panti, "400.12.2.4") for _ in range(4)]
    return _mixed(refused + once + twice * 2)


def _mixed(wishes):
    """Every seventh, again and again: neighbours in the list are far from each other."""
    return [wish for begin in range(7) for wish in wishes[begin::7]]


def _second_panti(seat):
    first = seat("admin").read(office_by_id, seat("yusuf").staff.office_id)
    names = NewOffice.__dataclass_fields__
    values = {name: getattr(first, name) for name in names} | {"name": "Panti Kedua", "unit": "PK2"}
    return seat("admin").run(SaveOffice(office=NewOffice(**values))).data["office"]


def _no_gap_and_no_double(office, carried_out):
    with office.database.read() as connection:
        lines = connection.execute(select(mail)).all()
        last = {
            (row.office_id, row.classification, row.year): row.last for row in connection.execute(select(letter_series))
        }
        numbered = connection.execute(select(letter).where(letter.c.agenda.is_not(None))).all()
        statuses = Counter(connection.scalars(select(application.c.status)))
    books = defaultdict(list)
    for line in lines:
        books[line.office_id, line.classification if line.direction == "keluar" else "", line.year].append(line.agenda)
    assert {key: sorted(found) for key, found in books.items()} == {
        key: list(range(1, end + 1)) for key, end in last.items()
    }
    assert {key[2] for key in books} == {2026, 2027} and len(books) >= 5
    numbers = [line.number for line in lines if line.direction == "keluar"]
    assert len(set(numbers)) == len(numbers)
    of_letters = {(row.office_id, row.classification, row.year, row.agenda, row.number) for row in numbered}
    assert of_letters <= {(line.office_id, line.classification, line.year, line.agenda, line.number) for line in lines}
    assert len(lines) - 1 == carried_out  # one is of the hand-over that brought ten people to their panti
    assert statuses == {"dijangkau": 9, "diserahkan": 13, "menunggu_rekomendasi": 10}
    assert unbroken(office)
