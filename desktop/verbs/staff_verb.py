"""``staff``: list, add, disable, enable, reset, delegate, rekey."""

from argparse import ArgumentParser, ArgumentTypeError, _SubParsersAction
from datetime import date

from db.queries.offices import offices
from db.queries.staff import StaffRow, staff_by_username, staff_list
from desktop.operations.manage_signers import SaveSigner
from desktop.operations.manage_staff import AddStaff, ChangeStaff, ResetPassword
from desktop.operations.manage_totp import RequireTotp, ResetTotp
from desktop.operations.outcome import Outcome
from desktop.seat import Seat
from desktop.sop.refusals import Refused
from desktop.verbs.desk import VerbDesk, password
from desktop.verbs.key_words import resealed_data, resealed_words

NEW_PASSWORD = "PADAN_NEW_PASSWORD"  # noqa: S105


def arguments(parser: ArgumentParser) -> None:
    """A deed and its object; the new password comes from ``PADAN_NEW_PASSWORD`` or a prompt."""
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="TINDAKAN")
    deeds.add_parser("list", help="daftar petugas")
    add = deeds.add_parser("add", help="tambah petugas")
    add.add_argument("username")
    add.add_argument("--name", required=True)
    add.add_argument("--nip", default="")
    add.add_argument("--position", default="")
    add.add_argument("--office", required=True, metavar="JENIS|NOMOR", help="jenis kantor atau nomornya")
    add.add_argument("--roles", required=True, help="peran dipisah koma")
    for deed, line in (("disable", "nonaktifkan"), ("enable", "aktifkan lagi"), ("reset", "atur ulang kata sandi")):
        deeds.add_parser(deed, help=line).add_argument("username")
    reset = deeds.add_parser("totp-reset", help="lepas autentikator seorang petugas")
    reset.add_argument("username")
    reset.add_argument("--reason", required=True, metavar="ALASAN")
    require = deeds.add_parser("totp-require", help="peran yang wajib memakai autentikator")
    require.add_argument("--roles", required=True, help="peran dipisah koma; kosong: tidak ada")
    _delegate_arguments(deeds)
    line = "kunci baru untuk berkas kantor; petugas lain mendapat kata sandi sementara"
    deeds.add_parser("rekey", help=line, description=line)


def _delegate_arguments(deeds: "_SubParsersAction[ArgumentParser]") -> None:
    line = "beri wewenang menandatangani surat kantor"
    given = deeds.add_parser("delegate", help=line, description=line)
    given.add_argument("username")
    given.add_argument("--capacity", required=True, choices=("plh", "plt", "an"), help="pelaksana harian, tugas, a.n.")
    given.add_argument("--position", required=True, metavar="JABATAN", help="tanpa «Plh.»: Kepala Dinas Sosial")
    given.add_argument("--on-behalf", default="", metavar="JABATAN", help="untuk an: atas nama siapa")
    given.add_argument("--from", dest="begin", required=True, type=_day, metavar="TTTT-BB-HH")
    given.add_argument("--to", dest="end", type=_day, metavar="TTTT-BB-HH", help="hari terakhir; wajib untuk plh, plt")
    given.add_argument("--basis", default="", metavar="NOMOR", help="nomor surat perintah; wajib untuk plh, plt")
    given.add_argument("--rank", default="", metavar="PANGKAT", help="Pembina (IV/a)")
    given.add_argument("--office", default="", metavar="JENIS|NOMOR", help="tanpa ini: kantor petugas itu")


