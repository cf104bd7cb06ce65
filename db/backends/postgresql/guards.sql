-- The last wall on PostgreSQL; the same laws as on SQLite. Every message begins with padan_guard.
-- What must see rows that the row policies hide from a clerk runs as the owner (SECURITY DEFINER).
CREATE OR REPLACE FUNCTION guard_application_move() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.procedure <> OLD.procedure OR NEW.origin_office_id <> OLD.origin_office_id
        OR NEW.created_at <> OLD.created_at THEN
        RAISE EXCEPTION 'padan_guard: where a case began does not change';
    END IF;
    IF NEW.status = OLD.status AND NEW.moved_action = OLD.moved_action AND NEW.office_id = OLD.office_id THEN
        RETURN NEW;
    END IF;
    IF NEW.version <> OLD.version + 1 THEN
        RAISE EXCEPTION 'padan_guard: version must grow by one';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM sop_transition t
        JOIN staff_role r ON r.role = t.role AND r.staff_id = NEW.moved_by
        JOIN staff s ON s.id = NEW.moved_by AND NOT s.disabled
            AND (s.office_id = CASE WHEN t.recall THEN OLD.origin_office_id ELSE OLD.office_id END OR (t.recall
                AND s.office_id = (SELECT b.from_office_id FROM batch b WHERE b.id = OLD.batch_id)))
        WHERE t.procedure = OLD.procedure AND t.action = NEW.moved_action
          AND t.from_status = OLD.status AND t.to_status = NEW.status) THEN
        RAISE EXCEPTION 'padan_guard: no such move for this role and office';
    END IF;
    IF EXISTS (
        SELECT 1 FROM sop_second_eyes e
        JOIN step_run m ON m.action = e.maker_action AND m.application_id = OLD.id AND m.ended_by = NEW.moved_by
        WHERE e.procedure = OLD.procedure AND e.action = NEW.moved_action) THEN
        RAISE EXCEPTION 'padan_guard: maker is never checker';
    END IF;
    RETURN NEW;
END $$
--;;
CREATE OR REPLACE TRIGGER guard_application_move BEFORE UPDATE ON application
    FOR EACH ROW EXECUTE FUNCTION guard_application_move()
--;;
CREATE OR REPLACE FUNCTION guard_application_begin() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM sop_procedure p WHERE p.code = NEW.procedure AND p.initial_status = NEW.status) THEN
        RAISE EXCEPTION 'padan_guard: a case begins with the first status';
    END IF;
    RETURN NEW;
END $$
--;;
CREATE OR REPLACE TRIGGER guard_application_begin BEFORE INSERT ON application
    FOR EACH ROW EXECUTE FUNCTION guard_application_begin()
--;;
CREATE OR REPLACE FUNCTION guard_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING MESSAGE = 'padan_guard: no ' || lower(TG_OP) || ' on ' || TG_TABLE_NAME;
END $$
--;;
CREATE OR REPLACE TRIGGER guard_application_keep BEFORE DELETE ON application
    FOR EACH ROW EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_application_truncate BEFORE TRUNCATE ON application
    FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_step_run_closed BEFORE UPDATE ON step_run
    FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL) EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_step_run_keep BEFORE DELETE ON step_run
    FOR EACH ROW EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_journal_update BEFORE UPDATE OR DELETE ON journal
    FOR EACH ROW EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_journal_truncate BEFORE TRUNCATE ON journal
    FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_letter_update BEFORE UPDATE ON letter FOR EACH ROW
    WHEN (OLD.pdf IS NOT NULL OR NEW.number <> OLD.number OR NEW.facts <> OLD.facts OR coalesce(NEW.agenda, 0) <> coalesce(OLD.agenda, 0)
        OR NEW.code <> OLD.code OR NEW.office_id <> OLD.office_id OR NEW.issued_on <> OLD.issued_on)
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_letter_delete BEFORE DELETE ON letter
    FOR EACH ROW EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_letter_series BEFORE UPDATE ON letter_series FOR EACH ROW
    WHEN (NEW.last <> OLD.last + 1 OR NEW.office_id <> OLD.office_id OR NEW.classification <> OLD.classification OR NEW.year <> OLD.year)
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_letter_series_delete BEFORE DELETE ON letter_series FOR EACH ROW
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_letter_series_truncate BEFORE TRUNCATE ON letter_series FOR EACH STATEMENT
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_card_update BEFORE UPDATE OR DELETE ON card
    FOR EACH ROW EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_card_sheet_update BEFORE UPDATE OR DELETE ON card_sheet
    FOR EACH ROW EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_letter_truncate BEFORE TRUNCATE ON letter
    FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_card_truncate BEFORE TRUNCATE ON card
    FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_card_sheet_truncate BEFORE TRUNCATE ON card_sheet
    FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_step_run_truncate BEFORE TRUNCATE ON step_run
    FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse()
