"""The four desks of the Database Terpadu, by keyboard, on the practice office's own members."""

from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from db.queries.awaited import Awaited, Proposal
from db.queries.cases import cases_by_id, queue
from db.queries.person import memberships
from desktop.operations.move import Move
from desktop.operations.record_events import CivilEvent, RecordEvents
from desktop.operations.revoke_event import RevokeEvent
from desktop.operations.stop_memberships import StopMemberships
from desktop.practice import load_practice
from desktop.spreadsheets.lists import open_list
from desktop.ui.screens.civil_words import state_of
from desktop.ui.screens.person_awaited import awaited_words
from desktop.ui.widgets import Facts
from tests.conftest import seats_of
from tests.operations.chain import seen, waiting
from tests.ui.desks import open_screen, settle
from tests.ui.looking import nameless
from tests.ui.stages import name_recipient, open_sheet

CONTROL = Qt.KeyboardModifier.ControlModifier
MEMBERS = load_practice().member
STOP = date(2026, 12, 1)


@pytest.fixture
def seats(local_office):
    return seats_of(local_office)


def record(seats, *places):
    """Deaths of the practice members at these places of the list."""
    events = [
        CivilEvent(kind="kematian", nik=MEMBERS[at].nik, event_date=date(2026, 11, 20), document=f"AKTA-{at}")
        for at in places
    ]
    return seats("andi").run(RecordEvents(events=tuple(events))).done


def report(seats):
    rows = waiting(seats("ratna"), "lapor_dinkes")
    seats("ratna").run(Move(procedure="terpadu", action="laporkan_bpjs", cases=seen(rows)))


def revoke(seats, case_id):
    row = seats("andi").read(cases_by_id, [case_id])[0]
    seats("andi").run(RevokeEvent(event_id=row.event_id, case=(row.id, row.version), reason="Salah orang"))


def test_the_page_of_a_person_says_what_is_under_way_beside_the_memberships(qtbot, local_office, seats):
    """A death that waits for BPJS is told while it waits; a proposal for PBI JK while nobody answered it."""
    (case_id,) = record(seats, 0)
    ratna = seats("ratna")
    person_id = ratna.read(cases_by_id, [case_id])[0].person_id
    page = open_screen(qtbot, ratna, "orang", person_id)

    def said():
        labels = [
            one.accessibleName() for facts in page.panel.findChildren(Facts) for one in facts.findChildren(QLabel)
        ]
        return dict(label.split(": ", 1) for label in labels if ": " in label)

    assert said()["Dilaporkan"] == "meninggal 20 November 2026; menunggu laporan, belum ditetapkan BPJS"
    report(seats)
    hendra = seats("hendra")
    hendra.run(StopMemberships(cases=seen(waiting(hendra, "lapor_bpjs")), effective=STOP))
    andi = seats("andi")
    andi.run(Move(procedure="terpadu", action="terima_hasil", cases=seen(waiting(andi, "hasil_bpjs"))))
    page.load(person_id)
    settle(qtbot, page)
    qtbot.waitUntil(lambda: "Dilaporkan" not in said())  # what stood there goes with the next events
    proposal = Proposal("pbi_jk", "2026-12", "Dinas Sosial", local_office.clock())
    assert awaited_words(Awaited(proposal)) == [
        ("Diusulkan", "PBI JK oleh Dinas Sosial, usulan Desember 2026; belum menjadi peserta")
    ]


def test_dukcapil_types_a_death(qtbot, local_office, seats):
    screen = open_screen(qtbot, seats("andi"), "kematian_pindah")
    form = screen.form
    assert form.form.control("destination").isEnabled() is False
    QTest.keyClicks(form.nik, MEMBERS[0].nik)
    qtbot.waitUntil(lambda: "KIS Kota" in form.who.text())
    assert MEMBERS[0].name in form.who.text()
    QTest.keyClick(form.nik, Qt.Key.Key_Return)
    assert set(form.form.errors()) == {"event_date"} and screen.desk.office.ran == []
    form.form.control("event_date").setDate(QDate(2026, 11, 20))
    QTest.keyClick(screen.people.list, Qt.Key.Key_Return, CONTROL)
    settle(qtbot, screen)
    assert "Akta Kematian belum ada" in screen.message_bar.sentence() and form.is_dirty()
    QTest.keyClicks(form.form.control("document"), "3175-KM-0001")
    QTest.keyClick(form.form.control("document"), Qt.Key.Key_Return)
    settle(qtbot, screen)
    assert "1 peserta PBI langsung tampak" in screen.message_bar.sentence()
    assert not form.is_dirty() and [row.label for row in screen.people.rows()] == [MEMBERS[0].name]
    assert [row.event_document for row in waiting(seats("ratna"), "lapor_dinkes")] == ["3175-KM-0001"]
    assert nameless(screen) == []


