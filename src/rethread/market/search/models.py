"""What search keeps in PostgreSQL: which listings changed since they were last indexed, what people
search for again and again, and what was found for them."""

from __future__ import annotations

from typing import Any

from django.conf import settings as django_settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from rethread.platform.kernel import new_id

from .rules.text import QUERY_CHARS_MAX

NAME_CHARS_MAX = 60


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


class ConditionField(models.TextField):  # type: ignore[type-arg]  # generic in the stubs alone
    """A `tsquery` of PostgreSQL, written and read as its text."""

    def db_type(self, connection: Any) -> str:
        """Return the type of the column."""
        return "tsquery"

    def get_placeholder(self, value: Any, compiler: Any, connection: Any) -> str:
        """Return how a value is written: text has to be cast."""
        return "%s::tsquery"


class SavedSearch(models.Model):
    """A search that somebody wants to hear of again.

    `condition`, the anchor and the prices say of a listing whether it matches
    (`rules.percolation`); `fingerprint` keeps one person from saving the same search twice.
    `new_count` is how many matches came since its owner last looked.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField(max_length=NAME_CHARS_MAX, blank=True)
    query = models.CharField(max_length=QUERY_CHARS_MAX, blank=True)
    filters = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    condition = ConditionField()
    anchor = ArrayField(models.TextField())
    price_min_minor = models.BigIntegerField(null=True)
    price_max_minor = models.BigIntegerField(null=True)
    new_count = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()
    looked_at = models.DateTimeField()

    class Meta:
        db_table = "search_saved"
        constraints = [
            models.UniqueConstraint(fields=["user", "fingerprint"], name="saved_search_once"),
            models.CheckConstraint(name="saved_search_anchored", condition=Q(anchor__len__gte=1)),
        ]
        indexes = [GinIndex(fields=["anchor"], name="saved_search_anchor")]


class SavedSearchMatch(models.Model):
    """A listing that was found for a saved search; once, whatever happens to the listing later.

    `told_at` is when the event went out; until then the row waits.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    saved_search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="+")
    listing = models.ForeignKey("catalogue.Listing", on_delete=models.CASCADE, related_name="+")
    matched_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "search_match"
        constraints = [
            models.UniqueConstraint(
                fields=["saved_search", "listing"], name="saved_search_match_once"
            )
        ]
        indexes = [
            models.Index(fields=["saved_search", "-id"], name="search_match_latest"),
            models.Index(
                fields=["saved_search"],
                condition=Q(told_at__isnull=True),
                name="search_match_untold",
            ),
        ]


class OwnSizes(models.Model):
    """The sizes that somebody wears, as codes of every kind; `applies` presets the filter."""

    user = models.OneToOneField(
        django_settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        primary_key=True,
    )
    codes = ArrayField(models.CharField(max_length=30))
    applies = models.BooleanField(default=True)
    set_at = models.DateTimeField()

    class Meta:
        db_table = "search_own_sizes"
