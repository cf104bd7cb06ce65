"""``letter gallery``: every letter and card as a file, an index that leads to each."""

import json
import re

import pypdfium2

from desktop.cli import main
from desktop.documents.card_layout import card_codes
from desktop.documents.gallery import CARDS, VARIANTS
from desktop.documents.template import PAPERS, letter_codes


def test_everything_is_there_and_listed(tmp_path, capsys):
    folder = tmp_path / "galeri"
    assert main(["--json", "letter", "gallery", "--out", str(folder)]) == 0
    out, err = capsys.readouterr()
    told = json.loads(out)
    letters = {f"surat_{code}_{paper}_{name}.pdf" for code in letter_codes() for paper in PAPERS for name in VARIANTS}
    cards = {f"kartu_{code}_{name}.pdf" for code in card_codes() for name in CARDS}
    assert set(told["files"]) == {"index.html", *letters, *cards} == {file.name for file in folder.iterdir()}
    index = (folder / "index.html").read_text(encoding="utf-8")
    assert sorted(re.findall(r'href="([^"]+)"', index)) == sorted(letters | cards)
    assert f"{len(letters | cards)}/{len(letters | cards)} " in err.splitlines()[-1]
    for file in folder.glob("*.pdf"):
        document = pypdfium2.PdfDocument(file)
        assert len(document) > 0
        document.close()


def test_a_folder_that_cannot_be_made_is_said_in_a_sentence(tmp_path, capsys):
    (tmp_path / "berkas").write_text("x")
    assert main(["letter", "gallery", "--out", str(tmp_path / "berkas")]) != 0
    assert "Traceback" not in capsys.readouterr().err
