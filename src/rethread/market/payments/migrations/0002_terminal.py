"""What is over stays over: the database refuses to bring a finished step or payment back."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION payments_keep_terminal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status = ANY (TG_ARGV) AND NEW.status <> OLD.status THEN
        RAISE EXCEPTION '% % is %, for good', TG_TABLE_NAME, OLD.id, OLD.status
            USING ERRCODE = 'PY001';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_terminal BEFORE UPDATE ON payments_operation
    FOR EACH ROW EXECUTE FUNCTION payments_keep_terminal('succeeded', 'failed');
CREATE TRIGGER keep_terminal BEFORE UPDATE ON payments_payment
    FOR EACH ROW EXECUTE FUNCTION payments_keep_terminal('paid', 'returned');
CREATE TRIGGER keep_terminal BEFORE UPDATE ON payments_hold
    FOR EACH ROW EXECUTE FUNCTION payments_keep_terminal('released', 'refunded');
CREATE TRIGGER keep_terminal BEFORE UPDATE ON payments_release
    FOR EACH ROW EXECUTE FUNCTION payments_keep_terminal('available');
CREATE TRIGGER keep_terminal BEFORE UPDATE ON payments_payout
    FOR EACH ROW EXECUTE FUNCTION payments_keep_terminal('failed');
"""
BACK = "DROP FUNCTION payments_keep_terminal() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
