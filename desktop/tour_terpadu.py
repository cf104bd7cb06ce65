"""The tour's second story: a member died, another moved; the loop from Dukcapil to BPJS and back, and one taken back."""

from typing import TYPE_CHECKING, Any

from desktop.practice import load_practice

if TYPE_CHECKING:
    from desktop.tour_desks import Desks


def play(desks: "Desks") -> None:
    """A death typed, a move with its destination, the report, the stop, the result, and the death that was none."""
    desks.clock.next_morning()
    first, second = load_practice().member[:2]
    _record(desks, first.nik, second.nik)
    _report(desks)
    _stop(desks)
    _close(desks, first.name)
    _give_back(desks)


def _record(desks: "Desks", died: str, moved: str) -> None:
    driver = desks.driver
    desks.at_desk("andi", "Database Terpadu: Dukcapil mencatat kematian dan pindah")
    screen = driver.go("kematian_pindah")
    _type(desks, screen, "kematian", died, "3175-KM-24112026-0003", "")
    desks.look("kematian-pindah-isian")
    driver.act("catat")
    driver.heard("langsung tampak")
    driver.settle()
    _type(desks, screen, "pindah", moved, "SKPWNI/3175/24112026/0011", "Kabupaten Boyolali")
    driver.act("catat")
    driver.heard("langsung tampak")
    driver.settle()
    desks.look("kematian-pindah")
    desks.at_desk("sari", "Database Terpadu: Dinas Sosial melihatnya, sudah terpilah")
    driver.go("data_terpadu")
    driver.settle()
    desks.look("data-terpadu")


def _type(desks: "Desks", screen: Any, kind: str, nik: str, document: str, destination: str) -> None:
    form = screen.form.form
    day = desks.clock.now.date()
    form.type_values({"kind": kind, "event_date": day, "document": document, "destination": destination})
    desks.driver.write(screen.form.nik, nik)
    desks.driver.settle()


def _report(desks: "Desks") -> None:
    desks.clock.forward(minutes=35)
    desks.at_desk("ratna", "Database Terpadu: Dinas Kesehatan melapor ke BPJS")
    screen = desks.driver.go("laporan_dukcapil")
    desks.tick_all(screen)
    desks.look("laporan-dukcapil")
    desks.send(screen, "dilaporkan ke BPJS")
    desks.look("laporan-dukcapil-terkirim")


def _stop(desks: "Desks") -> None:
    driver = desks.driver
    desks.clock.forward(hours=2)
    desks.at_desk("hendra", "Database Terpadu: BPJS menghentikan kepesertaan dan iuran")
    screen = driver.go("penghentian")
    desks.tick_all(screen)
    driver.act("maju")
    driver.settle()
    desks.look("penghentian-tanggal")
    driver.agree()
    driver.heard("dihentikan kepesertaan dan iurannya")
    driver.settle()


def _close(desks: "Desks", name: str) -> None:
    driver = desks.driver
    desks.clock.forward(minutes=20)
    desks.at_desk("andi", "Database Terpadu: Dukcapil menerima hasilnya, lalu mencabut yang keliru")
    screen = driver.go("kematian_pindah")
    driver.settle()
    driver.act("terima")
    driver.agree()
    driver.settle()
    row = next(row for row in screen.people.rows() if row.label == name)
    screen.people.select(row.id)
    driver.settle()
    driver.act("cabut")
    driver.agree("Orangnya masih hidup")
    driver.heard("diberitahukan kepada BPJS")
    driver.settle()
    desks.look("kematian-dicabut")


def _give_back(desks: "Desks") -> None:
    driver = desks.driver
    desks.clock.forward(minutes=15)
    desks.at_desk("hendra", "Database Terpadu: BPJS memulihkan kepesertaannya")
    driver.go("penghentian")
    driver.settle()
    driver.act("pulihkan")
    driver.agree()
    driver.heard("dipulihkan")
    driver.settle()
    desks.look("penghentian-pulih")
