"""Tables of notifications. The database itself refuses to tell a person the same thing twice, and
to write two letters about one notice."""

from __future__ import annotations

from django.conf import settings as django_settings
from django.db import models
from django.db.models import Q

from rethread.platform.kernel import new_id

STATES = ["waiting", "sent", "skipped", "gave_up"]
CARRIED = ["email", "push"]


class Notice(models.Model):
    """Something a person was told. `dedupe_key` is what happened: an event's subject, or its id.

    `shown` is false where it has no place on the activity page: the person wants none of this
    kind there, or the kind lives in the inbox.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    dedupe_key = models.CharField(max_length=100)
    facts = models.JSONField(default=dict)
    happened_at = models.DateTimeField()
    shown = models.BooleanField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "dedupe_key"], name="notice_told_once"
            )
        ]
        indexes = [
            models.Index(fields=["person", "-id"], condition=Q(shown=True), name="notice_shown"),
            models.Index(
                fields=["person", "kind", "subject_id"],
                condition=Q(read_at__isnull=True),
                name="notice_unread",
            ),
        ]


class PushDevice(models.Model):
    """A browser that a person wants to be told in, as its push service knows it.

    `session_hash` is of the session it was given in: with the session's end, nobody there is told
    any more. The same browser given again, by whomever, is the same row.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    endpoint = models.CharField(max_length=1000, unique=True)
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    session_hash = models.CharField(max_length=64, db_index=True)
    made_at = models.DateTimeField()
    reached_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "made_at"], name="push_device_of_person")]


class QueuedLetter(models.Model):
    """An e-mail or a push about a notice that waits, went out, or will not.

    `leased_until` (wall time) is set while somebody is handing it over. `carried_by` is the letter
    of a digest that this notice travelled in.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=8, default="email", db_default="email")
    person = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    kind = models.CharField(max_length=40)
    state = models.CharField(max_length=8, default="waiting")
    due_at = models.DateTimeField()
    made_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    problem = models.CharField(max_length=200, blank=True)
    settled_at = models.DateTimeField(null=True)
    carried_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "channel"], name="letter_written_once"),
            models.CheckConstraint(name="letter_channel_known", condition=Q(channel__in=CARRIED)),
            models.CheckConstraint(name="letter_state_known", condition=Q(state__in=STATES)),
            models.CheckConstraint(
                name="letter_settled_has_time",
                condition=Q(state="waiting", settled_at__isnull=True)
                | (~Q(state="waiting") & Q(settled_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(state="waiting"), name="letter_due")
        ]


class Refusal(models.Model):
    """A person wants none of a kind on a channel; without a row they get what is usual."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=8)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "channel"], name="refusal_once")
        ]


class QuietHours(models.Model):
    """When a person wants no letters, in the market's hours; without a row, from 22 to 7."""

    person = models.OneToOneField(
        django_settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        primary_key=True,
    )
    start = models.PositiveSmallIntegerField()
    end = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="quiet_hours_exist", condition=Q(start__lt=24, end__lt=24))
        ]
