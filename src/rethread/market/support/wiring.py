"""What config plugs in: deadlines and subscriptions."""

from __future__ import annotations

from typing import Final

from rethread.platform.events.handling import Subscription
from rethread.platform.jobs.due import DueWork

from .handlers import on_order_cancelled, on_shipment_scanned
from .tasks import DUE, next_case_due_at, run_due_cases

DUE_WORK: Final[tuple[DueWork, ...]] = (
    DueWork("support.cases", run_due_cases, next_case_due_at, DUE),
)
SUBSCRIPTIONS: Final[tuple[Subscription, ...]] = (
    Subscription("support", "orders.order_cancelled", on_order_cancelled),
    Subscription("support", "fulfilment.shipment_scanned", on_shipment_scanned),
)
