"""Deeds of ``letter`` on signing: the PDF to be signed, the signed one or a scan back, a signature made here, the check."""

from argparse import ArgumentParser, ArgumentTypeError, _SubParsersAction
from datetime import date
from pathlib import Path

from db.queries.month_letters import signing_of
from db.queries.offices import office_by_id
from db.queries.signers import signers_on
from desktop.letter_checks import Verdict, check_bytes, check_token, is_token
from desktop.operations.signers import ACTING, head_of, signer_facts
from desktop.sop.letter_files import refuse_too_large, refuse_too_large_signed, signers_in
from desktop.sop.letters import void_name
from desktop.sop.refusals import Refused
from desktop.verbs.desk import VerbDesk, out_file, password

P12_PASSWORD = "PADAN_P12_PASSWORD"  # noqa: S105
_NUMBER = {"type": int, "metavar": "NOMOR", "help": "nomor urut dari letter list"}


def arguments(deeds: "_SubParsersAction[ArgumentParser]") -> None:
    """Beside the other deeds of ``letter``."""
    check = deeds.add_parser("verify", help="periksa sebuah PDF, atau kode PADAN: dari suratnya")
    check.add_argument("what", metavar="BERKAS|KODE")
    check.add_argument(
        "--out", metavar="BERKAS.pdf", help="simpan surat yang tersimpan (hanya kantor penulis, penerima)"
    )
    plain = deeds.add_parser("unsigned", help="simpan PDF untuk ditandatangani di layanan TTE")
    plain.add_argument("number", **_NUMBER)  # type: ignore[arg-type]
    plain.add_argument("--out", required=True, metavar="BERKAS.pdf")
    signed = deeds.add_parser("signed", help="simpan PDF yang kembali dari layanan TTE")
    signed.add_argument("number", **_NUMBER)  # type: ignore[arg-type]
    signed.add_argument("file", type=Path, metavar="BERKAS.pdf")
    scan = deeds.add_parser("scanned", help="simpan pindaian atau foto surat yang ditandatangani di kertas")
    scan.add_argument("number", **_NUMBER)  # type: ignore[arg-type]
    scan.add_argument("file", type=Path, metavar="BERKAS", help="PDF, JPEG, atau PNG")
    scan.add_argument("--signed-on", type=_day, metavar="TTTT-BB-HH", help="tanpa ini: hari ini")
    scan.add_argument("--signers", default="", metavar="NAMA", help="tanpa ini: yang tercetak di surat")
    scan.add_argument("--partner-number", default="", metavar="NOMOR", help="Berita Acara: nomor pihak kedua")
    scan.add_argument("--dated", type=_day, metavar="TTTT-BB-HH", help="Berita Acara: tanggal pihak kedua")
    deeds.add_parser("signers", help="siapa yang hari ini boleh menandatangani surat kantor ini, dengan nomornya")
    sign = deeds.add_parser("sign", help=f"tandatangani di sini; kata sandi dari {P12_PASSWORD} atau diketik")
    sign.add_argument("number", **_NUMBER)  # type: ignore[arg-type]
    sign.add_argument("--p12", type=Path, required=True, metavar="BERKAS.p12")


def unsigned(desk: VerbDesk) -> None:
    """The frozen bytes as they are."""
    number, pdf = desk.seat().paper.unsigned(desk.arguments.number)
    path = out_file(desk.arguments.out)
    path.write_bytes(pdf)
    desk.answer({"number": number, "file": str(path)}, f"Surat {number} tanpa TTE disimpan di {path}.")


def signed(desk: VerbDesk) -> None:
    """Byte for byte as it came back."""
    seat = desk.seat()
    outcome = seat.paper.attach_signed(desk.arguments.number, desk.arguments.file.read_bytes())
    desk.answer({"done": True, "sentence": outcome.sentence, **outcome.data}, outcome.sentence)


def scanned(desk: VerbDesk) -> None:
    """The paper that was signed by hand; of a Berita Acara with the other side's number and day."""
    seat, given = desk.seat(), desk.arguments
    refuse_too_large_signed(given.file.stat().st_size)
    found = seat.read(signing_of, given.number)
    outcome = seat.paper.attach_scan(
        given.number,
        given.file.read_bytes(),
        signed_on=given.signed_on or seat.now().date(),
        signers=given.signers or (signers_in(found.facts) if found else ""),
        number=given.partner_number or (found.partner_number if found else ""),
        dated=given.dated or (found.partner_dated if found else None),
    )
    desk.answer({"done": True, "sentence": outcome.sentence, **outcome.data}, outcome.sentence)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text} bukan tanggal; tulis seperti 2026-11-29") from None


