"""A card.toml that cannot be used is refused with its file, key and remedy."""

import pytest
from paper_cases import shortest_card

from desktop.documents import card_face
from desktop.documents.card_layout import CARDS, load_layout
from desktop.documents.cards import render_cards
from desktop.documents.errors import TemplateError


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("[photo]\nx = 64.6", "[photo]\nx = 80", "photo"),
        ("module = 0.33867", "module = 0.1", "code128.module"),
        ('value = "nik"', 'value = "agama"', "fields.items[1].value"),
        ('code = "cr80"', 'code = "lain"', "code"),
        ("at = [[0, 0]]", "at = [[9, 0]]", "at"),
        ("[back.seal]\nx = 52.6", "[back.seal]\nx = 60", "back.seal"),
        ("y = 39.6", "y = 49", "back.texts[5]"),
        ('text = "CARA MEMAKAI KARTU INI"', 'text = ""', "back.texts[0]"),
    ],
)
def test_broken_layout_names_file_key_and_remedy(tmp_path, old, new, key) -> None:
    from desktop.documents.card_layout import CARDS

    text = (CARDS / "cr80" / "card.toml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "cr80").mkdir()
    (tmp_path / "cr80" / "card.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(TemplateError) as refused:
        load_layout("cr80", tmp_path)
    assert refused.value.key == key
    assert "card.toml" in refused.value.sentence
    with pytest.raises(TemplateError, match="eid_a4"):
        load_layout("tidak_ada")


def test_a_sheet_takes_its_cards_from_a_face_that_exists(tmp_path) -> None:
    for code in ("cr80", "cr80_a4"):
        (tmp_path / code).mkdir()
        (tmp_path / code / "card.toml").write_bytes((CARDS / code / "card.toml").read_bytes())
    sheet = load_layout("cr80_a4", tmp_path)
    assert (sheet.fields, sheet.back) == (load_layout("cr80", tmp_path).fields, load_layout("cr80", tmp_path).back)
    text = (CARDS / "cr80_a4" / "card.toml").read_text(encoding="utf-8")
    for wrong, key in (("tidak_ada", "face"), ("cr80_b", "face")):
        (tmp_path / "cr80_b").mkdir(exist_ok=True)
        body = text.replace('face = "cr80"', f'face = "{wrong}"').replace('code = "cr80_a4"', 'code = "cr80_b"')
        (tmp_path / "cr80_b" / "card.toml").write_text(body, encoding="utf-8")
        load_layout.cache_clear()
        with pytest.raises(TemplateError) as refused:
            load_layout("cr80_b", tmp_path)
        assert refused.value.key == key
    body = text.replace('code = "cr80_a4"', 'code = "cr80_b"').replace("length = 5", "length = 14")
    (tmp_path / "cr80_b" / "card.toml").write_text(body, encoding="utf-8")
    with pytest.raises(TemplateError, match="keluar dari lembar"):
        load_layout("cr80_b", tmp_path)


def test_words_that_do_not_fit_their_place_name_it(tmp_path) -> None:
    text = (CARDS / "cr80" / "card.toml").read_text(encoding="utf-8")
    (tmp_path / "cr80").mkdir()
    (tmp_path / "cr80" / "card.toml").write_text(
        text.replace("CARA MEMAKAI KARTU INI", "CARA MEMAKAI KARTU INI SETIAP HARI"), encoding="utf-8"
    )
    with pytest.raises(TemplateError, match="tidak muat") as refused:
        card_face.Faces(load_layout("cr80", tmp_path))
    assert refused.value.key == "back.texts[0]"
    assert render_cards([shortest_card()], "cr80")
