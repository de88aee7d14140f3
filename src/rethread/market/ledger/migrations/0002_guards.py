"""The ledger's guards: append-only tables, kept balances, one function that posts, and the chain."""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'LG003';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ledger_journal
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ledger_transfer
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ledger_account
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ledger_seal
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER never_empty BEFORE TRUNCATE ON ledger_journal
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER never_empty BEFORE TRUNCATE ON ledger_transfer
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER never_empty BEFORE TRUNCATE ON ledger_account
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER never_empty BEFORE TRUNCATE ON ledger_seal
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER never_empty BEFORE TRUNCATE OR DELETE ON ledger_storedbalance
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
"""

# One statement's transfers are applied together: the floor is judged on their sum, so the order of
# a journal's lines cannot matter. Rows are locked in id order before any is changed, which is what
# keeps two journals that share accounts from waiting for each other in a circle.
BALANCES = """
CREATE FUNCTION ledger_open_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ledger_storedbalance (account_id, balance_minor)
        SELECT id, 0 FROM opened WHERE floored;
    RETURN NULL;
END $$;
CREATE TRIGGER open_balance AFTER INSERT ON ledger_account
    REFERENCING NEW TABLE AS opened
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_open_balance();

CREATE FUNCTION ledger_apply_transfers() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    odd uuid;
BEGIN
    SELECT t.id INTO odd FROM posted t
        JOIN ledger_account d ON d.id = t.debit_id
        JOIN ledger_account c ON c.id = t.credit_id
        WHERE t.currency <> d.currency OR t.currency <> c.currency LIMIT 1;
    IF odd IS NOT NULL THEN
        RAISE EXCEPTION 'transfer % mixes currencies', odd USING ERRCODE = 'LG004';
    END IF;
    PERFORM 1 FROM ledger_storedbalance b
        WHERE b.account_id IN (SELECT debit_id FROM posted UNION ALL SELECT credit_id FROM posted)
        ORDER BY b.account_id FOR NO KEY UPDATE;
    UPDATE ledger_storedbalance b SET balance_minor = b.balance_minor + moved.delta
        FROM (
            SELECT a.id, sum(CASE WHEN a.normal_side = m.side THEN m.amount ELSE -m.amount END)
                AS delta
            FROM (
                SELECT debit_id AS account_id, 'debit' AS side, amount_minor AS amount FROM posted
                UNION ALL
                SELECT credit_id, 'credit', amount_minor FROM posted
            ) m JOIN ledger_account a ON a.id = m.account_id AND a.floored
            GROUP BY a.id
        ) moved
        WHERE b.account_id = moved.id;
    RETURN NULL;
END $$;
CREATE TRIGGER apply_transfers AFTER INSERT ON ledger_transfer
    REFERENCING NEW TABLE AS posted
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_apply_transfers();

CREATE FUNCTION ledger_guard_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'stored balances follow transfers: % by hand is refused', TG_OP
            USING ERRCODE = 'LG003';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER by_transfer_only BEFORE INSERT OR UPDATE ON ledger_storedbalance
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_guard_balance();
"""

POST = """
CREATE FUNCTION ledger_post(p_journals jsonb, p_transfers jsonb, p_accounts jsonb)
RETURNS TABLE (journal_key text, journal_id uuid, replayed boolean) LANGUAGE plpgsql AS $$
DECLARE
    j record;
    known record;
    fresh uuid[] := '{}';
BEGIN
    FOR j IN
        SELECT * FROM jsonb_to_recordset(p_journals) AS x (
            id uuid, key text, kind text, order_id uuid, actor text, fingerprint text,
            occurred_at timestamptz
        ) ORDER BY x.key
    LOOP
        INSERT INTO ledger_journal (id, key, kind, order_id, actor, fingerprint, occurred_at)
            VALUES (j.id, j.key, j.kind, j.order_id, j.actor, j.fingerprint, j.occurred_at)
            ON CONFLICT (key) DO NOTHING;
        IF FOUND THEN
            fresh := fresh || j.id;
            journal_key := j.key; journal_id := j.id; replayed := false;
        ELSE
            SELECT o.id, o.fingerprint INTO known FROM ledger_journal o WHERE o.key = j.key;
            IF known.fingerprint <> j.fingerprint THEN
                RAISE EXCEPTION 'journal key % was used for other content', j.key
                    USING ERRCODE = 'LG001';
            END IF;
            journal_key := j.key; journal_id := known.id; replayed := true;
        END IF;
        RETURN NEXT;
    END LOOP;
    IF cardinality(fresh) = 0 THEN
        RETURN;
    END IF;
    INSERT INTO ledger_account (id, code, kind, currency, normal_side, floored)
        SELECT uuidv7(), a.code, a.kind, a.currency, a.side, a.floored
        FROM jsonb_to_recordset(p_accounts) AS a (
            code text, kind text, currency text, side text, floored boolean
        )
        WHERE NOT EXISTS (
            SELECT 1 FROM ledger_account o WHERE o.code = a.code AND o.currency = a.currency
        )
        ORDER BY a.code, a.currency
        ON CONFLICT (code, currency) DO NOTHING;
    INSERT INTO ledger_transfer
        (id, journal_id, line, debit_id, credit_id, amount_minor, currency)
        SELECT t.id, t.journal_id, t.line, d.id, c.id, t.amount, t.currency
        FROM jsonb_to_recordset(p_transfers) AS t (
            id uuid, journal_id uuid, line smallint, debit text, credit text, amount bigint,
            currency text
        )
        JOIN ledger_account d ON d.code = t.debit AND d.currency = t.currency
        JOIN ledger_account c ON c.code = t.credit AND c.currency = t.currency
        WHERE t.journal_id = ANY (fresh);