def sign(desk: VerbDesk) -> None:
    """The password never stands in an argument, where every process of the machine could read it."""
    seat = desk.seat()
    p12 = desk.arguments.p12.read_bytes()
    secret = password(P12_PASSWORD, "Kata sandi berkas sertifikat: ")
    outcome = seat.paper.sign_local(desk.arguments.number, p12, secret)
    desk.answer({"done": True, "sentence": outcome.sentence, **outcome.data}, outcome.sentence)


def signers(desk: VerbDesk) -> None:
    """First who signs when nobody is chosen: the acting official, else the head, who has no number here."""
    seat = desk.seat()
    today, office_id = seat.now().date(), seat.staff.office_id
    found = seat.read(signers_on, office_id, today)
    rows: list[tuple[int | None, str, dict[str, str], date | None]]
    rows = [(row.id, row.capacity, signer_facts(row), row.valid_to) for row in found]
    rows.sort(key=lambda row: row[1] not in ACTING)
    office = seat.read(office_by_id, office_id)
    if office is not None and office.head_name and not (rows and rows[0][1] in ACTING):
        rows.insert(0, (None, "definitif", head_of(office), None))
    first = bool(rows) and (rows[0][0] is None or rows[0][1] in ACTING)
    data, lines = [], []
    for place, (number, capacity, facts, until) in enumerate(rows):
        default = first and place == 0
        data.append({"id": number, "capacity": capacity, **facts, "valid_to": until, "default": default})
        behalf = f"{facts['on_behalf']}, " if facts["on_behalf"] else ""
        last = f", sampai {until}" if until else ""
        said = "  (tanpa --signer)" if default else ""
        lines.append(f"{'-' if number is None else number:>5} {behalf}{facts['position']}: {facts['name']}{last}{said}")
    nobody = "Belum ada penanda tangan. Minta administrator mengisinya."
    desk.answer({"signers": data}, "\n".join(lines) or nobody)


def verify(desk: VerbDesk) -> int:
    """Status 1 when what was shown does not count as a letter. Without ``--as`` only the register's facts are told."""
    verdict = _verdict(desk)
    row = verdict.letter
    data = {"valid": verdict.valid, "kind": verdict.kind, "tte": verdict.tte, "sentence": verdict.sentence}
    data["difference"] = verdict.difference
    if row is not None:
        names = ("id", "code", "number", "issued_on", "office_name", "to_office", "sha256")
        data |= {name: getattr(row, name) for name in names}
    lines = [verdict.sentence]
    if row is not None and verdict.valid:
        lines.append(f"Tanda tangan: {verdict.tte}.")
    if desk.arguments.out:
        path = _save(desk, verdict, desk.arguments.out)
        data["file"] = str(path)
        lines.append(f"Surat yang tersimpan ditulis ke {path}.")
    desk.answer(data, "\n".join(lines))
    return 0 if verdict.valid else 1


def _verdict(desk: VerbDesk) -> Verdict:
    what, path = desk.arguments.what, Path(desk.arguments.what)
    if is_token(what) and not path.exists():
        return desk.seat().paper.verify_token(what) if desk.arguments.user else check_token(desk.office(), what, None)
    refuse_too_large(path.stat().st_size)
    content = path.read_bytes()
    return desk.seat().paper.verify_bytes(content) if desk.arguments.user else check_bytes(desk.office(), content, None)


def _save(desk: VerbDesk, verdict: Verdict, out: str) -> Path:
    if verdict.pdf is None:
        sentence = "Suratnya hanya untuk kantor penulis dan penerimanya. Sebutkan petugasnya dengan --as."
        raise Refused("other_office" if verdict.letter else "nothing", sentence)
    path = out_file(out)
    if verdict.kind == "dibatalkan":
        path = path.with_name(void_name(path.name))
    if verdict.letter is not None:
        desk.seat().paper.kept_copy(verdict.letter.id, path.name)
    path.write_bytes(verdict.pdf)
    return path
