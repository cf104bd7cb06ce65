"""``init``: a new office with its first administrator, or the practice office; ``--upgrade`` a shared database.

On a server the address names the account that owns the database: ``--database postgresql://pemilik@server/padan``.
"""

from argparse import ArgumentParser

from desktop.partners import with_partners
from desktop.sop.procedure import ROLES
from desktop.sop.refusals import Refused
from desktop.verbs.desk import VerbDesk, password
from desktop.verbs.key_words import recovery_words


def arguments(parser: ArgumentParser) -> None:
    """Name, kind and place of the office; who administers it."""
    parser.add_argument("--office", metavar="NAMA", help="nama kantor seperti pada kop surat")
    parser.add_argument("--kind", choices=[kind for kind in ROLES if kind != "admin"], help="jenis kantor")
    parser.add_argument("--city", default="", metavar="KOTA")
    parser.add_argument("--admin", metavar="PENGGUNA", help="nama pengguna administrator")
    parser.add_argument("--admin-name", default="", metavar="NAMA")
    parser.add_argument("--login", metavar="PENGGUNA", help="kata sandi baru di basis data bersama, oleh pemiliknya")
    parser.add_argument("--upgrade", action="store_true", help="bawa basis data bersama ke versi program ini")


def carry_out(desk: VerbDesk) -> None:
    """The administrator's password comes from ``PADAN_PASSWORD`` or a prompt. A single office is encrypted, and its
    recovery key is told here once and never again."""
    given = desk.arguments
    house = desk.house()
    if given.practice:
        office = house.office()
        desk.answer({"database": office.database.backend.name, "practice": True}, "Kantor latihan siap.")
        return
    if given.upgrade:
        office = house.raw_office()
        office.prepare()
        desk.answer({"database": office.database.backend.name, "upgraded": True}, "Basis data sudah versi program ini.")
        return
    if given.login:
        house.raw_office().give_login(given.login, password("PADAN_NEW_PASSWORD", f"Kata sandi baru {given.login}: "))
        desk.answer({"login": given.login}, f"{given.login} kini dapat masuk dan diminta mengganti kata sandinya.")
        return
    if not (given.office and given.kind and given.admin):
        raise Refused("missing", "Sebutkan --office, --kind dan --admin, atau pakai --practice.")
    secret = password("PADAN_PASSWORD", "Kata sandi administrator: ")
    offices = with_partners(given.kind, given.office, given.city)
    admin = {"admin_username": given.admin, "admin_name": given.admin_name or given.admin, "admin_password": secret}
    ready = f"{given.office} siap. Masuk sebagai {given.admin}, lalu tambah petugas."
    if house.is_single():
        recovery_key = house.safe.found(offices, admin)
        data = {"database": "sqlite", "practice": False, "offices": len(offices), "recovery_key": recovery_key}
        desk.answer(data, f"{ready}\n{recovery_words(recovery_key)}")
        house.recovery_saved(given.admin, secret)
        return
    office = house.raw_office()
    office.open(offices, **admin)
    desk.answer({"database": office.database.backend.name, "practice": False, "offices": len(offices)}, ready)