def carry_out(desk: VerbDesk) -> None:
    """Done as ``--as``, who must be an administrator."""
    given = desk.arguments
    if given.deed == "rekey":
        _rekey(desk)
        return
    seat = desk.seat()
    if given.deed == "list":
        rows = seat.read(staff_list)
        data = {"staff": [_plain(row) for row in rows]}
        lines = (f"{row.username:14} {row.name:32} {row.office_name:34} {', '.join(sorted(row.roles))}" for row in rows)
        desk.answer(data, "\n".join(lines))
    elif given.deed == "add":
        command = AddStaff(
            username=given.username,
            name=given.name,
            nip=given.nip,
            position=given.position,
            office_id=_office(seat, given.office),
            roles=frozenset(part.strip() for part in given.roles.split(",") if part.strip()),
            password=password(NEW_PASSWORD, "Kata sandi petugas baru: "),
        )
        outcome = seat.run(command)
        desk.answer({"done": True, "sentence": outcome.sentence}, outcome.sentence)
    elif given.deed == "totp-reset":
        _tell(desk, seat.run(ResetTotp(staff_id=_known(seat, given.username).id, reason=given.reason)))
    elif given.deed == "totp-require":
        roles = frozenset(part.strip() for part in given.roles.split(",") if part.strip())
        _tell(desk, seat.run(RequireTotp(roles=roles)))
    elif given.deed == "delegate":
        _delegate(desk, seat)
    else:
        _change(desk, seat, given.deed, given.username)


def _tell(desk: VerbDesk, outcome: Outcome) -> None:
    desk.answer({"done": True, "sentence": outcome.sentence}, outcome.sentence)


def _rekey(desk: VerbDesk) -> None:
    """After somebody left who may have kept a copy of file and slot: that copy opens, the office from now on not."""
    house, username = desk.house(), desk.user()
    if not (house.is_single() and house.is_sealed()):
        raise Refused("not_sealed", "Kantor ini tidak terenkripsi. Enkripsi dulu dengan: main.py encrypt")
    secret = password("PADAN_PASSWORD", f"Kata sandi {username}: ")
    made = house.seal(username, secret, lambda _done, _total, sentence: desk.progress(sentence))
    desk.answer(resealed_data(made), f"Berkas kantor memakai kunci baru.\n{resealed_words(made)}")
    house.recovery_saved(username, secret)


def _delegate(desk: VerbDesk, seat: Seat) -> None:
    given = desk.arguments
    row = _known(seat, given.username)
    command = SaveSigner(
        office_id=_office(seat, given.office) if given.office else row.office_id,
        staff_id=row.id,
        capacity=given.capacity,
        position=given.position,
        on_behalf=given.on_behalf,
        rank=given.rank,
        basis=given.basis,
        valid_from=given.begin,
        valid_to=given.end,
    )
    outcome = seat.run(command)
    data = {"done": True, "sentence": outcome.sentence, "signer": outcome.data["signer"]}
    desk.answer(data, outcome.sentence)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"tanggal '{text}' belum benar, tulis seperti 2026-11-23") from None


def _known(seat: Seat, username: str) -> StaffRow:
    row = seat.read(staff_by_username, username)
    if row is None:
        raise Refused("gone", "Petugas itu tidak ditemukan. Lihat daftar dengan: staff list")
    return row


def _change(desk: VerbDesk, seat: Seat, deed: str, username: str) -> None:
    row = _known(seat, username)
    if deed == "reset":
        command: ResetPassword | ChangeStaff = ResetPassword(
            staff_id=row.id, password=password(NEW_PASSWORD, "Kata sandi baru: ")
        )
    else:
        command = ChangeStaff(
            staff_id=row.id,
            version=row.version,
            name=row.name,
            nip=row.nip,
            position=row.position,
            roles=row.roles,
            disabled=deed == "disable",
        )
    outcome = seat.run(command)
    desk.answer({"done": True, "sentence": outcome.sentence}, outcome.sentence)


def _office(seat: Seat, text: str) -> int:
    for office in seat.read(offices):
        if text in (office.kind, str(office.id)):
            return office.id
    raise Refused("no_office", "Kantor itu tidak ditemukan. Sebut jenis kantor, misalnya panti, atau nomornya.")


def _plain(row: StaffRow) -> dict[str, object]:
    return {
        "username": row.username,
        "name": row.name,
        "office": row.office_name,
        "roles": sorted(row.roles),
        "disabled": row.disabled,
    }
