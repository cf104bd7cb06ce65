"""Electronic signatures in a PDF: read and checked, or made from a PKCS#12 file (PAdES B-B). Works without a network.

Imports pyHanko, which is heavy: whoever needs this module imports it inside the function that does.
What is checked is that a signature is whole and that nothing but it was added to our file; whether anybody vouches for
the certificate (its chain) is not.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from asn1crypto.pkcs12 import Pfx
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, NameObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import (
    DEFAULT_DIFF_POLICY,
    FormUpdatingRule,
    GenericFieldModificationRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    SuspiciousModification,
)
from pyhanko.sign.diff_analysis.constants import ACROFORM_EXEMPT_STRICT_COMPARISON
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from desktop.sop.dates import say_date
from desktop.sop.refusals import Refused

STRONG = frozenset({"sha256", "sha384", "sha512", "sha3_256", "sha3_384", "sha3_512", "shake256"})
FIELD = "TandaTangan"
# What a first signature must add to a file that had none, besides what may be added to a signed one.
_SIGNING_ONLY = StandardDiffPolicy(
    DEFAULT_DIFF_POLICY.global_rules,
    FormUpdatingRule(
        [
            SigFieldCreationRule(),  # type: ignore[no-untyped-call]
            SigFieldModificationRule(),
            GenericFieldModificationRule(),
        ],
        {*ACROFORM_EXEMPT_STRICT_COMPARISON, "/SigFlags"},
    ),
)
_END = re.compile(rb"%%EOF\s{0,2}\Z")


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed (common name), who issued the certificate, and when according to the signature itself."""

    signer: str
    issuer: str
    signed_at: datetime | None


def read_signature(data: bytes, ours: bytes) -> Signature:
    """The signature on a file that begins with our bytes; of several the last one, with all names.

    :raises Refused: when there is none, one is broken or too weak, or more than signing was done to the file.
    """
    try:
        return _read(data, ours)
    except Refused:
        raise
    except Exception:
        # A file from outside breaks a parser in as many ways as there are bytes; for the clerk they are one.
        raise _damaged() from None


def _read(data: bytes, ours: bytes) -> Signature:
    reader = PdfFileReader(BytesIO(data))
    found: list[EmbeddedPdfSignature] = reader.embedded_regular_signatures
    if not found:
        raise Refused("not_signed", "Berkas ini belum ditandatangani secara elektronik. Tanda tangani dulu.")
    for signature in reader.embedded_signatures:
        _check(signature, len(data), reader.xrefs.total_revisions)
    _refuse_other_changes(reader, ours)
    if not _END.search(data):
        raise _damaged()
    last = found[-1]
    names = dict.fromkeys(_common_name(signature.signer_cert, "subject") for signature in found)
    moment = last.self_reported_timestamp
    return Signature(
        ", ".join(names),
        _common_name(last.signer_cert, "issuer"),
        None if moment is None else moment if moment.tzinfo else moment.replace(tzinfo=UTC),
    )


def _check(signature: EmbeddedPdfSignature, size: int, revisions: int) -> None:
    signature.compute_integrity_info()  # type: ignore[no-untyped-call]
    begin, first, second, rest = (int(number) for number in signature.byte_range)
    hole = len(signature.pkcs7_content) * 2 + 2
    last = signature.signed_revision == revisions - 1
    covered = signature.coverage == SignatureCoverageLevel.ENTIRE_FILE and second + rest == size
    if begin != 0 or second != first + hole or (last and not covered):
        raise _damaged()
    if not signature.summarise_integrity_info()["docmdp_ok"]:
        raise Refused("altered", "Berkas ini diubah lagi sesudah ditandatangani. Minta berkas yang asli ber-TTE.")
    if signature.md_algorithm not in STRONG:
        raise Refused("weak", "Tanda tangan di berkas ini memakai cara lama yang tidak aman. Tanda tangani ulang.")
    kind = "tst_info" if signature.sig_object_type == "/DocTimeStamp" else "data"
    if kind == "tst_info":
        return
    intact, valid = validate_sig_integrity(
        signature.signer_info, signature.signer_cert, kind, signature.compute_digest()
    )
    if not (intact and valid):
        raise _damaged()


