"""The levers of a demo: become somebody, move time, let a parcel arrive. Never in a live market.

Time is walked, not jumped: every timer on the way fires in due order, and the sandbox's clock
goes along, so what would have happened in between does happen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.utils.translation import gettext as _

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
from rethread.web.ports import (
    DemoFault,
    DemoRole,
    FaultInForce,
    WorkerProcess,
    install_demo_controls,
)

from . import demo_faults, demo_visitors, wiring
from .sandbox_control import control


class SandboxControls:
    """`DemoControls` on the local sandbox's control addresses."""

    def become(self, role: DemoRole) -> UUID:
        """Return the demo account of a role.

        Raises:
            NotFound: the demo market has not been filled yet.
        """
        user = find_user_by_email(f"{role}@demo.rethread.example")
        if user is None:
            raise NotFound(
                "demo.not_filled", _("The demo is still filling; try again in a minute.")
            )
        return user.id

    def advance(self, span: timedelta) -> None:
        """Move the market's clock and the sandbox's forward, walking through every due moment."""
        self._walk(span, _settle)

    def let_pass(self, span: timedelta) -> None:
        """Walk through every due moment too, but leave the provider's news to the worker."""
        self._walk(span, wiring.deliver_events)

    def _walk(self, span: timedelta, settle: Callable[[], int]) -> None:
        invariant(settings().clock_moves, "only a demo moves time")
        advance(
            works=(*wiring.SPARSE_WORK, *wiring.LETTER_WORK),
            now=business_now,
            to=business_now() + span,
            set_clock=self._set_clock,
            settle=settle,
        )

    def deliver(self, order_id: UUID) -> None:
        """Let the carrier deliver an order's parcel and the market read the scan.

        Raises:
            NotFound: there is no such parcel.
            Conflict: the seller has not handed it over yet.
        """
        self._at_the_carrier(order_id, "deliver")

    def lose(self, order_id: UUID) -> None:
        """Let the carrier lose an order's parcel and the market read the scan.

        Raises:
            NotFound: there is no such parcel.
            Conflict: it was delivered already.
        """
        self._at_the_carrier(order_id, "lose")

    def _at_the_carrier(self, order_id: UUID, what: str) -> None:
        shipment = find_shipment_for_order(order_id)
        if shipment is None or not shipment.label_code:
            raise NotFound("demo.no_parcel", _("The seller has not made a label for it yet."))
        if not shipment.tracked:
            raise Conflict(
                "demo.untracked", _("Nobody scans this parcel. Its buyer says when it is there.")
            )
        self._control(f"/_control/parcels/{shipment.tracking_code}/{what}", {})
        read_scans(shipment.shipment_id)
        _settle()

    def pay(self, pay_url: str) -> str:
        """Pay on a hosted page with a test card; the market hears of it in its own ways.

        Returns what the provider says of it, "paid" or "unpaid".

        Raises:
            Conflict: the sandbox is down or refuses.
        """
        session = urlsplit(pay_url).path.rstrip("/").rsplit("/", 1)[-1]
        return str(control("POST", "/_control/pay", {"session": session})["payment_status"])

    def faults(self) -> Sequence[FaultInForce]:
        """Return what goes wrong on purpose now."""
        return demo_faults.faults()

    def begin_fault(self, name: DemoFault) -> None:
        """Make something go wrong until it is ended."""
        demo_faults.begin_fault(name)

    def end_fault(self, name: DemoFault) -> None:
        """Let it go right again."""
        demo_faults.end_fault(name)

    def worker(self) -> WorkerProcess | None:
        """Return the worker, or None while there is none."""
        return demo_faults.worker()

    def kill_worker(self) -> int:
        """Kill the worker; return its number."""
        return demo_faults.kill_worker()

    def send_visitors(self) -> int:
        """Let the visitors of an earlier day come again; return how many events they sent."""
        return demo_visitors.send_visitors()

    def send_broken_event(self) -> None:
        """Send the door an event that breaks its contract."""
        demo_faults.send_broken_event()

    def _set_clock(self, to: datetime) -> None:
        # On a busy machine the moment may have come by itself while work was done: never go back.
        offset = max(to - wall_now(), clock_offset())
        set_clock_offset(offset)
        self._control("/_control/clock", {"now": int((wall_now() + offset).timestamp())})

    def _control(self, path: str, body: dict[str, int]) -> None:
        control("POST", path, body)


def _settle() -> int:
    """Read the provider's news, hand out events and index what changed; return how much moved."""
    moved = wiring.run_poller(business_now())
    moved += wiring.deliver_events()
    run_indexer()
    return moved


def install() -> None:
    """Put the levers in place, in a demo only."""
    install_demo_controls(SandboxControls() if settings().is_demo else None)
