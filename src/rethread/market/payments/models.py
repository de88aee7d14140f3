"""Tables of payments. Statuses follow the tables in `rules.machines`; unique keys and checks hold
what must never happen twice."""

from __future__ import annotations

from uuid import UUID

from django.db import models

from rethread.platform.kernel import new_id


class Payee(models.Model):
    """A seller in the provider's eyes. The ledger names them by this id, never by their own."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    seller_id = models.UUIDField(unique=True)
    account_id = models.CharField(max_length=80, null=True, unique=True)
    status = models.CharField(max_length=12, default="none")
    transfers_enabled = models.BooleanField(default=False)
    payouts_enabled = models.BooleanField(default=False)
    requirements = models.JSONField(default=list)
    next_check_at = models.DateTimeField(null=True, db_index=True)
    bank_id = models.CharField(max_length=80, blank=True, default="", db_default="")
    payouts_from = models.DateTimeField(null=True)
    payouts_held_for = models.CharField(max_length=20, blank=True, default="", db_default="")
    payout_schedule = models.CharField(max_length=8, default="manual", db_default="manual")
    next_payout_at = models.DateTimeField(null=True, db_index=True)


class Payment(models.Model):
    """One payment of one checkout, through one pay page."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    checkout_id = models.UUIDField(unique=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    status = models.CharField(max_length=10, default="starting", db_index=True)
    session_id = models.CharField(max_length=120, null=True, unique=True)
    intent_id = models.CharField(max_length=80, null=True, unique=True)
    charge_id = models.CharField(max_length=80, null=True, unique=True)
    pay_url = models.TextField(blank=True)
    declines = models.PositiveSmallIntegerField(default=0, db_default=0)
    provider_fee_minor = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="payment_positive", condition=models.Q(amount_minor__gt=0)),
            models.CheckConstraint(
                name="payment_paid_has_charge",
                condition=~models.Q(status__in=["paid", "returned"])
                | models.Q(charge_id__isnull=False, paid_at__isnull=False),
            ),
        ]


class Hold(models.Model):
    """One order's part of a payment."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order_id = models.UUIDField(unique=True)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="holds")
    seller_id = models.UUIDField(db_index=True)
    held_minor = models.BigIntegerField()
    buyer_fee_minor = models.BigIntegerField()
    delivery_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    status = models.CharField(max_length=10, default="expected", db_index=True)
    disputed = models.BooleanField(default=False, db_default=False)
    charged_back = models.BooleanField(default=False, db_default=False)
    given_back_minor = models.BigIntegerField(default=0, db_default=0)
    fee_given_back_minor = models.BigIntegerField(default=0, db_default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="hold_given_back",
                condition=models.Q(given_back_minor__gte=0, fee_given_back_minor__gte=0)
                & models.Q(given_back_minor__lt=models.F("held_minor"))
                & models.Q(fee_given_back_minor__lte=models.F("buyer_fee_minor")),
            ),
            models.CheckConstraint(
                name="hold_amounts",
                condition=models.Q(held_minor__gt=0, buyer_fee_minor__gte=0, delivery_minor__gte=0),
            ),
        ]

    @property
    def total_minor(self) -> int:
        """Return what the buyer paid for this order."""
        return self.held_minor + self.buyer_fee_minor + self.delivery_minor

    @property
    def left_minor(self) -> int:
        """Return what of it was not given back in part."""
        return self.total_minor - self.given_back_minor - self.fee_given_back_minor


class Operation(models.Model):
    """One durable step: written before the provider is called, and finished with its effect.

    `next_attempt_at` is business time, `lease_until` and `first_sent_at` are wall time.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=120, unique=True)
    subject_id = models.UUIDField(db_index=True)
    payload = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    status = models.CharField(max_length=10, default="intended")
    attempts = models.IntegerField(default=0)
    failures = models.IntegerField(default=0)
    generation = models.IntegerField(default=1)
    server_error = models.BooleanField(default=False)
    dead = models.BooleanField(default=False)
    next_attempt_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    first_sent_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                name="operation_due",
                fields=["next_attempt_at", "id"],
                condition=models.Q(status__in=["intended", "sent", "unknown"], dead=False),
            )
        ]

    @property
    def provider_key(self) -> str:
        """Return the key the provider sees; a new one only after proof that nothing happened."""
        return self.key if self.generation == 1 else f"{self.key}:{self.generation}"