--;;
-- What was written about a letter, a paraf or a card stays as it was written.
CREATE OR REPLACE TRIGGER guard_letter_template_update BEFORE UPDATE OR DELETE ON letter_template FOR EACH ROW
    EXECUTE FUNCTION guard_refuse()
--;;
-- Letters name their emblem by its fingerprint: made again from their facts they must find the same picture.
CREATE OR REPLACE TRIGGER guard_emblem_update BEFORE UPDATE OR DELETE ON emblem FOR EACH ROW
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_emblem_truncate BEFORE TRUNCATE ON emblem FOR EACH STATEMENT
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_letter_issue_update BEFORE UPDATE OR DELETE ON letter_issue FOR EACH ROW
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_letter_archive_update BEFORE UPDATE OR DELETE ON letter_archive FOR EACH ROW
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_letter_void_update BEFORE UPDATE OR DELETE ON letter_void FOR EACH ROW
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_mail_void_update BEFORE UPDATE OR DELETE ON mail_void FOR EACH ROW
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_letter_signed_update BEFORE UPDATE OR DELETE ON letter_signed FOR EACH ROW
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_draft_paraf_update BEFORE UPDATE OR DELETE ON draft_paraf FOR EACH ROW
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_card_event_update BEFORE UPDATE OR DELETE ON card_event FOR EACH ROW
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_mail_delete BEFORE DELETE ON mail FOR EACH ROW
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_dispatch_delete BEFORE DELETE ON dispatch FOR EACH ROW
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_print_job_delete BEFORE DELETE ON print_job FOR EACH ROW
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_office_key_delete BEFORE DELETE ON office_key FOR EACH ROW
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_letter_template_truncate BEFORE TRUNCATE ON letter_template FOR EACH STATEMENT
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_letter_issue_truncate BEFORE TRUNCATE ON letter_issue FOR EACH STATEMENT
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_letter_archive_truncate BEFORE TRUNCATE ON letter_archive FOR EACH STATEMENT
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_letter_void_truncate BEFORE TRUNCATE ON letter_void FOR EACH STATEMENT
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_mail_void_truncate BEFORE TRUNCATE ON mail_void FOR EACH STATEMENT
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_letter_signed_truncate BEFORE TRUNCATE ON letter_signed FOR EACH STATEMENT
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_draft_paraf_truncate BEFORE TRUNCATE ON draft_paraf FOR EACH STATEMENT
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_card_event_truncate BEFORE TRUNCATE ON card_event FOR EACH STATEMENT
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_mail_truncate BEFORE TRUNCATE ON mail FOR EACH STATEMENT
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_dispatch_truncate BEFORE TRUNCATE ON dispatch FOR EACH STATEMENT
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_print_job_truncate BEFORE TRUNCATE ON print_job FOR EACH STATEMENT
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_office_key_truncate BEFORE TRUNCATE ON office_key FOR EACH STATEMENT
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_office_secret_change BEFORE UPDATE OR DELETE ON office_secret FOR EACH ROW
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_office_secret_truncate BEFORE TRUNCATE ON office_secret FOR EACH STATEMENT
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_mail_update BEFORE UPDATE ON mail FOR EACH ROW
    WHEN (NEW.version <> OLD.version + 1 OR NEW.id <> OLD.id OR NEW.office_id <> OLD.office_id OR NEW.direction <> OLD.direction
        OR NEW.classification <> OLD.classification OR NEW.year <> OLD.year OR NEW.agenda <> OLD.agenda
        OR NEW.entered_on <> OLD.entered_on OR NEW.letter_id IS DISTINCT FROM OLD.letter_id
        OR NEW.created_by <> OLD.created_by OR NEW.created_at <> OLD.created_at)
    EXECUTE FUNCTION guard_refuse()
--;;
-- What was typed of a letter that came in may be corrected while the line counts; no other line ever changes.
CREATE OR REPLACE FUNCTION guard_mail_correct() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.direction <> 'masuk' OR OLD.letter_id IS NOT NULL OR EXISTS (SELECT 1 FROM mail_void WHERE mail_id = OLD.id) THEN
        RAISE EXCEPTION 'padan_guard: this line of the register does not change';
    END IF;
    RETURN NEW;
END $$
--;;
CREATE OR REPLACE TRIGGER guard_mail_correct BEFORE UPDATE ON mail FOR EACH ROW
    WHEN (NEW.number <> OLD.number OR NEW.dated <> OLD.dated OR NEW.correspondent <> OLD.correspondent
        OR NEW.subject <> OLD.subject OR NEW.our_number <> OLD.our_number OR NEW.note <> OLD.note)
    EXECUTE FUNCTION guard_mail_correct()
