"""The road to the server: protected and to the right one, or not taken (a real server with real certificates)."""

import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import create_engine, make_url, text

from db.backends.postgresql.address import driver_url, hosts
from db.database import Database
from db.errors import RecordRoomError

ROOT = Path(__file__).resolve().parents[2]
NAME = "padan.contoh.invalid"


def certificate(folder, name, issuer=None):
    """(certificate, key) files for a server; without an issuer one that trusts itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    begin = datetime.now(UTC) - timedelta(days=1)
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer[0].subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .sign(issuer[1] if issuer else key, hashes.SHA256())
    )
    pem, secret = folder / f"{name}.pem", folder / f"{name}.key"
    pem.write_bytes(built.public_bytes(serialization.Encoding.PEM))
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    secret.write_bytes(key.private_bytes(*plain))
    return built, key, pem, secret


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server of its own with TLS on; gives (owner's address, the authority's certificate)."""
    sys.path.insert(0, str(ROOT / "installer"))
    import postgresql

    # Outside pytest's own folder, which the server's user may not enter.
    papers, folder = tmp_path_factory.mktemp("kertas"), Path(tempfile.mkdtemp(prefix="padan-tls-"))
    authority = certificate(papers, "Otoritas Uji")
    _, _, pem, key = certificate(papers, NAME, authority)
    try:
        url = postgresql.start(folder)
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            data = Path(connection.scalar(text("SHOW data_directory")))
            for source, target in ((pem, "server.crt"), (key, "server.key")):
                (data / target).write_bytes(source.read_bytes())
                (data / target).chmod(0o600)
                _give(data / target, data)
            connection.execute(text("ALTER SYSTEM SET ssl = on"))
            connection.execute(text("SELECT pg_reload_conf()"))
        engine.dispose()
        yield make_url(url), authority[2]
    finally:
        postgresql.remove(folder)


def _give(path, like):
    import os

    owner = like.stat()
    os.chown(path, owner.st_uid, owner.st_gid)


def address(server, name, more=""):
    """As an office writes it; the name leads to this machine without any name server."""
    url = server[0]
    return f"postgresql://{url.username}:{url.password}@{name}:{url.port}/postgres?hostaddr=127.0.0.1{more}"


def asked(url):
    """Whether the road is protected, as the server sees it, or the kind of trouble."""
    database = Database(url)
    try:
        with database.read() as connection:
            return connection.scalar(text("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"))
    except RecordRoomError as error:
        return error.kind
    finally:
        database.close()


def test_the_right_server_over_tls(server):
    assert asked(address(server, NAME, f"&sslrootcert={server[1]}")) is True


def test_a_server_nobody_vouches_for(server):
    assert asked(address(server, NAME)) == "untrusted"


def test_another_name_than_the_certificates(server):
    assert asked(address(server, "lain.contoh.invalid", f"&sslrootcert={server[1]}")) == "untrusted"


@pytest.mark.parametrize("mode", ["disable", "allow", "prefer", "require", "verify-ca"])
def test_less_protection_is_not_taken(server, mode):
    assert asked(address(server, NAME, f"&sslmode={mode}")) == "untrusted"


def test_a_server_without_tls(server):
    """The tests' own server speaks without TLS: by another name than this machine's it is refused."""
    import os

    other = make_url(os.environ["PADAN_TEST_POSTGRESQL"])
    assert asked(address((other, server[1]), NAME, f"&sslrootcert={server[1]}")) == "untrusted"


def test_inside_this_machine_no_certificate_is_asked_for(server):
    url = server[0]
    assert asked(f"postgresql://{url.username}:{url.password}@127.0.0.1:{url.port}/postgres") is not None


def test_several_servers_in_one_address():
    url = driver_url("postgresql://satu.kota.invalid,dua.kota.invalid:5433/padan")
    assert url.query["host"] == ("satu.kota.invalid:5432", "dua.kota.invalid:5433")
    assert url.query["target_session_attrs"] == "primary" and url.query["sslmode"] == "verify-full"


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("localhost", True),
        ("127.0.0.1:5433", True),
        ("[::1]:5433", True),
        ("10.0.0.4", False),
        ("", True),
        ("db", False),
    ],
)
def test_what_is_inside_this_machine(text, local):
    assert [host.local for host in hosts(text)] == [local]


def test_an_address_with_a_wrong_port():
    with pytest.raises(RecordRoomError):
        hosts("server:lima")
