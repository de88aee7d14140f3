"""Versioned prices of the market itself: fees and parcel rates. A row that was ever valid is never
changed; a new version is added."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from rethread.platform.kernel import new_id


class FeeSchedule(models.Model):
    """What buyer and seller pay the market from `valid_from` on, in one currency."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    valid_from = models.DateTimeField()
    buyer_bps = models.PositiveIntegerField()
    buyer_fixed_minor = models.PositiveIntegerField()
    seller_bps = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["currency", "version"], name="fee_version_once"),
            models.UniqueConstraint(fields=["currency", "valid_from"], name="fee_start_once"),
            models.CheckConstraint(
                name="fee_not_confiscatory",
                condition=Q(buyer_bps__lte=10000, seller_bps__lte=10000),
            ),
        ]


class BoostRate(models.Model):
    """What a click on a boosted listing costs its seller from `valid_from` on, in one currency.

    `owed_max_minor` is how much a seller may owe for boosts before they stand still.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    valid_from = models.DateTimeField()
    click_minor = models.PositiveIntegerField()
    owed_max_minor = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["currency", "version"], name="boost_version_once"),
            models.CheckConstraint(
                name="boost_rate_sane",
                condition=Q(click_minor__gt=0, owed_max_minor__gte=models.F("click_minor")),
            ),
        ]


class ParcelRate(models.Model):
    """What a parcel of one size costs the buyer from `valid_from` on, tracked or not."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    method = models.CharField(max_length=10, default="tracked", db_default="tracked")
    parcel_size = models.CharField(max_length=10)
    valid_from = models.DateTimeField()
    amount_minor = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["currency", "method", "parcel_size", "version"],
                name="parcel_rate_version_once",
            ),
            models.CheckConstraint(
                name="parcel_method_known", condition=Q(method__in=["tracked", "untracked"])
            ),
            models.CheckConstraint(
                name="parcel_size_known", condition=Q(parcel_size__in=["small", "medium", "large"])
            ),
        ]


class ImportedRate(models.Model):
    """What one unit of a currency was worth in another on a day, as an operator imported it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    day = models.DateField()
    base = models.CharField(max_length=3)
    quote = models.CharField(max_length=3)
    rate = models.DecimalField(max_digits=18, decimal_places=10)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "base", "quote"], name="rate_once_a_day"),
            models.CheckConstraint(
                name="rate_between_two",
                condition=Q(rate__gt=0) & ~Q(base=models.F("quote")),
            ),
        ]
