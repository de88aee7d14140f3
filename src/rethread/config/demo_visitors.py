"""Lets the visitors of an earlier day of a demo come again, through the door that browsers use.

A demo's population stands still once it is filled; what is to be measured needs people. Their
events are copies under new ids: same mix, same hours of the day, nobody's history is changed.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from rethread.insight.lake.tables import open_table
from rethread.platform.events import registry
from rethread.platform.events.ingestion import EVENTS_MAX, IngestContext, ingest_batch
from rethread.platform.kernel import Conflict, business_now, new_id

from .demo_faults import BROWSER

DAY = timedelta(days=1)
DAYS_LOOKED_AT = 28
EVENTS_TELLING = 60


def send_visitors() -> int:
    """Send an ordinary one of the last days once more, as if it had been the last 24 hours.

    Raises:
        Conflict: nobody has ever visited.
    """
    events = ordinary_day(list(_days().values()))
    if not events:
        raise Conflict("demo.no_visitors", _("Nobody has visited this market yet."))
    now = business_now()
    repeat = new_id()
    sent = 0
    for session, rows in _by_session(events).items():
        context = IngestContext(
            user_agent=BROWSER,
            session_id=str(uuid5(repeat, session)),
            anonymous_id=str(uuid5(repeat, f"browser {session}")),
            consent="analytics",
        )
        for start in range(0, len(rows), EVENTS_MAX):
            batch = {
                "sent_at": now.isoformat(),
                "events": [_copy(row, now) for row in rows[start : start + EVENTS_MAX]],
            }
            sent += ingest_batch(json.dumps(batch).encode(), context=context).accepted
    return sent


def ordinary_day(days: Sequence[list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Return the day whose number of events is the median; nothing where nobody ever came.

    The busiest would itself be out of the ordinary, which the watch over volumes would tell. A
    day on which hardly anybody came says nothing about a loss: it takes part only where no other
    is there.
    """
    ranked = sorted(days, key=len)
    told = [day for day in ranked if len(day) >= EVENTS_TELLING] or ranked[-1:]
    return told[len(told) // 2] if told else []


def _days() -> Mapping[object, list[dict[str, Any]]]:
    """Return the browsers' events of the last days, day by day, read from the lake."""
    since = business_now() - timedelta(days=DAYS_LOOKED_AT)
    days: dict[object, list[dict[str, Any]]] = defaultdict(list)
    for contract in registry.current():
        if contract.channel != "behavioural":
            continue
        names = [field.name for field in contract.fields]
        columns = ["occurred_at", "producer", "session_id", "schema_version", "date", *names]
        table = open_table(contract.name).to_pyarrow_dataset().to_table(columns=columns)
        for row in table.to_pylist():
            if row["producer"] == "browser" and row["occurred_at"] >= since:
                payload = {name: row[name] for name in names if row[name] is not None}
                row |= {"name": contract.name, "payload": payload}
                days[row["date"]].append(row)
    return days


def _by_session(events: Sequence[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    sessions: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for event in sorted(events, key=lambda each: each["occurred_at"]):
        sessions[str(event["session_id"])].append(event)
    return sessions


def _copy(row: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Return the event at its own time of day within the 24 hours that end now."""
    moment = row["occurred_at"] + (now - row["occurred_at"]) // DAY * DAY
    return {
        "event_id": str(new_id()),
        "name": row["name"],
        "schema_version": row["schema_version"],
        "occurred_at": moment.isoformat(),
        "payload": {key: str(v) if isinstance(v, UUID) else v for key, v in row["payload"].items()},
    }
