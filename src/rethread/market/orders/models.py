"""Tables of orders. The database itself refuses a second live line for a listing, a total that
does not add up, and two orders of one seller in one checkout."""

from __future__ import annotations

from django.conf import settings as django_settings
from django.db import models
from django.db.models import F, Q

from rethread.platform.kernel import new_id

CHECKOUT_STATUSES = ["open", "paying", "expiring", "paid", "expired", "cancelled"]
ORDER_STATUSES = [
    "awaiting_payment", "paid", "shipped", "delivered", "completed", "lapsed", "cancelled",
    "refunded",
]  # fmt: skip


class Bag(models.Model):
    """A person's bag. Its row is what two clicks of the same person queue at."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.OneToOneField(
        django_settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )


class BagItem(models.Model):
    """A garment in a bag, with the title, price and parcel its owner saw when it was put in."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    bag = models.ForeignKey(Bag, on_delete=models.CASCADE, related_name="items")
    listing = models.ForeignKey("catalogue.Listing", on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=100)
    parcel_size = models.CharField(max_length=10, blank=True)
    added_price_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bag", "listing"], name="bag_item_once")]


class Checkout(models.Model):
    """A quote and a reservation. Amounts never change after the row is written."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    buyer = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField(max_length=10, default="open")
    currency = models.CharField(max_length=3)
    items_minor = models.BigIntegerField()
    buyer_fee_minor = models.BigIntegerField()
    delivery_minor = models.BigIntegerField()
    total_minor = models.BigIntegerField()
    fee_schedule_version = models.PositiveIntegerField()
    address = models.JSONField()
    cancelled_by_buyer = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    reserved_until = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    refunded_late_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="checkout_status_known", condition=Q(status__in=CHECKOUT_STATUSES)
            ),
            models.CheckConstraint(
                name="checkout_total_adds_up",
                condition=Q(
                    total_minor=F("items_minor") + F("buyer_fee_minor") + F("delivery_minor")
                ),
            ),
            models.CheckConstraint(
                name="checkout_amounts_positive",
                condition=Q(items_minor__gt=0, buyer_fee_minor__gte=0, delivery_minor__gte=0),
            ),
            models.CheckConstraint(
                name="checkout_paid_has_time",
                condition=~Q(status="paid") | Q(paid_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["buyer", "-id"], name="checkout_by_buyer")]


class Order(models.Model):
    """What one seller sends to one buyer in one parcel."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    checkout = models.ForeignKey(Checkout, on_delete=models.PROTECT, related_name="orders")
    buyer = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    seller = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    shop = models.ForeignKey("accounts.Shop", on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=20, default="awaiting_payment")
    currency = models.CharField(max_length=3)
    items_minor = models.BigIntegerField()
    buyer_fee_minor = models.BigIntegerField()
    seller_fee_minor = models.BigIntegerField()
    delivery_minor = models.BigIntegerField()
    total_minor = models.BigIntegerField()
    parcel_size = models.CharField(max_length=10)
    delivery_method = models.CharField(max_length=10, default="tracked", db_default="tracked")
    pickup_place = models.CharField(max_length=80, blank=True, default="", db_default="")
    tracking_code = models.CharField(max_length=60, blank=True)
    cancel_reason = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    days_count_from = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    shipped_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    refunded_at = models.DateTimeField(null=True)
    seller_paid_at = models.DateTimeField(null=True)
    refund_failed_at = models.DateTimeField(null=True)
    disputed_at = models.DateTimeField(null=True)
    charged_back_at = models.DateTimeField(null=True)
    given_back_minor = models.BigIntegerField(default=0, db_default=0)
    fee_given_back_minor = models.BigIntegerField(default=0, db_default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["checkout", "seller"], name="order_one_per_seller"),
            models.CheckConstraint(
                name="order_status_known", condition=Q(status__in=ORDER_STATUSES)
            ),
            models.CheckConstraint(
                name="order_total_adds_up",
                condition=Q(
                    total_minor=F("items_minor") + F("buyer_fee_minor") + F("delivery_minor")
                ),
            ),
            models.CheckConstraint(
                name="order_amounts_positive",
                condition=Q(items_minor__gt=0, buyer_fee_minor__gte=0, delivery_minor__gte=0)
                & Q(seller_fee_minor__gte=0, seller_fee_minor__lte=F("items_minor")),
            ),
            models.CheckConstraint(
                name="order_delivery_known",
                condition=Q(delivery_method__in=["tracked", "untracked"])
                | Q(delivery_method="pickup", shipped_at__isnull=True, delivery_minor=0),
            ),
            models.CheckConstraint(name="order_not_to_oneself", condition=~Q(buyer=F("seller"))),
            models.CheckConstraint(
                name="order_completed_has_time",
                condition=~Q(status="completed") | Q(completed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="order_disputed_is_not_settled",
                condition=Q(disputed_at__isnull=True) | Q(status__in=["shipped", "delivered"]),
            ),
            models.CheckConstraint(
                name="order_given_back",
                condition=Q(given_back_minor__gte=0, given_back_minor__lt=F("items_minor"))
                & Q(fee_given_back_minor__gte=0, fee_given_back_minor__lte=F("buyer_fee_minor")),
            ),
            models.CheckConstraint(
                name="order_charged_back_is_not_settled",
                condition=Q(charged_back_at__isnull=True)
                | Q(status__in=["paid", "shipped", "delivered"]),
            ),
        ]
        indexes = [
            models.Index(fields=["buyer", "-id"], name="order_by_buyer"),
            models.Index(fields=["seller", "-id"], name="order_by_seller"),
            models.Index(
                fields=["seller", "days_count_from", "id"],
                condition=Q(status="paid"),
                name="order_to_send",
            ),
        ]

    @property
    def left_minor(self) -> int:
        """Return what of the buyer's money was not given back in part."""
        return self.total_minor - self.given_back_minor - self.fee_given_back_minor


