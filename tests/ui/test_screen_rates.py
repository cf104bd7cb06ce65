"""Tarif iuran: the administrator writes a line, Dinas Kesehatan and BPJS look; nonsense is said and stays typed."""

from datetime import date
from typing import Any

import pytest

from desktop.ui.screens.rates_words import rupiah
from tests.ui.desks import open_screen, settle


def seen(screen: Any, code: str) -> bool:
    return screen.action_bar._acts[code].allowed


def test_a_new_rate_is_refused_with_a_sentence_and_then_kept(qtbot: Any, seats: Any) -> None:
    screen = open_screen(qtbot, seats("admin"), "tarif")
    settle(qtbot, screen)
    had = len(screen.list.rows())
    assert "KP Desa" in screen.missing.text() and not seen(screen, "simpan")
    typed = {"segment": "kp_desa", "budget_line": "daerah", "amount": "tiga ribu", "legal_basis": "Perbup 3/2026"}
    screen.form.type_values(typed)
    screen.save()
    assert set(screen.form.errors()) == {"amount", "valid_from"}
    screen.form.type_values({"amount": "33.600", "valid_from": date(2026, 12, 15)})
    screen.save()
    settle(qtbot, screen)
    assert "tanggal 1" in screen.message_bar.sentence() and screen.form.values()["amount"] == "33.600"
    screen.form.type_values({"valid_from": date(2026, 12, 1)})
    screen.save()
    settle(qtbot, screen)
    rows = screen.list.rows()
    assert len(rows) == had + 1 and "KP Desa" not in screen.missing.text() and not screen.is_dirty()
    new = next(row for row in rows if row.segment == "kp_desa")
    screen.list.select(new.id)
    screen.start_edit()
    assert screen.form.values()["amount"] == "33.600"


def test_who_compares_sets_no_price(qtbot: Any, seats: Any) -> None:
    screen = open_screen(qtbot, seats("ratna"), "tarif")
    settle(qtbot, screen)
    assert screen.list.rows() and not screen.form.isVisible() and screen.action_bar._acts == {}
    assert {row.segment for row in screen.list.rows()} == {"pbi_jk", "pbi_kota", "pbi_provinsi"}


def test_the_proof_of_a_death_is_chosen_where_the_offices_are(qtbot: Any, seats: Any) -> None:
    screen = open_screen(qtbot, seats("admin"), "kantor")
    settle(qtbot, screen)
    sheets: list[Any] = []
    screen.sheet_opened.connect(sheets.append)
    screen.action_bar.trigger("bukti")
    qtbot.waitUntil(lambda: bool(sheets))
    assert sheets[-1].form.values() == {"proof": "salah_satu"}
    sheets[-1].form.set_values({"proof": "pindaian"})
    sheets[-1].save()
    settle(qtbot, screen)
    assert "selalu dilampirkan" in screen.message_bar.sentence()


@pytest.mark.parametrize(
    ("text", "amount"),
    [("37.800", 37_800), ("Rp 37800", 37_800), ("-5", -5), ("37,5", None), ("3.78", None), ("", None), ("1e9", None)],
)
def test_rupiah_as_they_are_typed(text: str, amount: int | None) -> None:
    assert rupiah(text) == amount
