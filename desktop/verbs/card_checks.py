"""``card key`` and ``card verify``: the public keys for those who check, and the check itself."""

import hashlib
from argparse import ArgumentParser, _SubParsersAction
from pathlib import Path

from db.queries.letters import sheet_by_hash
from desktop.seal_check import SealVerdict, check_seal, key_file, verify_seal
from desktop.seals import BAD_FILE, keys_from_json
from desktop.sop.refusals import Refused
from desktop.verbs.desk import VerbDesk, out_file


def arguments(deeds: "_SubParsersAction[ArgumentParser]") -> None:
    """``key`` and ``verify``."""
    keys = deeds.add_parser("key", help="berkas kunci publik untuk memeriksa segel tanpa jaringan")
    keys.add_argument("--out", metavar="BERKAS.json")
    keys.add_argument("--rotate", type=int, metavar="KANTOR", help="ganti kunci kantor bernomor ini (administrator)")
    check = deeds.add_parser("verify", help="periksa lembar kartu (BERKAS) atau segel pada kartu (--qr)")
    check.add_argument("file", type=Path, nargs="?", metavar="BERKAS", help="PDF lembar kartu")
    check.add_argument("--qr", default="", metavar="TEKS", help="hasil pindai kode segel")
    check.add_argument("--keys", type=Path, metavar="BERKAS.json", help="berkas kunci; basis data tidak diperlukan")


def key(desk: VerbDesk) -> int:
    """Write the key file; with ``--rotate`` first a new key for an office."""
    words, said = desk.arguments, []
    if words.rotate is not None:
        said.append(desk.seat().cards.rotate_key(words.rotate).sentence)
    text = key_file(desk.office())
    keys = [{"id": key.key_id, "office": key.office, "retired": key.retired} for key in keys_from_json(text)]
    if words.out:
        path = out_file(words.out)
        path.write_text(text, encoding="utf-8")
        said.append(f"{len(keys)} kunci publik disimpan di {path}.")
    lines = [f"{key['id']}  {key['office']}{'  (tidak dipakai lagi)' if key['retired'] else ''}" for key in keys]
    desk.answer({"keys": keys, "file": words.out or ""}, "\n".join(said or lines))
    return 0


def verify(desk: VerbDesk) -> int:
    """Status 1 when no stored sheet has exactly these bytes, or the seal's card does not count."""
    words = desk.arguments
    if bool(words.qr) == bool(words.file):
        raise Refused("what", "Sebutkan satu yang diperiksa: BERKAS lembar kartu, atau --qr TEKS hasil pindai segel.")
    if words.qr:
        return _verify_seal(desk)
    sha256 = hashlib.sha256(words.file.read_bytes()).hexdigest()
    sheet = desk.office().read(sheet_by_hash, sha256)
    said = "Asli: lembar ini dibuat kantor ini." if sheet else "Bukan lembar kartu kantor ini, atau isinya diubah."
    desk.answer({"valid": sheet is not None, "sha256": sha256}, said)
    return 0 if sheet else 1


def _verify_seal(desk: VerbDesk) -> int:
    """With a key file nothing else is asked; without one the book of cards is."""
    words = desk.arguments
    try:
        verdict = _offline(words.keys, words.qr) if words.keys else verify_seal(desk.office(), words.qr)
    except Refused as refusal:
        if refusal.code not in {"not_a_seal", "unknown_key", "forged"}:
            raise
        desk.answer({"valid": False, "code": refusal.code}, refusal.sentence)
        return 1
    card = verdict.card
    data = {"valid": verdict.valid, "state": verdict.state, "office": verdict.office, "key": card.key_id}
    data |= {"participant_number": card.participant_number, "name": card.name, "birth_year": card.birth_year}
    desk.answer(data | {"issued": card.issued, "copy": card.copy}, verdict.sentence)
    return 0 if verdict.valid else 1


def _offline(file: Path, text: str) -> SealVerdict:
    try:
        written = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise Refused("bad_key_file", BAD_FILE) from None
    return check_seal(text, keys_from_json(written))
