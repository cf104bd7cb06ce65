"""The file of a copy: whatever is changed, left out, moved or cut off is named; only key or passphrase open it."""

import io

import pytest

from desktop.backup import sealed
from desktop.backup.keys import Opener, key_letters, key_text, new_key, read_key
from desktop.backup.sealed import Header, SealedWriter, open_copy, read_header, slot_names
from desktop.sop.refusals import Refused

HEADER = Header("Dinas Sosial", "ab12", "2026-11-23T08:00:00+07:00", "0.1.0", "sqlite", "0007", {"person": 3})
WORDS = "kuda baterai staples benar"
KEY = new_key()


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    """Many parts out of few bytes."""
    monkeypatch.setattr(sealed, "PART", 100)


def written(path, content, public=KEY.public, passphrase=WORDS):
    with path.open("wb") as file:
        writer = SealedWriter(file, HEADER, public, passphrase)
        for at in range(0, len(content), 37):
            writer.write(content[at : at + 37])
        writer.finish()
    return path


def body_at(path):
    return sum(len(line) for line in path.read_bytes().split(b"\n", 4)[:4]) + 4


def opened(path, opener=None):
    with path.open("rb") as file:
        header, reader = open_copy(file, opener or Opener(private=KEY.private))
        return header, reader.read()


def refusal(path, opener=None):
    with pytest.raises(Refused) as caught:
        opened(path, opener)
    assert caught.value.sentence.endswith(".")
    return caught.value.code, caught.value.sentence


@pytest.mark.parametrize("size", [0, 1, 99, 100, 101, 200, 1234])
@pytest.mark.parametrize("opener", [Opener(private=KEY.private), Opener(passphrase=WORDS)], ids=["key", "words"])
def test_what_went_in_comes_out(tmp_path, size, opener):
    content = bytes(at % 251 for at in range(size))
    path = written(tmp_path / "a.padan", content)
    assert opened(path, opener) == (HEADER, content) and read_header(path) == HEADER
    assert slot_names(path) == (KEY.key_id, "frasa sandi")
    assert size < 20 or content[:20] not in path.read_bytes()


def test_it_is_read_in_any_steps(tmp_path):
    content = bytes(1000)
    with written(tmp_path / "a.padan", content).open("rb") as file:
        reader = open_copy(file, Opener(private=KEY.private))[1]
        read = [reader.read(size) for size in (1, 150, 7, 500)]
        assert [len(one) for one in read] == [1, 150, 7, 500] and len(reader.read()) == 342 and reader.read(5) == b""


def test_every_changed_byte_of_the_content_names_its_part(tmp_path):
    path = written(tmp_path / "a.padan", bytes(450))
    whole, start = path.read_bytes(), body_at(path)
    for at in range(start, len(whole), 13):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        code, sentence = refusal(path)
        assert code == "damaged_copy" and f"bagian {(at - start) // 116 + 1} dari 5" in sentence


def test_every_cut_is_noticed(tmp_path):
    path = written(tmp_path / "a.padan", bytes(450))
    whole, start = path.read_bytes(), body_at(path)
    for end in (*range(start, len(whole), 29), *(start + 116 * part for part in range(1, 4))):
        path.write_bytes(whole[:end])
        code, sentence = refusal(path)
        assert code == "damaged_copy" and "terpotong" in sentence
    path.write_bytes(whole[: start + 232])
    assert "terpotong sesudah bagian 2" in refusal(path)[1]


def test_parts_cannot_be_moved_repeated_or_added(tmp_path):
    path = written(tmp_path / "a.padan", bytes(range(200)) + bytes(250))
    whole, start = path.read_bytes(), body_at(path)
    head, parts = whole[:start], [whole[at : at + 116] for at in range(start, len(whole), 116)]
    swapped = [parts[1], parts[0], *parts[2:]]
    twice = [parts[0], parts[0], *parts[1:]]
    for changed in (swapped, twice, parts[1:], parts[:2] + parts[3:], [*parts, bytes(50)]):
        path.write_bytes(head + b"".join(changed))
        assert refusal(path)[0] == "damaged_copy"


def test_a_changed_head_is_refused(tmp_path):
    path = written(tmp_path / "a.padan", b"isi")
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b'"person":3', b'"person":9'))
    assert refusal(path)[0] == "damaged_copy"
    path.write_bytes(whole.replace(b"Dinas Sosial", b"Dinas Soal  "))
    assert refusal(path, Opener(passphrase=WORDS))[0] == "damaged_copy"
    for at in range(0, body_at(path), 7):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert refusal(path)[0] in {"damaged_copy", "not_a_copy", "newer_copy", "wrong_key", "wrong_opener"}


@pytest.mark.parametrize("content", [b"", b"\n\n\n\n", b"PK\x03\x04" * 100, b"PADAN-CADANGAN 1\n{}\n[]\nx\n"])
def test_another_file_is_no_copy(tmp_path, content):
    path = tmp_path / "a.padan"
    path.write_bytes(content)
    assert refusal(path)[0] == "not_a_copy"


def test_a_later_format_is_told_apart(tmp_path):
    path = tmp_path / "a.padan"
    path.write_bytes(b"PADAN-CADANGAN 2\n{}\n")
    assert refusal(path)[0] == "newer_copy"


def test_wrong_key_wrong_words_and_the_wrong_kind(tmp_path):
    path, other = written(tmp_path / "a.padan", b"isi"), new_key()
    code, sentence = refusal(path, Opener(private=other.private))
    assert code == "wrong_key" and other.key_id in sentence and KEY.key_id in sentence
    assert refusal(path, Opener(passphrase="kuda baterai staples salah"))[0] == "wrong_passphrase"
    only_key = written(tmp_path / "b.padan", b"isi", passphrase="")
    assert refusal(only_key, Opener(passphrase=WORDS))[0] == "wrong_opener"
    only_words = written(tmp_path / "c.padan", b"isi", public=b"")
    assert refusal(only_words, Opener(private=KEY.private))[0] == "wrong_opener"


def test_a_short_passphrase_is_refused_before_anything_is_written(tmp_path):
    with pytest.raises(Refused, match="weak_passphrase"):
        SealedWriter(io.BytesIO(), HEADER, passphrase="pendek")


def test_the_same_content_twice_has_nothing_in_common(tmp_path):
    one, two = (written(tmp_path / name, bytes(300)).read_bytes() for name in ("a.padan", "b.padan"))
    at = body_at(tmp_path / "a.padan")
    assert one[at : at + 50] != two[at : at + 50]


def test_a_key_is_typed_from_paper():
    text = key_text(KEY, "Dinas Sosial", "23-11-2026")
    letters = key_letters(KEY)
    for typed in (
        text,
        letters,
        letters.lower(),
        letters.replace("-", " "),
        f"  Kunci : {letters}\n".replace(" :", ":"),
    ):
        assert read_key(typed) == KEY
    assert KEY.key_id in text and len(letters.split("-")) == 14


def test_a_slip_in_a_typed_key_is_noticed():
    letters = key_letters(KEY)
    for at, letter in enumerate(letters):
        if letter == "-":
            continue
        slip = letters[:at] + ("A" if letter != "A" else "B") + letters[at + 1 :]
        with pytest.raises(Refused, match="not_a_key"):
            read_key(slip)
    for nonsense in ("", "bukan kunci", letters[:-5], letters * 2, "é" * 56):
        with pytest.raises(Refused, match="not_a_key"):
            read_key(nonsense)