--;;
-- A sending goes on (sent, received, failed) and is never told anew.
CREATE OR REPLACE TRIGGER guard_dispatch_update BEFORE UPDATE ON dispatch FOR EACH ROW
    WHEN (NEW.version <> OLD.version + 1 OR NEW.id <> OLD.id OR NEW.mail_id <> OLD.mail_id OR NEW.office_id <> OLD.office_id
        OR NEW.year <> OLD.year OR NEW.way <> OLD.way OR NEW.expedition IS DISTINCT FROM OLD.expedition
        OR NEW.recipient <> OLD.recipient OR NEW.address <> OLD.address OR NEW.sent_by <> OLD.sent_by
        OR NEW.sent_at <> OLD.sent_at
        OR NOT ((OLD.state = 'mengirim' AND NEW.state IN ('terkirim', 'gagal') AND NEW.received_at IS NULL)
            OR (OLD.state = 'terkirim' AND NEW.state = 'diterima' AND NEW.reason = OLD.reason)))
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_office_key_update BEFORE UPDATE ON office_key FOR EACH ROW
    WHEN (NEW.key_id <> OLD.key_id OR NEW.office_id <> OLD.office_id OR NEW.public <> OLD.public OR OLD.retired_at IS NOT NULL)
    EXECUTE FUNCTION guard_refuse()
--;;
-- No number is lent twice: a block was taken from its counter, meets no other block's used part, and only ever ends.
-- It runs with the owner's rights: a desk does not see the blocks of other offices.
CREATE OR REPLACE FUNCTION guard_number_lease_begin() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    IF NEW.ended_at IS NOT NULL OR NEW.unused_from IS NOT NULL OR NEW.passed_to IS NOT NULL
        OR NEW.last > coalesce((SELECT c.last FROM counter c WHERE c.name = NEW.name FOR UPDATE), 0) THEN
        RAISE EXCEPTION 'padan_guard: a lease begins with numbers of its counter';
    END IF;
    IF EXISTS (
        SELECT 1 FROM number_lease l WHERE l.name = NEW.name AND l.first <= NEW.last
          AND coalesce(l.unused_from - 1, l.last) >= NEW.first) THEN
        RAISE EXCEPTION 'padan_guard: no number is lent twice';
    END IF;
    RETURN NEW;
END $$
--;;
CREATE OR REPLACE TRIGGER guard_number_lease_begin BEFORE INSERT ON number_lease
    FOR EACH ROW EXECUTE FUNCTION guard_number_lease_begin()
--;;
CREATE OR REPLACE TRIGGER guard_number_lease_update BEFORE UPDATE ON number_lease FOR EACH ROW
    WHEN (NEW.id <> OLD.id OR NEW.name <> OLD.name OR NEW.first <> OLD.first OR NEW.last <> OLD.last
        OR NEW.office_id <> OLD.office_id OR NEW.staff_id <> OLD.staff_id OR NEW.desk <> OLD.desk
        OR NEW.leased_at <> OLD.leased_at
        OR (OLD.ended_at IS NOT NULL AND (NEW.ended_at IS DISTINCT FROM OLD.ended_at
            OR NEW.unused_from IS DISTINCT FROM OLD.unused_from))
        OR (NEW.ended_at IS NULL) <> (NEW.unused_from IS NULL)
        OR (NEW.passed_to IS NOT NULL AND NEW.ended_at IS NULL)
        OR (OLD.passed_to IS NOT NULL AND NEW.passed_to IS DISTINCT FROM OLD.passed_to))
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_number_lease_delete BEFORE DELETE ON number_lease FOR EACH ROW
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_number_lease_truncate BEFORE TRUNCATE ON number_lease FOR EACH STATEMENT
    EXECUTE FUNCTION guard_refuse()
--;;
-- News for whoever listens: it leaves with the commit, in the order of the numbers, and never holds personal data. Ids
-- that would not fit into 8000 bytes are left out: whoever hears none looks at all.
CREATE OR REPLACE FUNCTION tell_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('padan_change', json_build_object('id', NEW.id, 'desk', NEW.desk, 'topics', NEW.topics::json,
        'ids', CASE WHEN length(NEW.ids) < 6000 THEN NEW.ids::json ELSE '[]'::json END)::text);
    RETURN NULL;
