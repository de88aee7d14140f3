"""Write down how long a shop took to answer or to send, when it did. Processes only."""

from __future__ import annotations

from datetime import timedelta
from typing import LiteralString
from uuid import UUID

from rethread.platform.kernel import Actor, PermissionDenied
from rethread.platform.kernel.fetching import change

from ..rules import RECORD_MAX

SECONDS_MAX = 2**31 - 1
_ANSWERED: LiteralString = """
INSERT INTO accounts_shop_record AS r (shop_id, answers_s, dispatches_s)
VALUES (%(shop)s, ARRAY[%(took)s]::integer[], ARRAY[]::integer[])
ON CONFLICT (shop_id) DO UPDATE SET answers_s =
(r.answers_s || excluded.answers_s)[greatest(1, cardinality(r.answers_s) + 2 - %(kept)s):]
"""
_SENT: LiteralString = """
INSERT INTO accounts_shop_record AS r (shop_id, answers_s, dispatches_s)
VALUES (%(shop)s, ARRAY[]::integer[], ARRAY[%(took)s]::integer[])
ON CONFLICT (shop_id) DO UPDATE SET dispatches_s =
(r.dispatches_s || excluded.dispatches_s)[greatest(1, cardinality(r.dispatches_s) + 2 - %(kept)s):]
"""


def record_answer(*, actor: Actor, shop_id: UUID, took: timedelta) -> None:
    """Note how long a shop took for its first answer to somebody; the last 20 are kept.

    Raises:
        PermissionDenied: a person, not a process, asks.
    """
    _keep(actor, _ANSWERED, shop_id, took)


def record_dispatch(*, actor: Actor, shop_id: UUID, took: timedelta) -> None:
    """Note how long a shop took from payment to handing a parcel over; the last 20 are kept.

    Raises:
        PermissionDenied: a person, not a process, asks.
    """
    _keep(actor, _SENT, shop_id, took)


def _keep(actor: Actor, statement: LiteralString, shop_id: UUID, took: timedelta) -> None:
    if not actor.is_system:
        raise PermissionDenied("accounts.not_yours", "Records come from what happened alone.")
    seconds = min(max(int(took.total_seconds()), 0), SECONDS_MAX)
    change(statement, {"shop": shop_id, "took": seconds, "kept": RECORD_MAX})
