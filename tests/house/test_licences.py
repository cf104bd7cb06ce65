"""What others made and we pass on carries its licence: fonts, icons, every distribution of the lock file."""

import re

import pytest
from house import ROOT

FONTS = ROOT / "resources/fonts"
NOTICES = ROOT / "installer/NOTICES.md"


def pins(lock: str) -> dict[str, str]:
    """Distribution → version of a lock file."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9][a-z0-9._-]*)==([^\s;\\]+)", text, re.MULTILINE))


def noticed() -> dict[str, str]:
    """Distribution → licence, from the table of the notices."""
    return dict(re.findall(r"^\| `([^`]+)` \| ([^|]+?) \|", NOTICES.read_text(encoding="utf-8"), re.MULTILINE))


def test_every_font_has_its_licence_beside_it() -> None:
    licences = {file.stem.removeprefix("OFL-"): file.read_text(encoding="utf-8") for file in FONTS.glob("OFL-*.txt")}
    fonts = sorted(file.stem for file in FONTS.iterdir() if file.suffix in {".ttf", ".otf"})
    assert fonts
    assert [font for font in fonts if not any(font.startswith(family) for family in licences)] == []
    assert [family for family, text in licences.items() if "SIL OPEN FONT LICENSE" not in text] == []


@pytest.mark.parametrize("licence", ["GPL-3.0.txt", "LGPL-3.0.txt"])
def test_the_text_of_qts_licence_is_passed_on(licence: str) -> None:
    assert "Free Software Foundation" in (ROOT / "installer/licences" / licence).read_text(encoding="utf-8")


def test_the_icons_have_their_licence_beside_them() -> None:
    assert "ISC License" in (ROOT / "resources/icons/LICENSE").read_text(encoding="utf-8")


def test_the_notices_name_exactly_what_is_locked() -> None:
    assert sorted(noticed()) == sorted(pins("requirements.lock"))


def test_both_lock_files_agree() -> None:
    """What is tested is what is shipped."""
    tested = pins("requirements-test.lock")
    assert {
        name: (version, tested.get(name))
        for name, version in pins("requirements.lock").items()
        if tested.get(name) != version
    } == {}
