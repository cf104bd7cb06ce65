"""What surrounds an issued letter: its template, signer, paraf, signed file, register line and proof of sending."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    column,
    table,
    text,
)

from db.tables.base import Key, key, metadata, version
from db.types import Instant

# A picture is kept once, however many letters carry it: their frozen facts name it by its SHA-256.
emblem = Table(
    "emblem",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

# Every saved wording stays: a letter can always be made again from the one it was issued with.
letter_template = Table(
    "letter_template",
    metadata,
    key(),
    Column("office_id", Key, ForeignKey("office.id"), nullable=False),
    Column("code", String(40), nullable=False),
    Column("toml", Text, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Column("created_by", Key, ForeignKey("staff.id"), nullable=False),
    Column("created_at", Instant, nullable=False),
    Index("ix_letter_template_newest", "office_id", "code", "id"),
)

number_rule = Table(
    "number_rule",
    metadata,
    Column("office_id", Key, ForeignKey("office.id"), primary_key=True),
    Column("code", String(40), primary_key=True),
    Column("pattern", Text, nullable=False),
    Column("digits", Integer, nullable=False),
)

signer = Table(
    "signer",
    metadata,
    key(),
    Column("office_id", Key, ForeignKey("office.id"), nullable=False, index=True),
    Column("staff_id", Key, ForeignKey("staff.id")),
    Column("capacity", String(10), nullable=False),
    Column("position", Text, nullable=False),
    Column("on_behalf", Text, nullable=False, server_default=""),
    Column("name", Text, nullable=False),
    Column("rank", Text, nullable=False, server_default=""),
    Column("nip", String(30), nullable=False, server_default=""),
    Column("basis", Text, nullable=False, server_default=""),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
    Column("active", Boolean, nullable=False, server_default="1"),
    version(),
)

paraf_rule = Table(
    "paraf_rule",
    metadata,
    Column("office_id", Key, ForeignKey("office.id"), primary_key=True),
    Column("code", String(40), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("position", Text, nullable=False),
    Column("staff_id", Key, ForeignKey("staff.id"), nullable=False),
)

draft = Table(
    "draft",
    metadata,
    key(),
    Column("office_id", Key, ForeignKey("office.id"), nullable=False),
    Column("procedure", String(20), ForeignKey("sop_procedure.code"), nullable=False),
    Column("action", String(40), nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Column("counterpart_number", Text, nullable=False, server_default=""),
    Column("signer_id", Key, ForeignKey("signer.id")),
    Column("state", String(12), nullable=False),
    # Of all that its letters would say (desktop.operations.draft_proof) when it was handed in last.
    Column("fingerprint", String(64), nullable=False, server_default=""),
    Column("round", Integer, nullable=False, server_default="1"),
    Column("reason", Text, nullable=False, server_default=""),
    Column("created_by", Key, ForeignKey("staff.id"), nullable=False),
    Column("created_at", Instant, nullable=False),
    version(),
    Index("ix_draft_open", "office_id", "state"),
)

draft_case = Table(
    "draft_case",
    metadata,
    Column("draft_id", Key, ForeignKey("draft.id"), primary_key=True),
    Column("application_id", Key, ForeignKey("application.id"), primary_key=True, index=True),
    Column("seen", Integer, nullable=False),
)

# The month whose Berita Acara a draft is, as ``draft_case`` names the people of another draft. It says which month that
# is: who initials may stand outside the wall around reconciliations.
draft_month = Table(
    "draft_month",
    metadata,
    Column("draft_id", Key, ForeignKey("draft.id"), primary_key=True),
    Column("reconciliation_id", Key, ForeignKey("reconciliation.id"), nullable=False, index=True),
    Column("period", String(7), nullable=False),
    Column("segment", String(30), nullable=False),
)

# Who is to initial this round, in which order: the office's rule as it stood when the draft was handed in.
draft_step = Table(
    "draft_step",
    metadata,
    Column("draft_id", Key, ForeignKey("draft.id"), primary_key=True),
    Column("round", Integer, primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("position", Text, nullable=False),
    Column("staff_id", Key, ForeignKey("staff.id"), nullable=False),
)

draft_paraf = Table(
    "draft_paraf",
    metadata,
    key(),
    Column("draft_id", Key, ForeignKey("draft.id"), nullable=False),
    Column("round", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("position", Text, nullable=False),
    Column("staff_id", Key, ForeignKey("staff.id"), nullable=False),
    Column("staff_name", Text, nullable=False),
    Column("decision", String(12), nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    Column("at", Instant, nullable=False),
    UniqueConstraint("draft_id", "round", "seq"),
)

# Beside the letter, not in it: SQLite would walk through the PDF to reach columns added behind it.
letter_issue = Table(
    "letter_issue",
    metadata,
    Column("letter_id", Key, ForeignKey("letter.id"), primary_key=True),
    Column("template_id", Key, ForeignKey("letter_template.id")),
    Column("signer_id", Key, ForeignKey("signer.id")),
    Column("draft_id", Key, ForeignKey("draft.id"), index=True),
    Column("token", String(16), nullable=False, unique=True),
)

letter_archive = Table(
    "letter_archive",
    metadata,
    Column("letter_id", Key, ForeignKey("letter.id"), primary_key=True),
    Column("sha256", String(64), nullable=False, index=True),
    Column("pdf", LargeBinary, nullable=False),
)

# The month a Berita Acara closed. One that was declared void stays here beside the one that closed it anew.
letter_month = Table(
    "letter_month",
    metadata,
    Column("letter_id", Key, ForeignKey("letter.id"), primary_key=True),
    Column("reconciliation_id", Key, ForeignKey("reconciliation.id"), nullable=False, index=True),
)

# The number and day that the other side gave to a paper both sign; the newest counts.
letter_partner = Table(
    "letter_partner",
    metadata,
    key(),
    Column("letter_id", Key, ForeignKey("letter.id"), nullable=False, index=True),
    Column("number", Text, nullable=False),
    Column("dated", Date),
    Column("recorded_by", Key, ForeignKey("staff.id"), nullable=False),
    Column("recorded_at", Instant, nullable=False),
)

letter_void = Table(
    "letter_void",
    metadata,
    Column("letter_id", Key, ForeignKey("letter.id"), primary_key=True),
    Column("reason", Text, nullable=False),
    Column("replaced_by", Key, ForeignKey("letter.id"), index=True),
    Column("voided_by", Key, ForeignKey("staff.id"), nullable=False),
    Column("voided_at", Instant, nullable=False),
)

letter_signed = Table(
    "letter_signed",
    metadata,
    Column("letter_id", Key, ForeignKey("letter.id"), primary_key=True),
    Column("kind", String(10), nullable=False),
    Column("signed_at", Instant),
    Column("signer_name", Text, nullable=False, server_default=""),
    Column("issuer", Text, nullable=False, server_default=""),
    Column("sha256", String(64), nullable=False, index=True),
    Column("recorded_by", Key, ForeignKey("staff.id"), nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

mail = Table(
    "mail",
    metadata,
    key(),
    Column("office_id", Key, ForeignKey("office.id"), nullable=False),
    Column("direction", String(6), nullable=False),
    Column("classification", String(30), nullable=False, server_default=""),
    Column("year", Integer, nullable=False),
    Column("agenda", Integer, nullable=False),
    Column("letter_id", Key, ForeignKey("letter.id"), index=True),
    Column("number", Text, nullable=False),
    Column("dated", Date, nullable=False),
    Column("entered_on", Date, nullable=False),
    Column("correspondent", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("our_number", Text, nullable=False, server_default=""),
    Column("archive_place", Text, nullable=False, server_default=""),
    Column("note", Text, nullable=False, server_default=""),
    Column("created_by", Key, ForeignKey("staff.id"), nullable=False),
    Column("created_at", Instant, nullable=False),
    version(),
    UniqueConstraint("office_id", "direction", "classification", "year", "agenda"),
    Index("uq_mail_letter", "office_id", "direction", "letter_id", unique=True),
    Index("ix_mail_book", "office_id", "direction", "year", "id"),
    # Incoming letters have one row of agenda numbers a year, whatever their classification.
    Index(
        "uq_mail_incoming",
        "office_id",
        "year",
        "agenda",
        unique=True,
        sqlite_where=text("direction = 'masuk'"),
        postgresql_where=text("direction = 'masuk'"),
    ),
    # Two series must not make the same number, whatever pattern the office chose.
    Index(
        "uq_mail_outgoing",
        "office_id",
        "number",
        unique=True,
        sqlite_where=text("direction = 'keluar'"),
        postgresql_where=text("direction = 'keluar'"),
    ),
)

# A letter that Padan made is declared void in letter_void; here are the lines that somebody typed by mistake.
mail_void = Table(
    "mail_void",
    metadata,
    Column("mail_id", Key, ForeignKey("mail.id"), primary_key=True),
    Column("reason", Text, nullable=False),
    Column("voided_by", Key, ForeignKey("staff.id"), nullable=False),
    Column("voided_at", Instant, nullable=False),
)

dispatch = Table(
    "dispatch",
    metadata,
    key(),
    Column("mail_id", Key, ForeignKey("mail.id"), nullable=False, index=True),
    Column("office_id", Key, ForeignKey("office.id"), nullable=False),
    Column("year", Integer, nullable=False),
    Column("way", String(10), nullable=False),
    Column("expedition", Integer),
    Column("recipient", Text, nullable=False),
    Column("address", Text, nullable=False, server_default=""),
    Column("state", String(12), nullable=False),
    Column("receipt", Text, nullable=False, server_default=""),
    Column("reason", Text, nullable=False, server_default=""),
    Column("sent_by", Key, ForeignKey("staff.id"), nullable=False),
    Column("sent_at", Instant, nullable=False),
    Column("received_by", Text, nullable=False, server_default=""),
    Column("received_at", Instant),
    version(),
    UniqueConstraint("office_id", "year", "expedition"),
)

# A view, made with the guards: what the next letter may say of this one. On a server it shows a desk the cases that lie
# there, also where the letter itself stays behind its wall.
letter_reference = table(
    "letter_reference",
    column("application_id", Key),
    column("letter_id", Key),
    column("code", String),
    column("number", String),
    column("issued_on", Date),
    column("void", Key),
    column("replaced_by", Key),
)
