"""What the lake tells of each step while it runs, to whoever watches; `config` installs one.

Watching may never stop a load: it happens in the loader's own unit and counts, nothing more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from rethread.platform.events.envelope import Envelope


@dataclass(frozen=True, slots=True, kw_only=True)
class Landing:
    """One event's part of a micro-batch: what the bus offered, and what of it was landed."""

    name: str
    offered: Sequence[Envelope]
    landed: Sequence[Envelope]
    landed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """A build that came to its end: rows per model where it was built, failing node -> message."""

    started_at: datetime
    ok: bool
    rows: Mapping[str, int]
    failures: Mapping[str, str]
    manifest: Path


class LakeObserver(Protocol):
    """Watches loads and builds."""

    def landed(self, landings: Sequence[Landing]) -> None:
        """Take note of a micro-batch, in the transaction that moves the loader's offset."""

    def built(self, report: BuildReport) -> None:
        """Take note of a build, served or not."""


class _Nobody:
    def landed(self, landings: Sequence[Landing]) -> None:
        """Watch nothing."""

    def built(self, report: BuildReport) -> None:
        """Watch nothing."""


_observer: LakeObserver = _Nobody()


def install_observer(observer: LakeObserver) -> None:
    """Let somebody watch every load and build of this process."""
    global _observer
    _observer = observer


def observer() -> LakeObserver:
    """Return who watches; nobody unless one was installed."""
    return _observer