def _refuse_other_changes(reader: PdfFileReader, ours: bytes) -> None:
    """Our file is the first revision, and all that was added since belongs to signing."""
    first = reader.xrefs.get_xref_container_info(0)
    if first.end_location > len(ours):
        raise _added()
    issued = reader.get_historical_resolver(0)
    # The comparison wants a form to begin with; a file without one differs in nothing from one with an empty form.
    if "/AcroForm" not in issued.root:
        empty = {NameObject("/Fields"): ArrayObject()}
        issued.root[NameObject("/AcroForm")] = DictionaryObject(empty)  # type: ignore[no-untyped-call]
    if isinstance(_SIGNING_ONLY.review_file(reader, issued), SuspiciousModification):
        raise _added()


def sign(pdf: bytes, p12: bytes, password: str, when: datetime) -> bytes:
    """The PDF with a PAdES signature (B-B) added behind its own bytes; ``when`` stands in it as the signing time.

    :raises Refused: wrong password, no key, no certificate, or one that is not valid on that day.
    """
    secret = _open(p12, password, when)
    signer = SimpleSigner.load_pkcs12_data(p12, (), secret)
    meta = PdfSignatureMetadata(field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
    signed = _DatedSigner(meta, signer, when).sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)))
    content: bytes = signed.getvalue()
    return content


class _DatedSigner(PdfSigner):
    """Signs by the office's clock instead of the machine's."""

    def __init__(self, meta: PdfSignatureMetadata, signer: SimpleSigner, when: datetime) -> None:
        super().__init__(meta, signer)
        self._when = when

    def init_signing_session(self, *args: Any, **more: Any) -> Any:
        session = super().init_signing_session(*args, **more)
        session.system_time = self._when
        return session


def _open(p12: bytes, password: str, when: datetime) -> bytes | None:
    """The password as the file wants it. :raises Refused:"""
    try:
        _ = Pfx.load(p12, strict=True)["auth_safe"].native
    except (ValueError, TypeError, KeyError):
        raise Refused(
            "not_pkcs12", "Berkas sertifikat ini bukan PKCS#12 (.p12 atau .pfx). Pilih berkas lain."
        ) from None
    secret = password.encode() or None
    try:
        key, certificate, _others = pkcs12.load_key_and_certificates(p12, secret)
    except Exception:
        # Never with its cause: a library's text about a secret file belongs nowhere.
        raise Refused("wrong_password", "Kata sandi berkas sertifikat salah. Periksa, lalu coba lagi.") from None
    if key is None:
        raise Refused("no_key", "Berkas sertifikat ini tidak memuat kunci pribadi. Minta berkas yang lengkap.")
    if certificate is None:
        raise Refused("no_certificate", "Berkas ini memuat kunci tanpa sertifikatnya. Minta berkas yang lengkap.")
    if certificate.not_valid_after_utc < when:
        ended = say_date(certificate.not_valid_after_utc.date())
        raise Refused("certificate_ended", f"Sertifikat ini berakhir {ended}. Perpanjang di penerbitnya.")
    if certificate.not_valid_before_utc > when:
        begins = say_date(certificate.not_valid_before_utc.date())
        raise Refused("certificate_early", f"Sertifikat ini baru berlaku {begins}. Tunggu sampai hari itu.")
    return secret


def title_of(data: bytes) -> str:
    """The title of a PDF that a tool wrote anew; "" when it has none or cannot be read."""
    try:
        return str(PdfFileReader(BytesIO(data), strict=False).trailer["/Info"]["/Title"])
    except Exception:
        return ""


def _common_name(certificate: Certificate, whose: str) -> str:
    name = getattr(certificate, whose)
    found = name.native.get("common_name") or name.human_friendly
    return ", ".join(found) if isinstance(found, list) else str(found)


def _damaged() -> Refused:
    return Refused("damaged", "Tanda tangan di berkas ini rusak atau berkasnya terpotong. Unduh ulang berkas ber-TTE.")


def _added() -> Refused:
    return Refused("altered", "Selain tanda tangan ada isi lain yang ditambahkan. Tanda tangani PDF tanpa mengubahnya.")
