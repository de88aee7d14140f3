"""When the lake was loaded and the warehouse built, and how it went. The data itself is in files
under the home; these rows are for people who ask whether it is fresh."""

from __future__ import annotations

from django.db import models


class LakeLoad(models.Model):
    """One micro-batch that reached the lake."""

    finished_at = models.DateTimeField()
    seconds = models.FloatField()
    events = models.PositiveIntegerField()
    tables = models.PositiveSmallIntegerField()
    loaded_through = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-finished_at"], name="lake_load_recent")]


class WarehouseBuild(models.Model):
    """One build of the warehouse; only one that is `ok` was ever served."""

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    ok = models.BooleanField()
    models_built = models.PositiveSmallIntegerField(default=0)
    tests_passed = models.PositiveSmallIntegerField(default=0)
    loaded_through = models.DateTimeField(null=True)
    failures = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["-finished_at"], name="warehouse_build_recent")]
