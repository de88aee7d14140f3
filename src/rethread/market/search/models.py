"""What search keeps in PostgreSQL: which listings changed since they were last indexed."""

from __future__ import annotations

from django.db import models


class DirtyListing(models.Model):
    """A listing whose document may be out of date.

    `sequence` rises with every mark, so the indexer removes a row only if nothing happened since
    it read it.
    """

    listing_id = models.UUIDField(primary_key=True, editable=False)
    sequence = models.BigIntegerField()
    marked_at = models.DateTimeField()

    class Meta:
        db_table = "search_dirty"
        indexes = [models.Index(fields=["sequence"], name="search_dirty_sequence")]
