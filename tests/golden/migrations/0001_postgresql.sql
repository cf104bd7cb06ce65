CREATE TABLE card_sheet (
    id BIGSERIAL NOT NULL, 
    sha256 VARCHAR(64) NOT NULL, 
    layout VARCHAR(20) NOT NULL, 
    pdf BYTEA NOT NULL, 
    CONSTRAINT pk_card_sheet PRIMARY KEY (id)
);

CREATE INDEX ix_card_sheet_sha256 ON card_sheet (sha256);

CREATE TABLE change (
    id BIGSERIAL NOT NULL, 
    topics TEXT NOT NULL, 
    ids TEXT NOT NULL, 
    at TIMESTAMP WITH TIME ZONE NOT NULL, 
    CONSTRAINT pk_change PRIMARY KEY (id)
);

CREATE TABLE counter (
    name VARCHAR(60) NOT NULL, 
    last INTEGER NOT NULL, 
    CONSTRAINT pk_counter PRIMARY KEY (name)
);

CREATE TABLE holiday (
    day DATE NOT NULL, 
    name TEXT NOT NULL, 
    CONSTRAINT pk_holiday PRIMARY KEY (day)
);

CREATE TABLE journal_head (
    chain VARCHAR(40) NOT NULL, 
    seq INTEGER NOT NULL, 
    hash VARCHAR(64) NOT NULL, 
    CONSTRAINT pk_journal_head PRIMARY KEY (chain)
);

CREATE TABLE person (
    id BIGSERIAL NOT NULL, 
    registration VARCHAR(20) NOT NULL, 
    nik VARCHAR(16), 
    name TEXT DEFAULT '' NOT NULL, 
    alias TEXT DEFAULT '' NOT NULL, 
    sex VARCHAR(1), 
    birth_place TEXT DEFAULT '' NOT NULL, 
    birth_date DATE, 
    birth_estimated BOOLEAN DEFAULT '0' NOT NULL, 
    address TEXT DEFAULT '' NOT NULL, 
    merged_into BIGINT, 
    created_at TIMESTAMP WITH TIME ZONE NOT NULL, 
    version INTEGER DEFAULT '1' NOT NULL, 
    CONSTRAINT pk_person PRIMARY KEY (id), 
    CONSTRAINT ck_person_nik_whole CHECK (nik IS NULL OR (length(nik) = 16 AND nik <> '0000000000000000')), 
    CONSTRAINT ck_person_sex_known CHECK (sex IS NULL OR sex IN ('L', 'P')), 
    CONSTRAINT fk_person_merged_into FOREIGN KEY(merged_into) REFERENCES person (id), 
    CONSTRAINT uq_person_nik UNIQUE (nik), 
    CONSTRAINT uq_person_registration UNIQUE (registration)
);

CREATE TABLE request (
    id VARCHAR(40) NOT NULL, 
    command VARCHAR(60) NOT NULL, 
    staff_id BIGINT, 
    at TIMESTAMP WITH TIME ZONE NOT NULL, 
    outcome TEXT, 
    CONSTRAINT pk_request PRIMARY KEY (id)
);

CREATE TABLE role (
    code VARCHAR(20) NOT NULL, 
    label TEXT NOT NULL, 
    CONSTRAINT pk_role PRIMARY KEY (code)
);

CREATE TABLE setting (
    key VARCHAR(60) NOT NULL, 
    value TEXT NOT NULL, 
    CONSTRAINT pk_setting PRIMARY KEY (key)
);

CREATE TABLE sop_procedure (
    code VARCHAR(20) NOT NULL, 
    title TEXT NOT NULL, 
    initial_status VARCHAR(40) NOT NULL, 
    CONSTRAINT pk_sop_procedure PRIMARY KEY (code)
);