END $$
--;;
CREATE OR REPLACE TRIGGER tell_change AFTER INSERT ON change FOR EACH ROW EXECUTE FUNCTION tell_change()
--;;
-- A death or a move is recorded by Dukcapil, does not change, and may be taken back once. Only then it may get the case that
-- gives a membership back.
CREATE OR REPLACE FUNCTION guard_civil_event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.revoked_at IS NOT NULL OR NOT EXISTS (
            SELECT 1 FROM staff_role r WHERE r.staff_id = NEW.recorded_by AND r.role = 'dukcapil') THEN
            RAISE EXCEPTION 'padan_guard: a civil event is recorded by Dukcapil';
        END IF;
    ELSIF NEW.person_id <> OLD.person_id THEN
        -- It changes hands with the records of one person, and nothing else of it with that.
        IF (NEW.id, NEW.kind, NEW.nik, NEW.event_date, NEW.document, NEW.paper_id, NEW.destination, NEW.note, NEW.membership_id,
                NEW.application_id, NEW.recorded_by, NEW.recorded_at, NEW.revoked_at, NEW.revoked_by, NEW.revoked_reason,
                NEW.run_id, NEW.revoked_run_id)
            IS DISTINCT FROM (OLD.id, OLD.kind, OLD.nik, OLD.event_date, OLD.document, OLD.paper_id, OLD.destination,
                OLD.note, OLD.membership_id, OLD.application_id, OLD.recorded_by, OLD.recorded_at, OLD.revoked_at, OLD.revoked_by,
                OLD.revoked_reason, OLD.run_id, OLD.revoked_run_id)
            OR NOT EXISTS (SELECT FROM person_merge m
                WHERE OLD.person_id IN (m.kept_id, m.merged_id) AND NEW.person_id IN (m.kept_id, m.merged_id)) THEN
            RAISE EXCEPTION 'padan_guard: only a merge gives it another person';
        END IF;
    ELSIF OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS NULL THEN
        -- What a delivery of residents took back stands again with that delivery's own undo.
        IF (NEW.id, NEW.kind, NEW.nik, NEW.event_date, NEW.document, NEW.paper_id, NEW.destination, NEW.note, NEW.membership_id,
                NEW.application_id, NEW.recorded_by, NEW.recorded_at, NEW.run_id)
            IS DISTINCT FROM (OLD.id, OLD.kind, OLD.nik, OLD.event_date, OLD.document, OLD.paper_id, OLD.destination,
                OLD.note, OLD.membership_id, OLD.application_id, OLD.recorded_by, OLD.recorded_at, OLD.run_id)
            OR NOT EXISTS (SELECT FROM import_run r WHERE r.id = OLD.revoked_run_id AND r.undone_at IS NOT NULL) THEN
            RAISE EXCEPTION 'padan_guard: a civil event is only taken back';
        END IF;
    ELSIF OLD.revoked_at IS NOT NULL OR NEW.revoked_at IS NULL OR NEW.revoked_reason = ''
        OR (NEW.id, NEW.kind, NEW.person_id, NEW.nik, NEW.event_date, NEW.document, NEW.paper_id, NEW.destination,
            NEW.note, NEW.membership_id, NEW.application_id, NEW.recorded_by, NEW.recorded_at, NEW.run_id)
        IS DISTINCT FROM (OLD.id, OLD.kind, OLD.person_id, OLD.nik, OLD.event_date, OLD.document, OLD.paper_id,
            OLD.destination, OLD.note, coalesce(OLD.membership_id, NEW.membership_id),
            coalesce(OLD.application_id, NEW.application_id), OLD.recorded_by, OLD.recorded_at, OLD.run_id)
        OR NOT EXISTS (SELECT 1 FROM staff_role r WHERE r.staff_id = NEW.revoked_by AND r.role = 'dukcapil') THEN
        RAISE EXCEPTION 'padan_guard: a civil event is only taken back';
    END IF;
    RETURN NEW;
END $$
--;;
CREATE OR REPLACE TRIGGER guard_civil_event BEFORE INSERT OR UPDATE ON civil_event
    FOR EACH ROW EXECUTE FUNCTION guard_civil_event()
--;;
CREATE OR REPLACE TRIGGER guard_civil_event_delete BEFORE DELETE ON civil_event
    FOR EACH ROW EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_civil_event_truncate BEFORE TRUNCATE ON civil_event
    FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse()
