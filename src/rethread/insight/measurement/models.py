"""What campaigns cost, as it was last told. Everything else that measurement knows is in the
warehouse; this table is what makes a second import of a file add nothing."""

from __future__ import annotations

from django.db import models


class Spend(models.Model):
    """What a campaign cost on a day; `revision` counts how often that was corrected."""

    key = models.CharField(max_length=160, primary_key=True)
    day = models.DateField()
    channel = models.CharField(max_length=40)
    campaign = models.CharField(max_length=100, blank=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount_minor__gte=0), name="spend_not_negative"
            )
        ]