CREATE TABLE membership (
    id BIGSERIAL NOT NULL, 
    person_id BIGINT NOT NULL, 
    participant_number VARCHAR(13) NOT NULL, 
    segment VARCHAR(30) NOT NULL, 
    payer VARCHAR(30) NOT NULL, 
    facility TEXT DEFAULT '' NOT NULL, 
    valid_from DATE NOT NULL, 
    valid_to DATE, 
    reason TEXT DEFAULT '' NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE NOT NULL, 
    CONSTRAINT pk_membership PRIMARY KEY (id), 
    CONSTRAINT ck_membership_number_whole CHECK (length(participant_number) = 13), 
    CONSTRAINT fk_membership_person_id FOREIGN KEY(person_id) REFERENCES person (id), 
    CONSTRAINT uq_membership_participant_number UNIQUE (participant_number)
);

CREATE INDEX ix_membership_person_id ON membership (person_id);

CREATE INDEX ix_membership_running ON membership (person_id) WHERE valid_to IS NULL;

CREATE TABLE office (
    id BIGSERIAL NOT NULL, 
    kind VARCHAR(20) NOT NULL, 
    name TEXT NOT NULL, 
    unit VARCHAR(40) DEFAULT '' NOT NULL, 
    government TEXT DEFAULT '' NOT NULL, 
    address TEXT DEFAULT '' NOT NULL, 
    contact TEXT DEFAULT '' NOT NULL, 
    city TEXT DEFAULT '' NOT NULL, 
    region VARCHAR(10) DEFAULT '' NOT NULL, 
    head_position TEXT DEFAULT '' NOT NULL, 
    head_name TEXT DEFAULT '' NOT NULL, 
    head_rank TEXT DEFAULT '' NOT NULL, 
    head_nip VARCHAR(30) DEFAULT '' NOT NULL, 
    emblem BYTEA, 
    active BOOLEAN DEFAULT '1' NOT NULL, 
    version INTEGER DEFAULT '1' NOT NULL, 
    CONSTRAINT pk_office PRIMARY KEY (id), 
    CONSTRAINT fk_office_kind FOREIGN KEY(kind) REFERENCES role (code)
);

CREATE TABLE person_key (
    person_id BIGINT NOT NULL, 
    token VARCHAR(60) COLLATE "C" NOT NULL, 
    sound VARCHAR(60) COLLATE "C" NOT NULL, 
    CONSTRAINT fk_person_key_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);

CREATE INDEX ix_person_key_person ON person_key (person_id);

CREATE INDEX ix_person_key_sound ON person_key (sound, person_id);

CREATE INDEX ix_person_key_token ON person_key (token, person_id);

CREATE TABLE sop_second_eyes (
    procedure VARCHAR(20) NOT NULL, 
    action VARCHAR(40) NOT NULL, 
    maker_action VARCHAR(40) NOT NULL, 
    CONSTRAINT pk_sop_second_eyes PRIMARY KEY (procedure, action, maker_action), 
    CONSTRAINT fk_sop_second_eyes_procedure FOREIGN KEY(procedure) REFERENCES sop_procedure (code)
);

CREATE TABLE sop_status (
    procedure VARCHAR(20) NOT NULL, 
    code VARCHAR(40) NOT NULL, 
    label TEXT NOT NULL, 
    waits_for VARCHAR(20) NOT NULL, 
    step INTEGER NOT NULL, 
    CONSTRAINT pk_sop_status PRIMARY KEY (procedure, code), 
    CONSTRAINT fk_sop_status_procedure FOREIGN KEY(procedure) REFERENCES sop_procedure (code)
);

CREATE TABLE letter_series (
    office_id BIGINT NOT NULL, 
    classification VARCHAR(30) NOT NULL, 
    year INTEGER NOT NULL, 
    last INTEGER NOT NULL, 
    CONSTRAINT pk_letter_series PRIMARY KEY (office_id, classification, year), 
    CONSTRAINT fk_letter_series_office_id FOREIGN KEY(office_id) REFERENCES office (id)
);

CREATE TABLE sop_transition (
    procedure VARCHAR(20) NOT NULL, 
    action VARCHAR(40) NOT NULL, 
    from_status VARCHAR(40) NOT NULL, 
    to_status VARCHAR(40) NOT NULL, 
    role VARCHAR(20) NOT NULL, 
    CONSTRAINT pk_sop_transition PRIMARY KEY (procedure, action, from_status), 
    CONSTRAINT fk_sop_transition_procedure_from_status FOREIGN KEY(procedure, from_status) REFERENCES sop_status (procedure, code), 
    CONSTRAINT fk_sop_transition_to_status FOREIGN KEY(procedure, to_status) REFERENCES sop_status (procedure, code), 
    CONSTRAINT fk_sop_transition_role FOREIGN KEY(role) REFERENCES role (code)
);