END $$;
"""

# Whoever posts holds a shared lock until its transaction ends; whoever seals takes it alone for a
# moment. So no journal with a lower number can appear later inside a range that was sealed.
CHAIN = """
CREATE SEQUENCE ledger_journal_seq OWNED BY ledger_journal.seq;
ALTER TABLE ledger_journal ALTER COLUMN seq SET DEFAULT nextval('ledger_journal_seq');

CREATE FUNCTION ledger_announce_posting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtext('ledger_seal'));
    RETURN NULL;
END $$;
CREATE TRIGGER announce_posting BEFORE INSERT ON ledger_journal
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_announce_posting();

CREATE FUNCTION ledger_hash(p_after bigint, p_upto bigint, p_previous text)
RETURNS TABLE (journals integer, hash text) LANGUAGE sql STABLE AS $$
    WITH line AS (
        SELECT j.seq, sha256(convert_to(concat_ws('|',
            j.id, j.key, j.kind, j.order_id, j.actor, j.fingerprint,
            extract(epoch FROM j.occurred_at), (
                SELECT string_agg(concat_ws(',', t.id, t.line, d.code, c.code, t.amount_minor,
                    t.currency), ';' ORDER BY t.line)
                FROM ledger_transfer t
                JOIN ledger_account d ON d.id = t.debit_id
                JOIN ledger_account c ON c.id = t.credit_id
                WHERE t.journal_id = j.id
            )), 'UTF8')) AS digest
        FROM ledger_journal j
        WHERE j.seq > p_after AND j.seq <= p_upto
    )
    SELECT count(*)::integer, encode(sha256(convert_to(p_previous, 'UTF8')
        || coalesce(string_agg(digest, ''::bytea ORDER BY seq), ''::bytea)), 'hex')
    FROM line
$$;

CREATE FUNCTION ledger_seal(p_id uuid) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    last record;
    upto bigint;
    link record;
BEGIN
    SET LOCAL lock_timeout = '200ms';
    BEGIN
        PERFORM pg_advisory_xact_lock(hashtext('ledger_seal'));
    EXCEPTION WHEN lock_not_available THEN
        RETURN 0;
    END;
    SELECT number, seq_upto, s.hash INTO last
        FROM ledger_seal s ORDER BY number DESC LIMIT 1;
    SELECT max(seq) INTO upto FROM ledger_journal WHERE seq > coalesce(last.seq_upto, 0);
    IF upto IS NULL THEN
        RETURN 0;
    END IF;
    SELECT * INTO link
        FROM ledger_hash(coalesce(last.seq_upto, 0), upto, coalesce(last.hash, ''));
    INSERT INTO ledger_seal (id, number, seq_after, seq_upto, journals, previous_hash, hash)
        VALUES (p_id, coalesce(last.number, 0) + 1, coalesce(last.seq_upto, 0), upto,
                link.journals, coalesce(last.hash, ''), link.hash);
    RETURN link.journals;
END $$;
"""

UNDO = """
DROP FUNCTION ledger_seal(uuid);
DROP FUNCTION ledger_hash(bigint, bigint, text);
DROP FUNCTION ledger_post(jsonb, jsonb, jsonb);
DROP FUNCTION ledger_announce_posting() CASCADE;
DROP FUNCTION ledger_guard_balance() CASCADE;
DROP FUNCTION ledger_apply_transfers() CASCADE;
DROP FUNCTION ledger_open_balance() CASCADE;
DROP FUNCTION ledger_refuse_change() CASCADE;
ALTER TABLE ledger_journal ALTER COLUMN seq DROP DEFAULT;
DROP SEQUENCE ledger_journal_seq;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.RunSQL(APPEND_ONLY + BALANCES + POST + CHAIN, UNDO),
    ]
