-- Who acts: group roles for everybody (padan_desk) and for each role of the procedures, a login role for each staff
-- member (name@database), and the functions that the row policies ask. All of them run as the owner of the tables
-- with a fixed search path; none of them takes a name from the caller into a statement without quoting it.
DO $$
DECLARE wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['padan_desk', 'padan_satpol_pp', 'padan_panti', 'padan_dinsos', 'padan_dukcapil',
                                  'padan_dinkes', 'padan_bpjs', 'padan_admin'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL; -- another office of this server was made at the same moment
            END;
        END IF;
    END LOOP;
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO padan_desk', current_database());
END $$
--;;
REVOKE CREATE ON SCHEMA public FROM PUBLIC
--;;
GRANT USAGE ON SCHEMA public TO padan_desk
--;;
-- The staff member behind this session. session_user, because inside these functions the current user is the owner.
-- All of these are asked by row policies, several times a statement: PL/pgSQL keeps their plans, SQL makes them anew.
CREATE OR REPLACE FUNCTION acting_staff() RETURNS bigint LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    RETURN (SELECT id FROM staff
        WHERE username = left(session_user, greatest(0, length(session_user) - length(current_database()) - 1))
          AND right(session_user, length(current_database()) + 1) = '@' || current_database() AND NOT disabled);
END $$
--;;
-- Whether the walls stand for this session: for everybody but the owner of the tables and the server's superuser.
CREATE OR REPLACE FUNCTION walled() RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    RETURN NOT pg_has_role(session_user, (SELECT relowner FROM pg_class WHERE oid = 'staff'::regclass), 'USAGE');
END $$
--;;
CREATE OR REPLACE FUNCTION acting_office() RETURNS bigint LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    RETURN (SELECT office_id FROM staff WHERE id = acting_staff());
END $$
--;;
CREATE OR REPLACE FUNCTION acting_as(VARIADIC wanted text[]) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT FROM staff_role WHERE staff_id = acting_staff() AND role = ANY (wanted));
END $$
--;;
-- The offices whose people this desk may see: Satpol PP and panti their own; the agencies that serve a region all
-- offices of that region (code 31 has 31.71 in it; without a code all offices without one). Officials who only initial
-- and sign hold no role and see what their office sees. An administrator as such: nobody.
CREATE OR REPLACE FUNCTION acting_sight() RETURNS bigint[] LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    acting bigint := acting_staff();
    roles text[] := ARRAY(SELECT role FROM staff_role WHERE staff_id = acting);
    me office;
BEGIN
    SELECT o.* INTO me FROM office o JOIN staff s ON s.office_id = o.id WHERE s.id = acting;
    RETURN CASE
        WHEN me.id IS NULL THEN NULL
        WHEN 'admin' = ANY (roles) AND NOT roles && ARRAY['satpol_pp', 'panti', 'dinsos', 'dukcapil', 'dinkes', 'bpjs']
            THEN ARRAY[]::bigint[]
        WHEN me.kind IN ('dinsos', 'dukcapil', 'dinkes', 'bpjs') THEN ARRAY(
            SELECT o.id FROM office o WHERE o.id = me.id OR o.region = me.region
                OR (me.region <> '' AND starts_with(o.region, me.region || '.')))
        ELSE ARRAY[me.id] END;
END $$
--;;
CREATE OR REPLACE FUNCTION sees_all() RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE sight bigint[] := acting_sight();
BEGIN
    RETURN sight IS NOT NULL AND NOT EXISTS (SELECT FROM office WHERE id <> ALL (sight));
END $$
--;;
-- Whether a line of the journal was written by who acts: a function, because the policies of both tables ask each other.
CREATE OR REPLACE FUNCTION my_line(wanted text, number integer) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT FROM journal WHERE chain = wanted AND seq = number AND staff_id = acting_staff());
END $$
--;;
CREATE OR REPLACE FUNCTION login_of(wanted bigint) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT username || '@' || current_database() FROM staff WHERE id = wanted
$$
--;;
-- A clerk may hold the row of an office or a colleague without any right to change it.
CREATE OR REPLACE FUNCTION hold_rows(wanted text, ids bigint[], shared boolean) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF walled() AND acting_staff() IS NULL THEN
        RAISE EXCEPTION 'padan_guard: not a member of this office';
    ELSIF wanted = 'office' AND shared THEN
        PERFORM 1 FROM office WHERE id = ANY (ids) ORDER BY id FOR SHARE;
    ELSIF wanted = 'office' THEN
        PERFORM 1 FROM office WHERE id = ANY (ids) ORDER BY id FOR UPDATE;
    ELSIF wanted = 'staff' AND shared THEN
        PERFORM 1 FROM staff WHERE id = ANY (ids) ORDER BY id FOR SHARE;
    ELSIF wanted = 'staff' THEN
        PERFORM 1 FROM staff WHERE id = ANY (ids) ORDER BY id FOR UPDATE;
    ELSIF wanted = 'person' AND NOT shared AND (NOT walled() OR acting_as('dinkes')) THEN
        PERFORM 1 FROM person WHERE id = ANY (ids) ORDER BY id FOR UPDATE;
    END IF;