CREATE TABLE staff (
    id BIGSERIAL NOT NULL, 
    username VARCHAR(60) NOT NULL, 
    name TEXT NOT NULL, 
    nip VARCHAR(30) DEFAULT '' NOT NULL, 
    position TEXT DEFAULT '' NOT NULL, 
    office_id BIGINT NOT NULL, 
    password_hash TEXT NOT NULL, 
    must_change BOOLEAN DEFAULT '0' NOT NULL, 
    failures INTEGER DEFAULT '0' NOT NULL, 
    locked_until TIMESTAMP WITH TIME ZONE, 
    disabled BOOLEAN DEFAULT '0' NOT NULL, 
    version INTEGER DEFAULT '1' NOT NULL, 
    CONSTRAINT pk_staff PRIMARY KEY (id), 
    CONSTRAINT fk_staff_office_id FOREIGN KEY(office_id) REFERENCES office (id), 
    CONSTRAINT uq_staff_username UNIQUE (username)
);

CREATE TABLE batch (
    id BIGSERIAL NOT NULL, 
    procedure VARCHAR(20) NOT NULL, 
    action VARCHAR(40) NOT NULL, 
    step INTEGER NOT NULL, 
    from_office_id BIGINT NOT NULL, 
    to_office_id BIGINT NOT NULL, 
    people INTEGER NOT NULL, 
    reason TEXT DEFAULT '' NOT NULL, 
    created_by BIGINT NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE NOT NULL, 
    CONSTRAINT pk_batch PRIMARY KEY (id), 
    CONSTRAINT fk_batch_created_by FOREIGN KEY(created_by) REFERENCES staff (id), 
    CONSTRAINT fk_batch_from_office_id FOREIGN KEY(from_office_id) REFERENCES office (id), 
    CONSTRAINT fk_batch_procedure FOREIGN KEY(procedure) REFERENCES sop_procedure (code), 
    CONSTRAINT fk_batch_to_office_id FOREIGN KEY(to_office_id) REFERENCES office (id)
);

CREATE TABLE import_run (
    id BIGSERIAL NOT NULL, 
    layout VARCHAR(40) NOT NULL, 
    file_name TEXT NOT NULL, 
    file_sha256 VARCHAR(64) NOT NULL, 
    total INTEGER NOT NULL, 
    accepted INTEGER NOT NULL, 
    rejected INTEGER NOT NULL, 
    duplicates INTEGER NOT NULL, 
    staff_id BIGINT NOT NULL, 
    office_id BIGINT NOT NULL, 
    at TIMESTAMP WITH TIME ZONE NOT NULL, 
    CONSTRAINT pk_import_run PRIMARY KEY (id), 
    CONSTRAINT fk_import_run_office_id FOREIGN KEY(office_id) REFERENCES office (id), 
    CONSTRAINT fk_import_run_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id)
);

CREATE INDEX ix_import_run_file_sha256 ON import_run (file_sha256);

CREATE TABLE paper (
    id BIGSERIAL NOT NULL, 
    person_id BIGINT NOT NULL, 
    kind VARCHAR(30) NOT NULL, 
    label TEXT DEFAULT '' NOT NULL, 
    media_type VARCHAR(40) NOT NULL, 
    sha256 VARCHAR(64) NOT NULL, 
    created_by BIGINT NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE NOT NULL, 
    content BYTEA NOT NULL, 
    CONSTRAINT pk_paper PRIMARY KEY (id), 
    CONSTRAINT fk_paper_created_by FOREIGN KEY(created_by) REFERENCES staff (id), 
    CONSTRAINT fk_paper_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);

CREATE INDEX ix_paper_person_id ON paper (person_id);

