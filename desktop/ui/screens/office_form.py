"""The form of one office: who it is, what its letterhead says, who signs."""

from typing import Any

from db.queries.offices import OfficeRow
from desktop.operations.open_office import NewOffice
from desktop.sop.mail import LONGEST_ADDRESS, address_problem
from desktop.sop.procedure import ROLES
from desktop.ui.widgets import Caption, Form

FIELDS = tuple(NewOffice.__dataclass_fields__)


def stored_office(row: OfficeRow) -> NewOffice:
    """What the form shows of a stored office: the ground of the next save."""
    return NewOffice(**{name: getattr(row, name) for name in FIELDS})


class OfficeForm(Form):
    """Values by the names of ``NewOffice``."""

    def __init__(self) -> None:
        super().__init__()
        kinds = [(code, label) for code, label in ROLES.items() if code != "admin"]
        self.text("name", "Nama kantor", required=True)
        self.pair()
        self.choice("kind", "Jenis instansi", kinds, required=True)
        self.text("unit", "Kode dalam nomor surat", hint="Misalnya PSBI", longest=40)
        self.add_widget(Caption("Kop surat"))
        self.text("government", "Pemerintah atau lembaga induk", required=True)
        self.text("address", "Alamat", required=True)
        self.text("contact", "Telepon, surel pada kop")
        self.pair()
        self.text("city", "Kota pada tanggal surat", required=True)
        self.text("region", "Kode wilayah", hint="Misalnya 31.75", longest=10)
        self.add_widget(Caption("Tempat dan alamat untuk surat"))
        self.text("kelurahan", "Kelurahan kantor", hint="Dipakai mengelompokkan kartu yang dicetak")
        self.pair()
        self.text("email", "Alamat surel", hint="Tujuan surat dari kantor lain", longest=LONGEST_ADDRESS)
        self.text("fax", "Nomor faks", longest=60)
        self.add_widget(Caption("Penanda tangan"))
        self.text("head_position", "Jabatan", required=True)
        self.text("head_name", "Nama", required=True)
        self.pair()
        self.text("head_rank", "Pangkat")
        self.text("head_nip", "NIP", longest=30)

    def show_office(self, row: OfficeRow | None) -> None:
        """An office as stored; ``None`` empties the form for a new one."""
        self.reset()
        if row is not None:
            self.set_values({name: getattr(row, name) for name in FIELDS})

    def rebase(self, before: OfficeRow, row: OfficeRow) -> None:
        """A newer office as the ground; what was typed since ``before`` stays typed."""
        now = self.values()
        typed = {name: now[name] for name in FIELDS if (now[name] or "") != (getattr(before, name) or "")}
        self.show_office(row)
        self.type_values(typed)

    def office(self) -> NewOffice:
        """The office as typed."""
        typed = self.values()
        return NewOffice(**{name: typed[name] or "" for name in FIELDS})

    def missing(self) -> dict[str, str]:
        """What must be filled before a letter can carry this office's name, and an address that cannot be one."""
        needed: dict[str, Any] = {
            "name": "Isi nama kantor seperti pada kop surat.",
            "government": "Isi baris pertama kop, misalnya nama pemerintah daerah.",
            "address": "Isi alamat kantor.",
            "city": "Isi kota; dipakai di depan tanggal surat.",
            "head_position": "Isi jabatan penanda tangan.",
            "head_name": "Isi nama penanda tangan.",
        }
        typed = self.values()
        found = {name: sentence for name, sentence in needed.items() if not typed[name]}
        if typed["email"] and (problem := address_problem(typed["email"])):
            found["email"] = problem
        return found
