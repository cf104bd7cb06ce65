"""The story the tour tells, desk by desk; every move is made on the screen of the clerk whose turn it is."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.queries.cases import CaseRow, queue
from desktop.house import House
from desktop.practice import FOLDER, HANDOVER_LIST

if TYPE_CHECKING:
    from desktop.tour import TourClock

FOUND_AGAIN = "Siti Aminah"
RETURNED = "Agus Wulandari"


class Desks:
    """Nine steps, six agencies: one WBS turns out to have a NIK, one is sent back by Dinkes and comes again."""

    def __init__(
        self, driver: Any, house: House, clock: "TourClock", out: Path, progress: Callable[[str], None], password: str
    ) -> None:
        self.driver, self.house, self.clock, self.out = driver, house, clock, out
        self.progress, self._password = progress, password
        self.cases: tuple[int, ...] = ()
        self.found_again = 0
        self._pictures = 0

    def play(self) -> None:
        """The whole story."""
        self.satpol_pp()
        self.panti_receives()
        self.dinsos()
        self.dukcapil()
        self.panti_asks()
        self.dinkes_sends_one_back()
        self.dukcapil_mends()
        self.panti_asks()
        self.dinkes_approves_the_rest()
        self.bpjs()
        self.dinkes_passes_on()
        self.panti_prints()

    # small words
    def at_desk(self, username: str, says: str) -> None:
        """Sign somebody in, after whoever was there left."""
        self.progress(says)
        if self.driver.window.stage is not None:
            self.driver.sign_out()
        self.driver.sign_in(username, self._password)

    def look(self, name: str) -> None:
        """A picture of the window."""
        self._pictures += 1
        self.driver.grab(self.out / "layar" / f"{self._pictures:02d}-{name}.png")

    def workbook(self, name: str) -> Path:
        """Where a workbook of the tour goes."""
        path = self.out / "lembar-kerja" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def waiting(self, *statuses: str) -> tuple[CaseRow, ...]:
        """Who waits at the desk of the person signed in."""
        seat = self.driver.program.seat
        rows: tuple[CaseRow, ...] = self.driver.answer(lambda: seat.read(queue, seat.staff.office_id, statuses))
        return rows

    def tick_all(self, screen: Any) -> None:
        """All people of the list are ticked: Ctrl+A, unless the desk came with everybody ticked."""
        self.driver.settle()
        if len(screen.people.checked()) < len(screen.people.rows()):
            screen.people.list.setFocus()
            self.driver.key("Ctrl+A", screen.people.list)
        self.driver.until(screen.people.checked, "nobody could be ticked")

    def send(self, screen: Any, expected: str) -> None:
        """The desk's main button, the question, the answer in the message bar."""
        self.driver.act("maju")
        self.driver.agree()
        self.driver.heard(expected)
        self.driver.settle()

    # the desks
    def satpol_pp(self) -> None:
        """Step 1: the list of the outreach comes in as it is, one more person is typed, all are handed over."""
        driver = self.driver
        self.look("masuk")
        self.at_desk("bagus", "Langkah 1: Satpol PP membaca daftar penjangkauan dan menyerahkan WBS")
        self.look("beranda-kosong")
        source = self.workbook("daftar-serah-terima.xlsx")
        shutil.copy(HANDOVER_LIST, source)
        screen = driver.go("impor")
        self.look("impor-kosong")
        screen.choose(source)
        driver.settle()
        self.look("impor-uji-coba")
        driver.act("masukkan")
        driver.settle()
        driver.heard("masuk")
        screen.place = lambda *_: str(self.workbook("berkas-balasan.xlsx"))
        driver.act("balasan")
        driver.agree("Satpol PP, pengirim daftar")
        self.look("impor-selesai")
        self._type_one()
        screen = driver.go("penjangkauan")
        self.tick_all(screen)
        driver.settle()
        self.look("penjangkauan")
        self.clock.forward(minutes=48)
        driver.act("serahkan")
        driver.agree()
        driver.heard("diserahkan ke panti")
        driver.settle()
        self.look("penjangkauan-diserahkan")

    def _type_one(self) -> None:
        """One minute, one person: by hand, with a photo."""
        screen = self.driver.go("penjangkauan")
        typed = {
            "name": "Markus Latihan",
            "sex": "L",
            "birth": "± 52 th",
            "birth_place": "Ende",
            "category": "Gelandangan",
            "found_place": "Kolong Jembatan Klender",
            "found_at": "22-11-2026 21.10",
            "condition": "Sehat",
            "belongings": "Tas kain",
        }
        for name, text in typed.items():
            screen.form.put(name, text)
        screen.form.photo.set_data((FOLDER / "foto-latihan.jpg").read_bytes())
        self.driver.settle()
        self.look("penjangkauan-isian")
        self.driver.act("simpan")
        self.driver.settle()

    def panti_receives(self) -> None:
        """Step 2: received, rooms given, the request for NIK recommendation."""
        driver = self.driver
        self.clock.forward(minutes=20)
        self.at_desk("yusuf", "Langkah 2: Panti Sosial menerima dan memohon rekomendasi NIK")
        self.cases = tuple(row.id for row in self.waiting("diserahkan"))
        screen = driver.go("serah_terima")
        self.tick_all(screen)
        driver.settle()
        self.look("serah-terima")
        self.send(screen, "diterima di panti")
        self.look("serah-terima-selesai")
        screen = driver.go("permohonan")
        self.tick_all(screen)
        driver.settle()
        self.look("permohonan-nik")
        self.clock.forward(minutes=27)
        screen.choose = lambda *_: str(self.workbook("rekapitulasi-data-wbs.xlsx"))
        driver.act("rekap")
        driver.settle()
        self.look("untuk-siapa")
        driver.agree("Dinas Sosial")
        self.send(screen, "dimohonkan rekomendasi")

    def dinsos(self) -> None:
        """Step 3: the recommendation."""
        driver = self.driver
        self.clock.forward(minutes=35)
        self.at_desk("sari", "Langkah 3: Dinas Sosial merekomendasikan ke Dukcapil")
        screen = driver.go("rekomendasi")
        self.tick_all(screen)
        driver.settle()
        self.look("rekomendasi")
        self.clock.forward(minutes=45)
        self.send(screen, "direkomendasikan ke Dukcapil")

    def dukcapil(self) -> None:
        """Step 4: search first for each; one is found, the others get a NIK."""
        self.clock.forward(hours=2, minutes=5)
        self.at_desk("andi", "Langkah 4: Dukcapil mencari dulu, lalu menerbitkan NIK")
        self.driver.go("nik")
        for number, row in enumerate(self.waiting("menunggu_nik")):
            self._decide(row, number, picture=number == 0 or row.name == FOUND_AGAIN)
            self.clock.forward(minutes=2)

    def _decide(self, row: CaseRow, number: int, *, picture: bool) -> None:
        driver = self.driver
        screen = driver.screen
        screen.people.select(row.id)
        driver.until(lambda: screen.draft().result is not None, "the register did not answer")
        driver.settle()
        found = row.name == FOUND_AGAIN
        if found:
            driver.until(screen.search.list.current, "nobody was found")
            self.found_again = screen.search.list.current().id
            driver.key("S", screen)
        else:
            driver.key("T", screen)
            driver.write(screen.decision.nik, row.nik or invented_nik(row, number))
        driver.settle()
        if picture:
            self.look("nik-sudah-ada" if found else "nik-diterbitkan")
        driver.act("putus")
        driver.agree()
        driver.heard("sudah punya NIK" if found else "diterbitkan NIK")
        driver.settle()

    def panti_asks(self) -> None:
        """Step 5: the request for approval."""
        driver = self.driver
        self.clock.forward(minutes=14)
        self.at_desk("yusuf", "Langkah 5: Panti Sosial meminta persetujuan Dinas Kesehatan")
        screen = driver.go("persetujuan")
        self.tick_all(screen)
        driver.settle()
        self.look("permohonan-jkn")
        self.send(screen, "dimintakan persetujuan")

    def dinkes_sends_one_back(self) -> None:
        """Step 6: one NIK is not validated and goes back to Dukcapil with a reason; the others are approved."""
        driver = self.driver
        self.clock.forward(minutes=40)
        self.at_desk("ratna", "Langkah 6: Dinas Kesehatan memvalidasi, satu dikembalikan ke Dukcapil")
        self.look("beranda-dinkes")
        screen = driver.go("validasi")
        driver.settle()
        one = next(row for row in self.waiting("menunggu_validasi") if row.name == RETURNED)
        screen.people.set_checked([one.id])
        screen.people.select(one.id)
        driver.settle()
        self.look("validasi-satu")
        driver.act("kembali")
        driver.agree("Tanggal lahir pada NIK belum sesuai dengan data panti")
        driver.heard("dikembalikan ke Dukcapil")
        driver.settle()
        self.tick_all(screen)
        driver.settle()
        self.look("validasi")
        self.send(screen, "divalidasi")

    def dukcapil_mends(self) -> None:
        """Back at step 4 the next morning, with Dinkes's reason on the screen."""
        self.clock.next_morning()
        self.at_desk("andi", "Langkah 4 lagi: Dukcapil memeriksa yang dikembalikan")
        self.driver.go("nik")
        self.driver.settle()
        self.look("nik-perbaikan")
        for row in self.waiting("perbaikan_nik"):
            self._decide(row, 0, picture=False)

    def dinkes_approves_the_rest(self) -> None:
        """Step 6 again, for who was sent back."""
        self.clock.forward(minutes=9)
        self.at_desk("ratna", "Langkah 6 lagi: Dinas Kesehatan menyetujui yang sudah diperbaiki")
        screen = self.driver.go("validasi")
        self.tick_all(screen)
        self.driver.settle()
        self.send(screen, "divalidasi")

    def bpjs(self) -> None:
        """Step 7: one number typed, the others read from BPJS's own file."""
        driver = self.driver
        self.clock.forward(hours=1, minutes=10)
        self.at_desk("hendra", "Langkah 7: BPJS Kesehatan menerbitkan E-ID")
        screen = driver.go("eid")
        driver.settle()
        first = screen.people.current()
        driver.write(screen.form.number, participant_number(0))
        driver.write(screen.form.facility, "Puskesmas Kecamatan Cakung")
        driver.key("Return", screen.form.number)
        driver.settle()
        self.look("eid-diketik")
        rest = [row for row in self.waiting("disetujui") if row.id != first.id]
        path = self.workbook("hasil-e-id-bpjs.xlsx")
        write_eid_file(path, rest)
        screen.choose_file = lambda *_: str(path)
        driver.click(screen.form.read_button)
        driver.settle()
        self.look("eid-berkas")
        driver.agree()
        self.look("eid-terisi")
        self.send(screen, "mendapat E-ID")

    def dinkes_passes_on(self) -> None:
        """Step 8."""
        self.clock.forward(minutes=12)
        self.at_desk("ratna", "Langkah 8: Dinas Kesehatan meneruskan E-ID ke panti")
        screen = self.driver.go("teruskan")
        self.tick_all(screen)
        self.driver.settle()
        self.look("terusan-eid")
        self.send(screen, "diteruskan ke panti")

    def panti_prints(self) -> None:
        """Step 9: one card as CR80, the others two to a sheet."""
        driver = self.driver
        self.clock.forward(minutes=8)
        self.at_desk("rina", "Langkah 9: Panti Sosial mencetak kartu")
        driver.go("loket")
        driver.settle()
        self.look("loket-kartu")
        driver.act("cetak")
        driver.settle()
        driver.act("semua")
        driver.settle()
        if driver.sheet() is not None:
            driver.agree()
        driver.settle()
        self.look("loket-selesai")
        target = self.out / "kartu"
        shutil.copytree(driver.program.seat.folder / "kartu", target, dirs_exist_ok=True)


