"""Keep with a refused event what a replay needs to know of who sent it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="deadletter",
            name="sender",
            field=models.JSONField(default=dict),
        ),
    ]
