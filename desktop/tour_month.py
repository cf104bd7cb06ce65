"""The tour's third story: a month of a small city, from SIAK's delivery and the payer's list to the Berita Acara that both
sides signed, and to what was decided in it."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desktop.tour_desks import Desks

PEOPLE = 48
PERIOD, SEGMENT, RATE = "2026-11", "pbi_kota", 37_800
FIRST = ("Wulan", "Bagas", "Sekar", "Damar", "Ratih", "Galuh", "Laras", "Jati")
LAST = ("Pratala", "Sukmana", "Larasati", "Wiratma", "Kencana", "Samudra")
TWICE = 11  # a member of the city's list whom the state pays for as well
NOBODY = 70  # the first of three that are billed and that nobody knows


def play(desks: "Desks") -> None:
    """SIAK's residents, the complete list of members, the bill with its leaks, findings decided, the month closed, signed
    and applied."""
    desks.clock.next_morning()
    desks.at_desk("andi", "Sebulan kota kecil: data penduduk SIAK masuk")
    people = [_person(at) for at in range(PEOPLE)]
    _bring(desks, _file(desks, "siak_penduduk", "data-penduduk-siak.xlsx", people), "daftar-siak")
    desks.clock.forward(minutes=25)
    desks.at_desk("ratna", "Sebulan kota kecil: daftar peserta, lalu tagihan BPJS")
    members = people[: PEOPLE - 4]
    _bring(desks, _file(desks, "pbi_bnba", "daftar-peserta.xlsx", members), "daftar-peserta", full=True)
    state = [people[TWICE], *(_person(at) for at in range(NOBODY + 3, 99))]
    _bring(desks, _file(desks, "pbi_bnba", "daftar-pbi-jk.xlsx", state), "daftar-pbi-jk", segment="pbi_jk")
    billed = [*members, members[5], *(_person(NOBODY + at) for at in range(3))]
    billed[7] = {**billed[7], "amount": RATE * 2}
    _bring(desks, _file(desks, "bpjs_tagihan", "tagihan-bpjs.xlsx", billed), "tagihan")
    _reconcile(desks)
    desks.driver.go("kepesertaan")
    desks.driver.settle()
    desks.look("kepesertaan")
    desks.driver.go("ganda")
    desks.look("catatan-ganda")
    desks.at_desk("hendra", "Sebulan kota kecil: meteran di beranda BPJS")
    desks.look("beranda-bpjs")


def _person(at: int) -> dict[str, Any]:
    """Somebody invented: the region's code, a day and a serial from 9900 on, which no register gives."""
    day, woman = 1 + at % 28, at % 2 == 0
    return {
        "nik": f"317506{day + 40 * woman:02d}03{80 + at % 10}99{at:02d}",
        "kk": f"31750603{80 + at % 10}{day:02d}98{at // 3:02d}",
        "number": f"{3_000_000 + at:013d}",
        "name": f"{FIRST[at % len(FIRST)]} {LAST[at % len(LAST)]} {'ABCDEFGHIJ'[at % 10]}",
        "sex": "P" if woman else "L",
        "birth_date": f"19{80 + at % 10}-03-{day:02d}",
        "birth_place": "Bandung",
        "address": f"Jalan Melati {at + 1} RT 004 RW 002",
        "kelurahan": ("Penggilingan", "Pulogebang", "Jatinegara")[at % 3],
        "kecamatan": "Cakung",
        "relation": "KEPALA KELUARGA",
        "period": PERIOD,
        "amount": RATE,
    }


def _file(desks: "Desks", layout: str, name: str, people: list[dict[str, Any]]) -> Path:
    """As the office that keeps it would send it."""
    from desktop.spreadsheets.list_export import export_list

    path = desks.workbook(name)
    export_list(path, layout, people)
    return path