CREATE TABLE staff_role (
    staff_id BIGINT NOT NULL, 
    role VARCHAR(20) NOT NULL, 
    CONSTRAINT pk_staff_role PRIMARY KEY (staff_id, role), 
    CONSTRAINT fk_staff_role_role FOREIGN KEY(role) REFERENCES role (code), 
    CONSTRAINT fk_staff_role_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id)
);

CREATE TABLE application (
    id BIGSERIAL NOT NULL, 
    procedure VARCHAR(20) NOT NULL, 
    person_id BIGINT NOT NULL, 
    status VARCHAR(40) NOT NULL, 
    office_id BIGINT NOT NULL, 
    origin_office_id BIGINT NOT NULL, 
    panti_office_id BIGINT, 
    batch_id BIGINT, 
    reason TEXT DEFAULT '' NOT NULL, 
    step_since TIMESTAMP WITH TIME ZONE NOT NULL, 
    step_due TIMESTAMP WITH TIME ZONE, 
    taken_by BIGINT, 
    taken_at TIMESTAMP WITH TIME ZONE, 
    moved_by BIGINT NOT NULL, 
    moved_action VARCHAR(40) NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE NOT NULL, 
    version INTEGER DEFAULT '1' NOT NULL, 
    CONSTRAINT pk_application PRIMARY KEY (id), 
    CONSTRAINT fk_application_batch_id FOREIGN KEY(batch_id) REFERENCES batch (id), 
    CONSTRAINT fk_application_moved_by FOREIGN KEY(moved_by) REFERENCES staff (id), 
    CONSTRAINT fk_application_office_id FOREIGN KEY(office_id) REFERENCES office (id), 
    CONSTRAINT fk_application_origin_office_id FOREIGN KEY(origin_office_id) REFERENCES office (id), 
    CONSTRAINT fk_application_panti_office_id FOREIGN KEY(panti_office_id) REFERENCES office (id), 
    CONSTRAINT fk_application_person_id FOREIGN KEY(person_id) REFERENCES person (id), 
    CONSTRAINT fk_application_procedure_status FOREIGN KEY(procedure, status) REFERENCES sop_status (procedure, code), 
    CONSTRAINT fk_application_taken_by FOREIGN KEY(taken_by) REFERENCES staff (id)
);

CREATE INDEX ix_application_batch_id ON application (batch_id);

CREATE INDEX ix_application_person_id ON application (person_id);

CREATE INDEX ix_application_queue ON application (office_id, status, step_since, id);

CREATE INDEX ix_application_status ON application (status, office_id);

CREATE TABLE import_problem (
    id BIGSERIAL NOT NULL, 
    run_id BIGINT NOT NULL, 
    sheet TEXT NOT NULL, 
    row INTEGER NOT NULL, 
    "column" VARCHAR(80) NOT NULL, 
    code VARCHAR(60) NOT NULL, 
    severity VARCHAR(10) NOT NULL, 
    sentence TEXT NOT NULL, 
    CONSTRAINT pk_import_problem PRIMARY KEY (id), 
    CONSTRAINT fk_import_problem_run_id FOREIGN KEY(run_id) REFERENCES import_run (id)
);

CREATE INDEX ix_import_problem_run_id ON import_problem (run_id);

CREATE TABLE letter (
    id BIGSERIAL NOT NULL, 
    code VARCHAR(40) NOT NULL, 
    office_id BIGINT NOT NULL, 
    batch_id BIGINT NOT NULL, 
    classification VARCHAR(30) NOT NULL, 
    year INTEGER NOT NULL, 
    agenda INTEGER, 
    number TEXT NOT NULL, 
    issued_on DATE NOT NULL, 
    issued_by BIGINT NOT NULL, 
    issued_at TIMESTAMP WITH TIME ZONE NOT NULL, 
    sha256 VARCHAR(64), 
    facts TEXT NOT NULL, 
    pdf BYTEA, 
    CONSTRAINT pk_letter PRIMARY KEY (id), 
    CONSTRAINT fk_letter_batch_id FOREIGN KEY(batch_id) REFERENCES batch (id), 
    CONSTRAINT fk_letter_issued_by FOREIGN KEY(issued_by) REFERENCES staff (id), 
    CONSTRAINT fk_letter_office_id FOREIGN KEY(office_id) REFERENCES office (id), 
    CONSTRAINT uq_letter_office_id_classification_year_agenda UNIQUE (office_id, classification, year, agenda)
);

