"""Generated from contracts/portability; do not edit.

The typed events of this domain. An `emit_` function checks its event against the
contract and adds it to the outbox of the current transaction; it refuses to run outside
of one."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from rethread.platform.events.emit import EventContext, EventType, emit
from rethread.platform.kernel import Actor


class ExportFinished(Struct, frozen=True, kw_only=True):
    """A shop was packed into a signed archive. What is in it stays out of events."""

    # The export.
    export_id: UUID

    # Pseudonym of whose shop it is.
    seller_key: Annotated[str, Meta(max_length=64)]

    # Listings in it.
    listing_count: Annotated[int, Meta(ge=0, le=10000000)]

    # Photos in it.
    photo_count: Annotated[int, Meta(ge=0, le=10000000)]

    # Reviews in it, each signed.
    review_count: Annotated[int, Meta(ge=0, le=10000000)]

    # Sales in it.
    sale_count: Annotated[int, Meta(ge=0, le=10000000)]

    # Conversations in it.
    conversation_count: Annotated[int, Meta(ge=0, le=10000000)]


EXPORT_FINISHED = EventType(
    name="portability.export_finished",
    version=1,
    partition_key="export_id",
    payload=ExportFinished,
)


def emit_export_finished(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    export_id: UUID,
    seller_key: str,
    listing_count: int,
    photo_count: int,
    review_count: int,
    sale_count: int,
    conversation_count: int,
) -> UUID:
    """Emit `portability.export_finished` and return the id of the event."""
    payload = ExportFinished(
        export_id=export_id, seller_key=seller_key, listing_count=listing_count,
        photo_count=photo_count, review_count=review_count, sale_count=sale_count,
        conversation_count=conversation_count,
    )  # fmt: skip
    return emit(EXPORT_FINISHED, payload, actor=actor, occurred_at=occurred_at, context=context)


class ExportRequested(Struct, frozen=True, kw_only=True):
    """A person asked to take their shop along."""

    # The export.
    export_id: UUID

    # Pseudonym of whose shop it is.
    seller_key: Annotated[str, Meta(max_length=64)]


EXPORT_REQUESTED = EventType(
    name="portability.export_requested",
    version=1,
    partition_key="export_id",
    payload=ExportRequested,
)


def emit_export_requested(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    export_id: UUID,
    seller_key: str,
) -> UUID:
    """Emit `portability.export_requested` and return the id of the event."""
    payload = ExportRequested(
        export_id=export_id, seller_key=seller_key,
    )  # fmt: skip
    return emit(EXPORT_REQUESTED, payload, actor=actor, occurred_at=occurred_at, context=context)


ImportFinishedKind = Literal[
    "archive",
    "table",
]
ImportFinishedSigner = Literal[
    "none",
    "own",
    "known",
    "unknown",
]


class ImportFinished(Struct, frozen=True, kw_only=True):
    """A shop came in from an archive or a table."""

    # The import.
    import_id: UUID

    # Pseudonym of whose shop it is.
    seller_key: Annotated[str, Meta(max_length=64)]

    # An archive of another market, or a table with photos.
    kind: ImportFinishedKind

    # Whose key signed it, as this market knows.
    signer: ImportFinishedSigner

    # Rows that became listings.
    added_count: Annotated[int, Meta(ge=0, le=10000000)]

    # Rows that had come in before.
    known_count: Annotated[int, Meta(ge=0, le=10000000)]

    # Rows left out on purpose, for example what was sold.
    left_count: Annotated[int, Meta(ge=0, le=10000000)]

    # Rows that could not come in; their owner reads why.
    failed_count: Annotated[int, Meta(ge=0, le=10000000)]

    # Reviews that came in, shown apart.
    review_count: Annotated[int, Meta(ge=0, le=10000000)]


IMPORT_FINISHED = EventType(
    name="portability.import_finished",
    version=1,
    partition_key="import_id",
    payload=ImportFinished,
)


def emit_import_finished(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    import_id: UUID,
    seller_key: str,
    kind: ImportFinishedKind,
    signer: ImportFinishedSigner,
    added_count: int,
    known_count: int,
    left_count: int,
    failed_count: int,
    review_count: int,
) -> UUID:
    """Emit `portability.import_finished` and return the id of the event."""
    payload = ImportFinished(
        import_id=import_id, seller_key=seller_key, kind=kind, signer=signer,
        added_count=added_count, known_count=known_count, left_count=left_count,
        failed_count=failed_count, review_count=review_count,
    )  # fmt: skip
    return emit(IMPORT_FINISHED, payload, actor=actor, occurred_at=occurred_at, context=context)


class ImportRefused(Struct, frozen=True, kw_only=True):
    """What a person sent was refused before anything of it came in."""

    # The import.
    import_id: UUID

    # Pseudonym of whose shop it is.
    seller_key: Annotated[str, Meta(max_length=64)]

    # The stable code of the reason.
    code: Annotated[str, Meta(max_length=60)]


IMPORT_REFUSED = EventType(
    name="portability.import_refused",
    version=1,
    partition_key="import_id",
    payload=ImportRefused,
)


def emit_import_refused(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    import_id: UUID,
    seller_key: str,
    code: str,
) -> UUID:
    """Emit `portability.import_refused` and return the id of the event."""
    payload = ImportRefused(
        import_id=import_id, seller_key=seller_key, code=code,
    )  # fmt: skip
    return emit(IMPORT_REFUSED, payload, actor=actor, occurred_at=occurred_at, context=context)
