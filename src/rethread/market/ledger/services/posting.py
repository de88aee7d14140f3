"""Post journals: all of their transfers, or none, once per key."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from rethread.platform.kernel import Actor

from ..types import JournalSpec, JournalView, TransferSpec


def post_journal(
    *,
    actor: Actor,
    key: str,
    kind: str,
    transfers: Sequence[TransferSpec],
    order_id: UUID | None = None,
) -> JournalView:
    """Write one journal into the books, in the caller's transaction, once per `key`.

    Raises:
        LedgerRefused: the journal may not stand.
        Overdraft: an account with a floor would go below zero.
        JournalMismatch: `key` was used for other content.
    """
    raise NotImplementedError


def post_journals(*, actor: Actor, journals: Sequence[JournalSpec]) -> list[JournalView]:
    """Write several journals in one round trip, locking all their accounts in order first."""
    raise NotImplementedError
