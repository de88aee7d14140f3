"""The provider without a server: requests in, responses out, timers and deliveries on demand.

One transaction per request holds the change, its events and the remembered answer together. It
never signs, sleeps
on a socket or knows which server carries it.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from rethread.sandbox.clock import VirtualClock
from rethread.sandbox.faults import FaultPlan
from rethread.sandbox.identifiers import Identifiers
from rethread.sandbox.store import Store, decode, encode
from rethread.sandbox.stripe import accounts, checkout, disputes, timers, webhooks
from rethread.sandbox.stripe.accounts import OnboardingAnswers
from rethread.sandbox.stripe.call import Call, Endpoint, Json
from rethread.sandbox.stripe.cards import CARDS, CardDetails
from rethread.sandbox.stripe.errors import ApiError
from rethread.sandbox.stripe.expand import expand, present
from rethread.sandbox.stripe.forms import parse_form
from rethread.sandbox.stripe.options import API_VERSION, PLATFORM_ACCOUNT, StripeOptions
from rethread.sandbox.stripe.params import Params
from rethread.sandbox.stripe.routes import Handler, resolve
from rethread.sandbox.wire import ConnectionDropped, Request, Response

KEY_LIFE_S = 24 * 3600
_log = logging.getLogger(__name__)
_CARD = CardDetails("visa", "4242", 12, 2040, "Test Buyer")


class StripeCore:
    """Hold the provider's state and answer for it."""

    def __init__(
        self,
        store: Store,
        clock: VirtualClock,
        *,
        options: StripeOptions | None = None,
        ids: Identifiers | None = None,
        faults: FaultPlan | None = None,
    ) -> None:
        self.store = store
        self.clock = clock
        self.options = options or StripeOptions()
        self.ids = ids or Identifiers()
        self.faults = faults or FaultPlan()
        self._endpoints: list[Endpoint] = webhooks.load_endpoints(store.db)
        self._in_flight: set[tuple[str, str]] = set()
        self._in_flight_lock = threading.Lock()
        self._next_due = timers.next_due_at(store)

    def handle(self, request: Request) -> Response:
        """Answer one API request.

        Raises:
            ConnectionDropped: when the fault plan closes the connection, before or after the change
            was made.
        """
        request_id = self.ids.make("req", 14)
        operation = f"{request.method} {request.path}"
        if self.faults.strike("drop_before", operation):
            raise ConnectionDropped(operation)
        if self.faults.strike("rate_limit", operation):
            message = "Request rate limit exceeded. Learn more about rate limits in Stripe's docs."
            return _refuse(
                ApiError(message, status=429, code="rate_limit", stored=False), request_id
            )
        try:
            response = self._authorised(request, request_id, operation)
        except ApiError as error:
            response = _refuse(error, request_id)
        if self.faults.strike("apply_then_drop", operation):
            raise ConnectionDropped(operation)
        return response

    def _authorised(self, request: Request, request_id: str, operation: str) -> Response:
        self._check_key(request.headers.get("authorization", ""))
        self.tick()
        account = request.headers.get("stripe-account") or PLATFORM_ACCOUNT
        key = request.headers.get("idempotency-key") if request.method == "POST" else None
        if key is None:
            self._delay(operation)
            return self._execute(request, request_id, account, None)
        if not 1 <= len(key) <= 255:
            message = "Idempotency keys must be between 1 and 255 characters long."
            raise ApiError(message, kind="idempotency_error", stored=False)
        with self._alone(account, key):
            self._delay(operation)
            remembered = self._remembered(request, account, key)
            return remembered or self._execute(request, request_id, account, key)

    def _check_key(self, header: str) -> None:
        key = header.removeprefix("Bearer ").strip()
        if not header.startswith("Bearer ") or not key:
            message = (
                "You did not provide an API key. Provide it in the Authorization header,"
                " with Bearer auth."
            )
            raise ApiError(message, status=401, stored=False)
        wanted = self.options.api_key
        if not key.startswith("sk_test_") or (wanted is not None and key != wanted):
            shown = f"{key[:8]}***{key[-4:]}" if len(key) > 12 else "***"
            raise ApiError(f"Invalid API Key provided: {shown}", status=401, stored=False)

    def _delay(self, operation: str) -> None:
        if fault := self.faults.strike("delay", operation):
            time.sleep(fault.delay_s)

    @contextmanager
    def _alone(self, account: str, key: str) -> Iterator[None]:
        """Refuse a second request with the same key while the first is being answered."""
        with self._in_flight_lock:
            if (account, key) in self._in_flight:
                raise ApiError(
                    "There is currently another in-progress request using this Idempotent Key"
                    " (that probably means you submitted twice, and the other request is"
                    " still going through).",
                    status=409,
                    kind="idempotency_error",
                    code="idempotency_key_in_use",
                    stored=False,
                )
            self._in_flight.add((account, key))
        try:
            yield
        finally:
            with self._in_flight_lock:
                self._in_flight.discard((account, key))

    def _remembered(self, request: Request, account: str, key: str) -> Response | None:
        """Return the stored answer of this key, or None when it is new or a day old."""
        with self.store.lock:
            row = self.store.db.execute(
                "SELECT fingerprint, status, body, request_id, created FROM idempotency"
                " WHERE account = ? AND key = ?",
                (account, key),
            ).fetchone()
        if row is None or row[4] <= self.clock.now() - KEY_LIFE_S:
            return None
        if bytes(row[0]) != _fingerprint(request):
            raise ApiError(
                "Keys for idempotent requests can only be used with the same parameters they were"
                f" first used with. Try using a key other than '{key}' if you meant to execute a"
                " different request.",
                kind="idempotency_error",
                stored=False,
            )
        extra = {"Idempotent-Replayed": "true", "Original-Request": row[3], "Idempotency-Key": key}
        return _respond(int(row[1]), bytes(row[2]), str(row[3]), extra)

    def _execute(
        self, request: Request, request_id: str, account: str, key: str | None
    ) -> Response:
        route = resolve(request.method, request.path)
        if route is None:
            message = f"Unrecognized request URL ({request.method}: {request.path})."
            raise ApiError(message, status=404, stored=False)
        fault = self.faults.strike("server_error", f"{request.method} {request.path}")
        try:
            with self.transaction(account, request_id, key) as call:
                if fault and not fault.applied:
                    raise _server_error()
                body = self._run(call, route, request)
                status = 500 if fault else 200
                blob = encode(_server_error().body() if fault else body)
                if key is not None:
                    self._remember(call, request, key, status, blob)
        except ApiError as error:
            if key is not None and error.stored:
                with self.transaction(account, request_id, key) as call:
                    self._remember(call, request, key, error.status, encode(error.body()))
            raise
        return _respond(status, blob, request_id, {"Idempotency-Key": key} if key else {})

    def _run(self, call: Call, route: tuple[Handler, tuple[str, ...]], request: Request) -> Json:
        handler, ids = route
        if call.account != PLATFORM_ACCOUNT and call.find("account", call.account) is None:
            raise ApiError(
                f"The provided key does not have access to account '{call.account}' (or that"
                " account does not exist). Application access may have been revoked.",
                status=403,
                code="account_invalid",
                stored=False,
            )
        try:
            text = request.body.decode() if request.method == "POST" else request.query
        except UnicodeDecodeError as error:
            raise ApiError("Invalid request: not UTF-8", stored=False) from error
        values = parse_form(text)
        paths = Params({"expand": values.pop("expand", None)}).texts("expand")
        body = present(call, handler(call, Params(values), *ids))
        if paths:
            expand(call, body, paths)
        return body

    def _remember(self, call: Call, request: Request, key: str, status: int, body: bytes) -> None:
        call.db.execute(
            "INSERT OR REPLACE INTO idempotency VALUES (?, ?, ?, ?, ?, ?, ?)",
            (call.account, key, _fingerprint(request), status, body, call.request_id, call.now),
        )

    @contextmanager
    def transaction(
        self, account: str = PLATFORM_ACCOUNT, request_id: str | None = None, key: str | None = None
    ) -> Iterator[Call]:
        """Open one transaction on the state, at the virtual present."""
        with self.store.lock:
            endpoints = list(self._endpoints)
            with self.store.transaction() as db:
                now = self.clock.now()
                yield Call(
                    db,
                    now,
                    account,
                    self.options,
                    self.ids,
                    self.faults,
                    endpoints,
                    request_id,
                    key,
                )
                self._next_due = timers.next_due_at(self.store)
            self._endpoints = endpoints

    def tick(self) -> None:
        """Do everything that fell due by now, in due order, each at its own moment."""
        while self._next_due is not None and self._next_due <= self.clock.now():
            with self.store.lock:
                self._next_due = timers.run_next(self._call_at, self.store, self.clock.now())

    def _call_at(self, now: int, account: str) -> Call:
        db, endpoints = self.store.db, self._endpoints
        return Call(db, now, account, self.options, self.ids, self.faults, endpoints)

    def set_offset(self, offset_s: int) -> None:
        """Move the virtual clock and do what falls due by then.

        What has happened stays when it moves back.
        """
        self.clock.offset_s = offset_s
        self.store.set_meta("offset_s", str(offset_s))
        self.tick()

    def pay_session(
        self, session_id: str, card: str = "4242424242424242", details: CardDetails = _CARD
    ) -> Json:
        """Pay as a buyer would on the pay page; return the session.

        Raises:
            ApiError: when the session is unknown or has expired.
            KeyError: when `card` is no test card.
        """
        self.tick()
        with self.transaction() as call:
            return checkout.pay(call, session_id, CARDS[card], details)

    def answer_challenge(self, session_id: str, *, passed: bool) -> Json:
        """Pass or fail the bank's challenge of a session; return the session."""
        self.tick()
        with self.transaction() as call:
            return checkout.answer_challenge(call, session_id, passed=passed)

    def dispute(self, charge_id: str, reason: str = "fraudulent") -> Json:
        """Take a payment back as a buyer's bank would; return the dispute."""
        self.tick()
        with self.transaction() as call:
            return disputes.open_dispute(call, charge_id, reason)

    def decide_dispute(self, dispute_id: str, *, won: bool) -> Json:
        """Decide a dispute as the bank would; return it."""
        self.tick()
        with self.transaction() as call:
            return disputes.close_dispute(call, dispute_id, won=won)

    def warn_of_fraud(self, charge_id: str) -> Json:
        """Warn of a charge as a card network would; return the warning."""
        self.tick()
        with self.transaction() as call:
            return disputes.warn_of_fraud(call, charge_id)

    def onboard(self, account_id: str, answers: OnboardingAnswers) -> Json:
        """Answer the onboarding page as a seller would; return the account."""
        self.tick()
        with self.transaction() as call:
            return accounts.complete_onboarding(call, account_id, answers)

    def find(self, kind: str, object_id: str, account: str = PLATFORM_ACCOUNT) -> Json | None:
        """Return an object as it stands, for the hosted pages."""
        self.tick()
        with self.store.lock:
            return self._call_at(self.clock.now(), account).find(kind, object_id)

    def tagged(self, kind: str, name: str, value: str) -> list[Json]:
        """Return the platform's objects with a tag, oldest first, for the hosted pages."""
        with self.store.lock:
            return self._call_at(self.clock.now(), PLATFORM_ACCOUNT).tagged(kind, name, value)

    def objects(self, kind: str) -> list[Json]:
        """Return every object of a kind, of all accounts, oldest first, for audits."""
        with self.store.lock:
            rows = self.store.db.execute(
                "SELECT body FROM objects WHERE kind = ? ORDER BY seq", (kind,)
            )
            return [decode(body) for (body,) in rows]

    def ensure_webhook_endpoint(
        self, url: str, secret: str, events: Sequence[str] = ("*",)
    ) -> None:
        """Register an address for events, the platform's and connected accounts'.

        With a secret of one's own.
        """
        with self.transaction() as call:
            webhooks.ensure_endpoint(call, url, secret, events)

    def deliver_due(self, send: Callable[[webhooks.Delivery], bool], limit: int = 100) -> int:
        """Post what is due through `send`, which tells whether the receiver took it.

        Return how many were tried.
        """
        self.tick()
        found = webhooks.due_deliveries(self.store, self._endpoints, self.clock.now(), limit)
        for delivery in found:
            try:
                accepted = send(delivery)
            except Exception:  # noqa: BLE001 - a worker loop and an edge go on
                _log.warning(
                    "webhook %s to %s failed", delivery.event_type, delivery.url, exc_info=True
                )
                accepted = False
            webhooks.finish_delivery(self.store, delivery, self.clock.now(), accepted=accepted)
        return len(found)

    def save_to(self, path: Path, *, wall: Callable[[], float] = time.time) -> None:
        """Write the whole state to a new file.

        With the offset under which a server's wall clock goes on from now.
        """
        self.store.set_meta("offset_s", str(self.clock.now() - int(wall())))
        self.store.save_to(path)