def _bring(desks: "Desks", path: Path, picture: str, **answers: Any) -> None:
    driver = desks.driver
    screen: Any = driver.go("daftar_peserta")
    said: Mapping[str, Any] = {"period": PERIOD, "segment": SEGMENT, "full": False, **answers}
    screen.form.set_values(said)
    driver.settle()
    screen.choose(path)
    driver.settle()
    desks.look(f"{picture}-uji")
    driver.act("masukkan")
    driver.settle()
    if driver.sheet() is not None:
        desks.look(f"{picture}-berakhir")
        driver.agree()
    driver.heard("masuk")
    driver.settle()


def _reconcile(desks: "Desks") -> None:
    driver = desks.driver
    desks.clock.forward(minutes=40)
    screen: Any = driver.go("rekonsiliasi")
    screen.form.set_values({"period": PERIOD, "segment": SEGMENT})
    driver.settle()
    driver.act("utama")
    driver.heard("dibandingkan")
    driver.settle()
    screen.found.select(screen.found.rows()[0].id)
    driver.settle()
    desks.look("rekonsiliasi")
    driver.act("putuskan")
    driver.heard("temuan diputus")
    driver.settle()
    driver.act("utama")
    driver.until(driver.sheet, "nobody asked for the number of BPJS")
    sheet: Any = driver.sheet()
    driver.write(sheet.form.control("number"), "128/BA-REKON/XI/2026")
    desks.look("rekonsiliasi-tutup")
    _preview(desks, sheet)
    sheet.confirm()
    driver.until(lambda: driver.sheet() is not sheet, "the month was not closed")
    driver.settle()
    _sign(desks, screen)
    _apply(desks)
    screen.found.select(screen.found.rows()[0].id)
    driver.settle()
    screen.folder = lambda _parent: str(desks.out / "rekonsiliasi")
    driver.act("berkas")
    driver.agree("BPJS Kesehatan, mitra rekonsiliasi")
    driver.heard("disimpan")
    driver.settle()
    desks.look("rekonsiliasi-selesai")


def _preview(desks: "Desks", sheet: Any) -> None:
    """The Berita Acara as it would be issued, over the question."""
    from desktop.ui.widgets.letter_sheet import LetterSheet

    driver = desks.driver
    sheet.preview()
    driver.until(lambda: driver.window.findChild(LetterSheet), "the preview did not come")
    driver.settle()
    desks.look("rekonsiliasi-pratinjau")
    driver.window.findChild(LetterSheet).cancel()


def _sign(desks: "Desks", screen: Any) -> None:
    """Two days later the paper comes back with both signatures and BPJS's day."""
    driver = desks.driver
    desks.look("rekonsiliasi-ditutup")
    desks.clock.next_morning()
    desks.clock.next_morning()
    paper = desks.out / "rekonsiliasi" / "pindaian-ba.pdf"
    driver.answer(lambda: _scan(desks, screen.answer.paper.letter_id, paper))
    screen.choose_scan = lambda _parent: str(paper)
    driver.act("utama")
    driver.until(driver.sheet, "nobody asked for the signed paper")
    sheet: Any = driver.sheet()
    sheet.well.choose()
    driver.write(sheet.form.control("dated"), f"{desks.clock.now:%d-%m-%Y}")
    desks.look("rekonsiliasi-tanda-tangan")
    sheet.confirm()
    driver.until(lambda: driver.sheet() is not sheet, "the signed paper was not kept")
    driver.settle()


def _scan(desks: "Desks", letter_id: int, path: Path) -> None:
    from desktop.documents.scanned import scanned

    _number, pdf = desks.driver.program.seat.letter_pdf(letter_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(scanned(pdf))


def _apply(desks: "Desks") -> None:
    driver = desks.driver
    driver.act("utama")
    driver.until(driver.sheet, "nobody asked from which day")
    sheet: Any = driver.sheet()
    desks.look("rekonsiliasi-terapkan")
    sheet.confirm()
    driver.until(lambda: driver.sheet() is not sheet, "the decisions were not applied")
    driver.settle()
