"""Certificates and PKCS#12 files made on the spot; nobody else trusts them."""

from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import NameOID

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
PASSWORD = "rahasia-sertifikat-77"
ISSUER, SIGNER = "Otoritas Latihan", "Premi Lestariningsih"


def name(common, organisation="Padan Latihan"):
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


@cache
def authority():
    """(key, certificate) of who issues the others."""
    key = ec.generate_private_key(ec.SECP256R1())
    return key, _certificate(
        key.public_key(), name(ISSUER), name(ISSUER), key, NOW - timedelta(days=900), 3000, ca=True
    )


@cache
def person(common=SIGNER, kind="rsa", begin=-30, days=365):
    """(key, certificate) of somebody who signs."""
    key = rsa.generate_private_key(65537, 2048) if kind == "rsa" else ec.generate_private_key(ec.SECP256R1())
    ca_key, _ = authority()
    return key, _certificate(
        key.public_key(), name(common), name(ISSUER), ca_key, NOW + timedelta(days=begin), days, ca=False
    )


def _certificate(public, subject, issuer, signing, begin, days, *, ca):
    usage = x509.KeyUsage(
        digital_signature=not ca,
        content_commitment=not ca,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=ca,
        crl_sign=ca,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca, None), critical=True)
        .add_extension(usage, critical=True)
        .sign(signing, hashes.SHA256())
    )


def p12(key, certificate, password=PASSWORD):
    """A PKCS#12 file; a ``None`` part is left out."""
    hidden = BestAvailableEncryption(password.encode()) if password else NoEncryption()
    return pkcs12.serialize_key_and_certificates(b"padan", key, certificate, [authority()[1]], hidden)


def pem(certificate):
    return certificate.public_bytes(Encoding.PEM)


def pem_key(key):
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
