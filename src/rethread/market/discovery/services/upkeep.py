"""Forget what no feed needs any more: read changes, orders of old feeds, long gone actions."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import connection

from rethread.platform.kernel import business_now

from ..models import Ranking
from ..rules.history import ACTIONS_KEPT
from .shelf import forget_old_changes

RANKINGS_KEPT: Final = timedelta(days=2)
_BEYOND = (
    "DELETE FROM discovery_action AS old USING discovery_profile AS profile "
    "WHERE profile.key = old.profile_key AND old.counted "
    "AND old.sequence <= profile.sequence - %s"
)


def forget_old() -> int:
    """Delete what is beyond its time; of each profile the last fifty actions stay."""
    forgotten = forget_old_changes()
    forgotten += Ranking.objects.filter(served_at__lt=business_now() - RANKINGS_KEPT).delete()[0]
    with connection.cursor() as cursor:
        cursor.execute(_BEYOND, [ACTIONS_KEPT])
        return forgotten + int(cursor.rowcount)
