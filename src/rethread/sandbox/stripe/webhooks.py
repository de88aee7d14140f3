"""Webhook endpoints, the events they get, and signed deliveries with retries.

Deliveries are rows written with the event; posting them is somebody else's callable, so that a
server uses sockets
and a simulation a function. Signatures carry the wall clock, as receivers check them against
theirs.
"""

import hmac
import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from rethread.sandbox.store import Store, decode, encode
from rethread.sandbox.stripe.call import Call, Endpoint, Json
from rethread.sandbox.stripe.errors import invalid
from rethread.sandbox.stripe.listing import list_objects
from rethread.sandbox.stripe.options import PLATFORM_ACCOUNT
from rethread.sandbox.stripe.params import Params

# Seconds before each further try: quick at first, then Stripe's hours. After the last one the
# delivery has failed.
BACKOFF_S = (2, 10, 60, 300, 1_800, 3_600, 7_200, 14_400, 28_800, 57_600)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One signed request to make: `body` to `url` with the Stripe-Signature header."""

    seq: int
    event_id: str
    event_type: str
    url: str
    body: bytes
    signature: str
    attempts: int


Sender = Callable[[Delivery], bool]


def sign(body: bytes, secret: str, timestamp: int) -> str:
    """Return the Stripe-Signature header: HMAC-SHA256 over `timestamp.body`."""
    digest = hmac.new(secret.encode(), f"{timestamp}.".encode() + body, sha256).hexdigest()
    return f"t={timestamp},v1={digest}"


def load_endpoints(db: sqlite3.Connection) -> list[Endpoint]:
    """Return the enabled endpoints."""
    rows = db.execute(
        "SELECT o.body, e.secret, e.connect FROM objects o JOIN endpoints e ON e.id = o.id"
        " WHERE o.kind = 'webhook_endpoint' ORDER BY o.seq"
    )
    found = []
    for blob, secret, connect in rows:
        body = decode(blob)
        if body["status"] == "enabled":
            wanted = tuple(body["enabled_events"])
            found.append(Endpoint(body["id"], body["url"], secret, bool(connect), wanted))
    return found


def add_endpoint(
    call: Call,
    url: str,
    wanted: list[str],
    *,
    connect: bool,
    secret: str,
    description: str | None = None,
    metadata: dict[str, str] | None = None,
) -> Json:
    """Store an endpoint. The secret is kept apart, so that no later answer shows it."""
    body = {
        "id": call.ids.make("we"),
        "object": "webhook_endpoint",
        "api_version": None,
        "application": None,
        "created": call.now,
        "description": description,
        "enabled_events": wanted,
        "livemode": False,
        "metadata": metadata or {},
        "status": "enabled",
        "url": url,
    }
    call.insert(body)
    call.db.execute("INSERT INTO endpoints VALUES (?, ?, ?)", (body["id"], secret, int(connect)))
    call.endpoints[:] = load_endpoints(call.db)
    return body


def create_endpoint(call: Call, params: Params) -> Json:
    """POST /v1/webhook_endpoints; only this answer carries the signing secret."""
    url = params.required_text("url")
    wanted = params.texts("enabled_events")
    connect = params.flag("connect") or False
    description = params.text("description")
    metadata = params.metadata()
    params.text("api_version")
    params.done()
    if not url.startswith(("http://", "https://")):
        raise invalid("Invalid URL: an explicit scheme (such as https) must be provided.", "url")
    if not wanted:
        raise params.missing("enabled_events")
    secret = call.ids.make("whsec", 32)
    body = add_endpoint(
        call,
        url,
        wanted,
        connect=connect,
        secret=secret,
        description=description,
        metadata=metadata,
    )
    return {**body, "secret": secret}


def retrieve_endpoint(call: Call, params: Params, endpoint_id: str) -> Json:
    """GET /v1/webhook_endpoints/{id}."""
    params.done()
    return call.get("webhook_endpoint", endpoint_id, param="webhook_endpoint")


def update_endpoint(call: Call, params: Params, endpoint_id: str) -> Json:
    """POST /v1/webhook_endpoints/{id}: address, events, on or off."""
    body = call.get("webhook_endpoint", endpoint_id, param="webhook_endpoint")
    body["url"] = params.text("url") or body["url"]
    body["enabled_events"] = params.texts("enabled_events") or body["enabled_events"]
    body["metadata"] = {**body["metadata"], **params.metadata()}
    disabled = params.flag("disabled")
    params.done()
    if disabled is not None:
        body["status"] = "disabled" if disabled else "enabled"
        if disabled:
            _drop_waiting(call, endpoint_id)
    call.save(body)
    call.endpoints[:] = load_endpoints(call.db)
    return body


def delete_endpoint(call: Call, params: Params, endpoint_id: str) -> Json:
    """DELETE /v1/webhook_endpoints/{id}; what waits for it is dropped."""
    params.done()
    call.get("webhook_endpoint", endpoint_id, param="webhook_endpoint")
    _drop_waiting(call, endpoint_id)
    call.db.execute("DELETE FROM objects WHERE id = ?", (endpoint_id,))
    call.db.execute("DELETE FROM endpoints WHERE id = ?", (endpoint_id,))
    call.endpoints[:] = load_endpoints(call.db)
    return {"id": endpoint_id, "object": "webhook_endpoint", "deleted": True}


def _drop_waiting(call: Call, endpoint_id: str) -> None:
    call.db.execute(
        "UPDATE deliveries SET state = 'failed' WHERE endpoint = ? AND state = 'waiting'",
        (endpoint_id,),
    )


def list_endpoints(call: Call, params: Params) -> Json:
    """GET /v1/webhook_endpoints."""
    return list_objects(call, params, "webhook_endpoint", "/v1/webhook_endpoints")


def retrieve_event(call: Call, params: Params, event_id: str) -> Json:
    """GET /v1/events/{id}."""
    params.done()
    return call.get("event", event_id, param="event")


def list_events(call: Call, params: Params) -> Json:
    """GET /v1/events: this account's events, by type or types, by time, by cursor."""
    one, several = params.text("type"), params.texts("types")
    params.flag("delivery_success")
    if one and several:
        raise invalid("You may only specify one of these parameters: type, types.", "type")
    wanted = [one] if one else several
    any_of = ("type", wanted) if wanted else None
    return list_objects(call, params, "event", "/v1/events", any_of=any_of)


