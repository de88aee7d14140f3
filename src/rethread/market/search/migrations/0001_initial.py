"""The queue of listings to index, and the sequence that orders its marks."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="DirtyListing",
            fields=[
                (
                    "listing_id",
                    models.UUIDField(editable=False, primary_key=True, serialize=False),
                ),
                ("sequence", models.BigIntegerField()),
                ("marked_at", models.DateTimeField()),
            ],
            options={
                "db_table": "search_dirty",
                "indexes": [models.Index(fields=["sequence"], name="search_dirty_sequence")],
            },
        ),
        migrations.RunSQL(
            sql="create sequence search_dirty_sequence_seq",
            reverse_sql="drop sequence search_dirty_sequence_seq",
        ),
    ]
