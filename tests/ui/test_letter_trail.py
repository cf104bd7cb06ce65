"""One letter's trail: from the register, and as a narrower view of a person's journal; every copy that leaves is in it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea

from desktop.ui.screens.person_trail import EVERY_LETTER
from tests.ui.desks import open_screen, settle
from tests.ui.looking import CONTROL, nameless
from tests.ui.stages import bring_to, open_sheet, sheets


@pytest.fixture
def people(local_office, seats):
    """Two people whose letters lie at Dinas Sosial."""
    return bring_to(local_office, seats, "menunggu_rekomendasi", people=2)


def test_the_register_tells_who_read_and_copied_a_letter(qtbot, seats, people, tmp_path):
    screen = open_screen(qtbot, seats("yusuf"), "surat")
    row = next(one for one in screen.letters.rows() if one.code == "permohonan_rekomendasi")
    screen.letters.select(row.id)
    screen.acts.choose = lambda _parent, name: str(tmp_path / name)
    screen.acts.save(row)
    settle(qtbot, screen)
    screen.more()
    open_sheet(screen).choose("Riwayat surat…")
    settle(qtbot, screen)
    sheet = open_sheet(screen)
    assert nameless(sheet) == [] and sheet.area.hasFocus() and row.number in sheet.accessibleName()
    told = [line.what for line in sheet.lines.told]
    assert told[:3] == ["Riwayat pemrosesan data dibuka", "Salinan PDF disimpan", "Surat dilihat"]
    assert told.count("Surat terbit: Surat Permohonan Rekomendasi Penerbitan NIK") == 1
    assert all(line.who.startswith("Yusuf Hidayat (Panti Sosial") for line in sheet.lines.told)
    QTest.keyClick(sheet.area, Qt.Key.Key_Escape)
    assert sheets(screen) == 0


def test_the_journal_of_a_person_narrows_to_one_letter_and_fits_the_window(qtbot, seats, people):
    screen = open_screen(qtbot, seats("yusuf"), "orang", key=people[0].person_id)
    box, before = screen.filter.letters, len(screen.trail.told)
    numbers = [box.itemText(at) for at in range(box.count())]
    assert numbers[0] == EVERY_LETTER and len(numbers) == len(set(numbers)) == 3
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    settle(qtbot, screen)
    assert screen.filter.letter() == numbers[1] and 0 < len(screen.trail.told) < before
    assert all(numbers[1] in [change.after for change in line.changes] for line in screen.trail.told)
    assert all(area.horizontalScrollBar().maximum() == 0 for area in screen.findChildren(QScrollArea))
    screen.load(people[1].person_id)
    settle(qtbot, screen)
    assert screen.filter.letter() == "", "another person: everything again"


def test_a_saved_draft_is_journalled_with_whom_it_names(qtbot, local_office, seats, people, tmp_path):
    from sqlalchemy import text

    sari = seats("sari")
    screen = open_screen(qtbot, sari, "rekomendasi")
    QTest.keyClick(screen.people.list, Qt.Key.Key_P, CONTROL)
    settle(qtbot, screen)
    sheet = open_sheet(screen)
    sheet.choose = lambda _parent, name: str(tmp_path / name)
    sheet.save()
    settle(qtbot, screen)
    sari.looks.keep()
    with local_office.database.read() as connection:
        named = text(
            "SELECT s.person_id FROM journal j JOIN journal_subject s ON s.chain = j.chain AND s.seq = j.seq"
            " WHERE j.action = 'simpan_surat' AND j.reason = 'Konsep surat, belum bernomor' ORDER BY s.person_id"
        )
        assert list(connection.scalars(named)) == sorted(row.person_id for row in people)
