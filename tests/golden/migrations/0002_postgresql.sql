CREATE TABLE emblem (
    sha256 VARCHAR(64) NOT NULL, 
    content BYTEA NOT NULL, 
    CONSTRAINT pk_emblem PRIMARY KEY (sha256)
);

CREATE TABLE number_rule (
    office_id BIGINT NOT NULL, 
    code VARCHAR(40) NOT NULL, 
    pattern TEXT NOT NULL, 
    digits INTEGER NOT NULL, 
    CONSTRAINT pk_number_rule PRIMARY KEY (office_id, code), 
    CONSTRAINT fk_number_rule_office_id FOREIGN KEY(office_id) REFERENCES office (id)
);

CREATE TABLE letter_template (
    id BIGSERIAL NOT NULL, 
    office_id BIGINT NOT NULL, 
    code VARCHAR(40) NOT NULL, 
    toml TEXT NOT NULL, 
    note TEXT DEFAULT '' NOT NULL, 
    created_by BIGINT NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE NOT NULL, 
    CONSTRAINT pk_letter_template PRIMARY KEY (id), 
    CONSTRAINT fk_letter_template_created_by FOREIGN KEY(created_by) REFERENCES staff (id), 
    CONSTRAINT fk_letter_template_office_id FOREIGN KEY(office_id) REFERENCES office (id)
);

CREATE INDEX ix_letter_template_newest ON letter_template (office_id, code, id);

CREATE TABLE office_key (
    key_id VARCHAR(8) NOT NULL, 
    office_id BIGINT NOT NULL, 
    public BYTEA NOT NULL, 
    private BYTEA NOT NULL, 
    created_by BIGINT NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE NOT NULL, 
    retired_at TIMESTAMP WITH TIME ZONE, 
    CONSTRAINT pk_office_key PRIMARY KEY (key_id), 
    CONSTRAINT fk_office_key_created_by FOREIGN KEY(created_by) REFERENCES staff (id), 
    CONSTRAINT fk_office_key_office_id FOREIGN KEY(office_id) REFERENCES office (id)
);

CREATE INDEX ix_office_key_office_id ON office_key (office_id);

CREATE TABLE paraf_rule (
    office_id BIGINT NOT NULL, 
    code VARCHAR(40) NOT NULL, 
    seq INTEGER NOT NULL, 
    position TEXT NOT NULL, 
    staff_id BIGINT NOT NULL, 
    CONSTRAINT pk_paraf_rule PRIMARY KEY (office_id, code, seq), 
    CONSTRAINT fk_paraf_rule_office_id FOREIGN KEY(office_id) REFERENCES office (id), 
    CONSTRAINT fk_paraf_rule_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id)
);

CREATE TABLE signer (
    id BIGSERIAL NOT NULL, 
    office_id BIGINT NOT NULL, 
    staff_id BIGINT, 
    capacity VARCHAR(10) NOT NULL, 
    position TEXT NOT NULL, 
    on_behalf TEXT DEFAULT '' NOT NULL, 
    name TEXT NOT NULL, 
    rank TEXT DEFAULT '' NOT NULL, 
    nip VARCHAR(30) DEFAULT '' NOT NULL, 
    basis TEXT DEFAULT '' NOT NULL, 
    valid_from DATE NOT NULL, 
    valid_to DATE, 
    active BOOLEAN DEFAULT '1' NOT NULL, 
    version INTEGER DEFAULT '1' NOT NULL, 
    CONSTRAINT pk_signer PRIMARY KEY (id), 
    CONSTRAINT fk_signer_office_id FOREIGN KEY(office_id) REFERENCES office (id), 
    CONSTRAINT fk_signer_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id)
);

CREATE INDEX ix_signer_office_id ON signer (office_id);

CREATE TABLE draft (
    id BIGSERIAL NOT NULL, 
    office_id BIGINT NOT NULL, 
    procedure VARCHAR(20) NOT NULL, 
    action VARCHAR(40) NOT NULL, 
    note TEXT DEFAULT '' NOT NULL, 
    counterpart_number TEXT DEFAULT '' NOT NULL, 
    signer_id BIGINT, 
    state VARCHAR(12) NOT NULL, 
    fingerprint VARCHAR(64) DEFAULT '' NOT NULL, 
    round INTEGER DEFAULT '1' NOT NULL, 
    reason TEXT DEFAULT '' NOT NULL, 
    created_by BIGINT NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE NOT NULL, 
    version INTEGER DEFAULT '1' NOT NULL, 
    CONSTRAINT pk_draft PRIMARY KEY (id), 
    CONSTRAINT fk_draft_created_by FOREIGN KEY(created_by) REFERENCES staff (id), 
    CONSTRAINT fk_draft_office_id FOREIGN KEY(office_id) REFERENCES office (id), 
    CONSTRAINT fk_draft_procedure FOREIGN KEY(procedure) REFERENCES sop_procedure (code), 
    CONSTRAINT fk_draft_signer_id FOREIGN KEY(signer_id) REFERENCES signer (id)
);

