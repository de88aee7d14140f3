"""Tables of the kernel: the clock's offset and the answers already given to idempotent requests."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from .ids import new_id


class ClockOffset(models.Model):
    """One row: how many microseconds business time runs ahead of real time."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    offset_us = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(name="clock_one_row", condition=models.Q(id=1)),
            models.CheckConstraint(name="clock_not_behind", condition=models.Q(offset_us__gte=0)),
        ]


class IdempotencyRecord(models.Model):
    """What was asked under a key and what was answered; the same key never acts twice."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scope = models.CharField(max_length=100)
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    response = models.JSONField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="idempotency_once")]