@pytest.mark.parametrize(
    ("nik", "words"), [("3175010101019999", "belum ada di data"), ("12", "Ketik 16 angka"), ("ab" * 12, "Ketik 16")]
)
def test_nonsense_is_told_while_it_is_typed(qtbot, seats, nik, words):
    screen = open_screen(qtbot, seats("andi"), "kematian_pindah")
    QTest.keyClicks(screen.form.nik, nik)
    settle(qtbot, screen)
    assert words in screen.form.who.text()


def test_dukcapil_sees_the_loop_closed_and_takes_one_back(qtbot, local_office, seats):
    first, _second = record(seats, 0, 1)
    report(seats)
    seats("hendra").run(StopMemberships(cases=seen(waiting(seats("hendra"), "lapor_bpjs")), effective=STOP))
    screen = open_screen(qtbot, seats("andi"), "kematian_pindah", key=first)
    assert screen.people.current().application_id == first
    assert screen.action_bar.button("terima").isEnabled()
    QTest.keyClick(screen.people.list, Qt.Key.Key_T)
    assert "2 peserta" in open_sheet(screen).accessibleName() and screen.help_code == "terpadu-4"
    open_sheet(screen).confirm()
    settle(qtbot, screen)
    assert {row.status for row in screen.people.rows()} == {"peristiwa_selesai"}
    QTest.keyClick(screen.people.list, Qt.Key.Key_K)
    sheet = open_sheet(screen)
    sheet.text.setPlainText("Orangnya masih hidup")
    sheet.confirm()
    settle(qtbot, screen)
    assert [row.id for row in waiting(seats("hendra"), "cabut_bpjs")] == [first]
    assert not screen.action_bar.button("cabut").isEnabled()


def test_dinkes_gets_them_split_and_reports_with_one_letter(qtbot, local_office, seats):
    record(seats, 0, 1, 3, 5)
    screen = open_screen(qtbot, seats("ratna"), "laporan_dukcapil")
    assert [figure.value for figure in screen.figures(screen.people.rows())] == [2, 1, 1]
    assert len(screen.people.checked()) == 4
    screen.people.segments.choose("kota")
    assert len(screen.people.shown()) == 2
    screen.people.segments.choose("semua")
    QTest.keyClick(screen.people.list, Qt.Key.Key_Return, CONTROL)
    open_sheet(screen).confirm()
    settle(qtbot, screen)
    assert "4 peserta dilaporkan ke BPJS" in screen.message_bar.sentence()
    screen.message_bar.press("Buka laporan")
    settle(qtbot, screen)
    assert "DINKES" in open_sheet(screen).title
    assert nameless(screen) == []


def told(panel):
    """Caption → what the panel says under it, in order."""
    labels = [one.accessibleName() for facts in panel.findChildren(Facts) for one in facts.findChildren(QLabel)]
    return [tuple(label.split(": ", 1)) for label in labels if ": " in label]


NINE = ["NIK", "Jenis kelamin", "Tanggal lahir", "Tempat lahir", "Alamat", "Kelurahan", "Kecamatan"]
NINE += ["Nomor peserta KIS", "Jenis KIS"]


@pytest.mark.parametrize(
    ("user", "code"),
    [("andi", "kematian_pindah"), ("ratna", "laporan_dukcapil"), ("sari", "data_terpadu"), ("hendra", "penghentian")],
)
def test_the_nine_elements_and_where_they_came_from(qtbot, local_office, seats, user, code):
    """Each desk of the loop sees the office, the event with its number, the document and the letter."""
    record(seats, 0)
    if user == "hendra":
        report(seats)
    screen = open_screen(qtbot, seats(user), code)
    qtbot.waitUntil(lambda: any(name == "Data diri" for name, _words in told(screen.panel)))
    facts = told(screen.panel)
    at = [name for name, _words in facts].index("NIK")
    assert [name for name, _words in facts[at : at + 9]] == NINE
    said = dict(facts)
    assert said["Jenis KIS"] == "KIS Kota" and MEMBERS[0].number[8:] in said["Nomor peserta KIS"]
    assert said["Dicatat"].startswith("peristiwa nomor 1, dicatat ") and "Kependudukan" in said["Dicatat"]
    assert said["Dokumen"] == "AKTA-0" and "peserta sejak" in said["Kepesertaan KIS Kota"]
    assert ("Surat Laporan Mutasi Peserta" in said) == (user == "hendra")
    assert nameless(screen) == []


def test_dinsos_looks(qtbot, local_office, seats):
    cases = record(seats, 0, 3, 5)
    revoke(seats, cases[1])
    screen = open_screen(qtbot, seats("sari"), "data_terpadu")
    assert len(screen.people.rows()) == 3
    screen.people.segments.choose("provinsi")
    assert [row.label for row in screen.people.shown()] == [MEMBERS[3].name]
    assert state_of(screen.people.rows()[1]) == ("Dicabut", "plain")
    assert screen.desk.office.ran == [] and nameless(screen) == []


