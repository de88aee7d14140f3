"""Rates of parcels that nobody scans, beside the tracked ones."""

from datetime import UTC, datetime

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

VALID_FROM = datetime(2020, 1, 1, tzinfo=UTC)
PARCELS_MINOR = {
    "GBP": {"small": 199, "medium": 299, "large": 449},
    "EUR": {"small": 229, "medium": 329, "large": 549},
    "USD": {"small": 279, "medium": 429, "large": 649},
    "JPY": {"small": 300, "medium": 500, "large": 800},
}


def load(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Add version 1 where it is missing."""
    rates = apps.get_model("pricing", "ParcelRate")
    for currency, by_size in PARCELS_MINOR.items():
        for size, amount_minor in by_size.items():
            rates.objects.get_or_create(
                currency=currency,
                method="untracked",
                parcel_size=size,
                version=1,
                defaults={"valid_from": VALID_FROM, "amount_minor": amount_minor},
            )


class Migration(migrations.Migration):
    dependencies = [("pricing", "0002_first_schedules")]
    operations = [
        migrations.AddField(
            model_name="parcelrate",
            name="method",
            field=models.CharField(db_default="tracked", default="tracked", max_length=10),
        ),
        migrations.AddConstraint(
            model_name="parcelrate",
            constraint=models.CheckConstraint(
                condition=models.Q(("method__in", ["tracked", "untracked"])),
                name="parcel_method_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="parcelrate",
            constraint=models.UniqueConstraint(
                fields=("currency", "method", "parcel_size", "version"),
                name="parcel_rate_version_once",
            ),
        ),
        migrations.RemoveConstraint(model_name="parcelrate", name="parcel_version_once"),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
