"""Tables of offers. The database itself refuses a second live negotiation of one buyer about one
listing, more prices than a side may name, and a second offer to likers on one day."""

from __future__ import annotations

from django.conf import settings as django_settings
from django.db import models
from django.db.models import F, Q

from rethread.platform.kernel import new_id

from .rules import LIVE, OFFER, PRICES_MAX

STATUSES = sorted(LIVE | set(OFFER.values()))
SIDES = ["buyer", "seller"]
ENDS = ["buyer", "seller", "limit", "time", "sale", "removal"]


class Offer(models.Model):
    """What one buyer and one seller negotiate about one listing.

    `amount_minor` is the price that stands, with what its buyer pays and the fees it was named
    under; both are frozen once named. `due_at` ends the answer, or the agreed price; it is empty
    while a checkout holds that price, which then ends at `price_until` or with the checkout.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    listing = models.ForeignKey("catalogue.Listing", on_delete=models.PROTECT, related_name="+")
    buyer = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    seller = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(max_length=100)
    status = models.CharField(max_length=12)
    opened_by = models.CharField(max_length=6)
    named_by = models.CharField(max_length=6)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    buyer_price_minor = models.BigIntegerField()
    fee_version = models.PositiveIntegerField()
    buyer_prices = models.PositiveSmallIntegerField(default=0)
    seller_prices = models.PositiveSmallIntegerField(default=0)
    buyer_last_minor = models.BigIntegerField(null=True)
    seller_last_minor = models.BigIntegerField(null=True)
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    price_until = models.DateTimeField(null=True)
    checkout_id = models.UUIDField(null=True)
    ended_by = models.CharField(max_length=8, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["listing", "buyer"],
                condition=Q(status__in=sorted(LIVE)),
                name="offer_one_live_per_buyer",
            ),
            models.CheckConstraint(name="offer_status_known", condition=Q(status__in=STATUSES)),
            models.CheckConstraint(name="offer_not_to_oneself", condition=~Q(buyer=F("seller"))),
            models.CheckConstraint(
                name="offer_prices_counted",
                condition=Q(buyer_prices__lte=PRICES_MAX, seller_prices__lte=PRICES_MAX)
                & Q(named_by__in=SIDES, opened_by__in=SIDES),
            ),
            models.CheckConstraint(
                name="offer_price_with_fee",
                condition=Q(amount_minor__gt=0, buyer_price_minor__gte=F("amount_minor")),
            ),
            models.CheckConstraint(
                name="offer_end_has_reason",
                condition=Q(status__in=sorted(LIVE), ended_by="", ended_at__isnull=True)
                | (~Q(status__in=sorted(LIVE)) & Q(ended_by__in=ENDS, ended_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="offer_live_has_an_end",
                condition=Q(
                    status__in=["with_seller", "with_buyer"],
                    due_at__isnull=False,
                    price_until__isnull=True,
                    checkout_id__isnull=True,
                )
                | Q(
                    status="accepted",
                    due_at__isnull=False,
                    price_until__isnull=False,
                    checkout_id__isnull=True,
                )
                | Q(
                    status="in_checkout",
                    due_at__isnull=True,
                    price_until__isnull=False,
                    checkout_id__isnull=False,
                )
                | (~Q(status__in=sorted(LIVE)) & Q(due_at__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(fields=["buyer", "-id"], name="offer_by_buyer"),
            models.Index(fields=["seller", "-id"], name="offer_by_seller"),
            models.Index(
                fields=["due_at", "id"], condition=Q(due_at__isnull=False), name="offer_due"
            ),
            models.Index(
                fields=["checkout_id"],
                condition=Q(checkout_id__isnull=False),
                name="offer_by_checkout",
            ),
        ]


class OfferStep(models.Model):
    """What somebody did in a negotiation; never changed afterwards."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=6)
    kind = models.CharField(max_length=10)
    amount_minor = models.BigIntegerField(null=True)
    buyer_price_minor = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="offer_step_known",
                condition=Q(side__in=SIDES)
                & (
                    Q(kind="named", amount_minor__isnull=False, buyer_price_minor__isnull=False)
                    | Q(kind__in=["accepted", "declined", "withdrawn"], amount_minor__isnull=True)
                ),
            )
        ]


class ListingFloor(models.Model):
    """The lowest price that a seller takes for a listing. Only that seller ever reads it."""

    listing = models.OneToOneField(
        "catalogue.Listing", on_delete=models.CASCADE, related_name="+", primary_key=True
    )
    floor_minor = models.BigIntegerField()
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="floor_positive", condition=Q(floor_minor__gt=0))
        ]


class LikerRound(models.Model):
    """An offer that a seller sent to people who like a listing; one a day in the market's zone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    listing = models.ForeignKey("catalogue.Listing", on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    amount_minor = models.BigIntegerField()
    people = models.PositiveIntegerField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["listing", "day"], name="likers_once_a_day")]
