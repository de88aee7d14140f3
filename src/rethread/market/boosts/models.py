"""Tables of boosts. The database itself refuses a second boost of a listing, spending beyond what
its seller allowed, and a second charge for one viewer, listing and day."""

from __future__ import annotations

from django.conf import settings as django_settings
from django.db import models
from django.db.models import F, Q

from rethread.platform.kernel import new_id

LIVE = ["running", "paused"]
REASONS = ["time", "cap", "sold", "gone", "stopped"]
FREE = [
    "own",
    "repeated",
    "window_over",
    "ended",
    "paused",
    "unavailable",
    "day_cap",
    "cap",
    "owed",
]
SURFACES = ["feed", "search"]


class Boost(models.Model):
    """A seller pays for places of one of their listings, by the click, up to two limits.

    `shown_before` counts the showings that are not kept any longer.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    listing = models.ForeignKey("catalogue.Listing", on_delete=models.PROTECT, related_name="+")
    seller = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField(max_length=8, default="running")
    currency = models.CharField(max_length=3)
    rate_version = models.PositiveIntegerField()
    click_minor = models.BigIntegerField()
    day_cap_minor = models.BigIntegerField()
    cap_minor = models.BigIntegerField()
    spent_minor = models.BigIntegerField(default=0)
    clicks = models.PositiveIntegerField(default=0)
    shown_before = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=8, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["listing"], condition=Q(status__in=LIVE), name="boost_one_per_listing"
            ),
            models.CheckConstraint(
                name="boost_within_cap",
                condition=Q(spent_minor__gte=0, spent_minor__lte=F("cap_minor")),
            ),
            models.CheckConstraint(
                name="boost_caps_pay_a_click",
                condition=Q(
                    click_minor__gt=0,
                    day_cap_minor__gte=F("click_minor"),
                    cap_minor__gte=F("click_minor"),
                ),
            ),
            models.CheckConstraint(
                name="boost_end_has_reason",
                condition=Q(status__in=LIVE, end_reason="", ended_at__isnull=True)
                | Q(status="ended", end_reason__in=REASONS, ended_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["seller", "-id"], name="boost_by_seller"),
            models.Index(
                fields=["ends_at", "id"], condition=Q(status__in=LIVE), name="boost_to_end"
            ),
        ]


class BoostDay(models.Model):
    """What a boost cost on one day of the market. `due_at` is when it is settled; empty after."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    boost = models.ForeignKey(Boost, on_delete=models.PROTECT, related_name="days")
    day = models.DateField()
    clicks = models.PositiveIntegerField(default=0)
    amount_minor = models.BigIntegerField(default=0)
    cap_minor = models.BigIntegerField()
    due_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["boost", "day"], name="boost_day_once"),
            models.CheckConstraint(
                name="boost_day_within_cap",
                condition=Q(amount_minor__gte=0, amount_minor__lte=F("cap_minor")),
            ),
            models.CheckConstraint(
                name="boost_day_settled_or_due",
                condition=Q(due_at__isnull=False, settled_at__isnull=True)
                | Q(due_at__isnull=True, settled_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"], condition=Q(due_at__isnull=False), name="boost_day_due"
            )
        ]


class Showing(models.Model):
    """A place that somebody was shown because of a boost: what a click must follow from.

    Kept for as long as a click may follow, and a while for whoever asks.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    boost = models.ForeignKey(Boost, on_delete=models.PROTECT, related_name="showings")
    ranking_id = models.UUIDField()
    listing_id = models.UUIDField()
    viewer_key = models.CharField(max_length=80)
    surface = models.CharField(max_length=8)
    position = models.PositiveIntegerField()
    shown_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ranking_id", "listing_id"], name="boost_shown_once"),
            models.CheckConstraint(
                name="boost_shown_somewhere", condition=Q(surface__in=SURFACES, position__gt=1)
            ),
        ]
        indexes = [models.Index(fields=["shown_at"], name="boost_shown_at")]


class Click(models.Model):
    """A click on such a place; its id is that of the event. Who it was, is forgotten after a while.

    `price_minor` is 0 where `free_because` says why.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    boost = models.ForeignKey(Boost, on_delete=models.PROTECT, related_name="+")
    listing_id = models.UUIDField()
    ranking_id = models.UUIDField()
    viewer_key = models.CharField(max_length=80, blank=True)
    visitor_id = models.CharField(max_length=80, blank=True)
    day = models.DateField()
    surface = models.CharField(max_length=8)
    position = models.PositiveIntegerField()
    shown_at = models.DateTimeField()
    clicked_at = models.DateTimeField()
    price_minor = models.BigIntegerField()
    free_because = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["listing_id", "viewer_key", "day"],
                condition=Q(price_minor__gt=0) & ~Q(viewer_key=""),
                name="boost_click_charged_once",
            ),
            models.CheckConstraint(
                name="boost_click_costs_or_says_why",
                condition=Q(price_minor__gt=0, free_because="")
                | Q(price_minor=0, free_because__in=FREE),
            ),
        ]
        indexes = [
            models.Index(fields=["boost", "-clicked_at"], name="boost_click_trail"),
            models.Index(
                fields=["clicked_at"],
                condition=~Q(viewer_key="") | ~Q(visitor_id=""),
                name="boost_click_known",
            ),
        ]