def invented_nik(row: CaseRow, number: int) -> str:
    """A NIK of the right shape: region, birth date (women + 40), a serial that nobody has."""
    born = row.birth_date
    if born is None:
        raise ValueError("a WBS without birth date reached Dukcapil")
    day = born.day + (40 if row.sex == "P" else 0)
    return f"317506{day:02d}{born:%m%y}99{number:02d}"


def participant_number(number: int) -> str:
    """A number of the right shape that BPJS never gave."""
    return f"9999{number:09d}"


def write_eid_file(path: Path, rows: list[CaseRow]) -> None:
    """What BPJS sends back: NIK, number, name, first-level facility."""
    from desktop.spreadsheets.write import OutColumn, write_table

    columns = (
        OutColumn("nik", "NIK", 20, "code"),
        OutColumn("number", "NOMOR PESERTA", 18, "code"),
        OutColumn("name", "NAMA", 30),
        OutColumn("facility", "FASKES TK. I", 30),
    )
    lines = [
        {
            "nik": row.nik,
            "number": participant_number(at),
            "name": row.label,
            "facility": "Puskesmas Kecamatan Cakung",
        }
        for at, row in enumerate(rows, 1)
    ]
    write_table(path, title="Hasil Pendaftaran Peserta", columns=columns, rows=lines, sheet="E-ID")
