"""What was emitted, read back from the outbox in the order it was added."""

from __future__ import annotations

import json
from typing import Any

from django.db import connection


def emitted(name: str) -> list[dict[str, Any]]:
    """Return the payloads of every event of one name that waits for the relay."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT payload::text FROM outbox WHERE name = %s ORDER BY id", [name])
        return [json.loads(payload) for (payload,) in cursor.fetchall()]


def emitted_names() -> list[str]:
    """Return the name of everything that waits for the relay, in order."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM outbox ORDER BY id")
        return [name for (name,) in cursor.fetchall()]


def told(name: str) -> list[dict[str, Any]]:
    """Return the payloads of every event of one name, delivered ones first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT payload::text FROM event_log WHERE name = %s ORDER BY event_id", [name]
        )
        delivered = [json.loads(payload) for (payload,) in cursor.fetchall()]
    return [*delivered, *emitted(name)]
