"""Who hears of an event in the very transaction that emits it, for what may not lag behind.

A listener's effect commits with its cause or not at all, so that the next request already knows.
It must be quick, must not call the network, and must not depend on anything that can be missing:
when it fails, its cause fails. Everything that may lag a moment is a subscription instead.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from .envelope import Envelope

Hear = Callable[[Sequence[Envelope]], None]


@dataclass(frozen=True, slots=True)
class Listener:
    """`hear` gets the events of these names, those of one batch together, in their order."""

    event_names: Collection[str]
    hear: Hear


_listeners: tuple[Listener, ...] = ()


def install_listeners(listeners: Iterable[Listener]) -> None:
    """Set who listens in this process; `config` calls it once at start."""
    global _listeners
    _listeners = tuple(listeners)


def installed_listeners() -> tuple[Listener, ...]:
    """Return who listens in this process."""
    return _listeners


def tell_now(events: Sequence[Envelope]) -> None:
    """Let listeners hear of events that were just written, in the transaction that wrote them."""
    for listener in _listeners:
        heard = [event for event in events if event.name in listener.event_names]
        if heard:
            listener.hear(heard)
