"""Tables of discovery: what people did lately, the interest in listings, orders of feeds.

No row names a person: a profile is a pseudonym, or the browser of a visitor who agreed.
"""

from __future__ import annotations

from django.db import models

from rethread.platform.kernel import new_id


class Profile(models.Model):
    """Whose feed it is, and how many actions it has had."""

    key = models.CharField(primary_key=True, max_length=64)
    sequence = models.BigIntegerField(default=0)
    updated_at = models.DateTimeField()


class Action(models.Model):
    """One thing done with one version of a listing; `facts` is that version as ranking sees it.

    `counted` says whether the interest in the listing includes it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    profile_key = models.CharField(max_length=64)
    sequence = models.BigIntegerField()
    listing_id = models.UUIDField()
    listing_version = models.PositiveIntegerField()
    kind = models.CharField(max_length=10)
    acted_at = models.DateTimeField()
    facts = models.JSONField()
    counted = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(
                fields=["sequence"], condition=models.Q(counted=False), name="action_uncounted"
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["profile_key", "sequence"], name="action_once"),
            models.CheckConstraint(
                name="action_kind_known",
                condition=models.Q(kind__in=["view", "click", "like", "unlike", "bag", "buy"]),
            ),
        ]


class ListingHeat(models.Model):
    """Interest in a listing as last counted; `version` counts the counts."""

    listing_id = models.UUIDField(primary_key=True, editable=False)
    clicks = models.PositiveIntegerField(default=0)
    likes = models.PositiveIntegerField(default=0)
    bags = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)


class ListingChange(models.Model):
    """A listing that changed, and in which transaction: what keeps each process's table true."""

    id = models.BigAutoField(primary_key=True)
    listing_id = models.UUIDField()
    transaction_id = models.BigIntegerField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["transaction_id"], name="listing_change_tx")]


class Ranking(models.Model):
    """The order of one feed, kept so that its next pages neither repeat nor lose anything."""

    id = models.UUIDField(primary_key=True, editable=False)
    profile_key = models.CharField(max_length=64)
    order = models.BinaryField()
    rung = models.CharField(max_length=10)
    more_than_ranked = models.BooleanField()
    served_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["served_at"], name="ranking_served")]
