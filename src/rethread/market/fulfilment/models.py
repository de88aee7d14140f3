"""Tables of parcels: one per order, its calls to the carrier as durable steps, its scans once."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from rethread.platform.kernel import new_id

from .types import Direction, ScanKind, ShipmentStatus


class Shipment(models.Model):
    """A parcel, to the buyer or back. `order_id` belongs to the package above: no foreign key.

    `tracking_code` is the carrier's code on the label, of an untracked parcel too: there it only
    names the label, for nobody scans it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order_id = models.UUIDField()
    direction: models.CharField[Direction, Direction] = models.CharField(
        max_length=6, default="out", db_default="out"
    )
    status: models.CharField[ShipmentStatus, ShipmentStatus] = models.CharField(
        max_length=12, default="requested"
    )
    carrier = models.CharField(max_length=30, blank=True)
    service = models.CharField(max_length=40, blank=True)
    tracking_code = models.CharField(max_length=60, blank=True)
    label_url = models.CharField(max_length=300, blank=True)
    refusal = models.CharField(max_length=200, blank=True)
    parcel_size = models.CharField(max_length=10)
    tracked = models.BooleanField(default=True, db_default=True)
    item_count = models.PositiveSmallIntegerField()
    sender = models.JSONField()
    recipient = models.JSONField()
    created_at = models.DateTimeField()
    labelled_at = models.DateTimeField(null=True)
    handed_over_at = models.DateTimeField(null=True)
    next_poll_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order_id", "direction"], name="shipment_once_each_way"
            ),
            models.CheckConstraint(
                name="shipment_direction_known", condition=Q(direction__in=["out", "return"])
            ),
            models.CheckConstraint(
                name="shipment_status_known",
                condition=Q(
                    status__in=[
                        "requested", "labelled", "in_transit", "delivered", "lost", "refused",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="shipment_labelled_has_code",
                condition=Q(status__in=["requested", "refused"])
                | (~Q(tracking_code="") & Q(labelled_at__isnull=False)),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["next_poll_at", "id"],
                condition=Q(next_poll_at__isnull=False),
                name="shipment_to_poll",
            )
        ]


class CarrierCall(models.Model):
    """A durable step towards the carrier: written before the call, with a key of its own.

    `lease_until` is on the wall clock: it says that a process is calling now. `due_at` is on the
    business clock.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    shipment = models.ForeignKey(Shipment, on_delete=models.PROTECT, related_name="calls")
    kind = models.CharField(max_length=12)
    key = models.CharField(max_length=100, unique=True)
    status = models.CharField(max_length=10, default="intended")
    attempts = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="carrier_call_status_known",
                condition=Q(status__in=["intended", "unknown", "succeeded", "failed"]),
            ),
            models.CheckConstraint(
                name="carrier_call_kind_known",
                condition=Q(kind__in=["create_label", "hand_over"]),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                condition=Q(status__in=["intended", "unknown"]),
                name="carrier_call_due",
            )
        ]


class Scan(models.Model):
    """One reading of a parcel by the carrier, kept once whatever how often it is told."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    shipment = models.ForeignKey(Shipment, on_delete=models.PROTECT, related_name="scans")
    carrier_scan_id = models.CharField(max_length=100)
    kind: models.CharField[ScanKind, ScanKind] = models.CharField(max_length=20)
    at = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shipment", "carrier_scan_id"], name="scan_once")
        ]
