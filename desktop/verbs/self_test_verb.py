"""``self-test``: run inside the installed program; everything it needs must be there and work."""

import tempfile
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path

from desktop.practice import HANDOVER_LIST, open_practice
from desktop.verbs.desk import VerbDesk


def arguments(parser: ArgumentParser) -> None:
    """No arguments of its own."""


def carry_out(desk: VerbDesk) -> int:
    """Status 4 when a check fails: then the installation is broken, and that is our bug."""
    results: dict[str, str] = {}
    for name, check in CHECKS.items():
        desk.progress(f"Memeriksa {name} …")
        try:
            results[name] = check()
        except Exception as error:
            results[name] = f"GAGAL: {type(error).__name__}"
    failed = [name for name, result in results.items() if result.startswith("GAGAL")]
    data = {"ok": not failed, "checks": results}
    desk.answer(data, "\n".join(f"{name}: {result}" for name, result in results.items()))
    return 4 if failed else 0


def _database() -> str:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        office = open_practice(Path(folder))
        try:
            from db.queries.staff import staff_list

            return f"baik, {len(office.read(staff_list))} petugas latihan"
        finally:
            office.close()


def _encryption() -> str:
    from desktop.house import House
    from desktop.partners import with_partners

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        place = Path(folder) / "kantor.db"
        house = House(f"sqlite:///{place.as_posix()}", folder=Path(folder))
        admin = {"admin_username": "uji", "admin_name": "Uji", "admin_password": "gajah putih terbang"}
        recovery_key = house.safe.found(with_partners("panti", "Panti Uji Kunci", "Jakarta"), admin)
        house.recover(recovery_key, "uji", "kuda laut biru")
        house.sign_in("uji", "kuda laut biru")
        house.close()
        if b"Panti Uji Kunci" in place.read_bytes():
            raise ValueError
        return "baik, berkas kantor terenkripsi dan dibuka lagi"


def _letters() -> str:
    from desktop.documents.letters import render_letter
    from desktop.documents.sample import sample_letter
    from desktop.documents.template import letter_codes
    from desktop.sop.procedure import procedures

    named = {code for one in procedures() for _, action in one.actions() for code in action.letters}
    codes = sorted(named | set(letter_codes()))
    sizes = [len(render_letter(sample_letter(code))) for code in codes]
    return f"baik, {len(codes)} jenis surat, {sum(sizes) // 1024} KiB"


def _cards() -> str:
    from desktop.documents.card_layout import card_codes
    from desktop.documents.cards import render_cards
    from desktop.documents.preview import page_count
    from desktop.documents.sample import sample_cards

    cards = sample_cards()
    pages = {layout: page_count(render_cards(cards, layout)) for layout in card_codes()}
    sides = ", ".join(f"{count} muka {layout}" for layout, count in pages.items())
    return f"baik, {len(cards)} kartu: {sides}"


def _spreadsheets() -> str:
    from datetime import date

    from desktop.spreadsheets.read import read_file

    reading = read_file(HANDOVER_LIST, today=date(2026, 11, 22))
    return f"baik, {reading.total} baris, {reading.accepted} dapat masuk, {reading.rejected} ditolak"


def _second_process() -> str:
    from desktop.spreadsheets.rows_apart import ApartBook

    book = ApartBook(HANDOVER_LIST)
    try:
        return f"baik, {len(book.sheets)} lembar dibaca proses kedua"
    finally:
        book.close()


def _screens() -> str:
    from desktop.ui.screens.registry import SCREENS

    return f"baik, {len([entry.load() for entry in SCREENS])} layar"


def _seal() -> str:
    from datetime import date

    from desktop.seals import SealedCard, new_key, open_seal, seal

    key = new_key()
    card = SealedCard(key.key_id, "0001234567890", "CONTOH", 1990, date(2026, 11, 22), 1)
    if open_seal(seal(key.private, card), {key.key_id: key.public}) != card:
        raise ValueError
    return "baik, segel dibuat dan dibaca lagi"


CHECKS: dict[str, Callable[[], str]] = {
    "basis data": _database,
    "enkripsi": _encryption,
    "surat": _letters,
    "kartu": _cards,
    "segel kartu": _seal,
    "lembar kerja": _spreadsheets,
    "berkas besar": _second_process,
    "layar": _screens,
}