END $$
--;;
-- One's own password, or an administrator's reset. What comes in is a SCRAM verifier, never the word itself.
CREATE OR REPLACE FUNCTION set_login_password(wanted bigint, verifier text, must boolean) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE login text := login_of(wanted);
BEGIN
    IF walled() AND wanted IS DISTINCT FROM acting_staff() AND NOT acting_as('admin') THEN
        RAISE EXCEPTION 'padan_guard: only the own password';
    ELSIF verifier !~ '^SCRAM-SHA-256\$[0-9]+:' THEN
        RAISE EXCEPTION 'padan_guard: a password comes as a verifier';
    END IF;
    EXECUTE format('ALTER ROLE %I LOGIN PASSWORD %L', login, verifier);
    UPDATE staff SET password_hash = '', must_change = must AND wanted IS DISTINCT FROM acting_staff(), failures = 0, locked_until = NULL,
        version = version + 1 WHERE id = wanted;
END $$
--;;
-- A login role follows its row: made without a password, closed when the member is disabled.
CREATE OR REPLACE FUNCTION follow_staff() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE login text := NEW.username || '@' || current_database();
BEGIN
    IF octet_length(login) > 63 THEN
        RAISE EXCEPTION 'padan_guard: user name too long for a login';
    ELSIF TG_OP = 'UPDATE' AND NEW.username <> OLD.username THEN
        RAISE EXCEPTION 'padan_guard: a user name does not change';
    ELSIF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = login) THEN
        EXECUTE format('CREATE ROLE %I NOLOGIN', login);
    END IF;
    IF TG_OP = 'INSERT' THEN
        EXECUTE format('GRANT padan_desk TO %I', login);
    ELSIF NEW.disabled AND NOT OLD.disabled THEN
        EXECUTE format('ALTER ROLE %I NOLOGIN', login);
    ELSIF OLD.disabled AND NOT NEW.disabled THEN
        EXECUTE format('ALTER ROLE %I LOGIN', login);
    END IF;
    RETURN NULL;
END $$
--;;
CREATE OR REPLACE TRIGGER follow_staff AFTER INSERT OR UPDATE OF username, disabled ON staff
    FOR EACH ROW EXECUTE FUNCTION follow_staff()
--;;
CREATE OR REPLACE FUNCTION follow_staff_role() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE gone text;
BEGIN
    IF TG_OP = 'INSERT' THEN
        EXECUTE format('GRANT %I TO %I', 'padan_' || NEW.role, login_of(NEW.staff_id));
        RETURN NULL;
    END IF;
    SELECT rolname INTO gone FROM pg_roles WHERE rolname = login_of(OLD.staff_id);
    IF gone IS NOT NULL THEN
        EXECUTE format('REVOKE %I FROM %I', 'padan_' || OLD.role, gone);
    END IF;
    RETURN NULL;
END $$
--;;
CREATE OR REPLACE TRIGGER follow_staff_role AFTER INSERT OR DELETE ON staff_role
    FOR EACH ROW EXECUTE FUNCTION follow_staff_role()
--;;
-- Number and date of a letter about a case that lies at one's own desk (or was just moved on from it), whoever wrote it:
-- the next letter answers it. The letter itself, with everybody else on its list, stays behind its wall. A view asks as
-- its owner.
CREATE OR REPLACE VIEW letter_reference WITH (security_barrier) AS
    SELECT s.application_id, l.id AS letter_id, l.code, l.number, l.issued_on, v.letter_id AS void, v.replaced_by
    FROM letter_subject s
    JOIN letter l ON l.id = s.letter_id
    JOIN application a ON a.id = s.application_id
    LEFT JOIN batch b ON b.id = l.batch_id
    LEFT JOIN letter_void v ON v.letter_id = l.id
    WHERE NOT (SELECT walled()) OR a.moved_by = (SELECT acting_staff())
        OR (SELECT acting_office()) IN (a.office_id, a.panti_office_id, l.office_id, b.to_office_id)