def due_deliveries(store: Store, endpoints: list[Endpoint], now: int, limit: int) -> list[Delivery]:
    """Return what is to be posted by now, in order, signed afresh."""
    points = {point.id: point for point in endpoints}
    with store.lock:
        rows = store.db.execute(
            "SELECT d.seq, d.event, d.endpoint, d.attempts, o.body FROM deliveries d"
            " JOIN objects o ON o.id = d.event WHERE d.state = 'waiting' AND d.next_at <= ?"
            " ORDER BY d.next_at, d.seq LIMIT ?",
            (now, limit),
        ).fetchall()
    found = []
    for seq, event_id, endpoint_id, attempts, blob in rows:
        if (point := points.get(endpoint_id)) is None:
            continue
        body = bytes(blob)
        signature = sign(body, point.secret, int(time.time()))
        kind = decode(body)["type"]
        found.append(Delivery(seq, event_id, kind, point.url, body, signature, attempts))
    return found


def finish_delivery(store: Store, delivery: Delivery, now: int, *, accepted: bool) -> None:
    """Write down how a delivery went: done, to be tried again later, or given up."""
    with store.transaction() as db:
        if accepted:
            db.execute(
                "UPDATE deliveries SET state = 'delivered', attempts = attempts + 1 WHERE seq = ?",
                (delivery.seq,),
            )
            _count_down(db, delivery.event_id)
            return
        spent = delivery.attempts >= len(BACKOFF_S)
        wait = 0 if spent else BACKOFF_S[delivery.attempts]
        db.execute(
            "UPDATE deliveries SET attempts = attempts + 1, next_at = ?, state = ? WHERE seq = ?",
            (now + wait, "failed" if spent else "waiting", delivery.seq),
        )


def _count_down(db: sqlite3.Connection, event_id: str) -> None:
    """Lower `pending_webhooks` of an event that someone has taken."""
    row = db.execute("SELECT body FROM objects WHERE id = ?", (event_id,)).fetchone()
    body = decode(row[0])
    if body["pending_webhooks"] > 0:
        body["pending_webhooks"] -= 1
        db.execute("UPDATE objects SET body = ? WHERE id = ?", (encode(body), event_id))


def ensure_endpoint(call: Call, url: str, secret: str, events: Sequence[str] = ("*",)) -> None:
    """Register `url` for these events, the platform's and connected accounts'.

    One that is registered already gets these events from now on.
    """
    if call.account != PLATFORM_ACCOUNT:
        raise ValueError("endpoints belong to the platform")
    known = {(point.url, point.connect): point for point in call.endpoints}
    for connect in (False, True):
        point = known.get((url, connect))
        if point is None:
            add_endpoint(call, url, list(events), connect=connect, secret=secret)
        elif point.enabled_events != tuple(events):
            body = call.get("webhook_endpoint", point.id)
            call.save({**body, "enabled_events": list(events)})
            call.endpoints[:] = load_endpoints(call.db)
