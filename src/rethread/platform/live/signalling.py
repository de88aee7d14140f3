"""Say that something is new for somebody. Open pages hear of it within moments, or not at all.

A signal is a hint: it names a topic and an id, never content, and the page then asks for what it
may see. So losing one costs a moment, not a fact, and it need not be stored.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from typing import Final, Literal, Protocol
from uuid import UUID

from django.db import Error, connection, transaction

from rethread.platform.kernel import new_id

CHANNEL: Final = "rethread_live"
PEOPLE_MAX: Final = 100  # PostgreSQL takes 8,000 bytes at a time
Topic = Literal["activity", "message", "seen"]
_log = logging.getLogger(__name__)


class Signaller(Protocol):
    """Carries signals from this process to those that hold pages open."""

    def send(self, people: Sequence[UUID], topic: Topic, about: UUID | None) -> None:
        """Pass a signal on; it must neither fail nor wait for anybody."""


_signaller: Signaller | None = None


def install_signaller(signaller: Signaller | None) -> None:
    """Say who carries signals in this process; nobody does until somebody is installed."""
    global _signaller
    _signaller = signaller


def signal(people: Sequence[UUID], *, topic: Topic, about: UUID | None = None) -> None:
    """Tell these people's open pages, once the current transaction has committed.

    After the commit and not in it: NOTIFY takes a lock that serialises commits, and no order and
    no message shall wait for another one's.
    """
    carrier, told = _signaller, list(people)
    if carrier is not None and told:
        transaction.on_commit(lambda: carrier.send(told, topic, about))


class PostgresSignaller:
    """Carries signals by NOTIFY, which every process that listens hears in the same order."""

    def send(self, people: Sequence[UUID], topic: Topic, about: UUID | None) -> None:
        """Send one notification for up to a hundred people; a failure is logged and forgotten."""
        try:
            with connection.cursor() as cursor:
                for start in range(0, len(people), PEOPLE_MAX):
                    some = people[start : start + PEOPLE_MAX]
                    cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, _text(some, topic, about)])
        except Error:
            _log.warning("a live signal of %s was lost", topic, exc_info=True)


def _text(people: Sequence[UUID], topic: Topic, about: UUID | None) -> str:
    return json.dumps(
        {
            "id": new_id().hex,
            "to": [person.hex for person in people],
            "topic": topic,
            "about": str(about) if about else "",
        },
        separators=(",", ":"),
    )