--;;
-- Login roles for members who have none yet: an office that was restored, or moved here from an older version.
CREATE OR REPLACE FUNCTION make_logins() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE one record;
BEGIN
    IF walled() THEN
        RAISE EXCEPTION 'padan_guard: only the owner makes logins';
    END IF;
    FOR one IN SELECT id, login_of(id) AS login FROM staff LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = one.login) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN IN ROLE padan_desk', one.login);
        END IF;
    END LOOP;
    FOR one IN SELECT role, login_of(staff_id) AS login FROM staff_role LOOP
        EXECUTE format('GRANT %I TO %I', 'padan_' || one.role, one.login);
    END LOOP;
END $$
--;;
-- Whether this very transaction merges this record with another, or takes them apart: what a merge opens is shut again
-- with its commit.
CREATE OR REPLACE FUNCTION merging(wanted bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM person_merge m WHERE wanted IN (m.kept_id, m.merged_id)
        AND acting_staff() = coalesce(m.undone_by, m.staff_id) AND m.xmin = pg_current_xact_id()::xid)
$$
--;;
-- What a login may change of a case beyond its move: the row names who acts, and only the desk concerned.
CREATE OR REPLACE FUNCTION guard_application_login() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT walled() THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.taken_by IS NOT NULL THEN
            RAISE EXCEPTION 'padan_guard: a new case is nobody''s yet';
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.status, NEW.moved_action, NEW.office_id, NEW.moved_by)
        IS DISTINCT FROM (OLD.status, OLD.moved_action, OLD.office_id, OLD.moved_by) THEN
        IF NEW.moved_by IS DISTINCT FROM acting_staff() THEN
            RAISE EXCEPTION 'padan_guard: a move bears the name of who makes it';
        ELSIF NEW.status = OLD.status AND NEW.moved_action = OLD.moved_action AND NEW.office_id = OLD.office_id THEN
            RAISE EXCEPTION 'padan_guard: who moved a case does not change afterwards';
        ELSIF NOT EXISTS (
            SELECT FROM sop_status s JOIN office o ON o.id = NEW.office_id
            WHERE s.procedure = NEW.procedure AND s.code = NEW.status
              AND (s.waits_for = o.kind OR (s.waits_for = '' AND o.id IN (OLD.office_id, acting_office())))) THEN
            RAISE EXCEPTION 'padan_guard: the next desk is not of that kind';
        END IF;
    END IF;
    IF NEW.person_id <> OLD.person_id AND NOT (acting_as('dukcapil') AND OLD.office_id = acting_office())
        AND NOT (merging(OLD.person_id) AND merging(NEW.person_id)) THEN
        RAISE EXCEPTION 'padan_guard: only Dukcapil says who a person is';
    ELSIF NEW.panti_office_id IS DISTINCT FROM OLD.panti_office_id
        AND NOT (acting_as('satpol_pp') AND OLD.office_id = acting_office()) THEN
        RAISE EXCEPTION 'padan_guard: the panti was chosen at the first desk';
    ELSIF NEW.taken_by IS DISTINCT FROM OLD.taken_by AND NEW.taken_by IS NOT NULL
        AND NEW.taken_by IS DISTINCT FROM acting_staff() THEN
        RAISE EXCEPTION 'padan_guard: a case is taken in the own name';
    ELSIF NEW.version <= OLD.version AND NEW.person_id = OLD.person_id THEN
        RAISE EXCEPTION 'padan_guard: version must grow';
    END IF;
    RETURN NEW;
END $$
--;;
CREATE OR REPLACE TRIGGER guard_application_login BEFORE INSERT OR UPDATE ON application
    FOR EACH ROW EXECUTE FUNCTION guard_application_login()
