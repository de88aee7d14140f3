"""Disputed money is never released: the database refuses it whatever the code above it does."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION payments_keep_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status = 'frozen' AND NEW.status NOT IN ('frozen', 'held', 'refunded') THEN
        RAISE EXCEPTION 'hold % is frozen and cannot be %', OLD.id, NEW.status
            USING ERRCODE = 'PY002';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_frozen BEFORE UPDATE ON payments_hold
    FOR EACH ROW EXECUTE FUNCTION payments_keep_frozen();
CREATE FUNCTION payments_release_what_is_released() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM payments_hold WHERE id = NEW.hold_id AND status = 'released'
    ) THEN
        RAISE EXCEPTION 'the money of order % is not released', NEW.order_id
            USING ERRCODE = 'PY002';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER release_what_is_released BEFORE INSERT ON payments_release
    FOR EACH ROW EXECUTE FUNCTION payments_release_what_is_released();
"""
BACK = """
DROP FUNCTION payments_keep_frozen() CASCADE;
DROP FUNCTION payments_release_what_is_released() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0002_terminal")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