CREATE INDEX ix_letter_batch_id ON letter (batch_id);

CREATE INDEX ix_letter_number ON letter (number);

CREATE INDEX ix_letter_office_id ON letter (office_id);

CREATE INDEX ix_letter_without_paper ON letter (office_id) WHERE sha256 IS NULL;

CREATE TABLE batch_member (
    batch_id BIGINT NOT NULL, 
    application_id BIGINT NOT NULL, 
    CONSTRAINT pk_batch_member PRIMARY KEY (batch_id, application_id), 
    CONSTRAINT fk_batch_member_application_id FOREIGN KEY(application_id) REFERENCES application (id), 
    CONSTRAINT fk_batch_member_batch_id FOREIGN KEY(batch_id) REFERENCES batch (id)
);

CREATE INDEX ix_batch_member_application_id ON batch_member (application_id);

CREATE TABLE card (
    id BIGSERIAL NOT NULL, 
    application_id BIGINT NOT NULL, 
    participant_number VARCHAR(13) NOT NULL, 
    layout VARCHAR(20) NOT NULL, 
    copy INTEGER NOT NULL, 
    reason TEXT DEFAULT '' NOT NULL, 
    sha256 VARCHAR(64) NOT NULL, 
    sheet_id BIGINT NOT NULL, 
    created_by BIGINT NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE NOT NULL, 
    CONSTRAINT pk_card PRIMARY KEY (id), 
    CONSTRAINT fk_card_application_id FOREIGN KEY(application_id) REFERENCES application (id), 
    CONSTRAINT fk_card_created_by FOREIGN KEY(created_by) REFERENCES staff (id), 
    CONSTRAINT fk_card_sheet_id FOREIGN KEY(sheet_id) REFERENCES card_sheet (id), 
    CONSTRAINT uq_card_application_id_copy UNIQUE (application_id, copy)
);

CREATE INDEX ix_card_application_id ON card (application_id);

CREATE TABLE import_row (
    office_id BIGINT NOT NULL, 
    layout VARCHAR(40) NOT NULL, 
    fingerprint VARCHAR(64) NOT NULL, 
    run_id BIGINT NOT NULL, 
    application_id BIGINT, 
    CONSTRAINT pk_import_row PRIMARY KEY (office_id, layout, fingerprint), 
    CONSTRAINT fk_import_row_application_id FOREIGN KEY(application_id) REFERENCES application (id), 
    CONSTRAINT fk_import_row_office_id FOREIGN KEY(office_id) REFERENCES office (id), 
    CONSTRAINT fk_import_row_run_id FOREIGN KEY(run_id) REFERENCES import_run (id)
);

CREATE TABLE journal (
    id BIGSERIAL NOT NULL, 
    chain VARCHAR(40) NOT NULL, 
    seq INTEGER NOT NULL, 
    at TIMESTAMP WITH TIME ZONE NOT NULL, 
    staff_id BIGINT, 
    staff_name TEXT NOT NULL, 
    office_id BIGINT, 
    action VARCHAR(60) NOT NULL, 
    application_id BIGINT, 
    person_id BIGINT, 
    from_status VARCHAR(40) DEFAULT '' NOT NULL, 
    to_status VARCHAR(40) DEFAULT '' NOT NULL, 
    reason TEXT DEFAULT '' NOT NULL, 
    fields TEXT DEFAULT '{}' NOT NULL, 
    previous VARCHAR(64) NOT NULL, 
    hash VARCHAR(64) NOT NULL, 
    CONSTRAINT pk_journal PRIMARY KEY (id), 
    CONSTRAINT fk_journal_application_id FOREIGN KEY(application_id) REFERENCES application (id), 
    CONSTRAINT fk_journal_office_id FOREIGN KEY(office_id) REFERENCES office (id), 
    CONSTRAINT fk_journal_person_id FOREIGN KEY(person_id) REFERENCES person (id), 
    CONSTRAINT fk_journal_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id), 
    CONSTRAINT uq_journal_chain_seq UNIQUE (chain, seq)
);

