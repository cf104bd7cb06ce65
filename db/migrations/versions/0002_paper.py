"""Paper that offices accept: templates, signers, paraf, registers, sending, printing, seals."""

import sqlalchemy as sa
from alembic import op

from db.tables.base import Key
from db.types import Instant

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Builds the tables one after the other; later ones refer to earlier ones."""
    _templates()
    _keys()
    _signers()
    _drafts()
    _draft_steps()
    _issued()
    _signed_and_void()
    _mail()
    _mail_void()
    _printing()
    _card_events()
    _dispatch()
    _columns()
    _first_lines()


def _templates() -> None:
    """What a letter looks like: emblems, rules of numbers, wordings."""
    op.create_table(
        "emblem",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_emblem")),
    )
    op.create_table(
        "number_rule",
        sa.Column("office_id", Key, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("pattern", sa.Text(), nullable=False),
        sa.Column("digits", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_number_rule_office_id")),
        sa.PrimaryKeyConstraint("office_id", "code", name=op.f("pk_number_rule")),
    )
    op.create_table(
        "letter_template",
        sa.Column("id", Key, nullable=False),
        sa.Column("office_id", Key, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("toml", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("created_by", Key, nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["staff.id"], name=op.f("fk_letter_template_created_by")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_letter_template_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_template")),
    )
    op.create_index("ix_letter_template_newest", "letter_template", ["office_id", "code", "id"], unique=False)


def _keys() -> None:
    """Keys that seal cards."""
    op.create_table(
        "office_key",
        sa.Column("key_id", sa.String(length=8), nullable=False),
        sa.Column("office_id", Key, nullable=False),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.Column("private", sa.LargeBinary(), nullable=False),
        sa.Column("created_by", Key, nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("retired_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["staff.id"], name=op.f("fk_office_key_created_by")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_office_key_office_id")),
        sa.PrimaryKeyConstraint("key_id", name=op.f("pk_office_key")),
    )
    op.create_index(op.f("ix_office_key_office_id"), "office_key", ["office_id"], unique=False)


def _signers() -> None:
    """Who initials and who signs."""
    op.create_table(
        "paraf_rule",
        sa.Column("office_id", Key, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("staff_id", Key, nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_paraf_rule_office_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_paraf_rule_staff_id")),
        sa.PrimaryKeyConstraint("office_id", "code", "seq", name=op.f("pk_paraf_rule")),
    )
    op.create_table(
        "signer",
        sa.Column("id", Key, nullable=False),
        sa.Column("office_id", Key, nullable=False),
        sa.Column("staff_id", Key, nullable=True),
        sa.Column("capacity", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("on_behalf", sa.Text(), server_default="", nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("rank", sa.Text(), server_default="", nullable=False),
        sa.Column("nip", sa.String(length=30), server_default="", nullable=False),
        sa.Column("basis", sa.Text(), server_default="", nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("active", sa.Boolean(), server_default="1", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_signer_office_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_signer_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signer")),
    )
    op.create_index(op.f("ix_signer_office_id"), "signer", ["office_id"], unique=False)


def _drafts() -> None:
    """Letters that wait for their paraf."""
    op.create_table(
        "draft",
        sa.Column("id", Key, nullable=False),
        sa.Column("office_id", Key, nullable=False),
        sa.Column("procedure", sa.String(length=20), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("counterpart_number", sa.Text(), server_default="", nullable=False),
        sa.Column("signer_id", Key, nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), server_default="", nullable=False),
        sa.Column("round", sa.Integer(), server_default="1", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("created_by", Key, nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["staff.id"], name=op.f("fk_draft_created_by")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_draft_office_id")),
        sa.ForeignKeyConstraint(["procedure"], ["sop_procedure.code"], name=op.f("fk_draft_procedure")),
        sa.ForeignKeyConstraint(["signer_id"], ["signer.id"], name=op.f("fk_draft_signer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
    )
    op.create_index("ix_draft_open", "draft", ["office_id", "state"], unique=False)
    op.create_table(
        "draft_case",
        sa.Column("draft_id", Key, nullable=False),
        sa.Column("application_id", Key, nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_draft_case_application_id")),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_draft_case_draft_id")),
        sa.PrimaryKeyConstraint("draft_id", "application_id", name=op.f("pk_draft_case")),
    )
    op.create_index(op.f("ix_draft_case_application_id"), "draft_case", ["application_id"], unique=False)


def _draft_steps() -> None:
    """Whose turn it is, and what was decided."""
    op.create_table(
        "draft_step",
        sa.Column("draft_id", Key, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("staff_id", Key, nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_draft_step_draft_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_draft_step_staff_id")),
        sa.PrimaryKeyConstraint("draft_id", "round", "seq", name=op.f("pk_draft_step")),
    )
    op.create_table(
        "draft_paraf",
        sa.Column("id", Key, nullable=False),
        sa.Column("draft_id", Key, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("staff_id", Key, nullable=False),
        sa.Column("staff_name", sa.Text(), nullable=False),
        sa.Column("decision", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_draft_paraf_draft_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_draft_paraf_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_paraf")),
        sa.UniqueConstraint("draft_id", "round", "seq", name=op.f("uq_draft_paraf_draft_id_round_seq")),
    )


def _issued() -> None:
    """The archive copy, and what a letter was issued from."""
    op.create_table(
        "letter_archive",
        sa.Column("letter_id", Key, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_letter_archive_letter_id")),
        sa.PrimaryKeyConstraint("letter_id", name=op.f("pk_letter_archive")),
    )
    op.create_index(op.f("ix_letter_archive_sha256"), "letter_archive", ["sha256"], unique=False)
    op.create_table(
        "letter_issue",
        sa.Column("letter_id", Key, nullable=False),
        sa.Column("template_id", Key, nullable=True),
        sa.Column("signer_id", Key, nullable=True),
        sa.Column("draft_id", Key, nullable=True),
        sa.Column("token", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_letter_issue_draft_id")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_letter_issue_letter_id")),
        sa.ForeignKeyConstraint(["signer_id"], ["signer.id"], name=op.f("fk_letter_issue_signer_id")),
        sa.ForeignKeyConstraint(["template_id"], ["letter_template.id"], name=op.f("fk_letter_issue_template_id")),
        sa.PrimaryKeyConstraint("letter_id", name=op.f("pk_letter_issue")),
        sa.UniqueConstraint("token", name=op.f("uq_letter_issue_token")),
    )
    op.create_index(op.f("ix_letter_issue_draft_id"), "letter_issue", ["draft_id"], unique=False)


def _signed_and_void() -> None:
    """Signed files, and letters declared void."""
    op.create_table(
        "letter_signed",
        sa.Column("letter_id", Key, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("signed_at", Instant(), nullable=True),
        sa.Column("signer_name", sa.Text(), server_default="", nullable=False),
        sa.Column("issuer", sa.Text(), server_default="", nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("recorded_by", Key, nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_letter_signed_letter_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["staff.id"], name=op.f("fk_letter_signed_recorded_by")),
        sa.PrimaryKeyConstraint("letter_id", name=op.f("pk_letter_signed")),
    )
    op.create_index(op.f("ix_letter_signed_sha256"), "letter_signed", ["sha256"], unique=False)
    op.create_table(
        "letter_void",
        sa.Column("letter_id", Key, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("replaced_by", Key, nullable=True),
        sa.Column("voided_by", Key, nullable=False),
        sa.Column("voided_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_letter_void_letter_id")),
        sa.ForeignKeyConstraint(["replaced_by"], ["letter.id"], name=op.f("fk_letter_void_replaced_by")),
        sa.ForeignKeyConstraint(["voided_by"], ["staff.id"], name=op.f("fk_letter_void_voided_by")),
        sa.PrimaryKeyConstraint("letter_id", name=op.f("pk_letter_void")),
    )
    op.create_index(op.f("ix_letter_void_replaced_by"), "letter_void", ["replaced_by"], unique=False)


def _mail() -> None:
    """The agenda book."""
    op.create_table(
        "mail",
        sa.Column("id", Key, nullable=False),
        sa.Column("office_id", Key, nullable=False),
        sa.Column("direction", sa.String(length=6), nullable=False),
        sa.Column("classification", sa.String(length=30), server_default="", nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("agenda", sa.Integer(), nullable=False),
        sa.Column("letter_id", Key, nullable=True),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("correspondent", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("our_number", sa.Text(), server_default="", nullable=False),
        sa.Column("archive_place", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("created_by", Key, nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["staff.id"], name=op.f("fk_mail_created_by")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_mail_letter_id")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_mail_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
        sa.UniqueConstraint(
            "office_id",
            "direction",
            "classification",
            "year",
            "agenda",
            name=op.f("uq_mail_office_id_direction_classification_year_agenda"),
        ),
    )
    op.create_index(op.f("ix_mail_letter_id"), "mail", ["letter_id"], unique=False)
    op.create_index("uq_mail_letter", "mail", ["office_id", "direction", "letter_id"], unique=True)
    op.create_index("ix_mail_book", "mail", ["office_id", "direction", "year", "id"], unique=False)
    for name, columns, direction in (
        ("uq_mail_incoming", ["office_id", "year", "agenda"], "masuk"),
        ("uq_mail_outgoing", ["office_id", "number"], "keluar"),
    ):
        only = sa.text(f"direction = '{direction}'")
        op.create_index(name, "mail", columns, unique=True, sqlite_where=only, postgresql_where=only)


def _mail_void() -> None:
    """Void lines, and lists that pages of the books need."""
    op.create_table(
        "mail_void",
        sa.Column("mail_id", Key, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("voided_by", Key, nullable=False),
        sa.Column("voided_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["mail_id"], ["mail.id"], name=op.f("fk_mail_void_mail_id")),
        sa.ForeignKeyConstraint(["voided_by"], ["staff.id"], name=op.f("fk_mail_void_voided_by")),
        sa.PrimaryKeyConstraint("mail_id", name=op.f("pk_mail_void")),
    )
    op.drop_index(op.f("ix_letter_office_id"), "letter")
    op.create_index("ix_letter_of_office", "letter", ["office_id", "id"], unique=False)
    op.create_index("ix_batch_received", "batch", ["to_office_id", "id"], unique=False)


def _printing() -> None:
    """What went to a printer."""
    op.create_table(
        "print_job",
        sa.Column("id", Key, nullable=False),
        sa.Column("office_id", Key, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("printer", sa.Text(), nullable=False),
        sa.Column("paper", sa.String(length=20), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("duplex", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("system_job", sa.Text(), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("letter_id", Key, nullable=True),
        sa.Column("sheet_id", Key, nullable=True),
        sa.Column("staff_id", Key, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_print_job_letter_id")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_print_job_office_id")),
        sa.ForeignKeyConstraint(["sheet_id"], ["card_sheet.id"], name=op.f("fk_print_job_sheet_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_print_job_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_job")),
    )
    op.create_index(op.f("ix_print_job_letter_id"), "print_job", ["letter_id"], unique=False)
    op.create_index("ix_print_job_office", "print_job", ["office_id", "id"], unique=False)
    op.create_index(op.f("ix_print_job_sheet_id"), "print_job", ["sheet_id"], unique=False)


def _card_events() -> None:
    """Lost, void and spoilt cards."""
    op.create_table(
        "card_event",
        sa.Column("id", Key, nullable=False),
        sa.Column("card_id", Key, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("staff_id", Key, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["card_id"], ["card.id"], name=op.f("fk_card_event_card_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_card_event_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_event")),
    )
    op.create_index(op.f("ix_card_event_card_id"), "card_event", ["card_id"], unique=False)


def _dispatch() -> None:
    """How mail left the house."""
    op.create_table(
        "dispatch",
        sa.Column("id", Key, nullable=False),
        sa.Column("mail_id", Key, nullable=False),
        sa.Column("office_id", Key, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("expedition", sa.Integer(), nullable=True),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("receipt", sa.Text(), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("sent_by", Key, nullable=False),
        sa.Column("sent_at", Instant(), nullable=False),
        sa.Column("received_by", sa.Text(), server_default="", nullable=False),
        sa.Column("received_at", Instant(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["mail_id"], ["mail.id"], name=op.f("fk_dispatch_mail_id")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_dispatch_office_id")),
        sa.UniqueConstraint("office_id", "year", "expedition", name=op.f("uq_dispatch_office_id_year_expedition")),
        sa.ForeignKeyConstraint(["sent_by"], ["staff.id"], name=op.f("fk_dispatch_sent_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispatch")),
    )
    op.create_index(op.f("ix_dispatch_mail_id"), "dispatch", ["mail_id"], unique=False)


def _columns() -> None:
    """New columns of offices, cards and people."""
    op.add_column("office", sa.Column("kelurahan", sa.Text(), server_default="", nullable=False))
    op.add_column("office", sa.Column("email", sa.Text(), server_default="", nullable=False))
    op.add_column("office", sa.Column("fax", sa.Text(), server_default="", nullable=False))
    op.add_column("office", sa.Column("letter_style", sa.Text(), server_default="", nullable=False))
    op.add_column("office", sa.Column("emblem_sha256", sa.String(length=64), nullable=True))
    op.drop_column("office", "emblem")
    op.add_column("card", sa.Column("seal", sa.Text(), server_default="", nullable=False))
    op.create_index(op.f("ix_card_participant_number"), "card", ["participant_number"], unique=False)
    op.create_index(op.f("ix_card_sheet_id"), "card", ["sheet_id"], unique=False)
    op.add_column("person", sa.Column("kelurahan", sa.Text(), server_default="", nullable=False))


def _first_lines() -> None:
    """Letters issued before there was an agenda book get their line in it."""
    op.execute(
        "INSERT INTO mail (office_id, direction, classification, year, agenda, letter_id, number, dated, entered_on,"
        " correspondent, subject, created_by, created_at, version)"
        " SELECT l.office_id, 'keluar', l.classification, l.year, l.agenda, l.id, l.number, l.issued_on, l.issued_on,"
        " o.name, l.code, l.issued_by, l.issued_at, 1"
        " FROM letter l JOIN batch b ON b.id = l.batch_id JOIN office o ON o.id = b.to_office_id"
        " WHERE l.agenda IS NOT NULL"
    )