--;;
-- An e-mail about a list is claimed, handed over and settled; what was sent is never sent again.
CREATE OR REPLACE TRIGGER guard_mail_notice_update BEFORE UPDATE ON mail_notice FOR EACH ROW
    WHEN (NEW.batch_id <> OLD.batch_id OR NEW.office_id <> OLD.office_id OR NOT (
        (NEW.state = 'diambil' AND OLD.state IN ('diambil', 'gagal') AND NEW.tries = OLD.tries + 1)
        OR (NEW.state = 'mengirim' AND OLD.state = 'diambil' AND NEW.tries = OLD.tries)
        OR (NEW.state IN ('terkirim', 'gagal') AND OLD.state IN ('diambil', 'mengirim') AND NEW.tries = OLD.tries)))
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_mail_notice_begin BEFORE INSERT ON mail_notice FOR EACH ROW
    WHEN (NEW.state <> 'diambil' OR NEW.tries <> 1) EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_mail_notice_keep BEFORE DELETE ON mail_notice FOR EACH ROW
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_mail_notice_truncate BEFORE TRUNCATE ON mail_notice FOR EACH STATEMENT
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_backup_run_update BEFORE UPDATE ON backup_run FOR EACH ROW
    WHEN (OLD.state <> 'berjalan' OR NEW.state = 'berjalan' OR NEW.id <> OLD.id OR NEW.claim <> OLD.claim
        OR NEW.attempt <> OLD.attempt OR NEW.started_at <> OLD.started_at)
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_backup_run_delete BEFORE DELETE ON backup_run FOR EACH ROW
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_backup_run_truncate BEFORE TRUNCATE ON backup_run FOR EACH STATEMENT
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_journal_seal_update BEFORE UPDATE OR DELETE ON journal_seal FOR EACH ROW
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_journal_seal_truncate BEFORE TRUNCATE ON journal_seal FOR EACH STATEMENT
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_journal_seal_head_update BEFORE UPDATE OR DELETE ON journal_seal_head FOR EACH ROW
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_journal_seal_head_truncate BEFORE TRUNCATE ON journal_seal_head FOR EACH STATEMENT
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_journal_subject_update BEFORE UPDATE OR DELETE ON journal_subject FOR EACH ROW
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_journal_subject_truncate BEFORE TRUNCATE ON journal_subject FOR EACH STATEMENT
    EXECUTE FUNCTION guard_refuse()
--;;
-- Numbers of lines are given before the commit: a seal that did not wait for those under way would miss them. Writers
-- share this lock until their commit, the seal takes it alone. It needs no right on any table.
CREATE OR REPLACE FUNCTION guard_journal_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(88271364177258);
    RETURN NULL;
END $$
--;;
CREATE OR REPLACE TRIGGER guard_journal_gate BEFORE INSERT ON journal
    FOR EACH STATEMENT EXECUTE FUNCTION guard_journal_gate()
--;;
-- The seal of one day; the same words as db/seals.py. It runs with the rights of who owns the tables: a seal covers
-- all lines, also those that whoever opens the program first may not read.
CREATE OR REPLACE FUNCTION seal_journal(sealed_day date, midnight timestamptz, sealed_at timestamptz, sealed_by bigint)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    old journal_seal;
    new journal_seal;
