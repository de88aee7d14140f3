"""What a simulated browser reports: batches like a real one's, through the same door."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from rethread.platform.events.ingestion import IngestContext, ingest_batch
from rethread.platform.kernel import business_now, new_id

BATCH_MAX = 100
USER_AGENT = "Mozilla/5.0 (Linux; Android 15; Mobile) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"


@dataclass(slots=True)
class BrowserSession:
    """One visit: collects behavioural events and sends them in batches."""

    user_id: UUID
    session_id: str
    events: list[dict[str, Any]] = field(default_factory=list)
    sent: int = 0
    consent: str = "analytics"
    anonymous_id: str | None = None

    def report(self, name: str, **payload: Any) -> None:
        """Note one event; ids become strings, as JSON has them."""
        moment = business_now() + timedelta(milliseconds=len(self.events))
        self.events.append(
            {
                "event_id": str(new_id()),
                "name": name,
                "schema_version": 1,
                "occurred_at": moment.isoformat(),
                "payload": {k: str(v) if isinstance(v, UUID) else v for k, v in payload.items()},
            }
        )

    def close(self) -> None:
        """Send everything that was noted."""
        context = IngestContext(
            user_agent=USER_AGENT,
            user_id=self.user_id,
            session_id=self.session_id,
            anonymous_id=self.anonymous_id,
            consent=self.consent,
        )
        for start in range(0, len(self.events), BATCH_MAX):
            batch = {
                "sent_at": business_now().isoformat(),
                "events": self.events[start : start + BATCH_MAX],
            }
            self.sent += ingest_batch(json.dumps(batch).encode(), context=context).accepted
        self.events = []
