"""The first fee schedule and parcel rates, in each currency a market starts with."""

from datetime import UTC, datetime

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

VALID_FROM = datetime(2020, 1, 1, tzinfo=UTC)
FIXED_MINOR = {"GBP": 70, "EUR": 70, "USD": 70, "JPY": 100}
PARCELS_MINOR = {
    "GBP": {"small": 299, "medium": 399, "large": 599},
    "EUR": {"small": 349, "medium": 449, "large": 699},
    "USD": {"small": 399, "medium": 549, "large": 799},
    "JPY": {"small": 500, "medium": 700, "large": 1000},
}


def load(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Add version 1 where it is missing."""
    schedules = apps.get_model("pricing", "FeeSchedule")
    rates = apps.get_model("pricing", "ParcelRate")
    for currency, fixed_minor in FIXED_MINOR.items():
        schedules.objects.get_or_create(
            currency=currency,
            version=1,
            defaults={
                "valid_from": VALID_FROM,
                "buyer_bps": 500,
                "buyer_fixed_minor": fixed_minor,
                "seller_bps": 300,
            },
        )
        for size, amount_minor in PARCELS_MINOR[currency].items():
            rates.objects.get_or_create(
                currency=currency,
                parcel_size=size,
                version=1,
                defaults={"valid_from": VALID_FROM, "amount_minor": amount_minor},
            )


class Migration(migrations.Migration):
    dependencies = [("pricing", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
