"""Tables of the bus. The outbox and the log are partitioned by day, so raw SQL made them; here
they are declared for Django's bookkeeping. Code outside of this package reads none of them."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from rethread.platform.kernel import new_id


class EventColumns(models.Model):
    """What an outbox row and a log row have in common."""

    partition = models.SmallIntegerField()
    event_id = models.UUIDField()
    name = models.TextField()
    schema_version = models.SmallIntegerField()
    producer = models.TextField()
    occurred_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    subject_key = models.TextField(null=True)
    anonymous_id = models.TextField(null=True)
    session_id = models.TextField(null=True)
    consent = models.TextField()
    trace_id = models.TextField(null=True)
    partition_key = models.TextField()
    payload = models.JSONField()
    context = models.JSONField()

    class Meta:
        abstract = True


class OutboxRow(EventColumns):
    """An event that was committed with its cause and waits for the relay."""

    id = models.BigIntegerField(primary_key=True)
    created_on = models.DateField()

    class Meta:
        db_table = "outbox"


class LogRow(EventColumns):
    """An event placed on the bus: (partition, offset) is dense and never changes."""

    pk = models.CompositePrimaryKey("partition", "offset", "placed_on")
    offset = models.BigIntegerField()
    placed_on = models.DateField()
    placed_at = models.DateTimeField()

    class Meta:
        db_table = "event_log"


class BusPartition(models.Model):
    """Where a partition's log ends; the relay that holds the partition's lock writes it."""

    partition = models.SmallIntegerField(primary_key=True)
    next_offset = models.BigIntegerField(default=0)
    placed_on = models.DateField(null=True)


class ConsumerOffset(models.Model):
    """How far a group has read a partition; its row lock is the group's claim on the partition.

    `placed_on` is the day of the last event read: earlier days of the log need not be looked at.
    `attempts` counts failures of the event at `next_offset`, tried again from `retry_at` (wall).
    """

    group = models.CharField(max_length=100)
    partition = models.SmallIntegerField()
    next_offset = models.BigIntegerField(default=0)
    placed_on = models.DateField(null=True)
    attempts = models.SmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    last_error = models.TextField(default="")
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "partition"], name="consumer_offset_once")
        ]


class DeadLetter(models.Model):
    """An event that was refused at the door or that a group could not handle, with the reason.

    `raw` is the envelope with everything masked that no contract vouches for; `sender` is what the
    door knew of a browser that agreed to analytics (pseudonyms only), and empty for anybody else.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    created_at = models.DateTimeField()
    group = models.CharField(max_length=100)
    reason = models.CharField(max_length=100)
    detail = models.CharField(max_length=500)
    contract = models.CharField(max_length=200, blank=True)
    event_id = models.UUIDField(null=True)
    partition = models.SmallIntegerField(null=True)
    offset = models.BigIntegerField(null=True)
    raw = models.TextField()
    sender = models.JSONField(default=dict)
    replayed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["group", "created_at"], name="dead_letter_recent")]


class SeenEvent(models.Model):
    """Ids that arrived lately from browsers; a resent batch adds nothing."""

    event_id = models.UUIDField(primary_key=True)
    seen_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["seen_on"], name="seen_event_day")]


class UnconsentedCount(models.Model):
    """How often something happened among people who did not agree to be recorded, by hour.

    Nothing of the event remains but its name: no id, no listing, no session.
    """

    name = models.CharField(max_length=120)
    hour = models.DateTimeField()
    events = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "hour"], name="unconsented_count_once")
        ]
