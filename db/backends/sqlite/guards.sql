-- The last wall on SQLite. Every message begins with padan_guard so that the program can tell it from its own mistakes.
-- A status may change only along a row of sop_transition, by a staff member who is not disabled, works in the office
-- whose turn it is (to take a case back: where it began, or who sent it), holds the role, and did not make the move that
-- this one is to check.
DROP TRIGGER IF EXISTS guard_application_move
--;;
CREATE TRIGGER guard_application_move BEFORE UPDATE ON application
WHEN NEW.status <> OLD.status OR NEW.moved_action <> OLD.moved_action OR NEW.office_id <> OLD.office_id
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: version must grow by one') WHERE NEW.version <> OLD.version + 1;
    SELECT RAISE(ABORT, 'padan_guard: no such move for this role and office') WHERE NOT EXISTS (
        SELECT 1 FROM sop_transition t
        JOIN staff_role r ON r.role = t.role AND r.staff_id = NEW.moved_by
        JOIN staff s ON s.id = NEW.moved_by AND NOT s.disabled
            AND (s.office_id = CASE WHEN t.recall THEN OLD.origin_office_id ELSE OLD.office_id END OR (t.recall
                AND s.office_id = (SELECT b.from_office_id FROM batch b WHERE b.id = OLD.batch_id)))
        WHERE t.procedure = OLD.procedure AND t.action = NEW.moved_action
          AND t.from_status = OLD.status AND t.to_status = NEW.status);
    SELECT RAISE(ABORT, 'padan_guard: maker is never checker') WHERE EXISTS (
        SELECT 1 FROM sop_second_eyes e
        JOIN step_run m ON m.action = e.maker_action AND m.application_id = OLD.id AND m.ended_by = NEW.moved_by
        WHERE e.procedure = OLD.procedure AND e.action = NEW.moved_action);
END
--;;
DROP TRIGGER IF EXISTS guard_application_begin
--;;
CREATE TRIGGER guard_application_begin BEFORE INSERT ON application
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: a case is never replaced') WHERE EXISTS (
        SELECT 1 FROM application a WHERE a.id = NEW.id);
    SELECT RAISE(ABORT, 'padan_guard: a case begins with the first status') WHERE NOT EXISTS (
        SELECT 1 FROM sop_procedure p WHERE p.code = NEW.procedure AND p.initial_status = NEW.status);
END
--;;
DROP TRIGGER IF EXISTS guard_application_keep
--;;
CREATE TRIGGER guard_application_keep BEFORE DELETE ON application
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: a case is never deleted');
END
--;;
DROP TRIGGER IF EXISTS guard_application_identity
--;;
CREATE TRIGGER guard_application_identity BEFORE UPDATE OF procedure, origin_office_id, created_at ON application
WHEN NEW.procedure <> OLD.procedure OR NEW.origin_office_id <> OLD.origin_office_id OR NEW.created_at <> OLD.created_at
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: where a case began does not change');
END
--;;
DROP TRIGGER IF EXISTS guard_step_run_closed
--;;
CREATE TRIGGER guard_step_run_closed BEFORE UPDATE ON step_run WHEN OLD.ended_at IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: a finished step does not change');
END
--;;
DROP TRIGGER IF EXISTS guard_step_run_keep
--;;
CREATE TRIGGER guard_step_run_keep BEFORE DELETE ON step_run
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: a step is never deleted');
END
--;;
DROP TRIGGER IF EXISTS guard_journal_update
--;;
CREATE TRIGGER guard_journal_update BEFORE UPDATE ON journal
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: the journal is append-only');
END
--;;
DROP TRIGGER IF EXISTS guard_journal_delete
--;;
CREATE TRIGGER guard_journal_delete BEFORE DELETE ON journal
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: the journal is append-only');
END
--;;
DROP TRIGGER IF EXISTS guard_letter_update
--;;
CREATE TRIGGER guard_letter_update BEFORE UPDATE ON letter
WHEN OLD.pdf IS NOT NULL OR NEW.number <> OLD.number OR NEW.facts <> OLD.facts OR coalesce(NEW.agenda, 0) <> coalesce(OLD.agenda, 0)
    OR NEW.code <> OLD.code OR NEW.office_id <> OLD.office_id OR NEW.issued_on <> OLD.issued_on
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: an issued letter does not change');
END
--;;
DROP TRIGGER IF EXISTS guard_letter_delete
--;;
CREATE TRIGGER guard_letter_delete BEFORE DELETE ON letter
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: an issued letter is never deleted');
END
--;;
DROP TRIGGER IF EXISTS guard_letter_series
--;;
CREATE TRIGGER guard_letter_series BEFORE UPDATE ON letter_series
WHEN NEW.last <> OLD.last + 1 OR NEW.office_id <> OLD.office_id OR NEW.classification <> OLD.classification OR NEW.year <> OLD.year
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: letter numbers have no gap');
END
--;;
-- IGNORE, not ABORT: whoever takes a number first makes the row, if it is not there, without asking.
DROP TRIGGER IF EXISTS guard_letter_series_replace
--;;
CREATE TRIGGER guard_letter_series_replace BEFORE INSERT ON letter_series
WHEN EXISTS (SELECT 1 FROM letter_series WHERE office_id = NEW.office_id AND classification = NEW.classification AND year = NEW.year)
BEGIN
    SELECT RAISE(IGNORE);
