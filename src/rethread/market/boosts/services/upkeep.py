"""Forget what boosts need no longer: whom a place was shown to, and who clicked."""

from __future__ import annotations

from datetime import timedelta
from typing import Final, LiteralString

from django.db import transaction

from rethread.platform.kernel import business_now
from rethread.platform.kernel.fetching import change

SHOWN_FOR: Final = timedelta(days=2)
KNOWN_FOR: Final = timedelta(days=30)


_DROP: LiteralString = """
WITH gone AS (DELETE FROM boosts_showing WHERE shown_at < %s RETURNING boost_id),
     counted AS (SELECT boost_id, count(*) AS shown FROM gone GROUP BY boost_id)
UPDATE boosts_boost b SET shown_before = b.shown_before + counted.shown
FROM counted WHERE counted.boost_id = b.id
"""
_UNNAME: LiteralString = """
UPDATE boosts_click SET viewer_key = '', visitor_id = ''
WHERE clicked_at < %s AND (viewer_key <> '' OR visitor_id <> '')
"""


@transaction.atomic
def forget_old() -> int:
    """Drop old showings, which stay counted, and who clicked long ago.

    Events of a browser may come a week late, so who clicked is known for longer than that.
    """
    now = business_now()
    return change(_DROP, [now - SHOWN_FOR]) + change(_UNNAME, [now - KNOWN_FOR])
