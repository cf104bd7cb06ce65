"""``move``: the single office goes to an empty database of a server; its file is closed and says where it went."""

from argparse import ArgumentParser
from typing import TYPE_CHECKING

from desktop.verbs.backup_verb import progress
from desktop.verbs.desk import VerbDesk

if TYPE_CHECKING:
    from desktop.relocation import Moved


def arguments(parser: ArgumentParser) -> None:
    """``--database`` names the file when it is not this PC's own, ``--as`` its administrator."""
    line = "basis data kosong, dengan akun pemiliknya: postgresql://PEMILIK@SERVER/basisdata"
    parser.add_argument("--to", metavar="URL", required=True, help=line)


def carry_out(desk: VerbDesk) -> None:
    """Status 0 too when this very office is there already. JSON: ``first_password`` names who cannot sign in at the
    server yet, ``authenticators`` who of them had one."""
    from desktop.operations.passwords import check_password
    from desktop.relocation import move
    from desktop.settings import default_url, for_all_desks, write_desk

    seat = desk.proved()
    check_password(desk.own_password(), seat.staff.username)
    moved = move(seat, desk.own_password(), desk.arguments.to, progress(desk))
    if desk.arguments.database in {"", default_url()}:
        if "database" in for_all_desks().values:
            desk.progress("Alamat lama diatur untuk semua meja. Minta administrator menggantinya dengan alamat server.")
        else:
            write_desk(database=moved.to)
    data = {
        "to": moved.to,
        "already": moved.already,
        "counts": moved.counts,
        "rows": sum(moved.counts.values()),
        "first_password": list(moved.waiting),
        "authenticators": list(moved.authenticators),
    }
    desk.answer(data, _words(moved, seat.staff.username))


def _words(moved: "Moved", username: str) -> str:
    from desktop.backup_opening import counted

    if moved.already:
        return f"Kantor ini sudah ada di {moved.to}. Tidak ada yang berubah; berkas ini ditutup."
    said = [
        f"SELESAI. Kantor kini di {moved.to}: {counted(moved.counts)}. Jurnal, segel, dan surat sudah diperiksa di sana.",
        f"{username} masuk di sana dengan kata sandi yang sama. Berkas ini ditutup; simpan sebagai arsip.",
    ]
    if moved.waiting:
        said.append(
            f"Belum punya kata sandi di server: {', '.join(moved.waiting)}. Beri dengan staff reset NAMA (oleh {username}) "
            "atau init --login NAMA (oleh pemilik basis data)."
        )
    if moved.authenticators:
        names = ", ".join(moved.authenticators)
        said.append(f"Autentikator {names} lepas saat kata sandinya disetel ulang; pasang lagi di Akun saya.")
    said.append("Kata sandi lama, kunci pemulihan, dan berkas kunci tidak berlaku di server.")
    return "\n".join(said)