END
--;;
DROP TRIGGER IF EXISTS guard_letter_series_delete
--;;
CREATE TRIGGER guard_letter_series_delete BEFORE DELETE ON letter_series
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: letter numbers have no gap');
END
--;;
DROP TRIGGER IF EXISTS guard_card_update
--;;
CREATE TRIGGER guard_card_update BEFORE UPDATE ON card
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: an issued card does not change');
END
--;;
DROP TRIGGER IF EXISTS guard_card_delete
--;;
CREATE TRIGGER guard_card_delete BEFORE DELETE ON card
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: an issued card is never deleted');
END
--;;
DROP TRIGGER IF EXISTS guard_card_sheet_update
--;;
CREATE TRIGGER guard_card_sheet_update BEFORE UPDATE ON card_sheet
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: an issued card does not change');
END
--;;
-- REPLACE deletes the old row without asking the DELETE triggers, so it is stopped before it begins.
DROP TRIGGER IF EXISTS guard_journal_replace
--;;
CREATE TRIGGER guard_journal_replace BEFORE INSERT ON journal
WHEN EXISTS (SELECT 1 FROM journal WHERE id = NEW.id OR (chain = NEW.chain AND seq = NEW.seq))
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: journal is never replaced');
END
--;;
DROP TRIGGER IF EXISTS guard_letter_replace
--;;
CREATE TRIGGER guard_letter_replace BEFORE INSERT ON letter
WHEN EXISTS (SELECT 1 FROM letter WHERE id = NEW.id OR (office_id = NEW.office_id AND classification = NEW.classification AND year = NEW.year AND agenda = NEW.agenda))
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: letter is never replaced');
END
--;;
DROP TRIGGER IF EXISTS guard_step_run_replace
--;;
CREATE TRIGGER guard_step_run_replace BEFORE INSERT ON step_run
WHEN EXISTS (SELECT 1 FROM step_run WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: step_run is never replaced');
END
--;;
DROP TRIGGER IF EXISTS guard_card_replace
--;;
CREATE TRIGGER guard_card_replace BEFORE INSERT ON card
WHEN EXISTS (SELECT 1 FROM card WHERE id = NEW.id OR (application_id = NEW.application_id AND copy = NEW.copy))
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: card is never replaced');
END
--;;
DROP TRIGGER IF EXISTS guard_card_sheet_replace
--;;
CREATE TRIGGER guard_card_sheet_replace BEFORE INSERT ON card_sheet
WHEN EXISTS (SELECT 1 FROM card_sheet WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: card_sheet is never replaced');
END
--;;
DROP TRIGGER IF EXISTS guard_card_sheet_delete
--;;
CREATE TRIGGER guard_card_sheet_delete BEFORE DELETE ON card_sheet
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: an issued card is never deleted');
END
--;;
-- What was written about a letter, a paraf or a card stays as it was written.
DROP TRIGGER IF EXISTS guard_letter_template_update
--;;
CREATE TRIGGER guard_letter_template_update BEFORE UPDATE ON letter_template
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: letter_template is append-only');
END
--;;
-- Letters name their emblem by its fingerprint: made again from their facts they must find the same picture.
DROP TRIGGER IF EXISTS guard_emblem_update
--;;
CREATE TRIGGER guard_emblem_update BEFORE UPDATE ON emblem
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: emblem is append-only');
END
--;;
DROP TRIGGER IF EXISTS guard_emblem_delete
--;;
CREATE TRIGGER guard_emblem_delete BEFORE DELETE ON emblem
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: emblem is never deleted');
END
--;;
DROP TRIGGER IF EXISTS guard_emblem_replace
--;;
CREATE TRIGGER guard_emblem_replace BEFORE INSERT ON emblem
WHEN EXISTS (SELECT 1 FROM emblem WHERE sha256 = NEW.sha256)
BEGIN
    SELECT RAISE(IGNORE);
END
--;;
DROP TRIGGER IF EXISTS guard_letter_issue_update
--;;
CREATE TRIGGER guard_letter_issue_update BEFORE UPDATE ON letter_issue
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: letter_issue is append-only');
END
--;;
DROP TRIGGER IF EXISTS guard_letter_archive_update
--;;
CREATE TRIGGER guard_letter_archive_update BEFORE UPDATE ON letter_archive
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: letter_archive is append-only');
END
--;;
DROP TRIGGER IF EXISTS guard_letter_void_update
--;;
CREATE TRIGGER guard_letter_void_update BEFORE UPDATE ON letter_void
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: letter_void is append-only');
END
--;;
DROP TRIGGER IF EXISTS guard_mail_void_update
--;;
CREATE TRIGGER guard_mail_void_update BEFORE UPDATE ON mail_void
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: mail_void is append-only');
END
--;;
DROP TRIGGER IF EXISTS guard_letter_signed_update
--;;
CREATE TRIGGER guard_letter_signed_update BEFORE UPDATE ON letter_signed
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: letter_signed is append-only');
END
--;;
DROP TRIGGER IF EXISTS guard_draft_paraf_update
--;;
CREATE TRIGGER guard_draft_paraf_update BEFORE UPDATE ON draft_paraf
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: draft_paraf is append-only');
END
--;;
DROP TRIGGER IF EXISTS guard_card_event_update
--;;
CREATE TRIGGER guard_card_event_update BEFORE UPDATE ON card_event
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: card_event is append-only');
END
--;;
DROP TRIGGER IF EXISTS guard_letter_template_delete
--;;
CREATE TRIGGER guard_letter_template_delete BEFORE DELETE ON letter_template
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: letter_template is never deleted');
END
--;;
DROP TRIGGER IF EXISTS guard_letter_template_replace
--;;
CREATE TRIGGER guard_letter_template_replace BEFORE INSERT ON letter_template
WHEN EXISTS (SELECT 1 FROM letter_template WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: letter_template is never replaced');
END
--;;
DROP TRIGGER IF EXISTS guard_letter_issue_delete
--;;
CREATE TRIGGER guard_letter_issue_delete BEFORE DELETE ON letter_issue
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: letter_issue is never deleted');
END
--;;
DROP TRIGGER IF EXISTS guard_letter_issue_replace
--;;
CREATE TRIGGER guard_letter_issue_replace BEFORE INSERT ON letter_issue
WHEN EXISTS (SELECT 1 FROM letter_issue WHERE letter_id = NEW.letter_id OR token = NEW.token)
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: letter_issue is never replaced');
END
--;;
DROP TRIGGER IF EXISTS guard_letter_archive_delete
--;;
CREATE TRIGGER guard_letter_archive_delete BEFORE DELETE ON letter_archive
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: letter_archive is never deleted');
END
--;;
DROP TRIGGER IF EXISTS guard_letter_archive_replace
--;;
CREATE TRIGGER guard_letter_archive_replace BEFORE INSERT ON letter_archive
WHEN EXISTS (SELECT 1 FROM letter_archive WHERE letter_id = NEW.letter_id)
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: letter_archive is never replaced');
END
--;;
DROP TRIGGER IF EXISTS guard_letter_void_delete
--;;
CREATE TRIGGER guard_letter_void_delete BEFORE DELETE ON letter_void
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: letter_void is never deleted');
END
--;;
DROP TRIGGER IF EXISTS guard_mail_void_delete
--;;
CREATE TRIGGER guard_mail_void_delete BEFORE DELETE ON mail_void
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: mail_void is never deleted');
END
--;;
DROP TRIGGER IF EXISTS guard_letter_void_replace
--;;
CREATE TRIGGER guard_letter_void_replace BEFORE INSERT ON letter_void
WHEN EXISTS (SELECT 1 FROM letter_void WHERE letter_id = NEW.letter_id)
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: letter_void is never replaced');
END
--;;
DROP TRIGGER IF EXISTS guard_mail_void_replace
--;;
CREATE TRIGGER guard_mail_void_replace BEFORE INSERT ON mail_void
WHEN EXISTS (SELECT 1 FROM mail_void WHERE mail_id = NEW.mail_id)
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: mail_void is never replaced');
END
--;;
DROP TRIGGER IF EXISTS guard_letter_signed_delete
--;;
CREATE TRIGGER guard_letter_signed_delete BEFORE DELETE ON letter_signed
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: letter_signed is never deleted');
END
--;;
DROP TRIGGER IF EXISTS guard_letter_signed_replace
--;;
CREATE TRIGGER guard_letter_signed_replace BEFORE INSERT ON letter_signed
WHEN EXISTS (SELECT 1 FROM letter_signed WHERE letter_id = NEW.letter_id)
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: letter_signed is never replaced');
END
--;;
DROP TRIGGER IF EXISTS guard_draft_paraf_delete
--;;
CREATE TRIGGER guard_draft_paraf_delete BEFORE DELETE ON draft_paraf
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: draft_paraf is never deleted');
END
--;;
DROP TRIGGER IF EXISTS guard_draft_paraf_replace
--;;
CREATE TRIGGER guard_draft_paraf_replace BEFORE INSERT ON draft_paraf
WHEN EXISTS (SELECT 1 FROM draft_paraf WHERE id = NEW.id OR (draft_id = NEW.draft_id AND round = NEW.round AND seq = NEW.seq))
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: draft_paraf is never replaced');
END
--;;
DROP TRIGGER IF EXISTS guard_card_event_delete
--;;
CREATE TRIGGER guard_card_event_delete BEFORE DELETE ON card_event
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: card_event is never deleted');
END
--;;
DROP TRIGGER IF EXISTS guard_card_event_replace
--;;
CREATE TRIGGER guard_card_event_replace BEFORE INSERT ON card_event
WHEN EXISTS (SELECT 1 FROM card_event WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: card_event is never replaced');
END
--;;
DROP TRIGGER IF EXISTS guard_mail_delete
--;;
CREATE TRIGGER guard_mail_delete BEFORE DELETE ON mail
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: mail is never deleted');
END
--;;
DROP TRIGGER IF EXISTS guard_mail_replace
--;;
CREATE TRIGGER guard_mail_replace BEFORE INSERT ON mail
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: mail is never replaced') WHERE EXISTS (
        SELECT 1 FROM mail WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'padan_guard: mail is never replaced') WHERE EXISTS (
        SELECT 1 FROM mail m WHERE m.office_id = NEW.office_id AND m.direction = NEW.direction
        AND m.classification = NEW.classification AND m.year = NEW.year AND m.agenda = NEW.agenda);
    SELECT RAISE(ABORT, 'padan_guard: mail is never replaced') WHERE EXISTS (
        SELECT 1 FROM mail m WHERE m.office_id = NEW.office_id AND m.direction = NEW.direction AND m.letter_id = NEW.letter_id);
    SELECT RAISE(ABORT, 'padan_guard: mail is never replaced') WHERE NEW.direction = 'masuk' AND EXISTS (
        SELECT 1 FROM mail m WHERE m.direction = 'masuk' AND m.office_id = NEW.office_id AND m.year = NEW.year AND m.agenda = NEW.agenda);
    SELECT RAISE(ABORT, 'padan_guard: mail is never replaced') WHERE NEW.direction = 'keluar' AND EXISTS (
        SELECT 1 FROM mail m WHERE m.direction = 'keluar' AND m.office_id = NEW.office_id AND m.number = NEW.number);
END
--;;
DROP TRIGGER IF EXISTS guard_dispatch_delete
--;;
CREATE TRIGGER guard_dispatch_delete BEFORE DELETE ON dispatch
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: dispatch is never deleted');
END
--;;
DROP TRIGGER IF EXISTS guard_dispatch_replace
--;;
CREATE TRIGGER guard_dispatch_replace BEFORE INSERT ON dispatch
WHEN EXISTS (SELECT 1 FROM dispatch WHERE id = NEW.id OR (office_id = NEW.office_id AND year = NEW.year AND expedition = NEW.expedition))
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: dispatch is never replaced');
END
--;;
DROP TRIGGER IF EXISTS guard_print_job_delete
--;;
CREATE TRIGGER guard_print_job_delete BEFORE DELETE ON print_job
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: print_job is never deleted');
END
--;;
DROP TRIGGER IF EXISTS guard_print_job_replace
--;;
CREATE TRIGGER guard_print_job_replace BEFORE INSERT ON print_job
WHEN EXISTS (SELECT 1 FROM print_job WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: print_job is never replaced');
END
--;;
DROP TRIGGER IF EXISTS guard_office_key_delete
--;;
CREATE TRIGGER guard_office_key_delete BEFORE DELETE ON office_key
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: office_key is never deleted');
END
--;;
DROP TRIGGER IF EXISTS guard_office_key_replace
--;;
CREATE TRIGGER guard_office_key_replace BEFORE INSERT ON office_key
WHEN EXISTS (SELECT 1 FROM office_key WHERE key_id = NEW.key_id)
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: office_key is never replaced');
END
--;;
DROP TRIGGER IF EXISTS guard_mail_update
--;;
CREATE TRIGGER guard_mail_update BEFORE UPDATE ON mail
WHEN NEW.version <> OLD.version + 1 OR NEW.id <> OLD.id OR NEW.office_id <> OLD.office_id OR NEW.direction <> OLD.direction
    OR NEW.classification <> OLD.classification OR NEW.year <> OLD.year OR NEW.agenda <> OLD.agenda
    OR NEW.entered_on <> OLD.entered_on OR NEW.letter_id IS NOT OLD.letter_id
    OR NEW.created_by <> OLD.created_by OR NEW.created_at <> OLD.created_at
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: a line of the register does not change');
END
--;;
-- What was typed of a letter that came in may be corrected while the line counts; no other line ever changes.
DROP TRIGGER IF EXISTS guard_mail_correct
--;;
CREATE TRIGGER guard_mail_correct BEFORE UPDATE ON mail
WHEN (NEW.number <> OLD.number OR NEW.dated <> OLD.dated OR NEW.correspondent <> OLD.correspondent
        OR NEW.subject <> OLD.subject OR NEW.our_number <> OLD.our_number OR NEW.note <> OLD.note)
    AND (OLD.direction <> 'masuk' OR OLD.letter_id IS NOT NULL OR EXISTS (SELECT 1 FROM mail_void WHERE mail_id = OLD.id))
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: this line of the register does not change');
END
--;;
-- A sending goes on (sent, received, failed) and is never told anew.
DROP TRIGGER IF EXISTS guard_dispatch_update
--;;
CREATE TRIGGER guard_dispatch_update BEFORE UPDATE ON dispatch
WHEN NEW.version <> OLD.version + 1 OR NEW.id <> OLD.id OR NEW.mail_id <> OLD.mail_id OR NEW.office_id <> OLD.office_id
    OR NEW.year <> OLD.year OR NEW.way <> OLD.way OR NEW.expedition IS NOT OLD.expedition
    OR NEW.recipient <> OLD.recipient OR NEW.address <> OLD.address OR NEW.sent_by <> OLD.sent_by
    OR NEW.sent_at <> OLD.sent_at
    OR NOT ((OLD.state = 'mengirim' AND NEW.state IN ('terkirim', 'gagal') AND NEW.received_at IS NULL)
        OR (OLD.state = 'terkirim' AND NEW.state = 'diterima' AND NEW.reason = OLD.reason))
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: a sending is not told anew');
END
--;;
DROP TRIGGER IF EXISTS guard_office_key_update
--;;
CREATE TRIGGER guard_office_key_update BEFORE UPDATE ON office_key
WHEN NEW.key_id <> OLD.key_id OR NEW.office_id <> OLD.office_id OR NEW.public <> OLD.public OR OLD.retired_at IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: a key does not change');
END
--;;
DROP TRIGGER IF EXISTS guard_office_secret_update
--;;
CREATE TRIGGER guard_office_secret_update BEFORE UPDATE ON office_secret
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: a key does not change');
END
--;;
DROP TRIGGER IF EXISTS guard_office_secret_delete
--;;
CREATE TRIGGER guard_office_secret_delete BEFORE DELETE ON office_secret
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: office_secret is never deleted');
END
--;;
DROP TRIGGER IF EXISTS guard_office_secret_replace
--;;
CREATE TRIGGER guard_office_secret_replace BEFORE INSERT ON office_secret
WHEN EXISTS (SELECT 1 FROM office_secret WHERE key_id = NEW.key_id)
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: office_secret is never replaced');
END
--;;
-- No number is lent twice: a block was taken from its counter, meets no other block's used part, and only ever ends.
DROP TRIGGER IF EXISTS guard_number_lease_begin
--;;
CREATE TRIGGER guard_number_lease_begin BEFORE INSERT ON number_lease
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: number_lease is never replaced') WHERE EXISTS (
        SELECT 1 FROM number_lease WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'padan_guard: a lease begins with numbers of its counter')
    WHERE NEW.ended_at IS NOT NULL OR NEW.unused_from IS NOT NULL OR NEW.passed_to IS NOT NULL
        OR NEW.last > coalesce((SELECT c.last FROM counter c WHERE c.name = NEW.name), 0);
    SELECT RAISE(ABORT, 'padan_guard: no number is lent twice') WHERE EXISTS (
        SELECT 1 FROM number_lease l WHERE l.name = NEW.name AND l.first <= NEW.last
          AND coalesce(l.unused_from - 1, l.last) >= NEW.first);
END
--;;
DROP TRIGGER IF EXISTS guard_number_lease_update
--;;
CREATE TRIGGER guard_number_lease_update BEFORE UPDATE ON number_lease
WHEN NEW.id <> OLD.id OR NEW.name <> OLD.name OR NEW.first <> OLD.first OR NEW.last <> OLD.last
    OR NEW.office_id <> OLD.office_id OR NEW.staff_id <> OLD.staff_id OR NEW.desk <> OLD.desk
    OR NEW.leased_at <> OLD.leased_at
    OR (OLD.ended_at IS NOT NULL AND (NEW.ended_at IS NOT OLD.ended_at OR NEW.unused_from IS NOT OLD.unused_from))
    OR (NEW.ended_at IS NULL) <> (NEW.unused_from IS NULL)
    OR (NEW.passed_to IS NOT NULL AND NEW.ended_at IS NULL)
    OR (OLD.passed_to IS NOT NULL AND NEW.passed_to IS NOT OLD.passed_to)
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: a lease only ends');
END
--;;
DROP TRIGGER IF EXISTS guard_number_lease_delete
--;;
CREATE TRIGGER guard_number_lease_delete BEFORE DELETE ON number_lease
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: number_lease is never deleted');
END
--;;
DROP TRIGGER IF EXISTS guard_counter_update
--;;
CREATE TRIGGER guard_counter_update BEFORE UPDATE ON counter
WHEN NEW.last < OLD.last OR NEW.name <> OLD.name
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: numbers do not go back');
END
--;;
DROP TRIGGER IF EXISTS guard_counter_delete
--;;
CREATE TRIGGER guard_counter_delete BEFORE DELETE ON counter
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: numbers do not go back');
END
--;;
-- A death or a move is recorded by Dukcapil, does not change, and may be taken back once. Only then it may get the case that
-- gives a membership back.
DROP TRIGGER IF EXISTS guard_civil_event_begin
--;;
CREATE TRIGGER guard_civil_event_begin BEFORE INSERT ON civil_event
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: civil_event is never replaced') WHERE EXISTS (
        SELECT 1 FROM civil_event e WHERE e.id = NEW.id OR e.application_id = NEW.application_id
            OR (e.person_id = NEW.person_id AND e.revoked_at IS NULL));
    SELECT RAISE(ABORT, 'padan_guard: a civil event is recorded by Dukcapil') WHERE NEW.revoked_at IS NOT NULL
        OR NOT EXISTS (SELECT 1 FROM staff_role r WHERE r.staff_id = NEW.recorded_by AND r.role = 'dukcapil');
END
--;;
DROP TRIGGER IF EXISTS guard_civil_event_update
--;;
CREATE TRIGGER guard_civil_event_update BEFORE UPDATE ON civil_event
WHEN (NEW.person_id = OLD.person_id OR NEW.revoked_at IS NOT OLD.revoked_at) AND (OLD.revoked_at IS NOT NULL OR NEW.revoked_at IS NULL OR NEW.revoked_reason = '' OR NEW.id <> OLD.id
    OR NEW.kind <> OLD.kind OR NEW.nik <> OLD.nik OR NEW.event_date <> OLD.event_date OR NEW.person_id <> OLD.person_id
    OR NEW.document <> OLD.document OR NEW.paper_id IS NOT OLD.paper_id OR NEW.destination <> OLD.destination
    OR NEW.note <> OLD.note OR NEW.membership_id IS NOT coalesce(OLD.membership_id, NEW.membership_id)
    OR NEW.application_id IS NOT coalesce(OLD.application_id, NEW.application_id)
    OR NEW.recorded_by <> OLD.recorded_by OR NEW.recorded_at <> OLD.recorded_at OR NEW.run_id IS NOT OLD.run_id
    OR NOT EXISTS (SELECT 1 FROM staff_role r WHERE r.staff_id = NEW.revoked_by AND r.role = 'dukcapil'))
    AND NOT (OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS NULL)
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: a civil event is only taken back');
END
--;;
-- What a delivery of residents took back stands again with that delivery's own undo.
DROP TRIGGER IF EXISTS guard_civil_event_again
--;;
CREATE TRIGGER guard_civil_event_again BEFORE UPDATE ON civil_event
WHEN OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS NULL AND (NEW.id <> OLD.id OR NEW.kind <> OLD.kind OR NEW.nik <> OLD.nik
    OR NEW.event_date <> OLD.event_date OR NEW.person_id <> OLD.person_id OR NEW.document <> OLD.document
    OR NEW.paper_id IS NOT OLD.paper_id OR NEW.destination <> OLD.destination OR NEW.note <> OLD.note
    OR NEW.membership_id IS NOT OLD.membership_id
    OR NEW.application_id IS NOT OLD.application_id OR NEW.recorded_by <> OLD.recorded_by
    OR NEW.recorded_at <> OLD.recorded_at OR NEW.run_id IS NOT OLD.run_id
    OR NOT EXISTS (SELECT 1 FROM import_run r WHERE r.id = OLD.revoked_run_id AND r.undone_at IS NOT NULL))
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: a civil event is only taken back');
END
--;;
-- It changes hands with the records of one person, and nothing else of it with that.
DROP TRIGGER IF EXISTS guard_civil_event_hands
--;;
CREATE TRIGGER guard_civil_event_hands BEFORE UPDATE ON civil_event
WHEN NEW.person_id <> OLD.person_id AND (NEW.id <> OLD.id OR NEW.kind <> OLD.kind OR NEW.nik <> OLD.nik
    OR NEW.event_date <> OLD.event_date OR NEW.document <> OLD.document OR NEW.paper_id IS NOT OLD.paper_id
    OR NEW.destination <> OLD.destination OR NEW.note <> OLD.note OR NEW.membership_id IS NOT OLD.membership_id
    OR NEW.application_id IS NOT OLD.application_id OR NEW.recorded_by <> OLD.recorded_by
    OR NEW.recorded_at <> OLD.recorded_at OR NEW.revoked_at IS NOT OLD.revoked_at
    OR NEW.revoked_by IS NOT OLD.revoked_by OR NEW.revoked_reason <> OLD.revoked_reason
    OR NEW.run_id IS NOT OLD.run_id OR NEW.revoked_run_id IS NOT OLD.revoked_run_id
    OR NOT EXISTS (SELECT 1 FROM person_merge m
        WHERE OLD.person_id IN (m.kept_id, m.merged_id) AND NEW.person_id IN (m.kept_id, m.merged_id)))
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: only a merge gives it another person');
END
--;;
DROP TRIGGER IF EXISTS guard_civil_event_delete
--;;
CREATE TRIGGER guard_civil_event_delete BEFORE DELETE ON civil_event
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: civil_event is never deleted');
END
--;;
-- An e-mail about a list is claimed, handed over and settled; what was sent is never sent again.
DROP TRIGGER IF EXISTS guard_mail_notice_update
--;;
CREATE TRIGGER guard_mail_notice_update BEFORE UPDATE ON mail_notice
WHEN NEW.batch_id <> OLD.batch_id OR NEW.office_id <> OLD.office_id OR NOT (
    (NEW.state = 'diambil' AND OLD.state IN ('diambil', 'gagal') AND NEW.tries = OLD.tries + 1)
    OR (NEW.state = 'mengirim' AND OLD.state = 'diambil' AND NEW.tries = OLD.tries)
    OR (NEW.state IN ('terkirim', 'gagal') AND OLD.state IN ('diambil', 'mengirim') AND NEW.tries = OLD.tries))
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: an e-mail about a list is sent once');
END
--;;
DROP TRIGGER IF EXISTS guard_mail_notice_keep
--;;
CREATE TRIGGER guard_mail_notice_keep BEFORE DELETE ON mail_notice
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: an e-mail about a list is sent once');
END
--;;
DROP TRIGGER IF EXISTS guard_mail_notice_begin
--;;
CREATE TRIGGER guard_mail_notice_begin BEFORE INSERT ON mail_notice WHEN NEW.state <> 'diambil' OR NEW.tries <> 1
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: an e-mail about a list is claimed first');
END
--;;
DROP TRIGGER IF EXISTS guard_mail_notice_replace
--;;
CREATE TRIGGER guard_mail_notice_replace BEFORE INSERT ON mail_notice
WHEN EXISTS (SELECT 1 FROM mail_notice WHERE batch_id = NEW.batch_id)
BEGIN
    SELECT RAISE(IGNORE);
END
--;;
DROP TRIGGER IF EXISTS guard_backup_run_update
--;;
CREATE TRIGGER guard_backup_run_update BEFORE UPDATE ON backup_run
WHEN OLD.state <> 'berjalan' OR NEW.state = 'berjalan' OR NEW.id <> OLD.id OR NEW.claim <> OLD.claim
    OR NEW.attempt <> OLD.attempt OR NEW.started_at <> OLD.started_at
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: what became of a copy does not change');
END
--;;
DROP TRIGGER IF EXISTS guard_backup_run_delete
--;;
CREATE TRIGGER guard_backup_run_delete BEFORE DELETE ON backup_run
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: the register of copies is kept');
END
--;;
DROP TRIGGER IF EXISTS guard_journal_seal_update
--;;
CREATE TRIGGER guard_journal_seal_update BEFORE UPDATE ON journal_seal
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: journal_seal is append-only');
END
--;;
DROP TRIGGER IF EXISTS guard_journal_seal_delete
--;;
CREATE TRIGGER guard_journal_seal_delete BEFORE DELETE ON journal_seal
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: journal_seal is append-only');
END
--;;
DROP TRIGGER IF EXISTS guard_journal_seal_replace
--;;
CREATE TRIGGER guard_journal_seal_replace BEFORE INSERT ON journal_seal
WHEN EXISTS (SELECT 1 FROM journal_seal WHERE seq = NEW.seq OR day = NEW.day)
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: journal_seal is never replaced');
END
--;;
DROP TRIGGER IF EXISTS guard_journal_seal_head_update
--;;
CREATE TRIGGER guard_journal_seal_head_update BEFORE UPDATE ON journal_seal_head
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: journal_seal_head is append-only');
END
--;;
DROP TRIGGER IF EXISTS guard_journal_seal_head_delete
--;;
CREATE TRIGGER guard_journal_seal_head_delete BEFORE DELETE ON journal_seal_head
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: journal_seal_head is append-only');
END
--;;
DROP TRIGGER IF EXISTS guard_journal_seal_head_replace
--;;
CREATE TRIGGER guard_journal_seal_head_replace BEFORE INSERT ON journal_seal_head
WHEN EXISTS (SELECT 1 FROM journal_seal_head WHERE seal = NEW.seal AND chain = NEW.chain)
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: journal_seal_head is never replaced');
END
--;;
DROP TRIGGER IF EXISTS guard_journal_subject_update
--;;
CREATE TRIGGER guard_journal_subject_update BEFORE UPDATE ON journal_subject
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: journal_subject is append-only');
END
--;;
DROP TRIGGER IF EXISTS guard_journal_subject_delete
--;;
CREATE TRIGGER guard_journal_subject_delete BEFORE DELETE ON journal_subject
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: journal_subject is append-only');
END
--;;
DROP TRIGGER IF EXISTS guard_journal_subject_replace
--;;
CREATE TRIGGER guard_journal_subject_replace BEFORE INSERT ON journal_subject
WHEN EXISTS (SELECT 1 FROM journal_subject WHERE chain = NEW.chain AND seq = NEW.seq AND person_id = NEW.person_id)
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: journal_subject is never replaced');
END
--;;
DROP VIEW IF EXISTS letter_reference
--;;
CREATE VIEW letter_reference AS
    SELECT s.application_id, l.id AS letter_id, l.code, l.number, l.issued_on, v.letter_id AS void, v.replaced_by
    FROM letter_subject s
    JOIN letter l ON l.id = s.letter_id
    LEFT JOIN letter_void v ON v.letter_id = l.id
--;;
-- An office that moved to a server is closed here: no command and no line of the journal more. The mark is a setting, so
-- that the file tells where its office went.
DROP TRIGGER IF EXISTS guard_journal_moved
--;;
CREATE TRIGGER guard_journal_moved BEFORE INSERT ON journal WHEN EXISTS (SELECT 1 FROM setting WHERE key = 'moved_to')
BEGIN
    SELECT RAISE(ABORT, 'padan_moved');
END
--;;
DROP TRIGGER IF EXISTS guard_request_moved
--;;
CREATE TRIGGER guard_request_moved BEFORE INSERT ON request WHEN EXISTS (SELECT 1 FROM setting WHERE key = 'moved_to')
BEGIN
    SELECT RAISE(ABORT, 'padan_moved');
END
--;;
-- A membership is history: a running row may be ended once, and change hands when two records turn out to be one person.
-- An ended one stays. Only a whole import that is taken back takes its rows with it, and opens again what it had ended.
DROP TRIGGER IF EXISTS guard_membership_history
--;;
CREATE TRIGGER guard_membership_history BEFORE UPDATE ON membership
WHEN NEW.id <> OLD.id OR NEW.participant_number <> OLD.participant_number OR NEW.segment <> OLD.segment
    OR NEW.payer <> OLD.payer OR NEW.valid_from <> OLD.valid_from OR NEW.reason <> OLD.reason
    OR NEW.facility <> OLD.facility OR NEW.family_number <> OLD.family_number OR NEW.facility_code <> OLD.facility_code
    OR coalesce(NEW.ward_class, 0) <> coalesce(OLD.ward_class, 0)
    OR coalesce(NEW.run_id, 0) <> coalesce(OLD.run_id, 0) OR NEW.created_at <> OLD.created_at
    OR (NEW.person_id <> OLD.person_id AND NOT EXISTS (SELECT 1 FROM person_merge m
        WHERE OLD.person_id IN (m.kept_id, m.merged_id) AND NEW.person_id IN (m.kept_id, m.merged_id)))
    OR (OLD.valid_to IS NOT NULL AND coalesce(NEW.valid_to, '') <> OLD.valid_to AND NOT EXISTS (
        SELECT 1 FROM import_run r WHERE r.id = OLD.end_run_id AND r.undone_at IS NOT NULL) AND NOT EXISTS (
        SELECT 1 FROM person_merge m WHERE m.id = OLD.end_merge_id AND m.undone_at IS NOT NULL))
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: a membership is history');
END
--;;
DROP TRIGGER IF EXISTS guard_membership_keep
--;;
CREATE TRIGGER guard_membership_keep BEFORE DELETE ON membership
WHEN NOT EXISTS (SELECT 1 FROM import_run r WHERE r.id = OLD.run_id AND r.undone_at IS NOT NULL)
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: a membership is history');
END
--;;
DROP TRIGGER IF EXISTS guard_value_source_update
--;;
CREATE TRIGGER guard_value_source_update BEFORE UPDATE ON value_source
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: where a value came from does not change');
END
--;;
DROP TRIGGER IF EXISTS guard_value_source_delete
--;;
CREATE TRIGGER guard_value_source_delete BEFORE DELETE ON value_source
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: where a value came from does not change');
END
--;;
DROP TRIGGER IF EXISTS guard_import_run_undone
--;;
CREATE TRIGGER guard_import_run_undone BEFORE UPDATE ON import_run
WHEN OLD.undone_at IS NOT NULL OR NEW.file_sha256 <> OLD.file_sha256 OR NEW.layout <> OLD.layout
    OR (OLD.total <> 0 AND (NEW.total, NEW.accepted, NEW.rejected, NEW.duplicates) <> (OLD.total, OLD.accepted, OLD.rejected, OLD.duplicates))
    OR NEW.staff_id <> OLD.staff_id OR NEW.office_id <> OLD.office_id OR NEW.at <> OLD.at
    OR coalesce(NEW.period, '') <> coalesce(OLD.period, '') OR coalesce(NEW.segment, '') <> coalesce(OLD.segment, '')
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: what was imported does not change');
END
--;;
-- Large lists are evidence: never rewritten, and kept as long as a closed month stands on them.
DROP TRIGGER IF EXISTS guard_list_row_update
--;;
CREATE TRIGGER guard_list_row_update BEFORE UPDATE ON list_row
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: the row of a list does not change');
END
--;;
DROP TRIGGER IF EXISTS guard_list_row_delete
--;;
CREATE TRIGGER guard_list_row_delete BEFORE DELETE ON list_row
WHEN EXISTS (SELECT 1 FROM reconciliation r WHERE r.state = 'tutup' AND OLD.run_id IN (r.list_run_id, r.bill_run_id))
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: a closed month stands on these rows');
END
--;;
DROP TRIGGER IF EXISTS guard_list_row_insert
--;;
CREATE TRIGGER guard_list_row_insert BEFORE INSERT ON list_row
WHEN NEW.id > 0 OR NOT EXISTS (SELECT 1 FROM import_run i WHERE i.id = NEW.run_id AND i.office_id = NEW.office_id)
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: rows belong to an import of their office and number themselves');
END
--;;
-- Which Berita Acara closed a month, and what the other side calls it, stays as it was written.
DROP TRIGGER IF EXISTS guard_letter_month_update
--;;
CREATE TRIGGER guard_letter_month_update BEFORE UPDATE ON letter_month
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: letter_month is append-only');
END
--;;
DROP TRIGGER IF EXISTS guard_letter_month_delete
--;;
CREATE TRIGGER guard_letter_month_delete BEFORE DELETE ON letter_month
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: letter_month is never deleted');
END
--;;
DROP TRIGGER IF EXISTS guard_letter_month_replace
--;;
CREATE TRIGGER guard_letter_month_replace BEFORE INSERT ON letter_month
WHEN EXISTS (SELECT 1 FROM letter_month WHERE letter_id = NEW.letter_id)
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: letter_month is never replaced');
END
--;;
DROP TRIGGER IF EXISTS guard_draft_month_update
--;;
CREATE TRIGGER guard_draft_month_update BEFORE UPDATE ON draft_month
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: draft_month is append-only');
END
--;;
DROP TRIGGER IF EXISTS guard_draft_month_delete
--;;
CREATE TRIGGER guard_draft_month_delete BEFORE DELETE ON draft_month
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: draft_month is never deleted');
END
--;;
DROP TRIGGER IF EXISTS guard_draft_month_replace
--;;
CREATE TRIGGER guard_draft_month_replace BEFORE INSERT ON draft_month
WHEN EXISTS (SELECT 1 FROM draft_month WHERE draft_id = NEW.draft_id)
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: draft_month is never replaced');
END
--;;
DROP TRIGGER IF EXISTS guard_letter_partner_update
--;;
CREATE TRIGGER guard_letter_partner_update BEFORE UPDATE ON letter_partner
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: letter_partner is append-only');
END
--;;
DROP TRIGGER IF EXISTS guard_letter_partner_delete
--;;
CREATE TRIGGER guard_letter_partner_delete BEFORE DELETE ON letter_partner
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: letter_partner is never deleted');
END
--;;
DROP TRIGGER IF EXISTS guard_letter_partner_replace
--;;
CREATE TRIGGER guard_letter_partner_replace BEFORE INSERT ON letter_partner
WHEN EXISTS (SELECT 1 FROM letter_partner WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: letter_partner is never replaced');
END
--;;
-- A closed month is frozen: its head, its findings and what was decided about them. It opens again only with the
-- Berita Acara that closed it: when all of its letters are void.
DROP TRIGGER IF EXISTS guard_reconciliation_update
--;;
CREATE TRIGGER guard_reconciliation_update BEFORE UPDATE ON reconciliation
WHEN (OLD.state <> 'terbuka' AND (NEW.state <> 'terbuka' OR NEW.billed <> OLD.billed OR NEW.expected <> OLD.expected
        OR NEW.found <> OLD.found OR NEW.leaked <> OLD.leaked
        OR NOT EXISTS (SELECT 1 FROM letter_month m WHERE m.reconciliation_id = OLD.id)
        OR EXISTS (SELECT 1 FROM letter_month m LEFT JOIN letter_void v ON v.letter_id = m.letter_id
                   WHERE m.reconciliation_id = OLD.id AND v.letter_id IS NULL)))
    OR NEW.id <> OLD.id OR NEW.period <> OLD.period OR NEW.segment <> OLD.segment
    OR NEW.budget_line <> OLD.budget_line OR NEW.office_id <> OLD.office_id OR NEW.created_by <> OLD.created_by
    OR NEW.created_at <> OLD.created_at OR NEW.version <> OLD.version + 1
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: a closed month does not change');
END
--;;
DROP TRIGGER IF EXISTS guard_reconciliation_delete
--;;
CREATE TRIGGER guard_reconciliation_delete BEFORE DELETE ON reconciliation
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: a reconciliation is never deleted');
END
--;;
DROP TRIGGER IF EXISTS guard_reconciliation_replace
--;;
CREATE TRIGGER guard_reconciliation_replace BEFORE INSERT ON reconciliation
WHEN EXISTS (SELECT 1 FROM reconciliation r WHERE r.id = NEW.id OR (r.office_id = NEW.office_id AND r.segment = NEW.segment
    AND r.budget_line = NEW.budget_line AND r.period = NEW.period))
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: reconciliation is never replaced');
END
--;;
DROP TRIGGER IF EXISTS guard_finding_insert
--;;
CREATE TRIGGER guard_finding_insert BEFORE INSERT ON finding
WHEN EXISTS (SELECT 1 FROM reconciliation r WHERE r.id = NEW.reconciliation_id AND r.state <> 'terbuka')
    OR EXISTS (SELECT 1 FROM finding f WHERE f.id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: a closed month does not change');
END
--;;
DROP TRIGGER IF EXISTS guard_finding_update
--;;
CREATE TRIGGER guard_finding_update BEFORE UPDATE ON finding
WHEN EXISTS (SELECT 1 FROM reconciliation r WHERE r.id = OLD.reconciliation_id AND r.state <> 'terbuka')
    OR NEW.id <> OLD.id OR NEW.reconciliation_id <> OLD.reconciliation_id OR NEW.rule <> OLD.rule OR NEW.mark <> OLD.mark
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: a closed month does not change');
END
--;;
DROP TRIGGER IF EXISTS guard_finding_delete
--;;
CREATE TRIGGER guard_finding_delete BEFORE DELETE ON finding
WHEN EXISTS (SELECT 1 FROM reconciliation r WHERE r.id = OLD.reconciliation_id AND r.state <> 'terbuka')
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: a closed month does not change');
END
--;;
DROP TRIGGER IF EXISTS guard_decision_insert
--;;
CREATE TRIGGER guard_decision_insert BEFORE INSERT ON finding_decision
WHEN EXISTS (SELECT 1 FROM reconciliation r WHERE r.id = NEW.reconciliation_id AND r.state <> 'terbuka')
    OR EXISTS (SELECT 1 FROM finding_decision d WHERE d.id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: a closed month does not change');
END
--;;
DROP TRIGGER IF EXISTS guard_decision_update
--;;
CREATE TRIGGER guard_decision_update BEFORE UPDATE ON finding_decision
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: a decision is followed by another one, never rewritten');
END
--;;
DROP TRIGGER IF EXISTS guard_decision_delete
--;;
CREATE TRIGGER guard_decision_delete BEFORE DELETE ON finding_decision
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: a decision is never deleted');
END
--;;
-- A person goes only with the import that brought the record, and only while nothing else names it (foreign keys).
DROP TRIGGER IF EXISTS guard_person_keep
--;;
CREATE TRIGGER guard_person_keep BEFORE DELETE ON person
WHEN NOT EXISTS (SELECT 1 FROM import_run r WHERE r.id = OLD.run_id AND r.undone_at IS NOT NULL)
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: a person is never deleted');
END
--;;
-- What was merged is written once, and taken apart once, with a name.
DROP TRIGGER IF EXISTS guard_person_merge_update
--;;
CREATE TRIGGER guard_person_merge_update BEFORE UPDATE ON person_merge
WHEN OLD.undone_at IS NOT NULL OR NEW.undone_at IS NULL OR NEW.undone_by IS NULL OR NEW.id <> OLD.id
    OR NEW.kept_id <> OLD.kept_id OR NEW.merged_id <> OLD.merged_id OR NEW.moved <> OLD.moved
    OR NEW.reason <> OLD.reason OR NEW.staff_id <> OLD.staff_id OR NEW.at <> OLD.at
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: a merge is only taken apart');
END
--;;
DROP TRIGGER IF EXISTS guard_person_merge_delete
--;;
CREATE TRIGGER guard_person_merge_delete BEFORE DELETE ON person_merge
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: a merge is history');
END
--;;
-- What a closed month stood upon is written before it closes, once, and stays; of a month that its void paper opened again
-- it goes, to be written anew.
DROP TRIGGER IF EXISTS guard_month_line_insert
--;;
CREATE TRIGGER guard_month_line_insert BEFORE INSERT ON month_line
WHEN EXISTS (SELECT 1 FROM month_line l WHERE l.id = NEW.id)
    OR NOT EXISTS (SELECT 1 FROM reconciliation r WHERE r.id = NEW.reconciliation_id AND r.state = 'terbuka')
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: a closed month does not change');
END
--;;
DROP TRIGGER IF EXISTS guard_month_line_update
--;;
CREATE TRIGGER guard_month_line_update BEFORE UPDATE ON month_line
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: no update on month_line');
END
--;;
DROP TRIGGER IF EXISTS guard_month_line_delete
--;;
CREATE TRIGGER guard_month_line_delete BEFORE DELETE ON month_line
WHEN NOT EXISTS (SELECT 1 FROM reconciliation r WHERE r.id = OLD.reconciliation_id AND r.state = 'terbuka')
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: a closed month does not change');
END
--;;
DROP TRIGGER IF EXISTS guard_month_basis_insert
--;;
CREATE TRIGGER guard_month_basis_insert BEFORE INSERT ON month_basis
WHEN EXISTS (SELECT 1 FROM month_basis b WHERE b.reconciliation_id = NEW.reconciliation_id)
    OR NOT EXISTS (SELECT 1 FROM reconciliation r WHERE r.id = NEW.reconciliation_id AND r.state = 'terbuka')
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: a closed month does not change');
END
--;;
DROP TRIGGER IF EXISTS guard_month_basis_update
--;;
CREATE TRIGGER guard_month_basis_update BEFORE UPDATE ON month_basis
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: no update on month_basis');
END
--;;
DROP TRIGGER IF EXISTS guard_month_basis_delete
--;;
CREATE TRIGGER guard_month_basis_delete BEFORE DELETE ON month_basis
WHEN NOT EXISTS (SELECT 1 FROM reconciliation r WHERE r.id = OLD.reconciliation_id AND r.state = 'terbuka')
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: a closed month does not change');
END
--;;
DROP TRIGGER IF EXISTS guard_month_proof_insert
--;;
CREATE TRIGGER guard_month_proof_insert BEFORE INSERT ON month_proof
WHEN EXISTS (SELECT 1 FROM month_proof p WHERE p.reconciliation_id = NEW.reconciliation_id
        AND p.person_id = NEW.person_id AND p.kind = NEW.kind AND p.ref_id = NEW.ref_id)
    OR NOT EXISTS (SELECT 1 FROM reconciliation r WHERE r.id = NEW.reconciliation_id AND r.state = 'terbuka')
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: a closed month does not change');
END
--;;
DROP TRIGGER IF EXISTS guard_month_proof_update
--;;
CREATE TRIGGER guard_month_proof_update BEFORE UPDATE ON month_proof
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: no update on month_proof');
END
--;;
DROP TRIGGER IF EXISTS guard_month_proof_delete
--;;
CREATE TRIGGER guard_month_proof_delete BEFORE DELETE ON month_proof
WHEN NOT EXISTS (SELECT 1 FROM reconciliation r WHERE r.id = OLD.reconciliation_id AND r.state = 'terbuka')
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: a closed month does not change');
END
--;;
DROP TRIGGER IF EXISTS guard_rate_insert
--;;
CREATE TRIGGER guard_rate_insert BEFORE INSERT ON rate
WHEN EXISTS (SELECT 1 FROM reconciliation r WHERE r.state = 'tutup'
    AND (r.segment = NEW.segment AND r.period >= substr(NEW.valid_from, 1, 7)
        OR EXISTS (SELECT 1 FROM rate o WHERE o.id = NEW.id AND o.segment = r.segment AND substr(o.valid_from, 1, 7) <= r.period)))
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: a closed month does not change');
END
--;;
DROP TRIGGER IF EXISTS guard_rate_update
--;;
CREATE TRIGGER guard_rate_update BEFORE UPDATE ON rate
WHEN EXISTS (SELECT 1 FROM reconciliation r WHERE r.state = 'tutup'
    AND (r.segment = OLD.segment AND r.period >= substr(OLD.valid_from, 1, 7)
        OR r.segment = NEW.segment AND r.period >= substr(NEW.valid_from, 1, 7)))
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: a closed month does not change');
END
--;;
DROP TRIGGER IF EXISTS guard_rate_delete
--;;
CREATE TRIGGER guard_rate_delete BEFORE DELETE ON rate
WHEN EXISTS (SELECT 1 FROM reconciliation r WHERE r.state = 'tutup'
    AND (r.segment = OLD.segment AND r.period >= substr(OLD.valid_from, 1, 7)))
BEGIN
    SELECT RAISE(ABORT, 'padan_guard: a closed month does not change');
END
