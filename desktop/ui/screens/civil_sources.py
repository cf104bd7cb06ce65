"""The joined record of a death or a move in the panel: its nine elements (Ps 6b), and where each came from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from db.queries.joined import Delivery, JoinedEvent, NamedLetter, Source, joined_events, letters_of_case
from desktop.sop.kis import SEGMENTS
from desktop.sop.letters import letter_kind
from desktop.ui.format import day, masked_nik, moment
from desktop.ui.screens.civil_words import kis_word
from desktop.ui.screens.person_card import local, said_number
from desktop.ui.widgets import Facts, Panel

SEX = {"L": "Laki-laki", "P": "Perempuan"}


@dataclass(frozen=True, slots=True)
class JoinedCase:
    """What is read of one case: a joined record for each number, and the letters that name it."""

    application_id: int
    records: tuple[JoinedEvent, ...]
    letters: tuple[NamedLetter, ...]


def joined_case(connection: Any, application_id: int) -> JoinedCase:
    """The record of one case."""
    records = joined_events(connection, [application_id], SEGMENTS)
    return JoinedCase(application_id, records, letters_of_case(connection, application_id))


def show_sources(desk: Any, panel: Panel, application_id: int | None, current: Callable[[], int | None]) -> None:
    """Read the record and put it beneath what the panel says, while ``current`` still gives this case."""

    def then(found: JoinedCase) -> None:
        if found.records and current() == found.application_id:
            panel.add_section("Sembilan unsur data terpadu (Pasal 6b)", Facts(nine_facts(found.records)))
            panel.add_section("Asal data", Facts(source_facts(desk, found)))

    if application_id is not None:
        desk.read(joined_case, application_id, then=then, slot="asal data")


def nine_facts(records: Sequence[JoinedEvent]) -> list[tuple[str, str]]:
    """The elements in the order of the regulation; number and kind once for each membership."""
    told = records[0].joined
    facts = [
        ("NIK", masked_nik(told.nik)),
        ("Jenis kelamin", SEX.get(told.sex or "", "")),
        ("Tanggal lahir", day(told.birth_date) if told.birth_date else ""),
        ("Tempat lahir", told.birth_place),
        ("Alamat", told.address),
        ("Kelurahan", told.kelurahan),
        ("Kecamatan", told.kecamatan),
    ]
    for one in records:
        facts += [
            ("Nomor peserta KIS", said_number(one.joined.participant_number)),
            ("Jenis KIS", kis_word(one.joined.kind)),
        ]
    return [(name, value or "belum diketahui") for name, value in facts]


def source_facts(desk: Any, found: JoinedCase) -> list[tuple[str, str]]:
    """Which office, which import, which document; and the letters that told it on."""
    first = found.records[0]
    source = first.source
    who = "Data kependudukan SIAK" if source.register == "siak" else "Catatan orang di Padan"
    facts = [("Data diri", _delivered(desk, who, source.people))]
    for one in found.records:
        since = f", peserta sejak {day(one.source.member_since)}"
        words = _delivered(desk, "Daftar peserta", one.source.members) + since
        facts.append((f"Kepesertaan {kis_word(one.joined.kind)}", words))
    when = moment(local(desk, source.recorded_at))
    office = f", {source.office}" if source.office else ""
    facts.append(("Dicatat", f"peristiwa nomor {first.event_id}, dicatat {source.clerk}{office}, {when}"))
    facts.append(("Dokumen", _document(desk, source)))
    facts += [(letter_kind(one.code).title, f"{one.number}, {day(one.issued_on)}") for one in found.letters]
    return facts


def _delivered(desk: Any, what: str, delivery: Delivery) -> str:
    if delivery.run is None or delivery.at is None:
        return what
    office = f" dari {delivery.office}" if delivery.office else ""
    return f"{what}{office}, impor nomor {delivery.run} ({delivery.file}), {moment(local(desk, delivery.at))}"


def _document(desk: Any, source: Source) -> str:
    scan = f"pindaian {source.scan}, {moment(local(desk, source.scan_at))}" if source.scan_at else ""
    return ", ".join(part for part in (source.document, scan) if part) or "belum ada"
