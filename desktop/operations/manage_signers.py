"""What the administrator keeps about signing: who signs for an office and until when, and who initials before (C3, C7)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, insert, select, update

from db.queries.signers import SignerRow, signer_by_id, signers_of
from db.queries.staff import staff_by_id
from db.tables.access import office
from db.tables.letters import paraf_rule, signer
from desktop.operations.command import Command, operation
from desktop.operations.journal import Entry
from desktop.operations.outcome import Outcome
from desktop.operations.signers import ACTING, CAPACITIES
from desktop.operations.texts import must_fit
from desktop.operations.work import Work, differing
from desktop.sop.dates import say_date
from desktop.sop.letters import letter_kind
from desktop.sop.refusals import Refused, WrongDeclaration

LABELS = {"nip": "NIP penanda tangan"}
_STALE = "Penanda tangan ini baru saja diubah. Muat ulang, lalu ulangi."


@dataclass(frozen=True, kw_only=True)
class SaveSigner(Command):
    """One signer; without ``signer_id`` a new one. ``position`` is the office held or acted for (without "Plh."),
    ``on_behalf`` whom an *a.n.* signer signs for, ``basis`` the order that says so. A staff member's name and NIP are
    taken when they are left empty."""

    office_id: int
    signer_id: int | None = None
    version: int = 0
    staff_id: int | None = None
    capacity: str
    position: str
    on_behalf: str = ""
    name: str = ""
    rank: str = ""
    nip: str = ""
    basis: str = ""
    valid_from: date
    valid_to: date | None = None
    active: bool = True


@dataclass(frozen=True, kw_only=True)
class SaveParafRules(Command):
    """Who initials one kind of letter before it is issued: (position, staff id) in order; none: no paraf needed."""

    office_id: int
    code: str
    steps: tuple[tuple[str, int], ...]


@operation(SaveSigner)
def save_signer(work: Work, command: SaveSigner) -> Outcome:
    """Letters already issued keep their own signer (L8). Two acting officials on one day are refused: the default
    signer of that day would be a guess."""
    work.need_role("admin")
    _office(work, command.office_id)
    values = _typed(work, command)
    _check_words(values)
    _check_days(values)
    must_fit(signer, values, LABELS)
    others = [row for row in signers_of(work.connection, command.office_id) if row.id != command.signer_id]
    _only_one_acts(values, others)
    if command.signer_id is None:
        new = values | {"office_id": command.office_id}
        signer_id: int = work.connection.execute(insert(signer).returning(signer.c.id), new).scalar_one()
        fields = {"penanda_tangan": ("", values["name"]), "jabatan": ("", values["position"])}
        work.note(Entry("penanda_tangan_baru", reason=str(values["basis"]), fields=fields))
    else:
        signer_id = command.signer_id
        row = signer_by_id(work.connection, signer_id)
        if row is None or row.office_id != command.office_id or row.version != command.version:
            raise Refused("stale", _STALE)
        statement = update(signer).where(signer.c.id == signer_id, signer.c.version == command.version)
        work.connection.execute(statement.values(**values, version=signer.c.version + 1))
        changes = differing({name: getattr(row, name) for name in values}, values)
        work.note(Entry("penanda_tangan_ubah", fields=changes | {"penanda_tangan": (row.name, values["name"])}))
    work.changed("signer")
    return Outcome(f"Penanda tangan {values['name']} disimpan.", data={"signer": signer_id})


@operation(SaveParafRules)
def save_paraf_rules(work: Work, command: SaveParafRules) -> Outcome:
    """From the next draft on; drafts on their way keep the steps they were handed in with."""
    work.need_role("admin")
    _office(work, command.office_id)
    try:
        kind = letter_kind(command.code)
    except WrongDeclaration:
        raise Refused("unknown_letter", "Jenis surat itu tidak dikenal. Pilih dari daftar.") from None
    steps = [(position.strip(), staff_id) for position, staff_id in command.steps]
    if any(not position for position, _ in steps):
        raise Refused("position_needed", "Ada pemaraf tanpa jabatan. Isi jabatannya.")
    if len({staff_id for _, staff_id in steps}) < len(steps):
        raise Refused("officer_twice", "Satu petugas memaraf dua kali. Sebut setiap pemaraf satu kali saja.")
    for _, staff_id in steps:
        officer = staff_by_id(work.connection, staff_id)
        if officer is None or officer.disabled or officer.office_id != command.office_id:
            raise Refused("no_officer", "Ada pemaraf yang bukan petugas aktif kantor ini. Pilih petugas kantor ini.")
    mine = (paraf_rule.c.office_id == command.office_id, paraf_rule.c.code == command.code)
    before = list(work.connection.execute(select(paraf_rule.c.position).where(*mine).order_by(paraf_rule.c.seq)))
    work.connection.execute(delete(paraf_rule).where(*mine))
    if steps:
        rows = [
            {"office_id": command.office_id, "code": command.code, "seq": seq, "position": text, "staff_id": staff_id}
            for seq, (text, staff_id) in enumerate(steps, 1)
        ]
        work.connection.execute(insert(paraf_rule), rows)
    said = (" → ".join(row.position for row in before), " → ".join(position for position, _ in steps))
    work.note(Entry("paraf_aturan", fields={"surat": ("", command.code), "pemaraf": said}))
    work.changed("paraf_rule")
    if not steps:
        return Outcome(f"{kind.title} terbit tanpa paraf.")
    return Outcome(f"{kind.title} diparaf {len(steps)} pejabat sebelum terbit.")


def _office(work: Work, office_id: int) -> None:
    """Locked, so that two administrators do not let two people act on one day."""
    if work.locked(select(office.c.id).where(office.c.id == office_id)).first() is None:
        raise Refused("no_office", "Kantor itu tidak ditemukan. Pilih kantor dari daftar.")


def _typed(work: Work, command: SaveSigner) -> dict[str, object]:
    names = ("position", "on_behalf", "name", "rank", "nip", "basis")
    values: dict[str, object] = {name: getattr(command, name).strip() for name in names}
    if command.staff_id is not None:
        row = staff_by_id(work.connection, command.staff_id)
        if row is None:
            raise Refused("gone", "Petugas itu tidak ditemukan. Pilih dari daftar.")
        values["name"], values["nip"] = values["name"] or row.name, values["nip"] or row.nip
    if command.capacity not in CAPACITIES:
        raise Refused("unknown_capacity", f"Kedudukan penanda tangan tidak dikenal. Pakai: {', '.join(CAPACITIES)}.")
    prefix = CAPACITIES[command.capacity]
    held = "on_behalf" if command.capacity == "an" else "position"
    if prefix and str(values[held]).casefold().startswith(prefix.casefold()):
        # Typed as it stands on paper: the prefix is put there by the letter.
        values[held] = str(values[held])[len(prefix) :].strip()
    if command.capacity != "an":
        values["on_behalf"] = ""
    same = ("staff_id", "capacity", "valid_from", "valid_to", "active")
    return values | {name: getattr(command, name) for name in same}


def _check_words(values: dict[str, object]) -> None:
    if not values["name"] or not values["position"]:
        raise Refused("name_needed", "Nama dan jabatan penanda tangan belum diisi. Isi keduanya.")
    if values["capacity"] == "an" and not values["on_behalf"]:
        raise Refused("on_behalf_needed", "Atas nama siapa ia menandatangani belum diisi. Isi jabatan itu.")
    if values["capacity"] in ACTING and not values["basis"]:
        raise Refused("basis_needed", "Nomor surat perintah Plh atau Plt belum diisi. Isi dasar penunjukannya.")


def _check_days(values: dict[str, object]) -> None:
    begin, end = values["valid_from"], values["valid_to"]
    if end is None and values["capacity"] in ACTING:
        raise Refused("end_needed", "Plh dan Plt menjabat sampai tanggal tertentu. Isi tanggal berakhirnya.")
    if isinstance(end, date) and isinstance(begin, date) and end < begin:
        raise Refused("end_before_begin", "Tanggal berakhir lebih awal dari tanggal mulai. Perbaiki tanggalnya.")


def _only_one_acts(values: dict[str, object], others: list[SignerRow]) -> None:
    if values["capacity"] not in ACTING or not values["active"]:
        return
    begin, end = values["valid_from"], values["valid_to"]
    for row in others:
        if row.capacity not in ACTING or not row.active:
            continue
        if row.valid_from <= end and (row.valid_to is None or begin <= row.valid_to):  # type: ignore[operator]
            until = f" sampai {say_date(row.valid_to)}" if row.valid_to else ""
            raise Refused(
                "acting_twice",
                f"{row.name} sudah {CAPACITIES[row.capacity]} {row.position} {say_date(row.valid_from)}{until}. "
                "Akhiri dulu penunjukan itu, atau pilih tanggal lain.",
            )