BEGIN
    PERFORM pg_advisory_xact_lock(88271364177258);
    SELECT * INTO old FROM journal_seal ORDER BY seq DESC LIMIT 1;
    IF old.day >= sealed_day THEN
        RETURN false;
    END IF;
    new.seq := coalesce(old.seq, 0) + 1;
    new.previous := coalesce(old.hash, repeat('0', 64));
    SELECT j.id INTO new.last_id FROM journal j WHERE j.at < midnight ORDER BY j.id DESC LIMIT 1;
    new.last_id := greatest(coalesce(new.last_id, 0), coalesce(old.last_id, 0));
    IF new.last_id = 0 THEN
        RETURN false;
    END IF;
    SELECT count(*) INTO new.lines FROM journal j WHERE j.id > coalesce(old.last_id, 0) AND j.id <= new.last_id;
    SELECT count(*), encode(sha256(convert_to(coalesce(
            string_agg(h.chain || ' ' || h.seq || ' ' || h.hash || E'\n', '' ORDER BY h.chain COLLATE "C"), ''), 'UTF8')), 'hex')
        INTO new.chains, new.root
        FROM (SELECT DISTINCT ON (j.chain) j.chain, j.seq, j.hash FROM journal j
              WHERE j.id > coalesce(old.last_id, 0) AND j.id <= new.last_id ORDER BY j.chain, j.seq DESC) h;
    new.hash := encode(sha256(convert_to(concat_ws('|', new.seq, to_char(sealed_day, 'YYYY-MM-DD'), new.last_id, new.lines,
        new.chains, new.root, to_char(sealed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        coalesce(sealed_by, 0), new.previous), 'UTF8')), 'hex');
    INSERT INTO journal_seal (seq, day, last_id, lines, chains, root, made_at, made_by, previous, hash)
        VALUES (new.seq, sealed_day, new.last_id, new.lines, new.chains, new.root, sealed_at, sealed_by, new.previous, new.hash);
    INSERT INTO journal_seal_head (seal, chain, seq, hash)
        SELECT DISTINCT ON (j.chain) new.seq, j.chain, j.seq, j.hash FROM journal j
        WHERE j.id > coalesce(old.last_id, 0) AND j.id <= new.last_id ORDER BY j.chain, j.seq DESC;
    RETURN true;
END $$
--;;
-- A membership is history: a running row may be ended once, and change hands when two records turn out to be one person.
-- An ended one stays. Only a whole import that is taken back takes its rows with it, and opens again what it had ended.
CREATE OR REPLACE FUNCTION guard_membership() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF NOT EXISTS (SELECT FROM import_run r WHERE r.id = OLD.run_id AND r.undone_at IS NOT NULL) THEN
            RAISE EXCEPTION 'padan_guard: a membership is history';
        END IF;
        RETURN OLD;
    END IF;
    IF (NEW.id, NEW.participant_number, NEW.segment, NEW.payer, NEW.valid_from, NEW.reason, NEW.facility, NEW.created_at,
            NEW.family_number, NEW.facility_code)
        <> (OLD.id, OLD.participant_number, OLD.segment, OLD.payer, OLD.valid_from, OLD.reason, OLD.facility, OLD.created_at,
            OLD.family_number, OLD.facility_code)
        OR NEW.ward_class IS DISTINCT FROM OLD.ward_class OR NEW.run_id IS DISTINCT FROM OLD.run_id
        OR (NEW.person_id <> OLD.person_id AND NOT EXISTS (SELECT FROM person_merge m
            WHERE OLD.person_id IN (m.kept_id, m.merged_id) AND NEW.person_id IN (m.kept_id, m.merged_id)))
        OR (OLD.valid_to IS NOT NULL AND NEW.valid_to IS DISTINCT FROM OLD.valid_to AND NOT EXISTS (
            SELECT FROM import_run r WHERE r.id = OLD.end_run_id AND r.undone_at IS NOT NULL) AND NOT EXISTS (
            SELECT FROM person_merge m WHERE m.id = OLD.end_merge_id AND m.undone_at IS NOT NULL)) THEN
        RAISE EXCEPTION 'padan_guard: a membership is history';
    END IF;
    RETURN NEW;
END $$
--;;
CREATE OR REPLACE TRIGGER guard_membership BEFORE UPDATE OR DELETE ON membership
    FOR EACH ROW EXECUTE FUNCTION guard_membership()
--;;
CREATE OR REPLACE FUNCTION guard_value_source() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    RAISE EXCEPTION 'padan_guard: where a value came from does not change';
END $$
--;;
CREATE OR REPLACE TRIGGER guard_value_source BEFORE UPDATE OR DELETE ON value_source
    FOR EACH ROW EXECUTE FUNCTION guard_value_source()
--;;
CREATE OR REPLACE FUNCTION guard_import_run() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF OLD.undone_at IS NOT NULL
        OR (NEW.file_sha256, NEW.layout, NEW.staff_id, NEW.office_id, NEW.at)
            <> (OLD.file_sha256, OLD.layout, OLD.staff_id, OLD.office_id, OLD.at)
        OR (OLD.total <> 0 AND (NEW.total, NEW.accepted, NEW.rejected, NEW.duplicates)
            <> (OLD.total, OLD.accepted, OLD.rejected, OLD.duplicates))
        OR NEW.period IS DISTINCT FROM OLD.period OR NEW.segment IS DISTINCT FROM OLD.segment THEN
        RAISE EXCEPTION 'padan_guard: what was imported does not change';
    END IF;
    RETURN NEW;
END $$
--;;
CREATE OR REPLACE TRIGGER guard_import_run BEFORE UPDATE ON import_run
    FOR EACH ROW EXECUTE FUNCTION guard_import_run()
--;;
-- Large lists are evidence: never rewritten, and kept as long as a closed month stands on them.
CREATE OR REPLACE FUNCTION guard_list_row() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM reconciliation r WHERE r.state = 'tutup'
               AND EXISTS (SELECT 1 FROM gone WHERE gone.run_id IN (r.list_run_id, r.bill_run_id))) THEN
        RAISE EXCEPTION 'padan_guard: a closed month stands on these rows';
    END IF;
    RETURN NULL;
END $$
--;;
CREATE OR REPLACE TRIGGER guard_list_row_delete AFTER DELETE ON list_row REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION guard_list_row()
--;;
CREATE OR REPLACE TRIGGER guard_list_row_update BEFORE UPDATE ON list_row FOR EACH STATEMENT
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_list_row_truncate BEFORE TRUNCATE ON list_row FOR EACH STATEMENT
    EXECUTE FUNCTION guard_refuse()
--;;
-- No rows without their import; asked once a statement.
CREATE OR REPLACE FUNCTION guard_list_run() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM (SELECT DISTINCT run_id, office_id FROM come) c WHERE NOT EXISTS (
        SELECT 1 FROM import_run i WHERE i.id = c.run_id AND i.office_id = c.office_id)) THEN
        RAISE EXCEPTION 'padan_guard: rows belong to an import of their office';
    END IF;
    RETURN NULL;
END $$
--;;
CREATE OR REPLACE TRIGGER guard_list_run AFTER INSERT ON list_row REFERENCING NEW TABLE AS come
    FOR EACH STATEMENT EXECUTE FUNCTION guard_list_run()
