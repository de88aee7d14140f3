"""The port of the event bus: what a log must promise, whoever keeps it.

At least once, in order per key, by partition and dense offset. "Exactly once" is not promised:
a consumer commits its effect and its offset together, or makes its effect idempotent.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from .envelope import Envelope


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What one poll found: events in order, and where the group stands once they are handled.

    `next_offset` may lie beyond the last event, when what follows was of no interest.
    """

    group: str
    partition: int
    events: tuple[Envelope, ...]
    first_offset: int
    next_offset: int
    placed_on: date | None = None


class Bus(Protocol):
    """An ordered, partitioned, durable log with consumer groups."""

    def partitions(self) -> int:
        """Return how many partitions there are."""
        ...

    def append(self, events: Sequence[Envelope]) -> None:
        """Accept events; they can be read once `flush` has placed them."""
        ...

    def flush(self) -> int:
        """Place what was accepted and committed; return how many events were placed."""
        ...

    def unit(self) -> AbstractContextManager[None]:
        """Open the unit of work in which a poll, its effects and its commit stand or fall."""
        ...

    def poll(
        self, group: str, *, partition: int, limit: int, names: Collection[str] | None = None
    ) -> Batch | None:
        """Claim a partition for the unit and read on; None when another consumer has it.

        `names` leaves out other events. Must be called inside of a unit.
        """
        ...

    def commit(self, batch: Batch) -> None:
        """Record that the group has handled a batch; ends with the unit."""
        ...

    def lagging(self, groups: Collection[str]) -> list[tuple[str, int]]:
        """Return the (group, partition) pairs with something left to read, sorted."""
        ...

    def pass_over(self, interests: Mapping[str, Collection[str]]) -> set[tuple[str, int]]:
        """Move each group to the end of the partitions that hold nothing it reads on for.

        `interests` says which events a group wants. Returns the (group, partition) pairs moved;
        what another consumer holds at the moment, or has never claimed, stays as it is.
        """
        ...

    def seek(self, group: str, *, partition: int, offset: int) -> None:
        """Make a group read on from an offset, forwards or backwards."""
        ...

    def fail(self, batch: Batch, error: str) -> int:
        """Count a failure of the batch's first event and return how often it has failed.

        0 when the group has moved on from there.
        """
        ...

    def dead_letter(self, group: str, event: Envelope, *, reason: str, detail: str) -> UUID:
        """Keep an event that a group could not handle, with the reason."""
        ...

    def replay(self, letter_id: UUID) -> Envelope:
        """Mark a dead letter replayed and return its event, to be handled in the same unit.

        Raises:
            NotFound: there is none, or it was replayed before.
        """
        ...
