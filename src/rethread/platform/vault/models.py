"""The one table that ties a person to the pseudonym used in events and in the lake."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class Pseudonym(models.Model):
    """Deleting the row makes everything recorded under the pseudonym nobody's."""

    person_id = models.UUIDField(primary_key=True)
    value = models.CharField(max_length=36, unique=True)
    created_at = models.DateTimeField(db_default=Now())
