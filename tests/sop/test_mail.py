"""Addresses of e-mail and the settings of a server, checked before anything leaves the program."""

import pytest

from desktop.sop.mail import MailServer, address_problem, server_problems


@pytest.mark.parametrize(
    "good", ["tu@dinsos.example", "kepala.panti+surat@psbi.jakarta.example", "a_b-c'd@x1.y2.example", "1@2.example"]
)
def test_good_addresses(good):
    assert address_problem(good) == ""


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "tu",
        "tu@",
        "@dinsos.example",
        "tu@dinsos",
        "tu@@dinsos.example",
        "tu@dinsos..example",
        "tu@-dinsos.example",
        ".tu@dinsos.example",
        "tu.@dinsos.example",
        "tu @dinsos.example",
        "tu@dinsos.example\n",
        "tu@dinsos.example\r\nBcc: x@y.example",
        "tu@dinsos.example,lain@dinsos.example",
        "tu@dinsos.example;lain@dinsos.example",
        "<tu@dinsos.example>",
        "Tata Usaha <tu@dinsos.example>",
        "tű@dinsos.example",
        "tu@dinsos.example\0",
        "a" * 65 + "@dinsos.example",
        "a@" + "b" * 64 + ".example",
        "a@" + "b." * 130 + "example",
    ],
)
def test_bad_addresses_say_what_to_do(bad):
    sentence = address_problem(bad)
    assert sentence.endswith(".") and (len(bad) < 9 or bad not in sentence)


def test_a_server_is_checked_field_by_field():
    assert server_problems(MailServer("smtp.kantor.example", 587, "starttls", "panti", "panti@kantor.example")) == {}
    assert server_problems(MailServer("::1", 25, "none")) == {}
    bad = MailServer("smtp kantor", 0, "tls", "pan\nti", "bukan alamat")  # type: ignore[arg-type]
    assert set(server_problems(bad)) == {"host", "port", "security", "user", "sender"}


@pytest.mark.parametrize(
    ("host", "here"), [("localhost", True), ("LOCALHOST", True), ("127.0.0.1", True), ("x", False)]
)
def test_this_computer(host, here):
    assert MailServer(host).loopback is here
