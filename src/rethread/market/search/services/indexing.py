"""Keeps the index true to the catalogue: dirty rows in, micro-batches out.

A dirty row is removed only after the index commit that covers it, so killing the process at any
moment loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from rethread.market.search.types import AgreementReport, IndexStatus


def mark_dirty(*, listing_ids: Iterable[UUID]) -> int:
    """Note that listings changed; joins the caller's transaction. Returns how many were noted."""
    raise NotImplementedError


def run_indexer(limit: int = 1000, *, paced: bool = False) -> int:
    """Index up to `limit` changed listings and return how many were done.

    `paced` keeps commits at least 250 ms apart under load; the worker sets it, a simulation
    that wants everything indexed before it goes on does not. Returns 0 while another process
    writes.
    """
    raise NotImplementedError


def rebuild_index() -> int:
    """Build a new index beside the live one, swap to it, and return its number of documents.

    Raises:
        IndexBusy: another rebuild runs.
    """
    raise NotImplementedError


def verify_index() -> AgreementReport:
    """Compare the index with the catalogue, listing by listing."""
    raise NotImplementedError


def index_status() -> IndexStatus:
    """Tell how many documents there are, how many wait, for how long, and when it last changed."""
    raise NotImplementedError
