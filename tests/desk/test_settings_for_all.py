"""Settings for all desks: group policy, then ``padan.toml`` beside the program, then the desk's own, then the default."""

import sys

import pytest

from desktop import policy
from desktop.house import House
from desktop.settings import default_url, desk_setting, for_all_desks, idle_minutes, read_desk, write_desk
from desktop.sop.refusals import Refused

SECRET = "rahasia"


@pytest.fixture
def beside(tmp_path, monkeypatch):
    """The file beside an installed program."""
    monkeypatch.setenv("PADAN_HOME", str(tmp_path / "rumah"))
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "Padan.exe"))
    return tmp_path / "padan.toml"


@pytest.fixture
def registry(monkeypatch):
    """What group policy says, as the registry of Windows would give it."""
    said = {}
    monkeypatch.setattr(policy, "policy_values", lambda names: {name: said[name] for name in names if name in said})
    return said


def test_the_order(beside, registry):
    assert (desk_setting("theme"), idle_minutes()) == ("system", 10)
    write_desk(theme="dark", idle_minutes="20")
    assert (desk_setting("theme"), idle_minutes()) == ("dark", 20)
    beside.write_text(
        'theme = "light"\nidle_minutes = 7\ndatabase = "postgresql://server/padan"\n', encoding="utf-8-sig"
    )
    assert (desk_setting("theme"), idle_minutes(), default_url()) == ("light", 7, "postgresql://server/padan")
    registry |= {"idle_minutes": "3", "database": "postgresql://lain/padan"}
    assert (desk_setting("theme"), idle_minutes(), default_url()) == ("light", 3, "postgresql://lain/padan")
    assert for_all_desks().problems == ()


def test_what_is_said_for_all_desks_no_desk_changes(beside, registry, tmp_path):
    registry["theme"] = "dark"
    with pytest.raises(Refused) as refused:
        write_desk(theme="light", idle_minutes="5")
    assert refused.value.sentence.startswith("Diatur untuk semua meja oleh administrator")
    assert read_desk() == {}
    write_desk(theme="dark", idle_minutes="5")
    assert desk_setting("idle_minutes") == "5"
    registry["database"] = "postgresql://server/padan"
    joining = {"url": "postgresql://lain/padan", "username": "ratna", "password": "rahasia sekali"}
    with pytest.raises(Refused, match="for_all_desks"):
        House(folder=tmp_path).first_start("gabung", **joining)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('theme = "light"\nidle_minutes = \n', "baris 2"),
        ('theme = "light', "rusak di"),
        (b"theme = '\xff\xfe'", "UTF-8"),
        ('theme = "light"\nwarna = "biru"\nsmtp_host = "x"', "«smtp_host»"),
        ("printer.a4 = [1, 2]", "«printer.a4»"),
        (f'database = "postgresql://ratna:{SECRET}@server/padan"', "memuat kata sandi"),
        ('database = "postgresql://server/padan?password=rahasia"', "memuat kata sandi"),
        ('database = "mysql://server/padan"', "tidak dikenal"),
        ('database = "postgresql://[server/padan"', "tidak dikenal"),
    ],
)
def test_a_damaged_file_is_told_and_nothing_stops(beside, registry, text, words):
    beside.write_bytes(text if isinstance(text, bytes) else text.encode())
    found = for_all_desks()
    said = " ".join(found.problems)
    assert words in said and str(beside) in said and "rahasia" not in said and said.endswith(".")
    assert "database" not in found.values and default_url().endswith("kantor.db")
    assert House().notices() == found.problems


def test_a_password_in_the_policy_is_refused(beside, registry):
    registry["database"] = f"postgresql://ratna:{SECRET}@server/padan"
    found = for_all_desks()
    assert not found.values and "kebijakan grup" in found.problems[0] and "rahasia" not in found.problems[0]


def test_a_file_that_cannot_be_read_is_told(beside, registry):
    beside.mkdir()
    assert "tidak dapat dibaca" in for_all_desks().problems[0]


def test_keys_with_a_dot_and_yes_or_no(beside, registry):
    beside.write_text('arrival_notes = false\nprinter.a4 = \'{"printer":"Kantor"}\'\n[printer]\n', encoding="utf-8")
    assert for_all_desks().problems != ()  # a table may not be opened twice
    beside.write_text('arrival_notes = false\nprinter.a4 = \'{"printer":"Kantor"}\'\n', encoding="utf-8")
    assert desk_setting("arrival_notes") == "tidak"
    from desktop.printing.choices import is_fixed, read_choice

    assert read_choice("a4").printer == "Kantor" and is_fixed("a4") and not is_fixed("f4")


def test_from_source_there_is_no_file_beside(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    (tmp_path / "padan.toml").write_text('theme = "dark"', encoding="utf-8")
    assert dict(for_all_desks().values) == {}


@pytest.mark.parametrize("nonsense", ["", "lima", "-3", "0", "1e9", "99999"])
def test_nonsense_minutes_are_the_default(beside, registry, nonsense):
    registry["idle_minutes"] = nonsense
    assert idle_minutes() == 10
