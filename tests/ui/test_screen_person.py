"""Halaman orang: steps equal the journey, the trail speaks in words, the NIK is hidden until F8 is held."""

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from db.queries.person import journey
from db.queries.trail import TrailRow, trail_of_person
from desktop.sop.procedure import load_procedure
from desktop.ui.screens import person_words
from desktop.ui.widgets.card import Pressable
from tests.conftest import seats_of
from tests.ui.desks import open_screen, settle
from tests.ui.stages import bring_to, touch

ZONE = ZoneInfo("Asia/Jakarta")


def texts(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.text()]


@pytest.fixture
def done(local_office):
    seats = seats_of(local_office)
    return bring_to(local_office, seats, "selesai", people=2, photos=(0,))


def page(qtbot, office, person_id, user="ratna"):
    return open_screen(qtbot, seats_of(office)(user), "orang", key=person_id)


def test_the_page_tells_who_where_and_since_when(qtbot, local_office, done):
    screen = page(qtbot, local_office, done[0].person_id)
    assert screen.header._title.text() == "Siti Aminah"
    assert screen.panel.name() == "Siti Aminah"
    words = " ".join(texts(screen.panel))
    assert done[0].nik not in words and done[0].participant_number not in words
    assert "0001 •••• ••••" in words and "Puskesmas Cakung" in words
    assert texts(screen.header)[2:4] == ["Kartu dicetak", "langkah 9 dari 9"]


def test_steps_are_those_of_the_journey_real_beside_standard(qtbot, local_office, done):
    screen = page(qtbot, local_office, done[0].person_id)
    rows = local_office.read(journey, done[0].person_id)
    assert [line[0] for line in screen.steps.lines] == [str(row.step) for row in rows]
    assert screen.steps.lines[0][5] == "0 m / 1 j"
    assert {line[2] for line in screen.steps.lines} >= {"Bagus Pratama", "Yusuf Hidayat"}


def test_every_line_of_the_journal_is_there_and_none_is_a_code(qtbot, local_office, done):
    screen = page(qtbot, local_office, done[0].person_id)
    rows = local_office.read(trail_of_person, done[0].person_id)
    assert len(screen.trail.told) == len(rows) > 12
    words = "\n".join(texts(screen.trail))
    assert person_words.OTHER not in words
    assert not any(sign in words for sign in ("{", "}", "_", "sha256", "null", "None", "True"))
    assert done[0].nik not in words


def test_a_changed_field_shows_old_and_new(qtbot, local_office):
    seats = seats_of(local_office)
    case = bring_to(local_office, seats, "diterima", people=1)[0]
    touch(local_office, seats("yusuf"), case.id, name="Siti Aminah Rahayu", room="Melati 3")
    screen = page(qtbot, local_office, case.person_id, "yusuf")
    newest = screen.trail.told[0]
    assert newest.what == "Data diubah"
    assert {(one.label, one.before, one.after) for one in newest.changes} == {
        ("Nama", "Siti Aminah", "Siti Aminah Rahayu"),
        ("Kamar", "–", "Melati 3"),
    }


def test_holding_f8_shows_the_nik_and_tells_the_journal(qtbot, local_office, done):
    screen = page(qtbot, local_office, done[0].person_id)
    looked = []
    screen.desk.session.viewed = lambda person, what: looked.append((person, what))
    screen.setFocus()
    asked = []
    screen.sheet_opened.connect(asked.append)
    QTest.keyClick(screen, Qt.Key.Key_F8)
    assert "••••" in screen.panel.nik.text() and looked == []
    QTest.keyClick(asked[0].focusWidget(), "2")
    assert asked[0].isHidden()
    for _time in range(2):
        QTest.keyPress(screen, Qt.Key.Key_F8)
        assert screen.panel.nik.text().replace(" ", "") == done[0].nik
        QTest.keyRelease(screen, Qt.Key.Key_F8)
        assert "••••" in screen.panel.nik.text()
    assert len(asked) == 1
    assert looked == [(done[0].person_id, "Mencocokkan dengan surat atau daftar")] * 2


def test_a_reason_of_ones_own_needs_words(qtbot, local_office, done):
    screen = page(qtbot, local_office, done[0].person_id)
    asked = []
    screen.sheet_opened.connect(asked.append)
    screen.setFocus()
    QTest.keyClick(screen, Qt.Key.Key_F8)
    sheet = asked[0]
    sheet.text.setText(" x ")
    sheet.confirm()
    assert not sheet.isHidden() and screen.desk.session.reveal_reasons == {}
    sheet.text.setText("Ditanya  rumah sakit")
    sheet.confirm()
    assert screen.desk.session.reveal_reasons == {done[0].person_id: "Ditanya rumah sakit"}


