"""One request's hold on the state: objects by id, tags to list them by, timers and events, in one
transaction.

Everything an endpoint does goes through here; it neither opens nor ends the transaction.
"""

import sqlite3
from dataclasses import dataclass
from typing import Any

from rethread.sandbox.faults import FaultPlan
from rethread.sandbox.identifiers import Identifiers
from rethread.sandbox.store import decode, encode
from rethread.sandbox.stripe.errors import missing_resource
from rethread.sandbox.stripe.options import API_VERSION, PLATFORM_ACCOUNT, StripeOptions

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A registered webhook address, as the delivery side needs it."""

    id: str
    url: str
    secret: str
    connect: bool
    enabled_events: tuple[str, ...]

    def wants(self, event_type: str, account: str) -> bool:
        """Tell whether this address is to get the event: its own account's, or connected ones'."""
        if self.connect != (account != PLATFORM_ACCOUNT):
            return False
        return "*" in self.enabled_events or event_type in self.enabled_events


@dataclass(slots=True)
class Call:
    """The state as one request sees it. `account` is whose objects it sees.

    Platform or connected.
    """

    db: sqlite3.Connection
    now: int
    account: str
    options: StripeOptions
    ids: Identifiers
    faults: FaultPlan
    endpoints: list[Endpoint]
    request_id: str | None = None
    idempotency_key: str | None = None

    def on(self, account: str) -> "Call":
        """Return the same call, acting on another account's objects."""
        return Call(
            self.db,
            self.now,
            account,
            self.options,
            self.ids,
            self.faults,
            self.endpoints,
            self.request_id,
            self.idempotency_key,
        )

    def insert(self, body: Json, tags: dict[str, str | None] | None = None) -> Json:
        """Store a new object of this account, listed under the given tags."""
        kind = body["object"]
        seq = self.db.execute(
            "INSERT INTO objects (id, kind, account, created, body) VALUES (?, ?, ?, ?, ?)",
            (body["id"], kind, self.account, body.get("created", self.now), encode(body)),
        ).lastrowid
        rows = [(self.account, kind, n, v, seq) for n, v in (tags or {}).items() if v is not None]
        if rows:
            self.db.executemany("INSERT INTO tags VALUES (?, ?, ?, ?, ?)", rows)
        return body

    def tag(self, body: Json, name: str, value: str) -> None:
        """Add a tag to a stored object."""
        self.db.execute(
            "INSERT OR IGNORE INTO tags SELECT account, kind, ?, ?, seq FROM objects WHERE id = ?",
            (name, value, body["id"]),
        )

    def save(self, body: Json) -> Json:
        """Store the object's new state."""
        self.db.execute("UPDATE objects SET body = ? WHERE id = ?", (encode(body), body["id"]))
        return body

    def find(self, kind: str, object_id: str) -> Json | None:
        """Return this account's object, or None."""
        row = self.db.execute(
            "SELECT body FROM objects WHERE id = ? AND kind = ? AND account = ?",
            (object_id, kind, self.account),
        ).fetchone()
        return None if row is None else decode(row[0])

    def get(self, kind: str, object_id: str, *, param: str = "id", status: int = 404) -> Json:
        """Return this account's object.

        Raises:
            ApiError: resource_missing; 404 when the path names it, 400 when a parameter does.
        """
        body = self.find(kind, object_id)
        if body is None:
            raise missing_resource(
                kind.replace(".", " ").replace("_", " "), object_id, param, status
            )
        return body

    def tagged(self, kind: str, name: str, value: str) -> list[Json]:
        """Return this account's objects with a tag, oldest first."""
        rows = self.db.execute(
            "SELECT o.body FROM tags t JOIN objects o ON o.seq = t.seq"
            " WHERE t.account = ? AND t.kind = ? AND t.name = ? AND t.value = ? ORDER BY t.seq",
            (self.account, kind, name, value),
        )
        return [decode(row[0]) for row in rows]

    def schedule(self, at: int, action: str, subject: str) -> None:
        """Have `action` done for `subject` at a virtual second."""
        self.db.execute("INSERT OR IGNORE INTO due VALUES (?, ?, ?)", (at, action, subject))

    def emit(self, event_type: str, body: Json, previous: Json | None = None) -> None:
        """Record an event of this account with the object as it is now.

        And queue its deliveries.
        """
        data: Json = {"object": body}
        if previous is not None:
            data["previous_attributes"] = previous
        takers = [point for point in self.endpoints if point.wants(event_type, self.account)]
        event: Json = {
            "id": self.ids.make("evt"),
            "object": "event",
            "api_version": API_VERSION,
            "created": self.now,
            "data": data,
            "livemode": False,
            "pending_webhooks": len(takers),
            "request": {"id": self.request_id, "idempotency_key": self.idempotency_key},
            "type": event_type,
        }
        if self.account != PLATFORM_ACCOUNT:
            event["account"] = self.account
        self.insert(event, {"type": event_type})
        for taker in takers:
            self._queue(event["id"], event_type, taker)

    def _queue(self, event_id: str, event_type: str, taker: Endpoint) -> None:
        """Queue one delivery, or what the fault plan makes of it."""
        state = "lost" if self.faults.strike("webhook_lose", event_type) else "waiting"
        copies = 2 if self.faults.strike("webhook_duplicate", event_type) else 1
        for _ in range(copies):
            at = self.now
            if delay := self.faults.strike("webhook_delay", event_type):
                at += max(1, round(delay.delay_s))
            if shuffle := self.faults.strike("webhook_reorder", event_type):
                at += round(self.faults.uniform(shuffle.delay_s))
            self.db.execute(
                "INSERT INTO deliveries (event, endpoint, next_at, state) VALUES (?, ?, ?, ?)",
                (event_id, taker.id, at, state),
            )
