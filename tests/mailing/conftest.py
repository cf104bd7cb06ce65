"""A real SMTP server on loopback, with a certificate made for the test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.mailing.post_office import PostOffice, make_certificate


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Key and certificate of 127.0.0.1 and localhost in one file."""
    path = tmp_path_factory.mktemp("sertifikat") / "server.pem"
    make_certificate(path, "localhost")
    return path


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """This computer trusts the test's certificate, as it would trust one of an authority."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    return certificate


@pytest.fixture
def post_office() -> Iterator[Callable[..., PostOffice]]:
    """Starts servers: ``post_office(certificate=…, users={…}, limit=…)``; they stop with the test."""
    opened: list[PostOffice] = []

    def start(**wishes: object) -> PostOffice:
        made = PostOffice(**wishes)  # type: ignore[arg-type]
        opened.append(made)
        made.start()
        return made

    yield start
    for made in opened:
        made.stop()
