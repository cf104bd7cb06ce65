"""What a signing service elsewhere does to a PDF: well, or badly."""

from io import BytesIO

from asn1crypto import x509
from certificates import PASSWORD, authority, p12, person
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.validation import DocumentSecurityStore, validate_pdf_signature
from pyhanko.stamp import TextStampStyle
from pyhanko_certvalidator import ValidationContext


def signer(key, certificate):
    return SimpleSigner.load_pkcs12_data(p12(key, certificate), (), PASSWORD.encode())


def sign(pdf, key=None, certificate=None, field="Sig1", *, visible=False, digest="sha256", certify=False):
    """A signed file as the service gives it back; ``visible`` draws a stamp on page 1."""
    if key is None:
        key, certificate = person()
    box = {"on_page": 0, "box": (60, 60, 260, 120)} if visible else {}
    made = PdfSigner(
        PdfSignatureMetadata(field_name=field, md_algorithm=digest, subfilter=SigSeedSubFilter.PADES, certify=certify),
        signer(key, certificate),
        stamp_style=TextStampStyle(stamp_text="TTE %(signer)s") if visible else None,
        new_field_spec=SigFieldSpec(field, **box),
    )
    return made.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf))).getvalue()


def with_certificates(pdf):
    """The signed file with a store of certificates added behind (DSS)."""
    out = BytesIO(pdf)
    contents = PdfFileReader(out).embedded_signatures[0].pkcs7_content
    DocumentSecurityStore.add_dss(out, contents, certs=[_root()])
    return out.getvalue()


def _root():
    return x509.Certificate.load(authority()[1].public_bytes(Encoding.DER))


def tamper(pdf):
    """The PDF with an incremental update that paints over page 1."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    over = generic.StreamObject(stream_data=b"1 1 1 rg 0 0 600 900 re f")
    page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), writer.add_object(over)])
    writer.update_container(page)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def status(data):
    """pyHanko's own judgement, trusting our authority and nobody else."""
    reader = PdfFileReader(BytesIO(data))
    trust = ValidationContext(trust_roots=[_root()], allow_fetching=False)
    return [validate_pdf_signature(one, trust) for one in reader.embedded_signatures]
