"""What every step leaves behind while it runs, and the incidents that came of it.

`hour` and what is compared with it is business time, for facts happen there; whatever ends in
`_at` is wall time, for freshness is a promise about real waiting.
"""

from __future__ import annotations

from django.db import models

from rethread.platform.kernel import new_id


class FeedHour(models.Model):
    """One event in one hour of business time: offered by the bus, landed in the lake.

    `nulls` counts absent values per optional field, `versions` rows per schema version.
    """

    event = models.CharField(max_length=120)
    hour = models.DateTimeField()
    offered = models.BigIntegerField(default=0)
    landed = models.BigIntegerField(default=0)
    nulls = models.JSONField(default=dict)
    versions = models.JSONField(default=dict)
    slowest_s = models.FloatField(default=0)
    landed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "hour"], name="feed_hour_once")]
        indexes = [models.Index(fields=["hour"], name="feed_hour_recent")]


class ModelBuild(models.Model):
    """Rows of one model after one build; `served` tells whether the build was swapped in."""

    model = models.CharField(max_length=120)
    built_at = models.DateTimeField()
    rows = models.BigIntegerField()
    served = models.BooleanField()

    class Meta:
        indexes = [models.Index(fields=["model", "-built_at"], name="model_build_recent")]


class Incident(models.Model):
    """One fault, however many signs of it there are. At most one is open per root."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    root = models.CharField(max_length=200)
    owner = models.CharField(max_length=80)
    affected = models.JSONField(default=list)
    opened_at = models.DateTimeField()
    market_time = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["root"],
                condition=models.Q(closed_at__isnull=True),
                name="incident_one_open_per_root",
            )
        ]
        indexes = [models.Index(fields=["-opened_at"], name="incident_recent")]


class Sign(models.Model):
    """One check that failed at one node, as part of an incident; `ended_at` once it passes."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="signs")
    node = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    detail = models.JSONField(default=dict)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "node", "kind"], name="sign_once")
        ]
