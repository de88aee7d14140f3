"""What a click on a boosted listing costs at first, in each currency a market starts with."""

from datetime import UTC, datetime

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

VALID_FROM = datetime(2020, 1, 1, tzinfo=UTC)
RATES = {"GBP": (10, 1000), "EUR": (10, 1000), "USD": (12, 1200), "JPY": (15, 1500)}


def load(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Add version 1 where it is missing."""
    rates = apps.get_model("pricing", "BoostRate")
    for currency, (click_minor, owed_max_minor) in RATES.items():
        rates.objects.get_or_create(
            currency=currency,
            version=1,
            defaults={
                "valid_from": VALID_FROM,
                "click_minor": click_minor,
                "owed_max_minor": owed_max_minor,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("pricing", "0004_boost_rates")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