--;;
-- Which Berita Acara closed a month, and what the other side calls it, stays as it was written.
CREATE OR REPLACE TRIGGER guard_letter_month_update BEFORE UPDATE OR DELETE ON letter_month FOR EACH ROW
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_letter_month_truncate BEFORE TRUNCATE ON letter_month FOR EACH STATEMENT
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_draft_month_update BEFORE UPDATE OR DELETE ON draft_month FOR EACH ROW
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_draft_month_truncate BEFORE TRUNCATE ON draft_month FOR EACH STATEMENT
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_letter_partner_update BEFORE UPDATE OR DELETE ON letter_partner FOR EACH ROW
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_letter_partner_truncate BEFORE TRUNCATE ON letter_partner FOR EACH STATEMENT
    EXECUTE FUNCTION guard_refuse()
--;;
-- A closed month is frozen: its head, its findings and what was decided about them. It opens again only with the
-- Berita Acara that closed it: when all of its letters are void.
CREATE OR REPLACE FUNCTION guard_month_opens() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.state <> 'terbuka' OR (NEW.billed, NEW.expected, NEW.found, NEW.leaked)
            <> (OLD.billed, OLD.expected, OLD.found, OLD.leaked)
        OR NOT EXISTS (SELECT FROM letter_month m WHERE m.reconciliation_id = OLD.id)
        OR EXISTS (SELECT FROM letter_month m LEFT JOIN letter_void v ON v.letter_id = m.letter_id
                   WHERE m.reconciliation_id = OLD.id AND v.letter_id IS NULL) THEN
        RAISE EXCEPTION 'padan_guard: a closed month does not change';
    END IF;
    RETURN NEW;
END $$
--;;
CREATE OR REPLACE TRIGGER guard_month_opens BEFORE UPDATE ON reconciliation FOR EACH ROW
    WHEN (OLD.state <> 'terbuka') EXECUTE FUNCTION guard_month_opens()
--;;
CREATE OR REPLACE TRIGGER guard_reconciliation_update BEFORE UPDATE ON reconciliation FOR EACH ROW
    WHEN (NEW.id <> OLD.id OR NEW.period <> OLD.period OR NEW.segment <> OLD.segment
        OR NEW.budget_line <> OLD.budget_line OR NEW.office_id <> OLD.office_id OR NEW.created_by <> OLD.created_by
        OR NEW.created_at <> OLD.created_at OR NEW.version <> OLD.version + 1)
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_reconciliation_delete BEFORE DELETE ON reconciliation FOR EACH ROW
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_reconciliation_truncate BEFORE TRUNCATE ON reconciliation FOR EACH STATEMENT
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE FUNCTION guard_open_month() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM reconciliation r JOIN (SELECT DISTINCT reconciliation_id FROM touched) t
               ON t.reconciliation_id = r.id WHERE r.state <> 'terbuka') THEN
        RAISE EXCEPTION 'padan_guard: a closed month does not change';
    END IF;
    RETURN NULL;
END $$
--;;
CREATE OR REPLACE TRIGGER guard_finding_insert AFTER INSERT ON finding REFERENCING NEW TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION guard_open_month()
--;;
CREATE OR REPLACE TRIGGER guard_finding_update AFTER UPDATE ON finding REFERENCING OLD TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION guard_open_month()
--;;
CREATE OR REPLACE TRIGGER guard_finding_delete AFTER DELETE ON finding REFERENCING OLD TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION guard_open_month()
--;;
CREATE OR REPLACE TRIGGER guard_finding_stays BEFORE UPDATE ON finding FOR EACH ROW
    WHEN (NEW.id <> OLD.id OR NEW.reconciliation_id <> OLD.reconciliation_id OR NEW.rule <> OLD.rule OR NEW.mark <> OLD.mark)
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_finding_truncate BEFORE TRUNCATE ON finding FOR EACH STATEMENT
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_decision_insert AFTER INSERT ON finding_decision REFERENCING NEW TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION guard_open_month()
--;;
CREATE OR REPLACE TRIGGER guard_decision_update BEFORE UPDATE OR DELETE ON finding_decision FOR EACH ROW
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_decision_truncate BEFORE TRUNCATE ON finding_decision FOR EACH STATEMENT
    EXECUTE FUNCTION guard_refuse()
--;;
-- A person goes only with the import that brought the record, and only while nothing else names it (foreign keys).
CREATE OR REPLACE FUNCTION guard_person_keep() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM import_run r WHERE r.id = OLD.run_id AND r.undone_at IS NOT NULL) THEN
        RAISE EXCEPTION 'padan_guard: a person is never deleted';
    END IF;
    RETURN OLD;
END $$
--;;
CREATE OR REPLACE TRIGGER guard_person_keep BEFORE DELETE ON person
    FOR EACH ROW EXECUTE FUNCTION guard_person_keep()
