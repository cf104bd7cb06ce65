"""Lines of a list on their way into the register: work in hand of one import, gone when it ends."""

from sqlalchemy import Boolean, Column, Date, Index, Integer, String, Table, Text, false

from db.tables.base import Key, metadata

incoming = Table(
    "incoming",
    metadata,
    Column("run_id", Key, primary_key=True, autoincrement=False),
    # The how-manieth accepted line of the file; `row` is the line on the sender's own sheet.
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("office_id", Key, nullable=False),
    Column("row", Integer, nullable=False),
    Column("number", String(13)),
    Column("nik", String(16)),
    Column("kk", String(16)),
    Column("name", Text),
    Column("sex", String(1)),
    Column("birth_date", Date),
    Column("birth_place", Text),
    Column("address", Text),
    Column("kelurahan", Text),
    Column("kecamatan", Text),
    Column("relation", Text),
    Column("facility", Text),
    Column("person_id", Key),
    Column("fresh", Boolean, nullable=False, server_default=false()),
    # Why the line does not become a membership: "" it does, else a code of `db.registry.members.QUESTIONS`.
    Column("state", String(12), nullable=False, server_default=""),
    # Of forms that ask for something: the kind of change and from when on, the program somebody is proposed for.
    Column("mutation", Text),
    Column("effective_date", Date),
    Column("segment", Text),
    # What BPJS, the ministry or SIAK write beside it: the number of the family, the first clinic's code, the legacy id.
    Column("family_number", String(13)),
    Column("marital", Text),
    Column("facility_code", Text),
    Column("id_dtks", Text),
    Column("status", Text),
    Column("note", Text),
    Index("ix_incoming_person", "run_id", "person_id"),
)
