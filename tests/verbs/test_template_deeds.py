"""``letter template``: wordings out into folders and back, all of them or none."""

import json
import shutil
from pathlib import Path

import pytest

from desktop.cli import main
from desktop.paths import RESOURCES
from desktop.sop.letters import shipped_template

CODE = "rekomendasi"
OLD, NEW = "Dinas Sosial telah meneliti", "Dinas Sosial sudah menelaah"


@pytest.fixture
def home(tmp_path, monkeypatch, templates):
    """A PC whose practice office is already there."""
    monkeypatch.setenv("PADAN_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("PADAN_PASSWORD", raising=False)
    (tmp_path / "data").mkdir()
    shutil.copy(templates["sqlite"], tmp_path / "data" / "latihan.db")
    return tmp_path / "data"


@pytest.fixture
def deed(home, capsys):
    """Carry out a deed as somebody; gives (status, answer, stderr)."""

    def done(*words, user="admin"):
        status = main(["--practice", "--json", "--as", user, "letter", "template", *map(str, words)])
        out, err = capsys.readouterr()
        return status, json.loads(out) if out else None, err

    return done


def change(folder, old, new, code=CODE):
    file = folder / code / "letter.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    return file


def test_all_letters_go_out_and_come_back_unchanged(deed, tmp_path):
    status, data, _ = deed("export", "semua", "--out", tmp_path / "keluar")
    shipped = {path.parent.name for path in (RESOURCES / "letters").glob("*/letter.toml")}
    assert status == 0 and {Path(name).parent.name for name in data["files"]} == shipped
    for code in ("bast", CODE):
        assert (tmp_path / "keluar" / code / "letter.toml").read_text(encoding="utf-8") == shipped_template(code)
    status, data, _ = deed("import", tmp_path / "keluar")
    assert (status, data["taken"], data["problems"]) == (0, 0, [])


def test_an_office_changes_a_letter_in_its_own_folder_and_goes_back(deed, tmp_path):
    deed("export", CODE, "--out", tmp_path)
    change(tmp_path, OLD, NEW)
    status, data, _ = deed("import", tmp_path, "--dry-run")
    assert (status, data["taken"], data["folders"]) == (0, 0, [CODE])
    assert deed("show", CODE)[1]["own"] is False
    assert deed("import", tmp_path, "--note", "Kata baku")[1]["taken"] == 1
    shown = deed("show", CODE)[1]
    assert shown["own"] and NEW in shown["toml"]
    listed = {row["code"]: row["own"] for row in deed("list")[1]["templates"]}
    assert listed.pop(CODE) and len(listed) == 7 and not any(listed.values())
    deed("export", CODE, "--out", tmp_path / "lagi")
    assert NEW in (tmp_path / "lagi" / CODE / "letter.toml").read_text(encoding="utf-8")
    assert deed("reset", CODE, "--note", "Cukup")[0] == 0
    assert deed("show", CODE)[1]["own"] is False
    assert deed("reset", CODE)[0] == 1  # nothing left to go back from


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{jumlah} (", "{nik_wbs} (", "kunci paragraphs[2].text"),
        (OLD, f"{OLD} \u0627\u0644", "kunci paragraphs[1].text"),
        ("[head]", "[head", "baris 15"),
    ],
)
def test_one_bad_letter_keeps_the_whole_folder_out(deed, tmp_path, old, new, said):
    deed("export", "semua", "--out", tmp_path)
    change(tmp_path, "Segera", "Sangat segera", code="permohonan_rekomendasi")
    file = change(tmp_path, old, new)
    for more in ((), ("--dry-run",)):
        status, data, _ = deed("import", tmp_path, *more)
        assert (status, data["taken"]) == (1, 0)
        (problem,) = data["problems"]
        assert str(file) in problem and said in problem
    assert not any(row["own"] for row in deed("list")[1]["templates"])


def test_folders_that_are_none(deed, tmp_path):
    assert deed("import", tmp_path)[0] == 1 and "tidak ada folder surat" in deed("import", tmp_path)[2]
    assert "tidak bisa dibaca" in deed("import", tmp_path / "hilang")[2]
    (tmp_path / "surat_cinta").mkdir()
    (tmp_path / "surat_cinta" / "letter.toml").write_text("x = 1", encoding="utf-8")
    assert "surat surat_cinta tidak dikenal" in deed("import", tmp_path)[1]["problems"][0]
    (tmp_path / "surat_cinta" / "letter.toml").write_bytes(b"\xff\xfe" * 300_000)
    assert "terlalu besar" in deed("import", tmp_path)[1]["problems"][0]
    (tmp_path / "surat_cinta" / "letter.toml").write_bytes(b"\xff\xfe\x00")
    assert "UTF-8" in deed("import", tmp_path)[1]["problems"][0]
    (tmp_path / "surat_cinta" / "letter.toml").unlink()
    (tmp_path / "surat_cinta" / "letter.toml").mkdir()
    assert "tidak bisa dibaca" in deed("import", tmp_path)[1]["problems"][0]


def test_who_and_which(deed, tmp_path):
    deed("export", CODE, "--out", tmp_path)
    change(tmp_path, OLD, NEW)
    status, _, said = deed("import", tmp_path, user="sari")
    assert status == 1 and "peran" in said
    status, _, said = deed("show", "surat_cinta")
    assert status == 1 and CODE in said
    status, _, said = deed("show", CODE, "--office", "Kantor Bulan")
    assert status == 1 and "tidak ditemukan" in said
    assert deed("import", tmp_path, "--office", "PSBI")[0] == 1
    assert deed("import", tmp_path, "--office", "dinsos")[1]["taken"] == 1
