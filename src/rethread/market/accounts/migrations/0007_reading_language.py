"""The language that somebody reads in; empty: as their browser asks."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_default_address")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="language",
            field=models.CharField(blank=True, db_default="", default="", max_length=10),
        ),
    ]
