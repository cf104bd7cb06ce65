"""Halaman orang, what the register of members knows: why each membership began, the family card, where values came from."""

from typing import Any

import pytest
from PySide6.QtWidgets import QLabel

from db.queries.person import person_by_nik
from desktop.office import Office
from desktop.operations.list_trial import Answers
from desktop.sop.one_person import CHOICES
from desktop.ui.screens.source_words import SHOWN
from desktop.ui.widgets.card import Pressable
from tests.conftest import seats_of
from tests.spreadsheets.lists_kit import facts, lines_of, nik, write_book
from tests.ui.desks import open_screen

KK, OLD = "3175010101209901", "3175010101209900"


@pytest.fixture
def family(local_office: Office, tmp_path: Any) -> int:
    """Two on one card, the first of whom was on another before; the person's id."""
    ratna = seats_of(local_office)("ratna")
    first = [facts(0, kk=OLD), facts(1, kk=KK, relation="3", name="DEWI LESTARI")]
    then = [{**first[0], "kk": KK, "relation": "1"}, first[1]]
    for name, people, month in (("daftar_nov.xlsx", first, "2026-11"), ("daftar_des.xlsx", then, "2026-12")):
        path = write_book(tmp_path / name, lines_of("pbi_bnba", people))
        ratna.register.bring_in(ratna.register.try_out(path, Answers(period=month, segment="pbi_jk")))
    who = ratna.read(person_by_nik, nik(0))
    assert who is not None
    return who.id


def words(widget: Any) -> str:
    return "\n".join(label.text().replace("\u200b", "") for label in widget.findChildren(QLabel) if label.text())


def test_the_page_tells_of_the_card_and_leads_to_who_is_on_it(qtbot: Any, local_office: Office, family: int) -> None:
    screen = open_screen(qtbot, seats_of(local_office)("ratna"), "orang", key=family)
    said = words(screen.panel)
    assert "3175 •••• •••• 9901, Kepala keluarga, sejak 1 Desember 2026, dari berkas daftar_des.xlsx" in said
    assert "sejak 1 November 2026 sampai 1 Desember 2026, dari berkas daftar_nov.xlsx" in said
    assert KK not in said and OLD not in said
    assert "Mulai karena\ndaftar pembayar" in said
    link = next(one for one in screen.panel.findChildren(Pressable) if one.accessibleName() == "DEWI LESTARI")
    assert link.accessibleDescription() == "Istri"
    link.setFocus()
    qtbot.keyClick(link, " ")
    code, other = screen.desk.session.shell.went[-1]
    found = seats_of(local_office)("ratna").read(person_by_nik, nik(1))
    assert found is not None and (code, other) == ("orang", found.id)


@pytest.mark.parametrize(("user", "tells"), [("ratna", True), ("andi", True), ("sari", False)])
def test_who_keeps_the_register_sees_where_values_came_from(
    qtbot: Any, local_office: Office, family: int, user: str, tells: bool
) -> None:
    screen = open_screen(qtbot, seats_of(local_office)(user), "orang", key=family)
    said = words(screen.panel)
    assert "ID DTKS\nID0" in said and "Nomor keluarga\n" in said
    assert ("PBI JK\nDesember 2026, nomor keluarga " in said) is tells
    assert ("Semua isian\ndari berkas daftar_nov.xlsx, " in said) is tells
    assert ("dari berkas" in said) is tells and "9901" in said


def test_every_value_that_two_records_may_differ_in_has_an_origin() -> None:
    assert {columns[0] for columns in CHOICES.values()} - {"kelurahan"} <= {*SHOWN, "alias"}
