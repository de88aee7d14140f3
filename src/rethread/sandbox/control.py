"""The controls of a demo and of tests: clock, faults, people, parcels, a summary. All under
/_control/.

They stand beside the protocols and never inside them; the server listens on loopback unless told
otherwise.
"""

import re
from collections.abc import Callable
from typing import Any

from rethread.sandbox.carrier.core import CarrierError
from rethread.sandbox.carrier.routes import read_json
from rethread.sandbox.state import Sandbox
from rethread.sandbox.stripe.accounts import OnboardingAnswers
from rethread.sandbox.stripe.cards import CARDS
from rethread.sandbox.stripe.core import summary
from rethread.sandbox.stripe.errors import ApiError
from rethread.sandbox.wire import Request, Response, json_response

_PARCEL = re.compile(r"/_control/parcels/([A-Z0-9]{1,40})/(deliver|lose)")
_OFFSET_MAX_S = 50 * 366 * 86_400


class _BadControl(Exception):
    """The control was asked for something it cannot do."""


def handle(sandbox: Sandbox, request: Request) -> Response:
    """Answer one control request: JSON in, JSON out, 400 with a reason for what makes no sense."""
    try:
        return json_response(_answer(sandbox, request))
    except CarrierError as error:
        return json_response(error.body(), error.status)
    except ApiError as error:
        return json_response(error.body(), error.status)
    except _BadControl as error:
        return json_response({"error": {"code": "control.invalid", "message": str(error)}}, 400)
    except LookupError:
        message = f"There is no {request.method} {request.path}."
        return json_response({"error": {"code": "control.unknown", "message": message}}, 404)


def _answer(sandbox: Sandbox, request: Request) -> Any:
    if request.method == "POST" and (match := _PARCEL.fullmatch(request.path)):
        carrier = sandbox.carrier
        return carrier.deliver_now(match[1]) if match[2] == "deliver" else carrier.lose(match[1])
    action = _ACTIONS.get((request.method, request.path))
    if action is None:
        raise LookupError(request.path)
    return action(sandbox, read_json(request))


def _state(sandbox: Sandbox, body: dict[str, Any]) -> Any:
    with sandbox.store.lock:
        parcels = sandbox.store.db.execute("SELECT COUNT(*) FROM parcels").fetchone()[0]
    return {**summary(sandbox.stripe), "parcels": parcels, "faults": sandbox.faults.listing()}


def _clock(sandbox: Sandbox, body: dict[str, Any]) -> Any:
    clock = sandbox.clock
    return {"now": clock.now(), "offset_s": clock.offset_s, "wall": clock.now() - clock.offset_s}


def _move_clock(sandbox: Sandbox, body: dict[str, Any]) -> Any:
    if set(body) not in ({"offset_s"}, {"now"}):
        raise _BadControl('Say {"offset_s": seconds} or {"now": epoch seconds}.')
    value = next(iter(body.values()))
    if type(value) is not int:
        raise _BadControl("Seconds are a whole number.")
    offset = value if "offset_s" in body else sandbox.clock.offset_reaching(value)
    if abs(offset) > _OFFSET_MAX_S:
        raise _BadControl("The clock moves by 50 years at most.")
    sandbox.stripe.set_offset(offset)
    return _clock(sandbox, body)


def _list_faults(sandbox: Sandbox, body: dict[str, Any]) -> Any:
    return {"faults": sandbox.faults.listing()}


def _add_fault(sandbox: Sandbox, body: dict[str, Any]) -> Any:
    options = {name: value for name, value in body.items() if name != "kind"}
    try:
        fault = sandbox.faults.add(str(body.get("kind")), **options)
    except ValueError as error:
        raise _BadControl(str(error)) from error
    return {"id": fault.id, "faults": sandbox.faults.listing()}


def _clear_faults(sandbox: Sandbox, body: dict[str, Any]) -> Any:
    seed = body.get("seed")
    if seed is not None and type(seed) is not int:
        raise _BadControl("seed is a whole number.")
    kind = body.get("kind")
    if kind is not None and not isinstance(kind, str):
        raise _BadControl("kind is the name of a fault.")
    sandbox.faults.clear(seed, kind=kind)
    return {"faults": sandbox.faults.listing()}


def _pay(sandbox: Sandbox, body: dict[str, Any]) -> Any:
    card = str(body.get("card", "4242424242424242"))
    if card not in CARDS:
        raise _BadControl("card must be one of the documented test cards.")
    session = sandbox.stripe.pay_session(str(body.get("session")), card)
    if "challenge" in body:
        passed = body["challenge"] == "complete"
        session = sandbox.stripe.answer_challenge(session["id"], passed=passed)
    return session


def _onboard(sandbox: Sandbox, body: dict[str, Any]) -> Any:
    name = str(body.get("legal_name", "Test Seller"))
    number = str(body.get("bank_number", "00012345"))
    account_id = str(body.get("account"))
    account = sandbox.stripe.find("account", account_id, account_id)
    if account is None:
        raise _BadControl("There is no such account.")
    answers = OnboardingAnswers(account["country"], name, (1990, 1, 1), number, "108800")
    return sandbox.stripe.onboard(account_id, answers)


_ACTIONS: dict[tuple[str, str], Callable[[Sandbox, dict[str, Any]], Any]] = {
    ("GET", "/_control/state"): _state,
    ("GET", "/_control/clock"): _clock,
    ("POST", "/_control/clock"): _move_clock,
    ("GET", "/_control/faults"): _list_faults,
    ("POST", "/_control/faults"): _add_fault,
    ("DELETE", "/_control/faults"): _clear_faults,
    ("POST", "/_control/pay"): _pay,
    ("POST", "/_control/onboard"): _onboard,
}
