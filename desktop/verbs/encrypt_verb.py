"""``encrypt``: a single office of an older version, still readable on the disk, becomes an encrypted one."""

from argparse import ArgumentParser

from desktop.sop.refusals import Refused
from desktop.verbs.desk import VerbDesk, password
from desktop.verbs.key_words import resealed_data, resealed_words


def arguments(parser: ArgumentParser) -> None:
    """No arguments of its own; ``--as`` names the administrator."""


def carry_out(desk: VerbDesk) -> None:
    """JSON: ``recovery_key`` and ``temporary_passwords`` (user name → password), told once. The administrator keeps the
    own password; nobody knows the others', so each gets a temporary one."""
    house, username = desk.house(), desk.user()
    if house.is_new():
        raise Refused("no_office", "Belum ada kantor di komputer ini. Buat dulu dengan: main.py init")
    if house.is_single() and house.is_sealed():
        raise Refused("sealed", "Kantor ini sudah terenkripsi. Untuk kunci baru pakai: main.py staff rekey")
    secret = password("PADAN_PASSWORD", f"Kata sandi {username}: ")
    made = house.seal(username, secret, lambda _done, _total, sentence: desk.progress(sentence))
    desk.answer(resealed_data(made), f"Kantor sudah terenkripsi.\n{resealed_words(made)}")
    house.recovery_saved(username, secret)
