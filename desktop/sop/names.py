"""Names: cleaned, checked, taken apart into name and alias, and compared the way Indonesian names vary."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from desktop.sop.findings import Finding
from desktop.sop.plain import has_hidden, plain_text

LONGEST_NAME = 100
_ORDINARY = re.compile(r"[A-Za-z][A-Za-z .,'-]{0,99}")
_ALLOWED_SIGNS = frozenset(" .,'-/()\"")
_TITLE_WORDS = "h hj haji hajjah hajah kh dr drs dra drg ir prof tn ny nn sdr sdri sdra bpk bapak ibu alm almh almarhum"
_TITLES = frozenset(_TITLE_WORDS.split())
_DEGREE_WORDS = "sh se spd spdi sag sip skom sst st skm skep si msi mm mh mpd mkes mhum ma amd spsi sth phd"
_DEGREES = frozenset(_DEGREE_WORDS.split())
_ALIAS_WORD = re.compile(
    r"\s*[,;]?\s*\b(?:alias|als\b\.?|a\.?k\.?a\b\.?|(?:biasa\s+)?(?:dipanggil|disebut)|panggilan)\s*[:.]?\s*|\s+@\s*|\s+/\s+",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*$")
_QUOTED = re.compile(r"\s*[\"“”]([^\"“”]+)[\"“”]\s*$")
_NAMELESS = re.compile(
    r"(?:tanpa|(?:tidak|tdk|tak|belum|blm) (?:ada|diketahui))?\s*(?:nama|namanya|identitas)?"
    r"|(?:nama\s*)?(?:tidak|tdk|tak|belum)\s*(?:tahu|diketahui|dikenal|ada|punya)(?:\s*nama\w*)?"
    r"|(?:mr|mrs|ms|tn|ny)\.?\s*x+|x+|no\s*name|anonim|tanpa\s*identitas|n\.?n\.?|[-–—?._\s]+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PersonName:
    """A written name taken apart. `nameless` when only a mark such as TANPA NAMA stood there; `name` is then empty."""

    name: str
    alias: str
    nameless: bool


def normalise_name(text: object) -> str:
    """The name without invisible, direction and control characters, NFC, single blanks. Idempotent, never raises."""
    return "" if text is None else plain_text(str(text))


def split_alias(text: object) -> PersonName:
    """`Sri alias Bang Jek` → Sri, Bang Jek; `TANPA NAMA (Mr. X)` → nameless with alias Mr. X; empty is not nameless."""
    whole = normalise_name(text)
    name, alias = whole, ""
    if found := _ALIAS_WORD.search(whole):
        name, alias = whole[: found.start()], whole[found.end() :]
    elif (found := _QUOTED.search(whole) or _BRACKETED.search(whole)) and found[1].casefold() not in _TITLES:
        name, alias = whole[: found.start()], found[1]
    name, alias = name.strip(" ,;/"), alias.strip(' ,;/()"“”')
    if not whole or not _NAMELESS.fullmatch(name):
        return PersonName(name, alias, False)
    if not alias and re.search(r"x|anonim", name, re.IGNORECASE):
        alias = name  # "Mr. X" is all that is known of the person
    return PersonName("", alias, True)


def check_name(text: object, *, label: str = "Nama") -> tuple[Finding, ...]:
    """All that is wrong with a name, as sentences; an ordinary name gives an empty tuple."""
    raw = "" if text is None else str(text)
    if _ORDINARY.fullmatch(raw):
        return ()
    name = normalise_name(raw)
    if not name:
        remedy = "Isi nama menurut pengakuan, atau tulis TANPA NAMA dengan aliasnya."
        return (Finding("nama_kosong", "error", f"{label} kosong.", remedy),)
    findings = [*_strange_signs(name, label)]
    if len(name) > LONGEST_NAME:
        what = f"{label} terlalu panjang: {len(name)} huruf, paling banyak {LONGEST_NAME}."
        findings.append(
            Finding("nama_panjang", "error", what, "Singkat nama seperti pada KTP atau KK.", name[:40] + "…")
        )
    if has_hidden(raw.replace("\n", " ").replace("\t", " ")):
        what = f"{label} berisi tanda tersembunyi (misalnya pengatur arah tulisan); tanda itu dibuang."
        findings.append(Finding("nama_tersembunyi", "warning", what, "Periksa apakah namanya masih benar.", name))
    return tuple(findings)


def _strange_signs(name: str, label: str) -> list[Finding]:
    letters = [sign for sign in name if unicodedata.category(sign)[0] == "L"]
    foreign = [sign for sign in letters if not _is_latin(sign)]
    digits = [sign for sign in name if unicodedata.category(sign)[0] == "N"]
    signs = [sign for sign in name if unicodedata.category(sign)[0] not in "LMN" and sign not in _ALLOWED_SIGNS]
    findings = []
    if foreign:
        what = f"{label} berisi huruf bukan Latin."
        findings.append(Finding("nama_bukan_latin", "error", what, "Tulis dengan huruf Latin seperti pada KTP.", name))
    if signs:
        shown = " ".join(dict.fromkeys(signs))[:20]
        remedy = "Hapus gambar atau tanda itu; nama hanya berisi huruf, spasi, titik, koma, petik, dan tanda hubung."
        findings.append(
            Finding("nama_simbol", "error", f"{label} berisi tanda yang bukan huruf: {shown}.", remedy, name)
        )
    if not letters and not signs:
        remedy = "Isi nama menurut pengakuan, atau tulis TANPA NAMA dengan aliasnya."
        findings.append(Finding("nama_tanpa_huruf", "error", f"{label} tidak berisi satu huruf pun.", remedy, name))
    elif digits and letters:
        remedy = "Periksa; pada KTP nama ditulis tanpa angka."
        findings.append(Finding("nama_angka", "warning", f"{label} berisi angka.", remedy, name))
    return findings


def _is_latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith(
        ("LATIN ", "MODIFIER LETTER", "FEMININE ORDINAL", "MASCULINE ORDINAL")
    )


def name_tokens(text: object) -> tuple[str, ...]:
    """The words of a name for searching: casefolded, without accents, signs, titles and degrees (kept if alone)."""
    return _tokens(normalise_name(text))


@lru_cache(maxsize=8192)
def _tokens(name: str) -> tuple[str, ...]:
    first, *after = name.split(",")
    kept = [first, *(part for part in after if not _is_degree(part))] if first.strip() else after
    bare = " ".join(kept).casefold().replace("'", "")
    if not bare.isascii():
        decomposed = unicodedata.normalize("NFKD", bare).casefold()
        bare = "".join(sign for sign in decomposed if not unicodedata.combining(sign)).casefold()
    words = tuple(re.findall(r"[^\W_]+", bare))
    return tuple(word for word in words if word not in _TITLES) or words


def _is_degree(part: str) -> bool:
    bare = re.sub(r"[^A-Za-z]", "", part).casefold()
    return bare in _DEGREES or bare in _TITLES or ("." in part and 0 < len(bare) <= 6)


_MUHAMAD = (
    "muhamad muhammad mohamad mohammad muhamed mohamed mohammed mochamad mochammad mukhamad muchamad muhammat muhamat"
    " mohamat muh moh mohd muhd mhd mhmd"
)
_WHOLE = dict.fromkeys(_MUHAMAD.split(), "muhamad")
_WHOLE |= dict.fromkeys(("siti", "sitti", "sity", "st"), "siti")
_WHOLE |= dict.fromkeys(("abd", "abdul", "abdoel", "abdool"), "abdul")
# the order matters: dj before j, sj after y, kh and ch before k and c
_SPELLINGS = (
    *(
        ("oe", "u"),
        ("oo", "u"),
        ("ie", "i"),
        ("tj", "c"),
        ("dj", "j"),
        ("y", "j"),
        ("sj", "s"),
        ("kh", "h"),
        ("ch", "h"),
    ),
    *(("ph", "p"), ("th", "t"), ("dh", "d"), ("bh", "b"), ("v", "p"), ("f", "p"), ("z", "s"), ("q", "k"), ("x", "ks")),
)


@lru_cache(maxsize=16384)
def sound_key(token: str) -> str:
    """One key for the spellings of one spoken word: Soeharto/Suharto, Djoko/Joko, Achmad/Ahmad, Muh./Muhammad."""
    word = token.casefold()
    if word in _WHOLE:
        return _WHOLE[word]
    word = re.sub(r"(?<=[^aeiou])y$", "i", word)
    for old, new in _SPELLINGS:
        word = word.replace(old, new)
    word = re.sub(r"(.)\1+", r"\1", word)
    word = word.rstrip("h") if len(word) > 2 else word
    return word or token.casefold()


def similarity(a: object, b: object) -> float:
    """How alike two names are, 0..100, whatever the order of words and the spelling; 0 when one is empty."""
    ours, theirs = name_tokens(a), name_tokens(b)
    if not ours or not theirs:
        return 0.0
    return _alike(*sorted((ours, theirs)))


def likeness(a: str, b: str) -> float:
    """`similarity`, for lists that somebody typed off: a blank that was lost or put in does not make another name."""
    from rapidfuzz import fuzz

    letters = ("".join(name_tokens(a)), "".join(name_tokens(b)))
    return max(similarity(a, b), round(fuzz.ratio(*letters) if all(letters) else 0.0, 1))


@lru_cache(maxsize=16384)
def _alike(ours: tuple[str, ...], theirs: tuple[str, ...]) -> float:
    from rapidfuzz import fuzz

    plain = fuzz.ratio(" ".join(sorted(ours)), " ".join(sorted(theirs)))
    our_keys, their_keys = _keys(*_spelled_out(ours, theirs)), _keys(*_spelled_out(theirs, ours))
    sound = fuzz.ratio(" ".join(our_keys), " ".join(their_keys)) * 0.97
    return round(max(plain, sound, _subset(set(our_keys), set(their_keys))), 1)


def _keys(*tokens: str) -> tuple[str, ...]:
    return tuple(sorted(sound_key(token) for token in tokens))


def _spelled_out(tokens: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """An initial ("M. Ali") takes the word of the other name that begins with it."""
    return tuple(next((o for o in other if len(t) == 1 and o.startswith(t)), t) for t in tokens)


def _subset(ours: set[str], theirs: set[str]) -> float:
    """A name given in part: one shared word of several is worth 80, two or more 90."""
    smaller = ours if len(ours) <= len(theirs) else theirs
    if not smaller <= (ours & theirs) or max(map(len, smaller)) < 3:
        return 0.0
    return 90.0 if len(smaller) > 1 else 80.0