CREATE INDEX ix_draft_open ON draft (office_id, state);

CREATE TABLE draft_case (
    draft_id BIGINT NOT NULL, 
    application_id BIGINT NOT NULL, 
    seen INTEGER NOT NULL, 
    CONSTRAINT pk_draft_case PRIMARY KEY (draft_id, application_id), 
    CONSTRAINT fk_draft_case_application_id FOREIGN KEY(application_id) REFERENCES application (id), 
    CONSTRAINT fk_draft_case_draft_id FOREIGN KEY(draft_id) REFERENCES draft (id)
);

CREATE INDEX ix_draft_case_application_id ON draft_case (application_id);

CREATE TABLE draft_step (
    draft_id BIGINT NOT NULL, 
    round INTEGER NOT NULL, 
    seq INTEGER NOT NULL, 
    position TEXT NOT NULL, 
    staff_id BIGINT NOT NULL, 
    CONSTRAINT pk_draft_step PRIMARY KEY (draft_id, round, seq), 
    CONSTRAINT fk_draft_step_draft_id FOREIGN KEY(draft_id) REFERENCES draft (id), 
    CONSTRAINT fk_draft_step_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id)
);

CREATE TABLE draft_paraf (
    id BIGSERIAL NOT NULL, 
    draft_id BIGINT NOT NULL, 
    round INTEGER NOT NULL, 
    seq INTEGER NOT NULL, 
    position TEXT NOT NULL, 
    staff_id BIGINT NOT NULL, 
    staff_name TEXT NOT NULL, 
    decision VARCHAR(12) NOT NULL, 
    reason TEXT DEFAULT '' NOT NULL, 
    at TIMESTAMP WITH TIME ZONE NOT NULL, 
    CONSTRAINT pk_draft_paraf PRIMARY KEY (id), 
    CONSTRAINT fk_draft_paraf_draft_id FOREIGN KEY(draft_id) REFERENCES draft (id), 
    CONSTRAINT fk_draft_paraf_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id), 
    CONSTRAINT uq_draft_paraf_draft_id_round_seq UNIQUE (draft_id, round, seq)
);

CREATE TABLE letter_archive (
    letter_id BIGINT NOT NULL, 
    sha256 VARCHAR(64) NOT NULL, 
    pdf BYTEA NOT NULL, 
    CONSTRAINT pk_letter_archive PRIMARY KEY (letter_id), 
    CONSTRAINT fk_letter_archive_letter_id FOREIGN KEY(letter_id) REFERENCES letter (id)
);

CREATE INDEX ix_letter_archive_sha256 ON letter_archive (sha256);

CREATE TABLE letter_issue (
    letter_id BIGINT NOT NULL, 
    template_id BIGINT, 
    signer_id BIGINT, 
    draft_id BIGINT, 
    token VARCHAR(16) NOT NULL, 
    CONSTRAINT pk_letter_issue PRIMARY KEY (letter_id), 
    CONSTRAINT fk_letter_issue_draft_id FOREIGN KEY(draft_id) REFERENCES draft (id), 
    CONSTRAINT fk_letter_issue_letter_id FOREIGN KEY(letter_id) REFERENCES letter (id), 
    CONSTRAINT fk_letter_issue_signer_id FOREIGN KEY(signer_id) REFERENCES signer (id), 
    CONSTRAINT fk_letter_issue_template_id FOREIGN KEY(template_id) REFERENCES letter_template (id), 
    CONSTRAINT uq_letter_issue_token UNIQUE (token)
);

CREATE INDEX ix_letter_issue_draft_id ON letter_issue (draft_id);

CREATE TABLE letter_signed (
    letter_id BIGINT NOT NULL, 
    kind VARCHAR(10) NOT NULL, 
    signed_at TIMESTAMP WITH TIME ZONE, 
    signer_name TEXT DEFAULT '' NOT NULL, 
    issuer TEXT DEFAULT '' NOT NULL, 
    sha256 VARCHAR(64) NOT NULL, 
    recorded_by BIGINT NOT NULL, 
    recorded_at TIMESTAMP WITH TIME ZONE NOT NULL, 
    content BYTEA NOT NULL, 
    CONSTRAINT pk_letter_signed PRIMARY KEY (letter_id), 
    CONSTRAINT fk_letter_signed_letter_id FOREIGN KEY(letter_id) REFERENCES letter (id), 
    CONSTRAINT fk_letter_signed_recorded_by FOREIGN KEY(recorded_by) REFERENCES staff (id)
);

