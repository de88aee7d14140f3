"""Tables of the catalogue. The database itself refuses a listing that is for sale without price,
or reserved for nobody."""

from __future__ import annotations

from django.conf import settings as django_settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from rethread.platform.kernel import new_id

from .rules.editing import PRICE_MINOR_MAX, PRICE_MINOR_MIN


class Listing(models.Model):
    """One garment, for sale once.

    `buyer_price_minor` includes the buyer's fee under fee schedule `fee_version`; `checkout_id`
    says for whom it is reserved; `version` counts every change. `brand` is a code of the registry;
    `brand_text` is what the seller wrote where the registry does not know it. `measures` are
    millimetres by code.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    shop = models.ForeignKey("accounts.Shop", on_delete=models.PROTECT, related_name="+")
    seller = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField(max_length=10, default="draft")
    title = models.CharField(max_length=100, blank=True)
    description = models.CharField(max_length=2000, blank=True)
    department = models.CharField(max_length=20, blank=True)
    type = models.CharField(max_length=40, blank=True)
    brand = models.CharField(max_length=60, blank=True)
    brand_text = models.CharField(max_length=60, blank=True)
    size = models.CharField(max_length=20, blank=True)
    size_system = models.CharField(max_length=20, blank=True)
    condition = models.CharField(max_length=20, blank=True)
    colours = ArrayField(models.CharField(max_length=20), default=list)
    styles = ArrayField(models.CharField(max_length=30), default=list)
    era = models.CharField(max_length=20, blank=True)
    material = models.CharField(max_length=30, blank=True)
    pattern = models.CharField(max_length=30, blank=True)
    measurements = models.CharField(max_length=300, blank=True)
    measures = models.JSONField(null=True)
    parcel_size = models.CharField(max_length=10, blank=True)
    price_minor = models.BigIntegerField(null=True)
    buyer_price_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    fee_version = models.PositiveIntegerField(null=True)
    cover_photo = models.ForeignKey(
        "media.Photo", on_delete=models.PROTECT, related_name="+", null=True
    )
    photo_count = models.PositiveSmallIntegerField(default=0)
    checkout_id = models.UUIDField(null=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    refreshed_at = models.DateTimeField(null=True)
    sold_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="listing_status_known",
                condition=Q(
                    status__in=[
                        "draft",
                        "live",
                        "reserved",
                        "sold",
                        "hidden",
                        "elsewhere",
                        "removed",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="listing_reserved_for_someone",
                condition=(Q(status="reserved") & Q(checkout_id__isnull=False))
                | (Q(status="sold"))
                | (~Q(status__in=["reserved", "sold"]) & Q(checkout_id__isnull=True)),
            ),
            models.CheckConstraint(
                name="listing_sold_has_time",
                condition=Q(status="sold", sold_at__isnull=False)
                | (~Q(status="sold") & Q(sold_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="listing_price_in_range",
                condition=Q(price_minor__isnull=True)
                | Q(price_minor__gte=PRICE_MINOR_MIN, price_minor__lte=PRICE_MINOR_MAX),
            ),
            models.CheckConstraint(
                name="listing_buyer_price_whole",
                condition=Q(
                    price_minor__isnull=True,
                    buyer_price_minor__isnull=True,
                    fee_version__isnull=True,
                )
                | Q(
                    price_minor__isnull=False,
                    buyer_price_minor__gte=F("price_minor"),
                    fee_version__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="listing_complete_when_public",
                condition=Q(status__in=["draft", "removed"])
                | (
                    Q(price_minor__isnull=False, cover_photo__isnull=False)
                    & Q(photo_count__gte=1, published_at__isnull=False)
                    & ~Q(title="")
                    & ~Q(type="")
                    & ~Q(condition="")
                ),
            ),
        ]
        indexes = [
            models.Index(
                fields=["-published_at", "-id"], condition=Q(status="live"), name="listing_fresh"
            ),
            models.Index(fields=["shop", "-published_at", "-id"], name="listing_by_shop"),
            models.Index(fields=["seller", "-id"], name="listing_by_seller"),
            models.Index(
                fields=["type", "-sold_at", "-id"],
                condition=Q(status="sold"),
                name="listing_sold_by_type",
            ),
            models.Index(
                fields=["checkout_id"],
                condition=Q(checkout_id__isnull=False),
                name="listing_by_checkout",
            ),
        ]


class ListingPhoto(models.Model):
    """A photo of a listing; position 0 is the cover."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="photos")
    photo = models.ForeignKey("media.Photo", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["listing", "position"],
                name="listing_photo_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(fields=["listing", "photo"], name="listing_photo_once"),
            models.CheckConstraint(
                name="listing_photo_at_most_12", condition=Q(position__gte=0, position__lte=11)
            ),
        ]


class Edit(models.Model):
    """What an edit changed about a listing that had been public: fields with before and after."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    by_seller = models.BooleanField()
    changes = models.JSONField()
    edited_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["listing", "version"], name="edit_once_per_version")
        ]


class Reservation(models.Model):
    """Who holds a listing and who held it; at most one holds it at a time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="+")
    checkout_id = models.UUIDField()
    reserved_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["listing"],
                condition=Q(ended_at__isnull=True),
                name="reservation_one_at_a_time",
            ),
            models.CheckConstraint(
                name="reservation_outcome_known",
                condition=Q(ended_at__isnull=True, outcome="")
                | Q(ended_at__isnull=False, outcome__in=["sold", "released", "returned"]),
            ),
        ]
        indexes = [models.Index(fields=["checkout_id"], name="reservation_by_checkout")]
