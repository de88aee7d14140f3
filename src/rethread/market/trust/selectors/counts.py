"""What is made public about moderation, counted from the tables themselves whenever it is read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Count, QuerySet

from ..models import Appeal, Decision, Notice
from ..types import TransparencyCounts

# Between the opening of a case and the first decision about it that a person made.
_MEDIAN = """
SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM (first_at - opened_at)))
FROM (
    SELECT c.opened_at, min(d.decided_at) AS first_at
    FROM trust_case AS c JOIN trust_decision AS d ON d.case_id = c.id
    WHERE NOT d.automated AND d.decided_at >= %s
    GROUP BY c.id
) AS answered
"""


def transparency_counts(since: datetime) -> TransparencyCounts:
    """Return counts of notices, decisions and appeals since a moment, and how long people took.

    A decision that nothing had to be done is counted among actions, not among grounds.
    """
    notices = Notice.objects.filter(made_at__gte=since)
    decisions = Decision.objects.filter(decided_at__gte=since)
    acted = decisions.exclude(action="none")
    appeals = Appeal.objects.filter(made_at__gte=since)
    return TransparencyCounts(
        notices=notices.count(),
        notices_answered=notices.filter(answered_at__isnull=False).count(),
        decisions_by_ground=_by("ground", acted),
        decisions_by_action=_by("action", decisions),
        automated=acted.filter(automated=True).count(),
        by_people=acted.filter(automated=False).count(),
        appeals=appeals.count(),
        appeals_upheld=appeals.filter(status="upheld").count(),
        appeals_reversed=appeals.filter(status="reversed").count(),
        median_open_s=_median(since),
    )


def _by(field: str, rows: QuerySet[Any]) -> dict[str, int]:
    counted = rows.values_list(field).annotate(n=Count("id"))
    return dict(sorted(counted, key=lambda pair: (-pair[1], pair[0])))


def _median(since: datetime) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(_MEDIAN, [since])
        (found,) = cursor.fetchone()
    return None if found is None else int(found)
