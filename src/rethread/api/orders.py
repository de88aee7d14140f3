"""The caller's orders over the API: both sides read them, a seller sends and hands over.

Labels and codes are not asked for through the idempotency record: the services are idempotent by
themselves, a label calls the carrier outside of any transaction, and a wrong code stays counted.
"""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rethread.market.fulfilment.rules.label_sheet import label_pdf
from rethread.market.fulfilment.selectors import find_shipment_for_order
from rethread.market.orders.selectors import (
    access_labels,
    access_order,
    find_pickup,
    list_orders_for_buyer,
    list_orders_for_seller,
    list_orders_to_send,
    order_timeline,
)
from rethread.market.orders.services import (
    give_back_part,
    hand_over_pickup,
    make_labels,
    mark_shipped,
    renew_pickup_code,
)
from rethread.platform.kernel import Actor, Invalid, Money

from .edge import caller, once, problems, read_body, require_key, respond
from .order_schemas import (
    Dispatch,
    HandOver,
    LabelRequest,
    OrderBody,
    OrderListBody,
    PartRefund,
    labels_body,
    order_body,
    order_row_body,
)


@problems
@require_safe
def collection(request: HttpRequest) -> HttpResponse:
    """GET what the caller bought or sold (`side`), or what still has to be sent (`waiting=1`)."""
    actor = caller(request, "orders:read")
    if request.GET.get("waiting") == "1":
        rows = [order_row_body(one.order) for one in list_orders_to_send(actor)]
        return respond(OrderListBody(rows, ""))
    reads = {"buying": list_orders_for_buyer, "selling": list_orders_for_seller}
    read = reads.get(request.GET.get("side", "buying"))
    if read is None:
        raise Invalid("api.query", _("side is buying or selling."))
    page = read(actor, request.GET.get("cursor", ""))
    return respond(OrderListBody([order_row_body(one) for one in page.orders], page.next_cursor))


@problems
@require_safe
def item(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """GET one order as its reader's side knows it."""
    return respond(_body(caller(request, "orders:read"), order_id))


@problems
@require_POST
def labels(request: HttpRequest) -> HttpResponse:
    """POST gets the labels of several orders."""
    actor = caller(request, "orders:write")
    require_key(request)
    wanted = read_body(request, LabelRequest)
    return respond(labels_body(make_labels(actor=actor, order_ids=wanted.order_ids)), status=201)


@problems
@require_safe
def label(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """GET the label of an order as a PDF, for its seller."""
    faces = access_labels(actor=caller(request, "orders:read"), order_ids=[order_id])
    response = HttpResponse(label_pdf(faces), content_type="application/pdf")
    response["Cache-Control"] = "private, no-store"
    return response


@problems
@require_POST
def dispatch(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """POST says that the parcel left."""
    actor = caller(request, "orders:write")
    wanted = read_body(request, Dispatch)

    def work() -> object:
        mark_shipped(actor=actor, order_id=order_id, tracking_code=wanted.tracking_code)
        return _body(actor, order_id)

    return once(request, actor, f"orders.dispatch:{order_id}", work)


@problems
@require_POST
def part_refund(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """POST gives a part of the money back to the buyer of what the caller sold."""
    actor = caller(request, "orders:write")
    wanted = read_body(request, PartRefund)
    key = request.headers.get("Idempotency-Key", "")

    def work() -> object:
        give_back_part(
            actor=actor,
            order_id=order_id,
            amount=Money(wanted.amount_minor, access_order(actor, order_id).total.currency),
            reason=wanted.reason,
            key=f"api:{order_id}:{key}"[:150],
        )
        return _body(actor, order_id)

    return once(request, actor, f"orders.part:{order_id}", work)


@problems
@require_POST
def hand_over(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """POST hands a pick-up over to whoever showed this code."""
    actor = caller(request, "orders:write")
    require_key(request)
    wanted = read_body(request, HandOver)
    hand_over_pickup(actor=actor, order_id=order_id, code=wanted.code)
    return respond(_body(actor, order_id), status=201)


@problems
@require_POST
def new_code(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """POST makes another code for a pick-up, for its buyer."""
    actor = caller(request, "orders:write")

    def work() -> object:
        renew_pickup_code(actor=actor, order_id=order_id)
        return _body(actor, order_id)

    return once(request, actor, f"orders.new_code:{order_id}", work)


def _body(actor: Actor, order_id: UUID) -> OrderBody:
    order = access_order(actor, order_id)
    shipment = find_shipment_for_order(order_id)
    return order_body(order, shipment, find_pickup(order), order_timeline(order_id))
