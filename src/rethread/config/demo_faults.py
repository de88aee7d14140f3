"""What goes wrong in a demo on purpose, and how it is put right. Never in a live market.

The stand-in for the provider keeps its own faults; the worker is a process; events are lost by the
loader's sieve. A sandbox that starts afresh behaves well again, and the page says so.
"""

from __future__ import annotations

import json
import signal
from datetime import UTC, datetime, timedelta
from typing import Any

import psutil
from django.utils.translation import gettext as _

from rethread.market.catalogue.selectors import list_fresh_cards
from rethread.platform.events.ingestion import IngestContext, ingest_batch
from rethread.platform.kernel import Conflict, new_id, settings, wall_now
from rethread.web.ports import DemoFault, FaultInForce, WorkerProcess

from . import demo_switches
from .sandbox_control import control
from .supervised import supervised

RULES: dict[DemoFault, dict[str, Any]] = {
    "webhooks_lost": {"kind": "webhook_lose", "operation": "*", "count": None},
    "webhooks_repeated": {"kind": "webhook_duplicate", "operation": "*", "count": None},
    "provider_down": {"kind": "drop_before", "operation": "* /v1/*", "count": None},
}
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36"


def faults() -> tuple[FaultInForce, ...]:
    """Return what goes wrong now; the provider's part is asked of the provider's stand-in."""
    rules = control("GET", "/_control/faults")["faults"]
    found = [
        FaultInForce(name, sum(rule["struck"] for rule in rules if rule["kind"] == wanted["kind"]))
        for name, wanted in RULES.items()
        if any(rule["kind"] == wanted["kind"] and rule["count"] != 0 for rule in rules)
    ]
    if demo_switches.drops_events():
        found.append(FaultInForce("events_dropped"))
    return tuple(found)


def begin_fault(name: DemoFault) -> None:
    """Make something go wrong; asking twice changes nothing."""
    if name == "events_dropped":
        demo_switches.switch_drop(True)
    elif all(fault.name != name for fault in faults()):
        control("POST", "/_control/faults", RULES[name])


def end_fault(name: DemoFault) -> None:
    """Put it right again."""
    if name == "events_dropped":
        demo_switches.switch_drop(False)
    else:
        control("DELETE", "/_control/faults", {"kind": RULES[name]["kind"]})


def worker() -> WorkerProcess | None:
    """Return the worker that this market's supervisor started, or None between two lives."""
    for process in supervised(settings().home / "run", "worker"):
        try:
            born = datetime.fromtimestamp(process.create_time(), UTC)
        except psutil.Error:  # it ended while it was looked at
            continue
        return WorkerProcess(process.pid, born)
    return None


def kill_worker() -> int:
    """Kill the worker without a word of warning; return its number.

    Raises:
        Conflict: none runs that a supervisor would start again.
    """
    found = worker()
    if found is None:
        raise Conflict(
            "demo.no_worker",
            _(
                "No worker runs under a supervisor now. If it was killed a moment ago, it is on "
                "its way back."
            ),
        )
    psutil.Process(found.pid).send_signal(signal.SIGKILL)
    return found.pid


def send_broken_event() -> None:
    """Send a view whose surface no contract knows, through the door that browsers use.

    Raises:
        Conflict: there is no listing that anybody could have seen.
    """
    cards = list_fresh_cards(limit=1).cards
    if not cards:
        raise Conflict("demo.no_listing", _("Nothing is for sale, so nothing can be viewed."))
    moment = wall_now()
    event = {
        "event_id": str(new_id()),
        "name": "discovery.listing_viewed",
        "schema_version": 1,
        "occurred_at": (moment - timedelta(seconds=1)).isoformat(),
        "payload": {"listing_id": str(cards[0].id), "surface": "shop_window", "position": 3},
    }
    ingest_batch(
        json.dumps({"sent_at": moment.isoformat(), "events": [event]}).encode(),
        context=IngestContext(
            user_agent=BROWSER,
            session_id=str(new_id()),
            anonymous_id=str(new_id()),
            consent="analytics",
        ),
    )