--;;
-- A list of a million rows was read a moment ago: the planner must know it before it is compared, and only the owner of
-- the tables may look them over. A quick look: the server's own, a minute later, is as thorough as ever.
CREATE OR REPLACE FUNCTION look_over() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET default_statistics_target = 25 AS $$
DECLARE one text;
BEGIN
    FOR one IN SELECT relname FROM pg_stat_user_tables WHERE schemaname = 'public'
        AND relname IN ('list_row', 'membership', 'person', 'resident', 'doubt', 'finding')
        AND (last_analyze IS NULL AND last_autoanalyze IS NULL OR n_mod_since_analyze > n_live_tup / 10) LOOP
        EXECUTE format('ANALYZE %I', one);
    END LOOP;
END $$
--;;
-- The lines of a list in hand come and go with each import. Whoever tidies up between two imports finds no line at all, and
-- then the planner takes three hundred thousand for one.
CREATE OR REPLACE FUNCTION look_at_incoming() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET default_statistics_target = 25 AS $$
BEGIN
    ANALYZE incoming;
END $$
--;;
-- What was merged is written once, and taken apart once, with a name.
CREATE OR REPLACE TRIGGER guard_person_merge_update BEFORE UPDATE ON person_merge FOR EACH ROW
    WHEN (OLD.undone_at IS NOT NULL OR NEW.undone_at IS NULL OR NEW.undone_by IS NULL OR NEW.id <> OLD.id
        OR NEW.kept_id <> OLD.kept_id OR NEW.merged_id <> OLD.merged_id OR NEW.moved <> OLD.moved
        OR NEW.reason <> OLD.reason OR NEW.staff_id <> OLD.staff_id OR NEW.at <> OLD.at)
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_person_merge_delete BEFORE DELETE ON person_merge FOR EACH ROW
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_person_merge_truncate BEFORE TRUNCATE ON person_merge FOR EACH STATEMENT
    EXECUTE FUNCTION guard_refuse()
--;;
-- What a closed month stood upon is written before it closes, once, and stays; of a month that its void paper opened again
-- it goes, to be written anew.
CREATE OR REPLACE TRIGGER guard_month_line_insert AFTER INSERT ON month_line REFERENCING NEW TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION guard_open_month()
--;;
CREATE OR REPLACE TRIGGER guard_month_line_update BEFORE UPDATE ON month_line FOR EACH STATEMENT
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_month_line_delete AFTER DELETE ON month_line REFERENCING OLD TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION guard_open_month()
--;;
CREATE OR REPLACE TRIGGER guard_month_line_truncate BEFORE TRUNCATE ON month_line FOR EACH STATEMENT
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_month_basis_insert AFTER INSERT ON month_basis REFERENCING NEW TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION guard_open_month()
--;;
CREATE OR REPLACE TRIGGER guard_month_basis_update BEFORE UPDATE ON month_basis FOR EACH STATEMENT
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_month_basis_delete AFTER DELETE ON month_basis REFERENCING OLD TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION guard_open_month()
--;;
CREATE OR REPLACE TRIGGER guard_month_basis_truncate BEFORE TRUNCATE ON month_basis FOR EACH STATEMENT
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_month_proof_insert AFTER INSERT ON month_proof REFERENCING NEW TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION guard_open_month()
--;;
CREATE OR REPLACE TRIGGER guard_month_proof_update BEFORE UPDATE ON month_proof FOR EACH STATEMENT
    EXECUTE FUNCTION guard_refuse()
--;;
CREATE OR REPLACE TRIGGER guard_month_proof_delete AFTER DELETE ON month_proof REFERENCING OLD TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION guard_open_month()
--;;
CREATE OR REPLACE TRIGGER guard_month_proof_truncate BEFORE TRUNCATE ON month_proof FOR EACH STATEMENT
    EXECUTE FUNCTION guard_refuse()
--;;
-- What a closed month was counted with stays: no rate begins, or began, in it or before it. Asked with the owner's rights,
-- for the administrator who enters rates may sit in an office that sees no reconciliation.
CREATE OR REPLACE FUNCTION guard_closed_rate() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND EXISTS (SELECT FROM reconciliation r WHERE r.state = 'tutup'
            AND r.segment = OLD.segment AND r.period >= to_char(OLD.valid_from, 'YYYY-MM'))
        OR TG_OP <> 'DELETE' AND EXISTS (SELECT FROM reconciliation r WHERE r.state = 'tutup'
            AND r.segment = NEW.segment AND r.period >= to_char(NEW.valid_from, 'YYYY-MM')) THEN
        RAISE EXCEPTION 'padan_guard: a closed month does not change';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$
--;;
CREATE OR REPLACE TRIGGER guard_rate BEFORE INSERT OR UPDATE OR DELETE ON rate FOR EACH ROW
    EXECUTE FUNCTION guard_closed_rate()
--;;
CREATE OR REPLACE TRIGGER guard_rate_truncate BEFORE TRUNCATE ON rate FOR EACH STATEMENT
    EXECUTE FUNCTION guard_refuse()