--;;
CREATE OR REPLACE FUNCTION guard_person_login() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT walled() THEN
        RETURN NEW;
    ELSIF NEW.registration <> OLD.registration OR NEW.id <> OLD.id OR NEW.created_at <> OLD.created_at
        OR NEW.office_id IS DISTINCT FROM OLD.office_id THEN
        RAISE EXCEPTION 'padan_guard: where a record began does not change';
    ELSIF (NEW.nik IS DISTINCT FROM OLD.nik OR NEW.merged_into IS DISTINCT FROM OLD.merged_into)
        AND NOT acting_as('dukcapil') AND NOT merging(NEW.id)
        AND NOT (NEW.nik IS NOT DISTINCT FROM OLD.nik AND merging(OLD.merged_into) AND merging(NEW.merged_into)) THEN
        RAISE EXCEPTION 'padan_guard: a NIK comes from Dukcapil';
    ELSIF NEW.version <= OLD.version THEN
        RAISE EXCEPTION 'padan_guard: version must grow';
    END IF;
    RETURN NEW;
END $$
--;;
CREATE OR REPLACE TRIGGER guard_person_login BEFORE UPDATE ON person
    FOR EACH ROW EXECUTE FUNCTION guard_person_login()
--;;
-- A payer's list, or one of proposals, brings NIKs that Dukcapil gave; the import it came with answers for it. Asked once a
-- statement: a list of 300,000 would ask for the same login as often.
CREATE OR REPLACE FUNCTION guard_person_born() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    acting bigint := acting_staff();
    payer boolean := acting_as('dinkes') OR acting_as('dinsos');
BEGIN
    IF walled() AND (EXISTS (SELECT FROM born WHERE merged_into IS NOT NULL)
        OR NOT acting_as('dukcapil') AND EXISTS (
            SELECT FROM (SELECT DISTINCT run_id FROM born WHERE nik IS NOT NULL) came
            WHERE NOT payer OR NOT EXISTS (
                SELECT FROM import_run r WHERE r.id = came.run_id AND r.staff_id = acting))) THEN
        RAISE EXCEPTION 'padan_guard: a NIK comes from Dukcapil';
    END IF;
    RETURN NULL;
END $$
--;;
CREATE OR REPLACE TRIGGER guard_person_born AFTER INSERT ON person REFERENCING NEW TABLE AS born
    FOR EACH STATEMENT EXECUTE FUNCTION guard_person_born()
--;;
-- A journal line follows the one before it; nobody starts a second end of a chain.
CREATE OR REPLACE FUNCTION guard_journal_line() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.seq <> 1 AND NOT EXISTS (
        SELECT FROM journal WHERE chain = NEW.chain AND seq = NEW.seq - 1 AND hash = NEW.previous)
        OR NEW.seq = 1 AND NEW.previous <> repeat('0', 64) THEN
        RAISE EXCEPTION 'padan_guard: a journal line follows the last one';
    END IF;
    RETURN NEW;
END $$
--;;
CREATE OR REPLACE TRIGGER guard_journal_line BEFORE INSERT ON journal
    FOR EACH ROW EXECUTE FUNCTION guard_journal_line()
--;;
CREATE OR REPLACE FUNCTION guard_journal_head() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT walled() THEN
        RETURN NEW;
    ELSIF TG_OP = 'INSERT' THEN
        IF NEW.seq <> 0 OR NEW.hash <> repeat('0', 64) THEN
            RAISE EXCEPTION 'padan_guard: a chain begins at nothing';
        END IF;
    ELSIF NEW.chain <> OLD.chain OR NEW.seq < OLD.seq OR NOT EXISTS (
        SELECT FROM journal WHERE chain = NEW.chain AND seq = NEW.seq AND hash = NEW.hash) THEN
        RAISE EXCEPTION 'padan_guard: the end of a chain is its last line';
    END IF;
    RETURN NEW;
END $$
--;;
CREATE OR REPLACE TRIGGER guard_journal_head BEFORE INSERT OR UPDATE ON journal_head
    FOR EACH ROW EXECUTE FUNCTION guard_journal_head()
--;;
-- A counter only counts on, is never taken away, and a login never lets it jump far.
CREATE OR REPLACE FUNCTION guard_counter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'padan_guard: a counter only counts on';
    ELSIF TG_OP = 'UPDATE' AND (NEW.name <> OLD.name OR NEW.last < OLD.last)
        OR walled() AND (TG_OP = 'INSERT' AND NEW.last <> 0
            OR TG_OP = 'UPDATE' AND (NEW.last = OLD.last OR NEW.last > OLD.last + 100000)) THEN
        RAISE EXCEPTION 'padan_guard: a counter only counts on';
    END IF;
    RETURN NEW;
END $$
--;;
CREATE OR REPLACE TRIGGER guard_counter BEFORE INSERT OR UPDATE OR DELETE ON counter
    FOR EACH ROW EXECUTE FUNCTION guard_counter()
