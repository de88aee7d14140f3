"""Tables of portability. The database itself refuses the same thing from the same origin twice,
and a second unfinished export or import of one person."""

from __future__ import annotations

from django.conf import settings as django_settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from rethread.platform.kernel import new_id


class Carried(models.Model):
    """Work that a worker does in the background under a lease on the wall clock.

    Whoever holds the lease is `worker_id`; one that was killed holds it no longer than
    `leased_until`. `attempts` counts claims since something was last achieved.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    seller = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField(max_length=10, default="waiting")
    size_bytes = models.BigIntegerField(default=0)
    worker_id = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    failure_code = models.CharField(max_length=60, blank=True)
    failure = models.CharField(max_length=500, blank=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class ShopExport(Carried):
    """A shop that goes out as an archive, which is in the object store until it expires."""

    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    listing_count = models.PositiveIntegerField(default=0)
    photo_count = models.PositiveIntegerField(default=0)
    review_count = models.PositiveIntegerField(default=0)
    sale_count = models.PositiveIntegerField(default=0)
    conversation_count = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    requested_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="export_status_known",
                condition=Q(status__in=["waiting", "working", "ready", "failed", "expired"]),
            ),
            models.CheckConstraint(
                name="export_ready_is_whole",
                condition=~Q(status="ready")
                | (Q(ready_at__isnull=False, expires_at__isnull=False) & ~Q(sha256="")),
            ),
            models.UniqueConstraint(
                fields=["seller"],
                condition=Q(status__in=["waiting", "working"]),
                name="export_one_unfinished",
            ),
        ]
        indexes = [
            models.Index(fields=["seller", "-id"], name="export_by_seller"),
            models.Index(
                fields=["id"],
                condition=Q(status__in=["waiting", "working"]),
                name="export_unfinished",
            ),
            models.Index(
                fields=["expires_at"], condition=Q(status="ready"), name="export_by_expiry"
            ),
        ]


class ShopImport(Carried):
    """A shop that comes in: what was sent waits in the object store until it is done with.

    It is checked first (`waiting`), then its owner is asked how it should come in (`asking`), then
    its rows come in one by one (`running`).
    """

    kind = models.CharField(max_length=8, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    publish = models.BooleanField(default=False)
    lenient = models.BooleanField(default=False)
    columns = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    row_count = models.PositiveIntegerField(default=0)
    photo_count = models.PositiveIntegerField(default=0)
    review_count = models.PositiveIntegerField(default=0)
    reviews_added = models.PositiveIntegerField(default=0)
    reviews_known = models.PositiveIntegerField(default=0)
    prepared = models.BooleanField(default=False)
    archive_id = models.CharField(max_length=36, blank=True)
    origin_key = models.CharField(max_length=43, blank=True)
    origin_public_key = models.CharField(max_length=43, blank=True)
    origin_name = models.CharField(max_length=80, blank=True)
    origin_url = models.CharField(max_length=200, blank=True)
    same_owner = models.BooleanField(default=False)
    failed_file = models.CharField(max_length=200, blank=True)
    received_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="import_status_known",
                condition=Q(
                    status__in=[
                        "waiting",
                        "asking",
                        "running",
                        "done",
                        "refused",
                        "stopped",
                        "expired",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="import_kind_known", condition=Q(kind__in=["", "archive", "table"])
            ),
            models.CheckConstraint(
                name="import_refused_says_why",
                condition=~Q(status="refused") | (~Q(failure_code="") & ~Q(failure="")),
            ),
            models.UniqueConstraint(
                fields=["seller"],
                condition=Q(status__in=["waiting", "asking", "running"]),
                name="import_one_unfinished",
            ),
        ]
        indexes = [
            models.Index(fields=["seller", "-id"], name="import_by_seller"),
            models.Index(
                fields=["id"],
                condition=Q(status__in=["waiting", "running"]),
                name="import_unfinished",
            ),
            models.Index(
                fields=["expires_at"], condition=Q(status="asking"), name="import_by_expiry"
            ),
        ]


class ImportItem(models.Model):
    """One row of an import: what it says, and what became of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    shop_import = models.ForeignKey(ShopImport, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    line = models.PositiveIntegerField()
    external_id = models.CharField(max_length=100)
    title = models.CharField(max_length=120, blank=True)
    record = models.JSONField(default=dict)
    status = models.CharField(max_length=8, default="waiting")
    reasons = ArrayField(models.CharField(max_length=300), default=list)
    listing = models.ForeignKey(
        "catalogue.Listing", on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["shop_import", "position"], name="import_item_once_per_position"
            ),
            models.CheckConstraint(
                name="import_item_status_known",
                condition=Q(status__in=["waiting", "added", "known", "left", "failed"]),
            ),
            models.CheckConstraint(
                name="import_item_added_has_listing",
                condition=~Q(status="added") | Q(listing__isnull=False),
            ),
            models.CheckConstraint(
                name="import_item_refusal_has_reason",
                condition=~Q(status__in=["left", "failed"]) | ~Q(reasons=[]),
            ),
        ]
        indexes = [
            models.Index(
                fields=["shop_import", "position"],
                condition=Q(status="waiting"),
                name="import_item_waiting",
            )
        ]


class BroughtListing(models.Model):
    """Which listing of a person is which of theirs elsewhere: it comes in once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    seller = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    origin = models.CharField(max_length=43)
    external_id = models.CharField(max_length=100)
    listing = models.ForeignKey("catalogue.Listing", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["seller", "origin", "external_id"], name="brought_listing_once"
            ),
            models.UniqueConstraint(fields=["listing"], name="brought_listing_of_one_origin"),
        ]


class BroughtReview(models.Model):
    """A review written on another market, with that market's signature of it; it rates nothing
    here."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    seller = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    shop = models.ForeignKey("accounts.Shop", on_delete=models.PROTECT, related_name="+")
    origin = models.CharField(max_length=43)
    origin_name = models.CharField(max_length=80)
    origin_url = models.CharField(max_length=200)
    external_id = models.CharField(max_length=100)
    author_name = models.CharField(max_length=60, blank=True)
    rating = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=1000, blank=True)
    written_at = models.DateTimeField()
    signed = models.TextField()
    signature = models.CharField(max_length=86)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["seller", "origin", "external_id"], name="brought_review_once"
            ),
            models.CheckConstraint(
                name="brought_review_rating_1_to_5", condition=Q(rating__gte=1, rating__lte=5)
            ),
        ]
        indexes = [models.Index(fields=["shop", "-written_at"], name="brought_review_by_shop")]


class TrustedMarket(models.Model):
    """The key of another market, confirmed by this market's staff."""

    key_id = models.CharField(primary_key=True, max_length=43)
    public_key = models.CharField(max_length=43)
    name = models.CharField(max_length=80)
    url = models.CharField(max_length=200)
    trusted_at = models.DateTimeField()
