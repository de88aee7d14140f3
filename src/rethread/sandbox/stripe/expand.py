"""`expand[]`: put whole objects where a response carries ids, following dotted paths.

Only properties that Stripe lets one expand; four levels deep at most, as there.
"""

from collections.abc import Mapping
from typing import Any

from rethread.sandbox.store import decode
from rethread.sandbox.stripe.call import Call, Json
from rethread.sandbox.stripe.errors import invalid
from rethread.sandbox.stripe.listing import page
from rethread.sandbox.stripe.options import PLATFORM_ACCOUNT

_EXPANDABLE: Mapping[str, frozenset[str]] = {
    "checkout.session": frozenset({"payment_intent", "line_items"}),
    "payment_intent": frozenset({"latest_charge"}),
    "charge": frozenset({"balance_transaction", "payment_intent", "refunds", "source_transfer"}),
    "refund": frozenset({"balance_transaction", "charge", "payment_intent"}),
    "transfer": frozenset(
        {"balance_transaction", "destination", "destination_payment", "source_transaction"}
    ),
    "transfer_reversal": frozenset({"balance_transaction", "transfer"}),
    "dispute": frozenset({"charge", "payment_intent"}),
    "radar.early_fraud_warning": frozenset({"charge"}),
    "payout": frozenset({"balance_transaction", "destination", "failure_balance_transaction"}),
    "balance_transaction": frozenset({"source"}),
}
_DEPTH_MAX = 4


def expand(call: Call, body: Json, paths: list[str]) -> None:
    """Expand `body` in place.

    Raises:
        ApiError: for a path that Stripe would not expand.
    """
    for path in paths:
        steps = path.split(".")
        if len(steps) > _DEPTH_MAX:
            message = f"You cannot expand more than {_DEPTH_MAX} levels of a property: {path}"
            raise invalid(message, "expand")
        _walk(call, body, steps, path)


def _walk(call: Call, node: Any, steps: list[str], path: str) -> None:
    if node is None or not steps:
        return
    name, rest = steps[0], steps[1:]
    if node.get("object") == "list":
        if name != "data":
            raise _refusal(path)
        for item in node["data"]:
            _walk(call, item, rest, path)
        return
    if name not in _EXPANDABLE.get(node["object"], frozenset()):
        raise _refusal(path)
    if isinstance(node.get(name), str):
        node[name] = _fetch(call, node[name])
    elif node.get(name) is None:
        _add_list(call, node, name)
    _walk(call, node.get(name), rest, path)


def _refusal(path: str) -> Exception:
    return invalid(f"This property cannot be expanded ({path}).", "expand")


def _fetch(call: Call, object_id: str) -> Json | str:
    """Return the object if this account, or the platform above it, may see it.

    Else leave the id.
    """
    row = call.db.execute("SELECT body, account FROM objects WHERE id = ?", (object_id,)).fetchone()
    if row is None or (row[1] != call.account and call.account != PLATFORM_ACCOUNT):
        return object_id
    found: Json = decode(row[0])
    return present(call, found)


def _add_list(call: Call, node: Json, name: str) -> None:
    if name == "refunds":
        refunds = call.tagged("refund", "charge", node["id"])[::-1]
        node["refunds"] = page(refunds, f"/v1/charges/{node['id']}/refunds")
    elif name == "line_items":
        lines = call.tagged("item", "session", node["id"])[::-1]
        node["line_items"] = page(lines, f"/v1/checkout/sessions/{node['id']}/line_items")


def present(call: Call, body: Json) -> Json:
    """Bring what depends on the hour up to date.

    A balance transaction is available once it is due.
    """
    if body["object"] == "balance_transaction":
        body["status"] = "available" if body["available_on"] <= call.now else "pending"
    elif body["object"] == "list":
        for item in body["data"]:
            if item.get("object") == "balance_transaction":
                present(call, item)
    return body
