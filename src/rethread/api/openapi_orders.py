"""The part of the OpenAPI description that is about orders, their labels and pick-ups."""

from __future__ import annotations

from typing import Any

from .describing import CURSOR, KEY, ONCE, answers, id_in_path, operation
from .order_schemas import (
    Dispatch,
    HandOver,
    LabelRequest,
    LabelsBody,
    OrderBody,
    OrderListBody,
    PartRefund,
)

ORDER_TYPES = (OrderListBody, OrderBody, LabelsBody, LabelRequest, HandOver, Dispatch, PartRefund)
ORDER = id_in_path("order_id")
SIDE = {
    "name": "side",
    "in": "query",
    "schema": {"type": "string", "enum": ["buying", "selling"]},
    "description": "What you bought, or what you sold",
}
WAITING = {
    "name": "waiting",
    "in": "query",
    "schema": {"type": "string", "enum": ["1"]},
    "description": "Only what you still have to send or hand over, the most urgent first",
}


def order_paths() -> dict[str, Any]:
    """Return the addresses of orders and what may be asked there."""
    refusals = ("401", "403", "404", "409", "422")
    return {
        "/orders": {
            "get": operation(
                "listOrders", "List your orders, newest first", [SIDE, WAITING, CURSOR],
                answers("200", "OrderListBody", "401", "403", "422"),
            )
        },
        "/orders/labels": {
            "post": operation(
                "makeLabels", "Get the labels of several of your parcels in one go", [ONCE],
                answers("201", "LabelsBody", "401", "403", "422"), body="LabelRequest",
            )
        },
        "/orders/{order_id}": {
            "get": operation(
                "getOrder", "Get one order as your side of it knows it", [ORDER],
                answers("200", "OrderBody", "401", "403", "404"),
            )
        },
        "/orders/{order_id}/label.pdf": {"get": _label()},
        "/orders/{order_id}/dispatch": {
            "post": operation(
                "dispatchOrder", "Say that you handed the parcel to the carrier", [ORDER, ONCE],
                answers("201", "OrderBody", *refusals), body="Dispatch",
            )
        },
        "/orders/{order_id}/part-refund": {
            "post": operation(
                "refundPart", "Give a part of the money of what you sold back; the sale stands",
                [ORDER, ONCE], answers("201", "OrderBody", *refusals), body="PartRefund",
            )
        },
        "/orders/{order_id}/hand-over": {
            "post": operation(
                "handOverOrder", "Hand a pick-up over to whoever showed you this code",
                [ORDER, ONCE], answers("201", "OrderBody", *refusals), body="HandOver",
            )
        },
        "/orders/{order_id}/pickup-code": {
            "post": operation(
                "renewPickupCode", "Make a new code for what you pick up; the old one ends",
                [ORDER, ONCE], answers("201", "OrderBody", *refusals),
            )
        },
    }  # fmt: skip


def _label() -> dict[str, Any]:
    responses = answers("200", "Problem", "401", "403", "404")
    responses["200"] = {
        "description": "One page of A6",
        "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}},
    }
    return {
        "operationId": "getLabel",
        "summary": "Get the label of a parcel you send",
        "security": KEY,
        "parameters": [ORDER],
        "responses": responses,
    }
