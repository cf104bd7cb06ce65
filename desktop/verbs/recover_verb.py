"""``recover``: an administrator's new password by the recovery key; or a new recovery key."""

from argparse import ArgumentParser

from desktop.sop.refusals import Refused
from desktop.verbs.desk import VerbDesk, password
from desktop.verbs.key_words import recovery_words

RECOVERY_KEY = "PADAN_RECOVERY_KEY"
NEW_PASSWORD = "PADAN_NEW_PASSWORD"  # noqa: S105


def arguments(parser: ArgumentParser) -> None:
    """Whose password; the recovery key and the new password come from the environment or a prompt."""
    parser.add_argument(
        "--admin", default="", metavar="PENGGUNA", help="administrator; boleh kosong bila hanya seorang"
    )
    line = "ganti kunci pemulihan; perlu --as ADMINISTRATOR dan kata sandinya"
    parser.add_argument("--new-key", action="store_true", help=line)


def carry_out(desk: VerbDesk) -> None:
    """JSON: ``username`` whose password was set; with ``--new-key`` the ``recovery_key``, told once."""
    if desk.arguments.new_key:
        _new_key(desk)
        return
    house = desk.house()
    if not (house.is_single() and house.is_sealed()):
        raise Refused("not_sealed", "Kantor ini tidak terenkripsi. Minta administrator menyetel ulang kata sandi Anda.")
    typed = password(RECOVERY_KEY, "Kunci pemulihan: ")
    username = house.recover(typed, desk.arguments.admin, password(NEW_PASSWORD, "Kata sandi baru administrator: "))
    desk.answer({"done": True, "username": username}, f"Kata sandi {username} sudah diganti. Silakan masuk.")


def _new_key(desk: VerbDesk) -> None:
    desk.user()
    secret = password("PADAN_PASSWORD", f"Kata sandi {desk.arguments.user}: ")
    seat = desk.house().sign_in(desk.arguments.user, secret)
    fresh = seat.new_recovery_key(secret)
    desk.answer({"done": True, "recovery_key": fresh}, recovery_words(fresh))
    seat.recovery_saved()