class Refund(models.Model):
    """Money owed back to a buyer: an order's, all that is left of it or a part, or a whole late
    payment's (then order_id is null). All of a payment's come to what was captured at most."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=200, unique=True)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    order_id = models.UUIDField(null=True, db_index=True)
    partial = models.BooleanField(default=False, db_default=False)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    reason = models.CharField(max_length=200)
    status = models.CharField(max_length=10, default="due", db_index=True)
    provider_id = models.CharField(max_length=80, null=True, unique=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="refund_positive", condition=models.Q(amount_minor__gt=0)),
            models.UniqueConstraint(
                fields=["order_id"],
                condition=models.Q(partial=False),
                name="refund_in_full_once_per_order",
            ),
        ]

    @property
    def owed_for(self) -> UUID:
        """Return whose refund account is used: the order's, or the late payment's."""
        return self.order_id or self.payment_id


class Release(models.Model):
    """An order's money on its way to its seller.

    `amount_minor` is what goes to them: what was held less our fee and less `deducted_minor`, which
    pays what they owed the market.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order_id = models.UUIDField(unique=True)
    hold = models.OneToOneField(Hold, on_delete=models.PROTECT, related_name="release")
    payee = models.ForeignKey(Payee, on_delete=models.PROTECT, related_name="releases")
    amount_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField()
    deducted_minor = models.BigIntegerField(default=0, db_default=0)
    currency = models.CharField(max_length=3)
    status = models.CharField(max_length=10, default="waiting", db_index=True)
    transfer_id = models.CharField(max_length=80, null=True, unique=True)
    destination_entry = models.CharField(max_length=80, null=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="release_amounts", condition=models.Q(amount_minor__gte=0, fee_minor__gte=0)
            ),
            models.CheckConstraint(
                name="release_deducted", condition=models.Q(deducted_minor__gte=0)
            ),
        ]


class Clawback(models.Model):
    """What a seller owes of an order that was released to them and went back to its buyer.

    `settled_minor` is what was taken at once out of their money here; the rest is owed, and the
    releases after it pay it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order_id = models.UUIDField(unique=True)
    release = models.OneToOneField(Release, on_delete=models.PROTECT, related_name="clawback")
    reason = models.CharField(max_length=10)
    owed_minor = models.BigIntegerField()
    settled_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    status = models.CharField(max_length=10, default="waiting", db_index=True)
    reversal_id = models.CharField(max_length=80, null=True, unique=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="clawback_amounts",
                condition=models.Q(owed_minor__gte=0, settled_minor__gte=0)
                & models.Q(settled_minor__lte=models.F("owed_minor")),
            ),
            models.CheckConstraint(
                name="clawback_reason", condition=models.Q(reason__in=["refund", "chargeback"])
            ),
        ]


class Chargeback(models.Model):
    """A buyer's bank takes a payment back, and may be persuaded otherwise."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="chargebacks")
    dispute_id = models.CharField(max_length=80, unique=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    reason = models.CharField(max_length=40)
    status = models.CharField(max_length=5, default="open", db_index=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="chargeback_positive", condition=models.Q(amount_minor__gt=0)
            ),
            models.CheckConstraint(
                name="chargeback_status", condition=models.Q(status__in=["open", "won", "lost"])
            ),
        ]


class FraudWarning(models.Model):
    """A card network suspects a payment: payouts of its sellers wait until staff have looked."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="warnings")
    warning_id = models.CharField(max_length=80, unique=True)
    received_at = models.DateTimeField()


class SellerCharge(models.Model):
    """Something a seller bought of the market, owed until a release pays it; never changed.

    `subject_id` is what it was for, in the words of whoever charged it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=120, unique=True)
    payee = models.ForeignKey(Payee, on_delete=models.PROTECT, related_name="charges")
    kind = models.CharField(max_length=20)
    subject_id = models.UUIDField(db_index=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    charged_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="seller_charge_positive", condition=models.Q(amount_minor__gt=0)
            ),
            models.CheckConstraint(
                name="seller_charge_kind", condition=models.Q(kind__in=["boost"])
            ),
        ]


class Payout(models.Model):
    """A seller's money on its way to their bank."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    payee = models.ForeignKey(Payee, on_delete=models.PROTECT, related_name="payouts")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    status = models.CharField(max_length=10, default="requested", db_index=True)
    provider_id = models.CharField(max_length=80, null=True, unique=True)
    failure = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    next_check_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="payout_positive", condition=models.Q(amount_minor__gt=0))
        ]


class ProviderEntry(models.Model):
    """One balance transaction of the provider that our books have taken in, exactly once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    entry_id = models.CharField(max_length=80, unique=True)
    account = models.CharField(max_length=80, db_index=True)
    kind = models.CharField(max_length=40)
    source = models.CharField(max_length=80)
    net_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    status = models.CharField(max_length=10)
    next_check_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                name="entry_unsettled",
                fields=["next_check_at", "id"],
                condition=models.Q(status="pending"),
            )
        ]


class InboxEvent(models.Model):
    """One event of the provider, as it came; processed by refetching what it is about."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    event_id = models.CharField(max_length=120, unique=True)
    type = models.CharField(max_length=80)
    account = models.CharField(max_length=80, blank=True)
    object_id = models.CharField(max_length=120)
    raw = models.TextField()
    source = models.CharField(max_length=8)
    status = models.CharField(max_length=10, default="received")
    attempts = models.IntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=500, blank=True)
    received_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                name="inbox_due",
                fields=["next_attempt_at", "id"],
                condition=models.Q(status="received"),
            )
        ]


class PollCursor(models.Model):
    """How far the provider's feed of events was read, and when to read on."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    event_id = models.CharField(max_length=120, blank=True)
    next_poll_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
