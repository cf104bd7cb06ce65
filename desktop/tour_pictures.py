"""After the story: a picture of every screen that it did not pass, for every role."""

from desktop.tour_desks import FOUND_AGAIN, Desks


def take_pictures(desks: Desks) -> None:
    """Panti: residents, person, letters; Dinkes: report, search, help, dark; administrator; first start."""
    driver = desks.driver
    desks.at_desk("yusuf", "Gambar layar yang lain")
    desks.look("beranda-panti")
    driver.go("penghuni")
    desks.look("penghuni")
    for code, name in (("surat", "surat"), ("agenda", "agenda"), ("konsep", "konsep"), ("periksa", "periksa-surat")):
        driver.go(code)
        desks.look(name)
    driver.go("orang", desks.found_again)
    desks.look("orang")
    _search_and_help(desks)
    desks.at_desk("admin", "Gambar meja administrator")
    for code, name in (
        ("beranda", "beranda-admin"),
        ("petugas", "petugas"),
        ("kantor", "kantor"),
        ("tata_surat", "tata-surat"),
        ("templat", "templat-surat"),
        ("pencetak", "pencetak"),
        ("tarif", "tarif-iuran"),
        ("komputer", "komputer"),
        ("hak", "hak-akses"),
    ):
        driver.go(code)
        desks.look(name)
    driver.go("akun")
    desks.look("akun-saya")
    _first_start(desks)


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
    driver.go("penghuni")
    desks.look("gelap")
    driver.window._dress("light")


def _first_start(desks: Desks) -> None:
    """The wizard of a desk that has no office yet; nothing is made of it here."""
    driver = desks.driver
    driver.sign_out()
    driver.window.show_wizard(lambda _choice, _reply: None)
    wizard = driver.page_named("Wizard")
    driver.app.processEvents()
    desks.look("mulai-pertama")
    for code, name in (("baru", "mulai-kantor-baru"), ("gabung", "mulai-gabung")):
        wizard.choose(code)
        driver.app.processEvents()
        desks.look(name)
