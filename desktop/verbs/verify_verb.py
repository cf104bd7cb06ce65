"""``verify``: recompute the journal's chains, its seals and the stored letters; seal the day; the sheet of seals."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from typing import Any

from db.queries.seals import SealRow, seals
from desktop.operations import journal
from desktop.operations.seal_day import seal_day
from desktop.verbs.desk import VerbDesk, out_file

MOST_SAID = 20


def arguments(parser: ArgumentParser) -> None:
    """Without arguments everything is recomputed."""
    parser.add_argument("--seal", action="store_true", help="segel jurnal sampai tengah malam tadi, bila belum")
    parser.add_argument("--sheet", metavar="BERKAS.pdf", help="lembar segel untuk arsip kertas")
    parser.add_argument("--from", dest="begin", type=_day, metavar="TTTT-BB-HH", help="lembar segel mulai hari ini")
    parser.add_argument("--to", dest="end", type=_day, metavar="TTTT-BB-HH", help="lembar segel sampai hari ini")
    parser.add_argument(
        "--paper",
        action="append",
        default=[],
        type=_on_paper,
        metavar="TTTT-BB-HH=KODE",
        help="cocokkan dengan kode pada lembar segel; boleh berulang",
    )


def carry_out(desk: VerbDesk) -> int:
    """Status 1 when something is broken, or the paper says another code; the first line of each chain is named."""
    office, given = desk.office(), desk.arguments
    sealed = seal_day(office.database, office.clock(), None) if given.seal else False
    if given.sheet:
        return _sheet(desk)
    known = office.read(seals)
    proof = office.read(journal.verify)
    wrong = _against_paper(given.paper, known)
    data = {
        "lines": proof.lines,
        "chains": proof.chains,
        "letters": proof.letters,
        "seals": proof.seals,
        "sealed": sealed,
        "newest_seal": _plain(known[0]) if known else None,
        "broken": [{"chain": found.chain, "line": found.seq, "sentence": found.sentence} for found in proof.breaks],
        "paper": wrong,
    }
    said = [f"RUSAK {found.chain}: {found.sentence}" for found in proof.breaks[:MOST_SAID]]
    if len(proof.breaks) > MOST_SAID:
        said.append(f"dan {len(proof.breaks) - MOST_SAID} lainnya; lihat semua dengan --json")
    said += wrong
    if said:
        desk.answer(data, "\n".join(said))
        return 1
    words = f"Jurnal utuh: {proof.lines} baris dalam {proof.chains} rantai, {proof.seals} segel, {proof.letters} berkas surat."
    desk.answer(data, f"{words}\n{_line(known[0])}" if known else words)
    return 0


def _sheet(desk: VerbDesk) -> int:
    from desktop.seal_sheet import seal_sheet

    given, office = desk.arguments, desk.office()
    rows = office.read(seals, given.begin, given.end)
    path = out_file(given.sheet)
    path.write_bytes(seal_sheet(office, rows))
    desk.answer(
        {"file": str(path), "seals": [_plain(row) for row in rows]},
        f"Lembar {len(rows)} segel disimpan di {path}. Cetak dan simpan di luar komputer ini.",
    )
    return 0


def _against_paper(papers: list[tuple[date, str]], known: tuple[SealRow, ...]) -> list[str]:
    codes = {row.day: row.code for row in known}
    wrong = []
    for day, code in papers:
        if day not in codes:
            wrong.append(f"RUSAK segel: hari {day:%d-%m-%Y} ada di kertas, tetapi tidak ada segelnya di jurnal")
        elif codes[day].replace("-", "") != code:
            wrong.append(
                f"RUSAK segel: hari {day:%d-%m-%Y} di kertas berbeda dari jurnal; seluruh jurnal ditulis ulang"
            )
    return wrong


def _plain(row: SealRow) -> dict[str, Any]:
    names = ("seq", "day", "lines", "chains", "made_at", "code", "hash")
    return {name: getattr(row, name) for name in names}


def _line(row: SealRow) -> str:
    return f"Segel terakhir {row.day:%d-%m-%Y}: {row.lines} baris, kode {row.code}"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"tanggal '{text}' belum benar, tulis seperti 2026-11-23") from None


def _on_paper(text: str) -> tuple[date, str]:
    day, _, code = text.partition("=")
    letters = "".join(sign for sign in code.upper() if sign.isalnum())
    if len(letters) != 24:
        raise ArgumentTypeError("kode segel 24 huruf dan angka, tulis seperti 2026-11-23=ABCD-EFGH-…")
    return _day(day), letters
