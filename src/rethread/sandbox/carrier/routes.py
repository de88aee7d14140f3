"""The carrier over HTTP: JSON in and out under /carrier/.

It carries what `CarrierCore` says, with the same fault plan that the payment provider has.
"""

import re
import time
from typing import Any

from rethread.sandbox.carrier.core import CarrierCore, CarrierError
from rethread.sandbox.carrier.label import draw_label
from rethread.sandbox.faults import FaultPlan
from rethread.sandbox.store import decode
from rethread.sandbox.wire import ConnectionDropped, Request, Response, json_response

_TRACKING = re.compile(r"/carrier/tracking/([A-Z0-9]{1,40})")
_LABEL = re.compile(r"/carrier/labels/([A-Z0-9]{1,40})\.svg")
_BODY_MAX = 100_000


def handle(core: CarrierCore, faults: FaultPlan, request: Request) -> Response:
    """Answer one request.

    Raises:
        ConnectionDropped: when the fault plan closes the connection.
    """
    operation = f"{request.method} {request.path}"
    if faults.strike("drop_before", operation):
        raise ConnectionDropped(operation)
    if fault := faults.strike("delay", operation):
        time.sleep(fault.delay_s)
    try:
        if faults.strike("rate_limit", operation):
            raise CarrierError(429, "carrier.rate_limited", "Too many requests. Try again later.")
        if faults.strike("server_error", operation):
            raise CarrierError(500, "carrier.unavailable", "Something went wrong.")
        response = _answer(core, request)
    except CarrierError as error:
        response = json_response(error.body(), error.status)
    if faults.strike("apply_then_drop", operation):
        raise ConnectionDropped(operation)
    return response


def _answer(core: CarrierCore, request: Request) -> Response:
    method, path = request.method, request.path
    if (method, path) == ("POST", "/carrier/labels"):
        body = read_json(request)
        label = core.create_label(
            key=request.headers.get("idempotency-key") or body.get("key", ""),
            from_postcode=body.get("from_postcode", ""),
            to_postcode=body.get("to_postcode", ""),
            parcel=body.get("parcel", ""),
            reference=body.get("reference"),
            service=body.get("service", "tracked"),
        )
        return json_response(label)
    if (method, path) == ("POST", "/carrier/hand_over"):
        return json_response(core.hand_over(str(read_json(request).get("tracking_no", ""))))
    if method == "GET" and (match := _TRACKING.fullmatch(path)):
        return json_response(core.track(match[1]))
    if method == "GET" and (match := _LABEL.fullmatch(path)):
        return Response(200, draw_label(core.label(match[1])), {"Content-Type": "image/svg+xml"})
    raise CarrierError(404, "carrier.unknown_address", f"There is no {method} {path}.")


def read_json(request: Request) -> dict[str, Any]:
    """Return the JSON object in the body, empty when there is none.

    Raises:
        CarrierError: carrier.invalid when it is too large or no JSON object.
    """
    if not request.body:
        return {}
    try:
        if len(request.body) > _BODY_MAX:
            raise ValueError("too large")
        body = decode(request.body)
    except ValueError as error:
        raise CarrierError(400, "carrier.invalid", "The body is not readable JSON.") from error
    if not isinstance(body, dict):
        raise CarrierError(400, "carrier.invalid", "The body must be a JSON object.")
    return body
