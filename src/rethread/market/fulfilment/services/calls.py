"""Durable steps towards the carrier: intent, call, effect.

A step is claimed with a lease in one transaction, the carrier is called in none, and its answer
and what follows from it are written in another. The same key makes asking again harmless.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from rethread.platform.kernel import Actor, business_now, wall_now

from ..events import emit_shipment_created
from ..models import CarrierCall, Shipment
from ..ports import CarrierDown, CarrierLabel, CarrierRefused, Parcel, carrier
from ..rules import next_poll_at, retry_at
from ..types import PostalAddress

LEASE: Final = timedelta(seconds=60)
OPEN: Final = ("intended", "unknown")
_ACTOR: Final = Actor.system("fulfilment.calls")


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
    rows = CarrierCall.objects.select_for_update(skip_locked=True).filter(unleased(), pk=call_id)
    call = rows.filter(status__in=OPEN).first()
    if call is None:
        return None
    call.lease_until = wall_now() + LEASE
    call.attempts += 1
    call.status = "unknown"  # until the answer is written, nobody knows whether it happened
    call.save(update_fields=["lease_until", "attempts", "status"])
    return call


def _ask(call: CarrierCall) -> CarrierLabel | None:
    parcel = Shipment.objects.get(pk=call.shipment_id)
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
        ),
    )


@transaction.atomic
def _succeeded(call: CarrierCall, label: CarrierLabel | None) -> None:
    parcel = Shipment.objects.select_for_update().get(pk=call.shipment_id)
    if label is not None and parcel.status == "requested":
        now = business_now()
        parcel.status = "labelled"
        parcel.carrier, parcel.service = carrier().name, label.service
        parcel.tracking_code, parcel.label_url = label.tracking_code, label.label_url
        parcel.labelled_at = now
        parcel.next_poll_at = next_poll_at(now, "labelled", now)
        parcel.save()
        emit_shipment_created(
            actor=_ACTOR,
            shipment_id=parcel.id,
            order_id=parcel.order_id,
            carrier=parcel.carrier,
            service=parcel.service,
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
    CarrierCall.objects.filter(pk=call.id).update(
        status=status, lease_until=None, last_error=error[:300]
    )


def _try_later(call: CarrierCall, error: str) -> None:
    CarrierCall.objects.filter(pk=call.id).update(
        lease_until=None, due_at=retry_at(business_now(), call.attempts), last_error=error[:300]
    )