def test_bpjs_stops_and_gives_back(qtbot, local_office, seats):
    cases = record(seats, 0, 3)
    report(seats)
    revoke(seats, cases[1])
    screen = open_screen(qtbot, seats("hendra"), "penghentian")
    assert [row.id for row in screen.people.checked()] == [cases[0]]
    QTest.keyClick(screen.people.list, Qt.Key.Key_Return, CONTROL)
    assert screen.stop_form.values()["effective"] == STOP
    screen.stop_form.control("effective").setDate(QDate(2026, 11, 1))
    screen.stop_agreed()
    settle(qtbot, screen)
    assert "sebelum peristiwanya" in screen.message_bar.sentence()
    QTest.keyClick(screen.people.list, Qt.Key.Key_Return, CONTROL)
    screen.stop_agreed()
    settle(qtbot, screen)
    assert "iurannya sejak 1 Desember 2026" in screen.message_bar.sentence()
    QTest.keyClick(screen.people.list, Qt.Key.Key_P)
    open_sheet(screen).confirm()
    settle(qtbot, screen)
    assert screen.people.rows() == () and len(waiting(seats("andi"), "hasil_bpjs")) == 2
    row = local_office.read(cases_by_id, [cases[0]])[0]
    assert local_office.read(memberships, row.person_id)[0].valid_to == STOP
    assert local_office.read(queue, seats("hendra").staff.office_id, ("lapor_bpjs", "cabut_bpjs")) == ()


@pytest.mark.parametrize(
    ("user", "code"),
    [("andi", "kematian_pindah"), ("ratna", "laporan_dukcapil"), ("sari", "data_terpadu"), ("hendra", "penghentian")],
)
def test_nothing_is_waiting(qtbot, seats, user, code):
    screen = open_screen(qtbot, seats(user), code)
    assert screen.people.empty.text().startswith("Belum ada") and nameless(screen) == []


def test_the_report_shows_the_second_table(qtbot, local_office, seats, clock):
    record(seats, 0)
    clock.forward(hours=1)
    report(seats)
    screen = open_screen(qtbot, seats("ratna"), "laporan")
    screen.which.choose("terpadu")
    settle(qtbot, screen)
    assert [line.step.title for line in screen.lines][1] == "Laporan ke BPJS"
    assert (screen.lines[1].lists, screen.lines[1].people) == (1, 1)
    assert "Surakarta" in screen.procedure.legal_basis


def test_a_list_of_siak_is_read_counted_and_recorded(qtbot, local_office, seats, tmp_path):
    path = tmp_path / "kematian.csv"
    lines = [f"{MEMBERS[at].nik};{MEMBERS[at].name};2026-11-2{at};AKTA-{at}" for at in (0, 3)]
    path.write_text("\n".join(["NIK;NAMA;TANGGAL MENINGGAL;NO AKTA KEMATIAN", *lines, "12;SALAH;2026-11-20;X"]))
    screen = open_screen(qtbot, seats("andi"), "kematian_pindah")
    screen.choose = lambda _parent: str(path)
    screen.action_bar.trigger("berkas")
    settle(qtbot, screen)
    open_sheet(screen).confirm()
    settle(qtbot, screen)
    assert "2 peserta PBI langsung tampak" in screen.message_bar.sentence()
    rows = waiting(seats("ratna"), "lapor_dinkes")
    assert [(row.event_document, row.event_date.day) for row in rows] == [("AKTA-0", 20), ("AKTA-3", 23)]
    screen.action_bar.trigger("batal")
    settle(qtbot, screen)
    sheet = open_sheet(screen)
    assert "dicabut dan laporannya ditarik dari Dinas Kesehatan" in sheet.note.text()
    assert sheet.form.control("run").currentText().startswith("kematian.csv · 2 baris masuk")
    sheet.text.setPlainText("Berkas bulan lain")
    sheet._agreed()
    settle(qtbot, screen)
    assert "2 peristiwa dicabut, 2 laporan ditarik" in screen.message_bar.sentence()
    assert waiting(seats("ratna"), "lapor_dinkes") == ()
    screen.action_bar.trigger("batal")
    settle(qtbot, screen)
    assert screen.message_bar.sentence().startswith("Belum ada impor yang dapat dibatalkan.")


def test_the_edabu_file_of_a_report(qtbot, local_office, seats, tmp_path):
    record(seats, 0, 5)
    screen = open_screen(qtbot, seats("ratna"), "laporan_dukcapil")
    out = tmp_path / "edabu.xlsx"
    screen.choose_place = lambda *_: str(out)
    screen.action_bar.trigger("maju")
    open_sheet(screen).confirm()
    settle(qtbot, screen)
    screen.message_bar.press("Simpan berkas e-Dabu…")
    name_recipient(qtbot, screen, "BPJS Kesehatan")
    assert "2 peserta ditulis" in screen.message_bar.sentence()
    reading = open_list(out, layout="edabu_mutasi", today=date(2026, 11, 23))
    rows = [dict(zip(reading.fields, values, strict=True)) for chunk in reading.chunks() for _row, *values in chunk]
    assert [(row["nik"], row["number"]) for row in rows] == [(MEMBERS[at].nik, MEMBERS[at].number) for at in (0, 5)]
    assert rows[0]["effective_date"] == "2026-11-20" and rows[0]["mutation"] == "NONAKTIF"