def _server_error() -> ApiError:
    message = "An unknown error occurred"
    return ApiError(message, status=500, kind="api_error")


def _fingerprint(request: Request) -> bytes:
    return sha256(f"{request.method} {request.path}\n".encode() + request.body).digest()


def _respond(status: int, body: bytes, request_id: str, extra: dict[str, str]) -> Response:
    headers = {
        "Content-Type": "application/json",
        "Request-Id": request_id,
        "Stripe-Version": API_VERSION,
        **extra,
    }
    return Response(status, body, headers)


def _refuse(error: ApiError, request_id: str) -> Response:
    body = error.body()
    body["error"]["request_log_url"] = f"/_control/requests/{request_id}"
    extra = {"Stripe-Should-Retry": "true"} if error.status in (409, 429) else {}
    return _respond(error.status, encode(body), request_id, extra)


def summary(core: StripeCore) -> Json:
    """Return counts and balances for demo controls."""
    core.tick()
    with core.store.lock:
        db = core.store.db
        counts = dict(db.execute("SELECT kind, COUNT(*) FROM objects GROUP BY kind ORDER BY kind"))
        deliveries = dict(db.execute("SELECT state, COUNT(*) FROM deliveries GROUP BY state"))
        balances = db.execute(
            "SELECT account, currency, pending, available FROM balances"
        ).fetchall()
        open_sessions = [
            session["id"]
            for session in (
                decode(row[0])
                for row in db.execute(
                    "SELECT body FROM objects WHERE kind = 'checkout.session'"
                    " ORDER BY seq DESC LIMIT 50"
                )
            )
            if session["status"] == "open"
        ]
    names = ("account", "currency", "pending", "available")
    return {
        "now": core.clock.now(),
        "offset_s": core.clock.offset_s,
        "objects": {k: v for k, v in counts.items() if not k.startswith("sandbox.")},
        "deliveries": deliveries,
        "balances": [dict(zip(names, row, strict=True)) for row in balances],
        "open_sessions": open_sessions,
    }
