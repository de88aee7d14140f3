"""Which unit was noted for which experiment on which day, so that a day holds one note at most."""

from __future__ import annotations

from django.db import models


class ExposureDay(models.Model):
    """One unit's note of one day; the facts themselves travel as events."""

    experiment = models.CharField(max_length=60)
    experiment_version = models.PositiveSmallIntegerField()
    unit_key = models.CharField(max_length=64)
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["experiment", "experiment_version", "unit_key", "day"],
                name="exposure_once_a_day",
            )
        ]
        indexes = [models.Index(fields=["day"], name="exposure_day")]