def letter_row(screen, name):
    return next(row for row in screen.panel.findChildren(Pressable) if row.accessibleName() == name)


def test_a_letter_of_ones_own_office_opens_over_the_page(qtbot, local_office, done):
    screen = page(qtbot, local_office, done[0].person_id)
    opened = []
    screen.sheet_opened.connect(opened.append)
    QTest.keyClick(letter_row(screen, "Permohonan JKN"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(opened))
    settle(qtbot, screen)
    assert opened[0].pdf.startswith(b"%PDF") and opened[0].void.isHidden()


def test_a_letter_between_other_offices_is_told_but_not_opened(qtbot, local_office, done):
    screen = page(qtbot, local_office, done[0].person_id)
    opened = []
    screen.sheet_opened.connect(opened.append)
    line = letter_row(screen, "Rekomendasi")
    letter = next(row for row in screen.answer.letters if row.code == "rekomendasi")
    QTest.keyClick(line, Qt.Key.Key_Return)
    QTest.mouseClick(line, Qt.MouseButton.LeftButton)
    assert letter.number in line.accessibleDescription()
    assert f"Mintalah salinannya kepada {letter.office_name}." in line.accessibleDescription()
    screen.open_letter(letter.id)  # whatever way leads there, the bytes stay with the two offices
    qtbot.waitUntil(lambda: letter.office_name in screen.message_bar.sentence())
    settle(qtbot, screen)
    assert opened == []


def test_nobody_chosen_and_nobody_found_tell_what_to_do(qtbot, local_office):
    screen = open_screen(qtbot, seats_of(local_office)("ratna"), "orang")
    assert "Ctrl+K" in screen.empty.text() and not screen.empty.isHidden()
    screen.show_for(999_999)
    settle(qtbot, screen)
    assert "tidak ditemukan" in screen.empty.text()


def test_a_resident_without_a_case_has_a_page_too(qtbot, local_office):
    screen = page(qtbot, local_office, 1)
    assert screen.header._title.text() and not screen.no_steps.isHidden() and not screen.no_trail.isHidden()


def test_the_trail_follows_a_case_to_the_person_it_turned_out_to_be(qtbot, local_office):
    from desktop.operations.record_nik import RecordNik

    seats = seats_of(local_office)
    case = bring_to(local_office, seats, "menunggu_nik", people=1)[0]
    andi = seats("andi")
    andi.run(RecordNik(case=(case.id, case.version), found_person_id=1, candidates=((1, 91.0),)))
    screen = page(qtbot, local_office, 1, "andi")
    said = [line.what for line in screen.trail.told]
    assert "Dicatat saat penjangkauan" in said and "Dinyatakan orang yang sama dengan data kependudukan" in said
    old = page(qtbot, local_office, case.person_id, "andi")
    assert old.panel.obstacle() == "Catatan ini sudah digabung"


# the plain functions
def told(action, fields=None, **more):
    row = TrailRow(1, datetime(2026, 11, 23, 1, tzinfo=UTC), "A", action, "", "", "", json.dumps(fields or {}))
    values = {name: more.get(name, getattr(row, name)) for name in TrailRow.__dataclass_fields__}
    return person_words.tell(TrailRow(**values), {2: "Panti Satu"}, ZONE)


def test_a_look_at_a_nik_is_told_without_a_code():
    line = told("buka_nik", {"banyaknya": [0, 1]}, reason="nik")
    assert (line.what, line.reason, line.changes) == ("NIK dibuka", "", ())
    assert told("ekspor", reason="Laporan bulanan").reason == "Laporan bulanan"


def test_every_declared_action_has_words():
    for _, action in load_procedure("wbs").actions():
        assert told(action.name).what not in ("", person_words.OTHER)


@pytest.mark.parametrize(
    ("field", "values", "said"),
    [
        ("birth_date", [None, "1980-03-04"], ("Tanggal lahir", "–", "4 Maret 1980")),
        ("sex", ["L", "P"], ("Jenis kelamin", "Laki-laki", "Perempuan")),
        ("birth_estimated", [False, True], ("Perkiraan", "tidak", "ya")),
        ("panti_office_id", [None, 2], ("Panti tujuan", "–", "Panti Satu")),
        ("nik", [None, "3175016201799901"], ("NIK", "–", "3175 •••• •••• 9901")),
        ("keputusan", ["", "tidak_ada"], ("Keputusan", "–", "tidak ada yang sama")),
        ("found_at", [None, "2026-11-23 01:00:00+00:00"], ("Waktu ditemukan", "–", "23 November 2026, 08.00")),
    ],
)
def test_values_are_said_as_a_clerk_says_them(field, values, said):
    change = told("ubah", {field: values}).changes[0]
    assert (change.label, change.before, change.after) == said


@pytest.mark.parametrize("fields", ["", "rusak", "[]", '{"name": 3}', '{"asing": ["a", "b"]}'])
def test_unknown_or_damaged_fields_are_left_out(fields):
    row = TrailRow(1, datetime(2026, 11, 23, tzinfo=UTC), "A", "apa_ini", "x", "y", "", fields)
    line = person_words.tell(row, {}, ZONE)
    assert line.changes == () and line.what == person_words.OTHER and line.status == ""


def test_a_scan_is_kept_and_opened_again(qtbot, local_office, done, tmp_path):
    paper = tmp_path / "Surat_dari_RT.pdf"
    paper.write_bytes(b"%PDF-1.7 contoh")
    screen = page(qtbot, local_office, done[0].person_id, user="yusuf")
    screen.choose = lambda _parent: str(paper)
    screen.action_bar.trigger("pindaian")
    qtbot.waitUntil(lambda: screen.answer.scans != ())
    settle(qtbot, screen)
    assert screen.answer.scans[0].label == "Surat dari RT"
    opened = []
    screen.viewer = lambda path: opened.append(path.read_bytes()) or True
    screen.open_scan(screen.answer.scans[0])
    qtbot.waitUntil(lambda: opened == [b"%PDF-1.7 contoh"])
    assert "Pindaian ditambahkan" in " ".join(texts(screen.trail))


def test_what_is_no_scan_is_a_sentence(qtbot, local_office, done, tmp_path):
    virus = tmp_path / "surat.pdf"
    virus.write_bytes(b"MZ bukan surat")
    screen = page(qtbot, local_office, done[0].person_id, user="yusuf")
    screen.choose = lambda _parent: str(virus)
    screen.action_bar.trigger("pindaian")
    qtbot.waitUntil(lambda: "bukan JPEG" in screen.message_bar.sentence())
    assert screen.answer.scans == ()


def test_the_trail_is_narrowed_by_kind_and_month(qtbot, local_office, seats, done, clock):
    seats("ratna").looks.note("buka_orang", person_id=done[0].person_id)
    seats("ratna").looks.keep()
    screen = page(qtbot, local_office, done[0].person_id)
    assert "Data orang dibuka" not in {line.what for line in screen.trail.told}
    screen.filter.groups.setFocus()
    QTest.keyClick(screen.filter.groups, Qt.Key.Key_Down)
    QTest.keyClick(screen.filter.groups, Qt.Key.Key_Down)
    QTest.keyClick(screen.filter.groups, Qt.Key.Key_Down)
    screen.filter.groups.activated.emit(screen.filter.groups.currentIndex())
    settle(qtbot, screen)
    assert screen.filter.group() == "lihat"
    assert {line.what for line in screen.trail.told} == {"Data orang dibuka"}
    months = [screen.filter.months.itemText(at) for at in range(screen.filter.months.count())]
    assert months == ["Semua bulan", "November 2026"]


def test_the_trail_of_the_data_is_given_as_a_file_and_journalled(qtbot, local_office, done, tmp_path):
    screen = page(qtbot, local_office, done[0].person_id, "yusuf")
    opened = []
    screen.sheet_opened.connect(opened.append)
    screen.action_bar.trigger("riwayat")
    sheet = opened[0]
    sheet.confirm()
    assert not sheet.isHidden(), "without a ground nothing is given"
    sheet.form.set_values({"why": "Keluarga, surat 23 November 2026", "form": "csv"})
    sheet.choose = lambda _parent, name, _kinds: str(tmp_path / name)
    sheet.confirm()
    settle(qtbot, screen)
    assert "baris riwayat ditulis" in screen.message_bar.sentence()
    assert "Dicatat saat penjangkauan" in (tmp_path / "Riwayat data.csv").read_text(encoding="utf-8-sig")
    given = [line for line in local_office.read(trail_of_person, done[0].person_id) if line.action == "riwayat"]
    assert [line.reason for line in given] == ["Keluarga, surat 23 November 2026"]


def test_who_has_nothing_to_do_with_the_person_is_refused_on_the_sheet(qtbot, local_office, done):
    screen = page(qtbot, local_office, done[0].person_id, "hendra")
    opened = []
    screen.sheet_opened.connect(opened.append)
    screen.action_bar.trigger("riwayat")
    opened[0].form.set_values({"why": "Ingin tahu"})
    opened[0].confirm()
    settle(qtbot, screen)
    assert "administrator" in opened[0].trouble.text() and not opened[0].isHidden()
