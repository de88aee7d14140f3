"""What config plugs in: due work, and the carrier of this process."""

from __future__ import annotations

from typing import Final

import httpx

from rethread.platform.jobs.due import DueWork
from rethread.platform.kernel import settings

from .adapters.easypost_shaped import EasyPostShapedCarrier
from .adapters.http_carrier import HttpCarrier
from .ports import Carrier
from .tasks import CALL_DUE, POLL_DUE, next_call_at, next_poll_due_at, run_due_calls, run_due_polls

DUE_WORK: Final[tuple[DueWork, ...]] = (
    DueWork("fulfilment.calls", run_due_calls, next_call_at, CALL_DUE),
    DueWork("fulfilment.polls", run_due_polls, next_poll_due_at, POLL_DUE),
)
SUBSCRIPTIONS: Final = ()


def http_carrier(transport: httpx.BaseTransport | None = None) -> Carrier:
    """Return the carrier that the settings name; the local sandbox when they name none."""
    value = settings()
    if value.carrier_url and value.carrier_shape == "easypost":
        return EasyPostShapedCarrier(value.carrier_url, value.carrier_key, transport=transport)
    return HttpCarrier(value.carrier_url or value.sandbox_url, transport=transport)