CREATE INDEX ix_letter_signed_sha256 ON letter_signed (sha256);

CREATE TABLE letter_void (
    letter_id BIGINT NOT NULL, 
    reason TEXT NOT NULL, 
    replaced_by BIGINT, 
    voided_by BIGINT NOT NULL, 
    voided_at TIMESTAMP WITH TIME ZONE NOT NULL, 
    CONSTRAINT pk_letter_void PRIMARY KEY (letter_id), 
    CONSTRAINT fk_letter_void_letter_id FOREIGN KEY(letter_id) REFERENCES letter (id), 
    CONSTRAINT fk_letter_void_replaced_by FOREIGN KEY(replaced_by) REFERENCES letter (id), 
    CONSTRAINT fk_letter_void_voided_by FOREIGN KEY(voided_by) REFERENCES staff (id)
);

CREATE INDEX ix_letter_void_replaced_by ON letter_void (replaced_by);

CREATE TABLE mail (
    id BIGSERIAL NOT NULL, 
    office_id BIGINT NOT NULL, 
    direction VARCHAR(6) NOT NULL, 
    classification VARCHAR(30) DEFAULT '' NOT NULL, 
    year INTEGER NOT NULL, 
    agenda INTEGER NOT NULL, 
    letter_id BIGINT, 
    number TEXT NOT NULL, 
    dated DATE NOT NULL, 
    entered_on DATE NOT NULL, 
    correspondent TEXT NOT NULL, 
    subject TEXT NOT NULL, 
    our_number TEXT DEFAULT '' NOT NULL, 
    archive_place TEXT DEFAULT '' NOT NULL, 
    note TEXT DEFAULT '' NOT NULL, 
    created_by BIGINT NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE NOT NULL, 
    version INTEGER DEFAULT '1' NOT NULL, 
    CONSTRAINT pk_mail PRIMARY KEY (id), 
    CONSTRAINT fk_mail_created_by FOREIGN KEY(created_by) REFERENCES staff (id), 
    CONSTRAINT fk_mail_letter_id FOREIGN KEY(letter_id) REFERENCES letter (id), 
    CONSTRAINT fk_mail_office_id FOREIGN KEY(office_id) REFERENCES office (id), 
    CONSTRAINT uq_mail_office_id_direction_classification_year_agenda UNIQUE (office_id, direction, classification, year, agenda)
);

CREATE INDEX ix_mail_letter_id ON mail (letter_id);

CREATE UNIQUE INDEX uq_mail_letter ON mail (office_id, direction, letter_id);

CREATE INDEX ix_mail_book ON mail (office_id, direction, year, id);

CREATE UNIQUE INDEX uq_mail_incoming ON mail (office_id, year, agenda) WHERE direction = 'masuk';

CREATE UNIQUE INDEX uq_mail_outgoing ON mail (office_id, number) WHERE direction = 'keluar';

CREATE TABLE mail_void (
    mail_id BIGINT NOT NULL, 
    reason TEXT NOT NULL, 
    voided_by BIGINT NOT NULL, 
    voided_at TIMESTAMP WITH TIME ZONE NOT NULL, 
    CONSTRAINT pk_mail_void PRIMARY KEY (mail_id), 
    CONSTRAINT fk_mail_void_mail_id FOREIGN KEY(mail_id) REFERENCES mail (id), 
    CONSTRAINT fk_mail_void_voided_by FOREIGN KEY(voided_by) REFERENCES staff (id)
);

DROP INDEX ix_letter_office_id;

CREATE INDEX ix_letter_of_office ON letter (office_id, id);

CREATE INDEX ix_batch_received ON batch (to_office_id, id);

