"""Generated from contracts/experiments; do not edit.

The typed events of this domain. An `emit_` function checks its event against the
contract and adds it to the outbox of the current transaction; it refuses to run outside
of one."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from rethread.platform.events.emit import EventContext, EventType, emit
from rethread.platform.kernel import Actor


class UnitExposed(Struct, frozen=True, kw_only=True):
    """A browser that agreed to statistics was shown its variant of an experiment, noted once a
    day.
    """

    # Key of the experiment.
    experiment: Annotated[str, Meta(max_length=60)]

    # Version of its definition.
    experiment_version: Annotated[int, Meta(ge=1, le=1000)]

    # The variant that was shown.
    variant: Annotated[str, Meta(max_length=40)]

    # The browser that the variant was drawn for.
    unit_key: Annotated[str, Meta(max_length=64)]

    # Planned share of this variant.
    weight_percent: Annotated[int, Meta(ge=1, le=99)]


UNIT_EXPOSED = EventType(
    name="experiments.unit_exposed",
    version=1,
    partition_key="unit_key",
    payload=UnitExposed,
)


def emit_unit_exposed(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    experiment: str,
    experiment_version: int,
    variant: str,
    unit_key: str,
    weight_percent: int,
) -> UUID:
    """Emit `experiments.unit_exposed` and return the id of the event."""
    payload = UnitExposed(
        experiment=experiment, experiment_version=experiment_version, variant=variant,
        unit_key=unit_key, weight_percent=weight_percent,
    )  # fmt: skip
    return emit(UNIT_EXPOSED, payload, actor=actor, occurred_at=occurred_at, context=context)
