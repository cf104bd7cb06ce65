"""People, the keys by which they are found, and their memberships."""

from sqlalchemy import Boolean, CheckConstraint, Column, Date, ForeignKey, Index, Integer, String, Table, Text, text

from db.tables.base import Key, key, metadata, version
from db.types import Instant

person = Table(
    "person",
    metadata,
    key(),
    Column("registration", String(20), nullable=False, unique=True),
    Column("nik", String(16), unique=True),
    Column("name", Text, nullable=False, server_default=""),
    Column("alias", Text, nullable=False, server_default=""),
    Column("sex", String(1)),
    Column("birth_place", Text, nullable=False, server_default=""),
    Column("birth_date", Date),
    Column("birth_estimated", Boolean, nullable=False, server_default="0"),
    Column("address", Text, nullable=False, server_default=""),
    Column("merged_into", Key, ForeignKey("person.id")),
    Column("created_at", Instant, nullable=False),
    version(),
    Column("kelurahan", Text, nullable=False, server_default=""),
    # Who recorded the person: sees the record although no case stands on it yet.
    Column("office_id", Key, index=True),
    Column("kecamatan", Text, nullable=False, server_default=""),
    # The import that brought the record: where every value came from that `value_source` does not name.
    Column("run_id", Key, index=True),
    # The delivery of SIAK that said what the list was silent about, and which columns those are (``sex,address,``).
    Column("resident_run_id", Key),
    Column("resident_fields", Text, nullable=False, server_default=""),
    Column("marital", Text, nullable=False, server_default=""),
    # The number of the poverty register that DTSEN replaced: known still to the offices that used it.
    Column("id_dtks", Text, nullable=False, server_default=""),
    # L1: a person without NIK has none; a placeholder can never be stored as one.
    CheckConstraint("nik IS NULL OR (length(nik) = 16 AND nik <> '0000000000000000')", name="nik_whole"),
    CheckConstraint("sex IS NULL OR sex IN ('L', 'P')", name="sex_known"),
    Index(
        "ix_person_likeness",
        "birth_date",
        "name",
        sqlite_where=text("merged_into IS NULL"),
        postgresql_where=text("merged_into IS NULL"),
    ),
)

# Byte order on both databases: a prefix becomes a range that the index answers, whatever the language of the cluster.
_WORD = String(60).with_variant(String(60, collation="C"), "postgresql")

person_key = Table(
    "person_key",
    metadata,
    Column("person_id", Key, ForeignKey("person.id"), nullable=False),
    Column("token", _WORD, nullable=False),
    Column("sound", _WORD, nullable=False),
    # With the word, so that the second word of a search is looked up in the index alone.
    Index("ix_person_key_person", "person_id", "token"),
    Index("ix_person_key_token", "token", "person_id"),
    Index("ix_person_key_sound", "sound", "person_id"),
)

SHORTEST_PART = 3
"""Fewer letters in the middle of a word would find half the city."""

# Every end of every word of the names, from its third letter from behind on: what stands in the middle of a word is a
# beginning here. A word stands once, however many people bear it.
name_part = Table(
    "name_part",
    metadata,
    Column("part", _WORD, primary_key=True),
    Column("token", _WORD, primary_key=True),
    sqlite_with_rowid=False,
)

# A membership is history: a change ends one row and begins the next; nothing is written over.
membership = Table(
    "membership",
    metadata,
    key(),
    Column("person_id", Key, ForeignKey("person.id"), nullable=False, index=True),
    Column("participant_number", String(13), nullable=False),
    Column("segment", String(30), nullable=False),
    Column("payer", String(30), nullable=False),
    Column("facility", Text, nullable=False, server_default=""),
    Column("valid_from", Date, nullable=False),
    # The first day on which it holds no more.
    Column("valid_to", Date),
    Column("reason", Text, nullable=False, server_default=""),
    Column("created_at", Instant, nullable=False),
    Column("ward_class", Integer),
    Column("run_id", Key, ForeignKey("import_run.id"), index=True),
    Column("end_reason", Text, nullable=False, server_default=""),
    Column("ended_at", Instant),
    Column("end_run_id", Key, ForeignKey("import_run.id"), index=True),
    # The merge of two records that ended it: one person is a member once.
    Column("end_merge_id", Key, index=True),
    # As the list wrote them that began it: BPJS's number of the family, the code of the first clinic.
    Column("family_number", String(13), nullable=False, server_default=""),
    Column("facility_code", Text, nullable=False, server_default=""),
    CheckConstraint("length(participant_number) = 13", name="number_whole"),
    CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="ends_after_begin"),
    CheckConstraint("ward_class IS NULL OR ward_class IN (1, 2, 3)", name="ward_class_known"),
    Index(
        "ix_membership_running",
        "person_id",
        sqlite_where=text("valid_to IS NULL"),
        postgresql_where=text("valid_to IS NULL"),
    ),
    Index(
        "ix_membership_running_number",
        "participant_number",
        unique=True,
        sqlite_where=text("valid_to IS NULL"),
        postgresql_where=text("valid_to IS NULL"),
    ),
    Index("ix_membership_segment", "segment", "valid_from"),
    # Whose number it is and since when, told by the index alone: a comparison asks it for every line.
    Index("ix_membership_number", "participant_number", "segment", "valid_from", "valid_to", "person_id"),
)