CREATE TABLE print_job (
    id BIGSERIAL NOT NULL, 
    office_id BIGINT NOT NULL, 
    kind VARCHAR(10) NOT NULL, 
    title TEXT NOT NULL, 
    printer TEXT NOT NULL, 
    paper VARCHAR(20) NOT NULL, 
    copies INTEGER NOT NULL, 
    pages INTEGER NOT NULL, 
    duplex BOOLEAN DEFAULT '0' NOT NULL, 
    state VARCHAR(12) NOT NULL, 
    system_job TEXT DEFAULT '' NOT NULL, 
    reason TEXT DEFAULT '' NOT NULL, 
    letter_id BIGINT, 
    sheet_id BIGINT, 
    staff_id BIGINT NOT NULL, 
    at TIMESTAMP WITH TIME ZONE NOT NULL, 
    CONSTRAINT pk_print_job PRIMARY KEY (id), 
    CONSTRAINT fk_print_job_letter_id FOREIGN KEY(letter_id) REFERENCES letter (id), 
    CONSTRAINT fk_print_job_office_id FOREIGN KEY(office_id) REFERENCES office (id), 
    CONSTRAINT fk_print_job_sheet_id FOREIGN KEY(sheet_id) REFERENCES card_sheet (id), 
    CONSTRAINT fk_print_job_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id)
);

CREATE INDEX ix_print_job_letter_id ON print_job (letter_id);

CREATE INDEX ix_print_job_office ON print_job (office_id, id);

CREATE INDEX ix_print_job_sheet_id ON print_job (sheet_id);

CREATE TABLE card_event (
    id BIGSERIAL NOT NULL, 
    card_id BIGINT NOT NULL, 
    kind VARCHAR(10) NOT NULL, 
    reason TEXT NOT NULL, 
    staff_id BIGINT NOT NULL, 
    at TIMESTAMP WITH TIME ZONE NOT NULL, 
    CONSTRAINT pk_card_event PRIMARY KEY (id), 
    CONSTRAINT fk_card_event_card_id FOREIGN KEY(card_id) REFERENCES card (id), 
    CONSTRAINT fk_card_event_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id)
);

CREATE INDEX ix_card_event_card_id ON card_event (card_id);

CREATE TABLE dispatch (
    id BIGSERIAL NOT NULL, 
    mail_id BIGINT NOT NULL, 
    office_id BIGINT NOT NULL, 
    year INTEGER NOT NULL, 
    way VARCHAR(10) NOT NULL, 
    expedition INTEGER, 
    recipient TEXT NOT NULL, 
    address TEXT DEFAULT '' NOT NULL, 
    state VARCHAR(12) NOT NULL, 
    receipt TEXT DEFAULT '' NOT NULL, 
    reason TEXT DEFAULT '' NOT NULL, 
    sent_by BIGINT NOT NULL, 
    sent_at TIMESTAMP WITH TIME ZONE NOT NULL, 
    received_by TEXT DEFAULT '' NOT NULL, 
    received_at TIMESTAMP WITH TIME ZONE, 
    version INTEGER DEFAULT '1' NOT NULL, 
    CONSTRAINT pk_dispatch PRIMARY KEY (id), 
    CONSTRAINT fk_dispatch_mail_id FOREIGN KEY(mail_id) REFERENCES mail (id), 
    CONSTRAINT fk_dispatch_office_id FOREIGN KEY(office_id) REFERENCES office (id), 
    CONSTRAINT uq_dispatch_office_id_year_expedition UNIQUE (office_id, year, expedition), 
    CONSTRAINT fk_dispatch_sent_by FOREIGN KEY(sent_by) REFERENCES staff (id)
);

CREATE INDEX ix_dispatch_mail_id ON dispatch (mail_id);

ALTER TABLE office ADD COLUMN kelurahan TEXT DEFAULT '' NOT NULL;

ALTER TABLE office ADD COLUMN email TEXT DEFAULT '' NOT NULL;

ALTER TABLE office ADD COLUMN fax TEXT DEFAULT '' NOT NULL;

ALTER TABLE office ADD COLUMN letter_style TEXT DEFAULT '' NOT NULL;

ALTER TABLE office ADD COLUMN emblem_sha256 VARCHAR(64);

ALTER TABLE office DROP COLUMN emblem;

ALTER TABLE card ADD COLUMN seal TEXT DEFAULT '' NOT NULL;

CREATE INDEX ix_card_participant_number ON card (participant_number);

CREATE INDEX ix_card_sheet_id ON card (sheet_id);

ALTER TABLE person ADD COLUMN kelurahan TEXT DEFAULT '' NOT NULL;

INSERT INTO mail (office_id, direction, classification, year, agenda, letter_id, number, dated, entered_on, correspondent, subject, created_by, created_at, version) SELECT l.office_id, 'keluar', l.classification, l.year, l.agenda, l.id, l.number, l.issued_on, l.issued_on, o.name, l.code, l.issued_by, l.issued_at, 1 FROM letter l JOIN batch b ON b.id = l.batch_id JOIN office o ON o.id = b.to_office_id WHERE l.agenda IS NOT NULL;

