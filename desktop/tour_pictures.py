"""After the story: a picture of every screen that it did not pass, for every role."""

from desktop.tour_desks import FOUND_AGAIN, Desks


def take_pictures(desks: Desks) -> None:
    """Panti: residents, person, letters; Dinkes: report, search, help, dark; administrator: staff, offices, rights."""
    driver = desks.driver
    desks.at_desk("yusuf", "Gambar layar yang lain")
    desks.look("beranda-panti")
    driver.go("penghuni")
    desks.look("penghuni")
    driver.go("surat")
    desks.look("surat")
    driver.go("orang", desks.found_again)
    desks.look("orang")
    _search_and_help(desks)
    desks.at_desk("admin", "Gambar meja administrator")
    for code, name in (
        ("beranda", "beranda-admin"),
        ("petugas", "petugas"),
        ("kantor", "kantor"),
        ("hak", "hak-akses"),
    ):
        driver.go(code)
        desks.look(name)
    driver.go("akun")
    desks.look("akun-saya")


def _search_and_help(desks: Desks) -> None:
    driver = desks.driver
    driver.go("laporan")
    desks.look("laporan-sop")
    driver.go("beranda")
    driver.key("Ctrl+K", driver.screen)
    box = driver.window.stage.topbar.search
    driver.write(box, FOUND_AGAIN.lower())
    driver.until(box.hits, "the search found nobody")
    driver.settle()
    desks.look("cari")
    driver.key("Escape", box)
    driver.go("permohonan")
    driver.key("F1", driver.screen)
    driver.settle()
    desks.look("bantuan")
    driver.key("F1", driver.screen)
    driver.window.lock()
    driver.app.processEvents()
    desks.look("terkunci")
    driver.window._unlocked()
    driver.window._dress("dark")
    driver.go("loket")
    desks.look("gelap")
    driver.window._dress("light")
