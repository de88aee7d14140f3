"""Refuse to change or delete what is on a case's timeline, in the database itself."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION support_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the timeline of a case is append-only';
END $$;
CREATE TRIGGER support_append_only BEFORE UPDATE OR DELETE ON support_caseentry
    FOR EACH ROW EXECUTE FUNCTION support_refuse_change();
CREATE TRIGGER support_append_only BEFORE UPDATE OR DELETE ON support_evidence
    FOR EACH ROW EXECUTE FUNCTION support_refuse_change();
"""
BACKWARD = "DROP FUNCTION support_refuse_change() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("support", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
