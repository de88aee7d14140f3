"""Tables of the ledger. Rows are added and never changed; triggers in the migrations see to it."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from rethread.platform.kernel import new_id


class Account(models.Model):
    """One account in one currency, made when first posted to."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=120)
    kind = models.CharField(max_length=30, db_index=True)
    currency = models.CharField(max_length=3)
    normal_side = models.CharField(max_length=6)
    floored = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "currency"], name="account_once"),
            models.CheckConstraint(
                name="account_side", condition=models.Q(normal_side__in=["debit", "credit"])
            ),
        ]


class StoredBalance(models.Model):
    """The balance of an account with a floor, kept by trigger and never below zero."""

    account = models.OneToOneField(
        Account, primary_key=True, on_delete=models.PROTECT, related_name="+"
    )
    balance_minor = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(name="balance_floor", condition=models.Q(balance_minor__gte=0))
        ]


class Journal(models.Model):
    """One fact of business, as one or more transfers. `occurred_at` is business time; `seq` comes
    from the database and orders the hash chain."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    seq = models.BigIntegerField(unique=True, editable=False)
    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=40)
    order_id = models.UUIDField(null=True, db_index=True)
    actor = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=64)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())


class Transfer(models.Model):
    """One movement from credit to debit; a row is balanced by its shape."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    journal = models.ForeignKey(Journal, on_delete=models.PROTECT, related_name="+")
    line = models.SmallIntegerField()
    debit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    credit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="transfer_positive", condition=models.Q(amount_minor__gt=0)
            ),
            models.CheckConstraint(
                name="transfer_two_accounts", condition=~models.Q(debit=models.F("credit"))
            ),
            models.UniqueConstraint(fields=["journal", "line"], name="transfer_line_once"),
        ]


class Seal(models.Model):
    """A link of the hash chain over every journal numbered above `seq_after` up to `seq_upto`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.BigIntegerField(unique=True)
    seq_after = models.BigIntegerField()
    seq_upto = models.BigIntegerField()
    journals = models.IntegerField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(db_default=Now())
