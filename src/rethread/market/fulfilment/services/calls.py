"""Durable steps towards the carrier: intent, call, effect.

A step is claimed with a lease in one transaction, the carrier is called in none, and its answer
and what follows from it are written in another. The same key makes asking again harmless.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, LiteralString
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from rethread.platform.kernel import Actor, business_now, wall_now
from rethread.platform.kernel.fetching import change, fetch_one, update

from ..events import emit_shipment_created
from ..models import CarrierCall, Shipment
from ..ports import CarrierDown, CarrierLabel, CarrierRefused, Parcel, carrier
from ..rules import next_poll_at, retry_at
from ..types import PostalAddress

LEASE: Final = timedelta(seconds=60)
OPEN: Final = ("intended", "unknown")
_ACTOR: Final = Actor.system("fulfilment.calls")
_FREE: Final = (
    "WHERE id = %s AND (lease_until IS NULL OR lease_until < %s) AND status = ANY(%s) "
    "FOR UPDATE SKIP LOCKED"
)
_CLOSE: Final = (
    "UPDATE fulfilment_carriercall SET status = %s, lease_until = NULL, last_error = %s "
    "WHERE id = %s"
)


def run_call(call_id: UUID) -> bool:
    """Perform a step now unless it is done or another process is at it; return whether it ended.

    Never raises for what the carrier answers: read the parcel.
    """
    call = _claim(call_id)
    if call is None:
        return False
    try:
        answer = _ask(call)
    except CarrierDown as error:
        _try_later(call, repr(error))
        return False
    except CarrierRefused as error:
        _refused(call, str(error))
        return True
    _succeeded(call, answer)
    return True


def due_calls(now: datetime, limit: int) -> list[UUID]:
    """Return steps that are due on the business clock and that nobody is at."""
    rows = CarrierCall.objects.filter(status__in=OPEN, due_at__lte=now).filter(unleased())
    return list(rows.order_by("due_at", "id").values_list("id", flat=True)[:limit])


def unleased() -> Q:
    """Return the condition that no process is at a step."""
    return Q(lease_until__isnull=True) | Q(lease_until__lt=wall_now())


@transaction.atomic
def _claim(call_id: UUID) -> CarrierCall | None:
    call = fetch_one(CarrierCall, _FREE, [call_id, wall_now(), list(OPEN)])
    if call is None:
        return None
    call.lease_until = wall_now() + LEASE
    call.attempts += 1
    call.status = "unknown"  # until the answer is written, nobody knows whether it happened
    update(call, "lease_until", "attempts", "status")
    return call


def _parcel_of(call: CarrierCall, rest: LiteralString = "WHERE id = %s") -> Shipment:
    parcel = fetch_one(Shipment, rest, [call.shipment_id])
    if parcel is None:
        raise Shipment.DoesNotExist
    return parcel


def _ask(call: CarrierCall) -> CarrierLabel | None:
    parcel = _parcel_of(call)
    if call.kind == "hand_over":
        carrier().hand_over(tracking_code=parcel.tracking_code)
        return None
    return carrier().create_label(
        key=call.key,
        parcel=Parcel(
            reference=str(parcel.id),
            sender=PostalAddress(**parcel.sender),
            recipient=PostalAddress(**parcel.recipient),
            size=parcel.parcel_size,
            tracked=parcel.tracked,
        ),
    )


@transaction.atomic
def _succeeded(call: CarrierCall, label: CarrierLabel | None) -> None:
    parcel = _parcel_of(call, "WHERE id = %s FOR UPDATE")
    if label is not None and parcel.status == "requested":
        now = business_now()
        parcel.status = "labelled"
        parcel.carrier, parcel.service = carrier().name, label.service
        parcel.tracking_code, parcel.label_url = label.tracking_code, label.label_url
        parcel.labelled_at = now
        if parcel.tracked:
            parcel.next_poll_at = next_poll_at(now, "labelled", now)
        update(parcel)
        emit_shipment_created(
            actor=_ACTOR,
            shipment_id=parcel.id,
            order_id=parcel.order_id,
            carrier=parcel.carrier,
            service=parcel.service,
            direction=parcel.direction,
        )
    _close(call, "succeeded", "")


@transaction.atomic
def _refused(call: CarrierCall, reason: str) -> None:
    if call.kind == "create_label":
        Shipment.objects.filter(pk=call.shipment_id, status="requested").update(
            status="refused", refusal=reason[:200]
        )
    _close(call, "failed", reason)


def _close(call: CarrierCall, status: str, error: str) -> None:
    change(_CLOSE, [status, error[:300], call.id])


def _try_later(call: CarrierCall, error: str) -> None:
    CarrierCall.objects.filter(pk=call.id).update(
        lease_until=None, due_at=retry_at(business_now(), call.attempts), last_error=error[:300]
    )
