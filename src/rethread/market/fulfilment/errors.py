"""What can go wrong with parcels."""

from __future__ import annotations

from django.utils.translation import gettext as _

from rethread.platform.kernel import Conflict, DomainError, NotFound


class ShipmentNotFound(NotFound):
    """There is no such parcel."""

    def __init__(self) -> None:
        super().__init__("fulfilment.shipment_not_found", _("We cannot find this parcel."))


class CarrierUnavailable(DomainError):
    """The carrier does not answer; what was asked is kept and tried again."""

    status = 503

    def __init__(self) -> None:
        super().__init__(
            "fulfilment.carrier_unavailable",
            _("The carrier does not answer at the moment. We keep trying; look again in a minute."),
        )


class LabelRefused(Conflict):
    """The carrier will not take this parcel."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            "fulfilment.label_refused", reason or _("The carrier refused this parcel.")
        )


class NotLabelled(Conflict):
    """The parcel has no label yet, so it cannot be handed over."""

    def __init__(self) -> None:
        super().__init__("fulfilment.not_labelled", _("This parcel has no label yet."))