class OrderLine(models.Model):
    """One garment of an order, as it was at that moment.

    `live` holds the listing: it is true from the reservation on and false once the order lapsed
    or was called off. One live line per listing is the guarantee that nothing is sold twice.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lines")
    listing = models.ForeignKey("catalogue.Listing", on_delete=models.PROTECT, related_name="+")
    live = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=100)
    photo_id = models.UUIDField(null=True)
    brand = models.CharField(max_length=60, blank=True)
    size = models.CharField(max_length=20, blank=True)
    condition = models.CharField(max_length=20, blank=True)
    price_minor = models.BigIntegerField()
    buyer_fee_minor = models.BigIntegerField()
    seller_fee_minor = models.BigIntegerField()
    discount_minor = models.BigIntegerField(default=0, db_default=0)
    buyer_fee_discount_minor = models.BigIntegerField(default=0, db_default=0)
    snapshot = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["listing"], condition=Q(live=True), name="order_one_live_line_per_listing"
            ),
            models.UniqueConstraint(fields=["order", "position"], name="order_line_position_once"),
            models.CheckConstraint(
                name="order_line_amounts_positive",
                condition=Q(price_minor__gt=0, buyer_fee_minor__gte=0, seller_fee_minor__gte=0),
            ),
            models.CheckConstraint(
                name="order_line_discount_positive",
                condition=Q(discount_minor__gte=0, buyer_fee_discount_minor__gte=0),
            ),
        ]


class PickupCode(models.Model):
    """The code that a buyer shows when they pick an order up, and how often it was guessed wrong.

    It is kept as it is read, for its buyer reads it on their page until it is used.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=6)
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="pickup_code_is_six_digits", condition=Q(code__regex=r"^[0-9]{6}$")
            )
        ]


class Deadline(models.Model):
    """A timer of a checkout or an order: due at a moment of the business clock, run once.

    `outcome` is "" while it runs, "fired" when it did its work, "void" when it was overtaken.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=20)
    checkout = models.ForeignKey(
        Checkout, on_delete=models.PROTECT, related_name="deadlines", null=True
    )
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="deadlines", null=True)
    due_at = models.DateTimeField()
    outcome = models.CharField(max_length=5, blank=True)
    done_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    dead = models.BooleanField(default=False)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="deadline_of_one_thing",
                condition=Q(checkout__isnull=True, order__isnull=False)
                | Q(checkout__isnull=False, order__isnull=True),
            ),
            models.CheckConstraint(
                name="deadline_outcome_known",
                condition=Q(outcome="", done_at__isnull=True)
                | Q(outcome__in=["fired", "void"], done_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["order", "kind"],
                condition=Q(order__isnull=False),
                name="deadline_once_per_order",
            ),
            models.UniqueConstraint(
                fields=["checkout", "kind"],
                condition=Q(checkout__isnull=False),
                name="deadline_once_per_checkout",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                condition=Q(outcome="", dead=False),
                name="deadline_due",
            )
        ]
