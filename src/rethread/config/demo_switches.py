"""A demo's switches, shared by its processes as one small file under the home.

Only a demo reads them: in a live market `event_sieve` is None and the loader has nothing to ask.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from rethread.platform.events.envelope import Envelope
from rethread.platform.kernel import settings

DROPPED_EVENT = "discovery.listing_impressed"
DROPPED_PERCENT = 30
_DROP = "events_dropped"


def _path() -> Path:
    return settings().home / "demo" / "switches.json"


def _read() -> dict[str, bool]:
    try:
        found: dict[str, bool] = json.loads(_path().read_text())
    except FileNotFoundError:
        return {}
    return found


def drops_events() -> bool:
    """Tell whether the loader is to lose a share of one event now."""
    return settings().is_demo and _read().get(_DROP, False)


def switch_drop(on: bool) -> None:
    """Make the loader lose a share of one event, or stop it."""
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps({_DROP: on}))
    fresh.replace(path)


def event_sieve() -> Callable[[Envelope], bool] | None:
    """Return what tells the loader which events get through, or None when all do."""
    return _gets_through if drops_events() else None


def _gets_through(event: Envelope) -> bool:
    # By the event's own id: a batch that is read again loses the same events.
    return event.name != DROPPED_EVENT or event.event_id.int % 100 >= DROPPED_PERCENT
