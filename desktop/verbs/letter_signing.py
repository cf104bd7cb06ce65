"""Deeds of ``letter`` on signing: the PDF to be signed, the signed one back, a signature made here, and the check."""

from argparse import ArgumentParser, _SubParsersAction
from pathlib import Path

from desktop.letter_checks import Verdict, check_bytes, check_token, is_token
from desktop.paper_desk import refuse_too_large
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


def sign(desk: VerbDesk) -> None:
    """The password never stands in an argument, where every process of the machine could read it."""
    seat = desk.seat()
    p12 = desk.arguments.p12.read_bytes()
    secret = password(P12_PASSWORD, "Kata sandi berkas sertifikat: ")
    outcome = seat.paper.sign_local(desk.arguments.number, p12, secret)
    desk.answer({"done": True, "sentence": outcome.sentence, **outcome.data}, outcome.sentence)


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
        path = _save(verdict, desk.arguments.out)
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


def _save(verdict: Verdict, out: str) -> Path:
    if verdict.pdf is None:
        sentence = "Suratnya hanya untuk kantor penulis dan penerimanya. Sebutkan petugasnya dengan --as."
        raise Refused("other_office" if verdict.letter else "nothing", sentence)
    path = out_file(out)
    path.write_bytes(verdict.pdf)
    return path
