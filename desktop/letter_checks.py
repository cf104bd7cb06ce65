"""Is this file, or the code printed on this paper, a letter of ours: unchanged, signed, void, or altered (C5, L9)?

What anybody may be told are the facts of the register: number, date, offices and validity. The letter itself is shown
to who wrote or received it.
"""

import hashlib
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from db.queries.letter_status import (
    LetterStatus,
    letter_by_id,
    letter_files,
    letter_status,
    letter_with_hash,
    letter_with_token,
)
from db.queries.letters import LetterRow
from desktop.letter_traces import MARK, letter_named_in
from desktop.seals import PREFIX as SEAL_PREFIX
from desktop.sop.dates import say_date
from desktop.sop.letters import letter_kind
from desktop.sop.refusals import Refused, WrongDeclaration

if TYPE_CHECKING:
    from desktop.office import Office

NO_TTE = "tanpa TTE"
CODE_LENGTH = 16
BY_HAND = "basah"
_TOKEN = re.compile(r"(?:padan\W*)?([0-9a-f]{16})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Verdict:
    """``kind``: asli, ditandatangani, arsip, berubah, dibatalkan, bukan, or kode (what was scanned or typed is no whole
    code, so nothing is said about a letter); ``valid`` for the first three. ``tte`` says plainly "TTE oleh …" or
    "tanpa TTE". ``pdf`` is the letter as we keep it, for who wrote or received it. ``difference`` is the place (from 0)
    of the first byte that differs."""

    kind: str
    sentence: str
    tte: str = NO_TTE
    letter: LetterRow | None = None
    pdf: bytes | None = None
    difference: int | None = None

    @property
    def valid(self) -> bool:
        """Whether what was shown counts as a letter."""
        return self.kind in ("asli", "ditandatangani", "arsip")


def check_bytes(office: "Office", data: bytes, viewer: int | None) -> Verdict:
    """The verdict about a file; ``viewer`` is the office of who asks, ``None`` for nobody known."""
    known = office.read(letter_with_hash, hashlib.sha256(data).hexdigest())
    if known is None:
        return _altered(office, data, viewer)
    letter_id, which = known
    row, status = _of(office, letter_id)
    if which == "signed":
        return _void(status, _signed(office, row, status, viewer))
    said = f"Asli: {_named(row)}."
    kind, tte = "asli", NO_TTE
    if which == "archive":
        kind, said = "arsip", f"Salinan arsip berparaf: {_named(row)}. Yang dikirim adalah surat tanpa tabel paraf."
    elif status.signed_sha256 is not None:
        how = "yang ditandatangani" if status.signed_kind == BY_HAND else "yang ber-TTE"
        said = f"{said} Berkas ini sendiri tanpa TTE; {how} oleh {status.signer_name} tersimpan di kantor penerbit."
    return _void(status, Verdict(kind, said, tte, row, _shown(office, status, viewer)))


def check_token(office: "Office", text: str, viewer: int | None) -> Verdict:
    """The verdict about the code for the internal check, scanned or typed."""
    found = _TOKEN.fullmatch(re.sub(r"[\s-]", "", text))
    if found is None:
        return Verdict("kode", _why_no_code(text))
    letter_id = office.read(letter_with_token, found[1].casefold())
    if letter_id is None:
        return Verdict("bukan", "Kode itu bukan kode surat Padan kantor mana pun di sini. Periksa hasil pindainya.")
    row, status = _of(office, letter_id)
    if status.signed_sha256 is not None:
        return _void(status, _signed(office, row, status, viewer))
    said = f"Terdaftar: {_named(row)}. Cocokkan kertasnya dengan surat yang tersimpan."
    pdf = office.read(letter_files, letter_id).pdf
    if pdf is not None and hashlib.sha256(pdf).hexdigest() != status.sha256:
        said = f"{_named(row)} terdaftar, tetapi berkas yang tersimpan tidak cocok dengan sidik jarinya."
        return Verdict("berubah", f"{said} Hubungi administrator.", NO_TTE, row)
    return _void(status, Verdict("asli", said, NO_TTE, row, _shown(office, status, viewer)))


def _why_no_code(text: str) -> str:
    """What is wrong with a text that is no code of a letter, and what to do now."""
    bare = re.sub(r"[\s-]", "", text)
    if bare.upper().startswith(SEAL_PREFIX):
        return "Itu kode kartu peserta, bukan kode surat. Pindai kartu di layar Loket kartu."
    code = re.sub(r"^padan\W*", "", bare, flags=re.IGNORECASE)
    strange = "".join(dict.fromkeys(re.sub(r"[0-9a-f]", "", code, flags=re.IGNORECASE)))
    if strange:
        return (
            f"Kode surat hanya berisi angka dan huruf a sampai f; “{strange[:8]}” tidak termasuk. "
            "Pindai sekali lagi, atau ketik kode di bawah kotak QR-nya."
        )
    if len(code) < CODE_LENGTH:
        return (
            f"Kode itu baru {len(code)} dari {CODE_LENGTH} huruf atau angka. "
            "Pindai sekali lagi seluruh kotak QR-nya, atau ketik sisanya."
        )
    return (
        f"Kode itu {len(code)} huruf atau angka, padahal kode surat {CODE_LENGTH}. "
        "Kosongkan isiannya, lalu pindai satu kode saja."
    )


def is_token(text: str) -> bool:
    """Whether a text looks like the code printed on a letter."""
    return _TOKEN.fullmatch(re.sub(r"[\s-]", "", text)) is not None


def _altered(office: "Office", data: bytes, viewer: int | None) -> Verdict:
    found = letter_named_in(office, data) if data.startswith(b"%PDF-") or MARK in data else None
    if found is None:
        sentence = "Berkas ini bukan surat yang diterbitkan lewat Padan ini. Minta surat yang asli dari penerbitnya."
        return Verdict("bukan", sentence)
    letter_id, place, words = found
    row, status = _of(office, letter_id)
    sentence = f"Berubah: berkas ini menyebut {_named(row)}, tetapi {words}. Jangan dipakai; minta surat aslinya."
    return Verdict("berubah", sentence, NO_TTE, row, _shown(office, status, viewer), place)


def _signed(office: "Office", row: LetterRow, status: LetterStatus, viewer: int | None) -> Verdict:
    """The stored signed file, its signature checked anew: the register alone could have been changed."""
    from desktop.signatures import read_signature

    files = office.read(letter_files, row.id)
    signed, pdf = files.signed or b"", files.pdf or b""
    if status.signed_kind == BY_HAND:
        return _by_hand(row, status, signed, viewer)
    try:
        if hashlib.sha256(signed).hexdigest() != status.signed_sha256 or not signed.startswith(pdf):
            raise Refused("damaged", "Berkas ber-TTE yang tersimpan tidak cocok dengan sidik jarinya.")
        read_signature(signed, pdf)
    except Refused as broken:
        sentence = f"{_named(row)} tercatat ber-TTE, tetapi: {broken.sentence} Hubungi administrator."
        return Verdict("berubah", sentence, NO_TTE, row)
    tte = f"TTE oleh {status.signer_name}, penerbit {status.issuer}, utuh; rantai sertifikat tidak diperiksa"
    shown = signed if viewer is not None and status.concerns(viewer) else None
    return Verdict("ditandatangani", f"Asli: {_named(row)}. {tte}.", tte, row, shown)


def _by_hand(row: LetterRow, status: LetterStatus, scan: bytes, viewer: int | None) -> Verdict:
    """The stored scan of the signed paper: whole, and said to be no more than what somebody brought."""
    if hashlib.sha256(scan).hexdigest() != status.signed_sha256:
        said = f"{_named(row)}: pindaian bertanda tangan yang tersimpan tidak cocok dengan sidik jarinya."
        return Verdict("berubah", f"{said} Hubungi administrator.", NO_TTE, row)
    when = f" {say_date(status.signed_at.date())}" if status.signed_at else ""
    tte = f"tanda tangan basah oleh {status.signer_name}{when}, menurut pindaian yang disimpan; tanpa TTE"
    shown = scan if viewer is not None and status.concerns(viewer) else None
    return Verdict("ditandatangani", f"Asli: {_named(row)}. {tte[0].upper()}{tte[1:]}.", tte, row, shown)


def _void(status: LetterStatus, verdict: Verdict) -> Verdict:
    if status.void_reason is None or verdict.letter is None or not verdict.valid:
        return verdict
    when = f" {say_date(status.voided_at.date())}" if status.voided_at else ""
    after = (
        f"Pakai penggantinya, Nomor {status.replaced_number}." if status.replaced_number else "Tidak ada penggantinya."
    )
    return replace(verdict, kind="dibatalkan", sentence=f"Dibatalkan{when}: {_named(verdict.letter)}. {after}")


def _shown(office: "Office", status: LetterStatus, viewer: int | None) -> bytes | None:
    if viewer is None or not status.concerns(viewer):
        return None
    return office.read(letter_files, status.letter_id).pdf


def _of(office: "Office", letter_id: int) -> tuple[LetterRow, LetterStatus]:
    row, status = office.read(letter_by_id, letter_id), office.read(letter_status, letter_id)
    assert row is not None and status is not None  # noqa: S101 (letters are never deleted)
    return row, status


def _named(row: LetterRow) -> str:
    try:
        title = letter_kind(row.code).title
    except WrongDeclaration:
        title = "Surat"
    return (
        f"{title} Nomor {row.number or '-'} tanggal {say_date(row.issued_on)}, {row.office_name} kepada {row.to_office}"
    )