CREATE INDEX ix_journal_application_id ON journal (application_id);

CREATE INDEX ix_journal_at ON journal (at);

CREATE INDEX ix_journal_person_id ON journal (person_id);

CREATE TABLE letter_subject (
    letter_id BIGINT NOT NULL, 
    application_id BIGINT NOT NULL, 
    CONSTRAINT pk_letter_subject PRIMARY KEY (letter_id, application_id), 
    CONSTRAINT fk_letter_subject_application_id FOREIGN KEY(application_id) REFERENCES application (id), 
    CONSTRAINT fk_letter_subject_letter_id FOREIGN KEY(letter_id) REFERENCES letter (id)
);

CREATE INDEX ix_letter_subject_application_id ON letter_subject (application_id);

CREATE TABLE register_search (
    id BIGSERIAL NOT NULL, 
    application_id BIGINT NOT NULL, 
    staff_id BIGINT NOT NULL, 
    at TIMESTAMP WITH TIME ZONE NOT NULL, 
    decision VARCHAR(20) NOT NULL, 
    found_person_id BIGINT, 
    candidates TEXT NOT NULL, 
    note TEXT DEFAULT '' NOT NULL, 
    CONSTRAINT pk_register_search PRIMARY KEY (id), 
    CONSTRAINT fk_register_search_application_id FOREIGN KEY(application_id) REFERENCES application (id), 
    CONSTRAINT fk_register_search_found_person_id FOREIGN KEY(found_person_id) REFERENCES person (id), 
    CONSTRAINT fk_register_search_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id)
);

CREATE INDEX ix_register_search_application_id ON register_search (application_id);

CREATE TABLE step_run (
    id BIGSERIAL NOT NULL, 
    application_id BIGINT NOT NULL, 
    step INTEGER NOT NULL, 
    office_id BIGINT NOT NULL, 
    batch_id BIGINT, 
    people INTEGER NOT NULL, 
    list_id BIGINT, 
    standard_seconds INTEGER NOT NULL, 
    started_at TIMESTAMP WITH TIME ZONE NOT NULL, 
    ended_at TIMESTAMP WITH TIME ZONE, 
    real_seconds INTEGER, 
    action VARCHAR(40), 
    ended_by BIGINT, 
    CONSTRAINT pk_step_run PRIMARY KEY (id), 
    CONSTRAINT fk_step_run_application_id FOREIGN KEY(application_id) REFERENCES application (id), 
    CONSTRAINT fk_step_run_batch_id FOREIGN KEY(batch_id) REFERENCES batch (id), 
    CONSTRAINT fk_step_run_ended_by FOREIGN KEY(ended_by) REFERENCES staff (id), 
    CONSTRAINT fk_step_run_list_id FOREIGN KEY(list_id) REFERENCES batch (id), 
    CONSTRAINT fk_step_run_office_id FOREIGN KEY(office_id) REFERENCES office (id)
);

CREATE INDEX ix_step_run_application_id ON step_run (application_id);

CREATE INDEX ix_step_run_report ON step_run (ended_at, step);

CREATE TABLE wbs_profile (
    application_id BIGINT NOT NULL, 
    category TEXT DEFAULT '' NOT NULL, 
    found_place TEXT DEFAULT '' NOT NULL, 
    found_at TIMESTAMP WITH TIME ZONE, 
    condition TEXT DEFAULT '' NOT NULL, 
    belongings TEXT DEFAULT '' NOT NULL, 
    note TEXT DEFAULT '' NOT NULL, 
    nik_claimed VARCHAR(40) DEFAULT '' NOT NULL, 
    room TEXT DEFAULT '' NOT NULL, 
    entered_on DATE, 
    left_on DATE, 
    left_reason TEXT DEFAULT '' NOT NULL, 
    version INTEGER DEFAULT '1' NOT NULL, 
    CONSTRAINT pk_wbs_profile PRIMARY KEY (application_id), 
    CONSTRAINT fk_wbs_profile_application_id FOREIGN KEY(application_id) REFERENCES application (id)
);

