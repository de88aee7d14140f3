"""The API's edge: who calls, what was sent, and how answers and errors are written down."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import wraps
from typing import Any, TypeVar

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from rethread.market.accounts.services import authenticate_key
from rethread.platform.kernel import Actor, DomainError, Invalid, PermissionDenied
from rethread.platform.kernel.idempotency import InFlight, one_at_a_time, run_idempotent

logger = logging.getLogger(__name__)
BODY_BYTES_MAX = 256_000
Body = TypeVar("Body")
View = Callable[..., HttpResponse]


class SignInRequired(PermissionDenied):
    """No key, or not one of ours."""

    status = 401


def problems(view: View) -> View:
    """Turn domain errors of a view into problem+json; CSRF does not apply, for no cookie counts."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except DomainError as error:
            return problem(error)

    answer.csrf_exempt = True  # type: ignore[attr-defined]  # how Django marks such views
    return answer


def problem(error: DomainError) -> HttpResponse:
    """Write an error as RFC 9457 problem details."""
    body = {
        "type": f"urn:rethread:problem:{error.code}",
        "title": error.message,
        "status": error.status,
        "code": error.code,
    }
    if error.fields:
        body["fields"] = error.fields
    response = HttpResponse(
        msgspec.json.encode(body), status=error.status, content_type="application/problem+json"
    )
    if error.status == SignInRequired.status:
        response["WWW-Authenticate"] = 'Bearer realm="rethread"'
    if isinstance(error, InFlight):
        response["Retry-After"] = str(error.retry_after_s)
    return response


def respond(body: Any, *, status: int = 200) -> HttpResponse:
    """Write an answer as JSON."""
    return HttpResponse(
        msgspec.json.encode(body), status=status, content_type="application/json; charset=utf-8"
    )


def caller(request: HttpRequest, scope: str) -> Actor:
    """Return who presents the personal key of a request.

    Raises:
        SignInRequired: there is no key in the Authorization header.
        PermissionDenied: the key is unknown, revoked, or lacks the scope.
    """
    kind, _space, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token.strip():
        raise SignInRequired(
            "api.key_required", _("Send your personal key: Authorization: Bearer …")
        )
    return Actor.user(authenticate_key(token=token.strip(), scope=scope).user_id)


def read_body(request: HttpRequest, shape: type[Body]) -> Body:
    """Read the JSON body of a request as `shape`.

    Raises:
        Invalid: too large, no JSON, or not of that shape; the message names the place.
    """
    raw = request.body if int(request.headers.get("Content-Length") or 0) <= BODY_BYTES_MAX else b""
    if not raw or len(raw) > BODY_BYTES_MAX:
        raise Invalid(
            "api.body",
            _("Send a JSON body of at most %(count)d bytes.") % {"count": BODY_BYTES_MAX},
        )
    try:
        return msgspec.json.decode(raw, type=shape)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Invalid(
            "api.body", _("The body is not as described: %(why)s") % {"why": error}
        ) from error


def require_key(request: HttpRequest) -> None:
    """Ask for an Idempotency-Key where a service is idempotent by itself, as of every write.

    Raises:
        Invalid: there is none.
    """
    if not request.headers.get("Idempotency-Key"):
        raise Invalid("kernel.idempotency_key", _("Send an Idempotency-Key."))


def alone(request: HttpRequest, actor: Actor, operation: str) -> AbstractContextManager[None]:
    """Refuse a request while another of the same caller with the same key is being answered.

    Raises:
        InFlight: one is; the answer says after how many seconds to come again.
    """
    key = request.headers.get("Idempotency-Key", "")
    return one_at_a_time(f"api:{operation}:{actor.label()}", key) if key else nullcontext()


def once(
    request: HttpRequest, actor: Actor, operation: str, work: Callable[[], Any]
) -> HttpResponse:
    """Run a write once per Idempotency-Key and answer 201, the same answer every time.

    Raises:
        Invalid: there is no Idempotency-Key.
        Conflict: the key was used with another body.
        InFlight: the first request with this key is being answered.
    """
    with alone(request, actor, operation):
        answer, replayed = run_idempotent(
            scope=f"api:{operation}:{actor.label()}",
            key=request.headers.get("Idempotency-Key", ""),
            body=request.body.decode("utf-8", "replace"),
            work=lambda: msgspec.to_builtins(work()),
        )
    response = respond(answer, status=201)
    if replayed:
        response["Idempotent-Replayed"] = "true"
    return response
