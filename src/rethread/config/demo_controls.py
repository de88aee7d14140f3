"""The levers of a demo: become somebody, move time, let a parcel arrive. Never in a live market.

Time is walked, not jumped: every timer on the way fires in due order, and the sandbox's clock
goes along, so what would have happened in between does happen.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import httpx

from rethread.market.accounts.selectors import find_user_by_email
from rethread.market.fulfilment.selectors import find_shipment_for_order
from rethread.market.fulfilment.services import read_scans
from rethread.market.search.services import run_indexer
from rethread.platform.jobs.due import advance
from rethread.platform.kernel import (
    Conflict,
    NotFound,
    business_now,
    invariant,
    settings,
    wall_now,
)
from rethread.platform.kernel.clock import clock_offset, set_clock_offset
from rethread.web.ports import DemoRole, install_demo_controls

from . import wiring

SANDBOX_TIMEOUT_S = 10.0


class SandboxControls:
    """`DemoControls` on the local sandbox's control addresses."""

    def become(self, role: DemoRole) -> UUID:
        """Return the demo account of a role.

        Raises:
            NotFound: the demo market has not been filled yet.
        """
        user = find_user_by_email(f"{role}@demo.rethread.example")
        if user is None:
            raise NotFound("demo.not_filled", "The demo is still filling; try again in a minute.")
        return user.id

    def advance(self, span: timedelta) -> None:
        """Move the market's clock and the sandbox's forward, walking through every due moment."""
        invariant(settings().clock_moves, "only a demo moves time")
        advance(
            works=wiring.SPARSE_WORK,
            now=business_now,
            to=business_now() + span,
            set_clock=self._set_clock,
            settle=_settle,
        )

    def deliver(self, order_id: UUID) -> None:
        """Let the carrier deliver an order's parcel and the market read the scan.

        Raises:
            NotFound: there is no such parcel.
            Conflict: the seller has not handed it over yet.
        """
        shipment = find_shipment_for_order(order_id)
        if shipment is None or not shipment.tracking_code:
            raise NotFound("demo.no_parcel", "The seller has not made a label for it yet.")
        self._control(f"/_control/parcels/{shipment.tracking_code}/deliver", {})
        read_scans(shipment.shipment_id)
        _settle()

    def _set_clock(self, to: datetime) -> None:
        # On a busy machine the moment may have come by itself while work was done: never go back.
        offset = max(to - wall_now(), clock_offset())
        set_clock_offset(offset)
        self._control("/_control/clock", {"now": int((wall_now() + offset).timestamp())})

    def _control(self, path: str, body: dict[str, int]) -> None:
        try:
            answer = httpx.post(
                settings().sandbox_url + path, json=body, timeout=SANDBOX_TIMEOUT_S, trust_env=False
            )
        except httpx.HTTPError as error:
            message = "The sandbox does not answer; it starts when the demo has been filled."
            raise Conflict("demo.sandbox_down", message) from error
        if answer.status_code != httpx.codes.OK:
            told = answer.json().get("error", {}).get("message", "The sandbox refused.")
            raise Conflict("demo.sandbox_refused", told)


def _settle() -> int:
    """Read the provider's news, hand out events and index what changed; return how much moved."""
    moved = wiring.run_poller(business_now())
    moved += wiring.deliver_events()
    run_indexer()
    return moved


def install() -> None:
    """Put the levers in place, in a demo only."""
    install_demo_controls(SandboxControls() if settings().is_demo else None)
