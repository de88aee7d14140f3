"""The index follows the catalogue, whatever happens to the process in between."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from rethread.market.accounts.services import set_vacation
from rethread.market.catalogue.services import (
    hide_listing,
    remove_listing,
    show_listing,
    update_listing,
)
from rethread.market.catalogue.types import ListingView
from rethread.market.search.adapters.tantivy_engine import TantivyEngine
from rethread.market.search.models import DirtyListing
from rethread.market.search.services import (
    index_status,
    mark_dirty,
    rebuild_index,
    run_indexer,
    verify_index,
)
from rethread.market.search.wiring import SUBSCRIPTIONS
from rethread.platform.events.runner import drain
from rethread.platform.kernel import Actor, new_id, wall_now
from tests.support.factories import make_live_listing

pytestmark = pytest.mark.django_db


def indexed(engine: TantivyEngine) -> dict[UUID, int]:
    return dict(engine.versions())


def settle() -> None:
    drain(SUBSCRIPTIONS)
    while run_indexer():
        pass


def owner(listing: ListingView) -> Actor:
    return Actor.user(listing.seller_id)


def test_the_first_run_builds_the_index_from_the_catalogue(engine: TantivyEngine) -> None:
    listing = make_live_listing()
    assert run_indexer() == 1
    assert indexed(engine) == {listing.id: listing.version}


def test_events_bring_a_listing_in_change_it_and_take_it_out(engine: TantivyEngine) -> None:
    run_indexer()
    listing = make_live_listing()
    settle()
    assert indexed(engine) == {listing.id: listing.version}
    changed = update_listing(
        actor=owner(listing), listing_id=listing.id, changes={"title": "Red jacket"}
    )
    settle()
    assert indexed(engine) == {listing.id: changed.version}
    hide_listing(actor=owner(listing), listing_id=listing.id)
    settle()
    assert indexed(engine) == {}
    shown = show_listing(actor=owner(listing), listing_id=listing.id)
    settle()
    assert indexed(engine) == {listing.id: shown.version}
    remove_listing(actor=owner(listing), listing_id=listing.id)
    settle()
    assert indexed(engine) == {}


def test_marks_stay_until_the_commit_that_covers_them(
    engine: TantivyEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_indexer()
    listing = make_live_listing()
    drain(SUBSCRIPTIONS)

    def killed() -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(engine, "commit", killed)
        with pytest.raises(KeyboardInterrupt):
            run_indexer()
    engine.close()
    assert indexed(engine) == {}
    assert DirtyListing.objects.count() == 1
    assert run_indexer() == 1
    assert indexed(engine) == {listing.id: listing.version}
    assert DirtyListing.objects.count() == 0


def test_a_mark_made_while_indexing_is_kept(
    engine: TantivyEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_indexer()
    listing = make_live_listing()
    drain(SUBSCRIPTIONS)
    commit = engine.commit

    def commit_then_change() -> bool:
        final = commit()
        mark_dirty(listing_ids=[listing.id])
        return final

    with monkeypatch.context() as patch:
        patch.setattr(engine, "commit", commit_then_change)
        assert run_indexer() == 1
    assert DirtyListing.objects.count() == 1
    assert run_indexer() == 1
    assert DirtyListing.objects.count() == 0
    assert engine.count() == 1


def test_marking_twice_keeps_one_row_its_time_and_a_later_sequence(engine: TantivyEngine) -> None:
    listing_id = new_id()
    assert mark_dirty(listing_ids=[listing_id, listing_id]) == 1
    first = DirtyListing.objects.get()
    mark_dirty(listing_ids=[listing_id])
    second = DirtyListing.objects.get()
    assert second.sequence > first.sequence
    assert second.marked_at == first.marked_at
    assert mark_dirty(listing_ids=[]) == 0


def test_an_unknown_listing_is_deleted_from_the_index(engine: TantivyEngine) -> None:
    run_indexer()
    mark_dirty(listing_ids=[new_id()])
    assert run_indexer() == 1
    assert DirtyListing.objects.count() == 0
    assert engine.count() == 0


def test_while_another_process_writes_nothing_is_done_and_nothing_lost(
    engine: TantivyEngine,
) -> None:
    run_indexer()
    make_live_listing()
    drain(SUBSCRIPTIONS)
    other = TantivyEngine(engine.root)
    other.index([])
    assert run_indexer() == 0
    assert DirtyListing.objects.count() == 1
    other.close()
    assert run_indexer() == 1


def test_a_broken_index_is_rebuilt_from_the_catalogue(engine: TantivyEngine) -> None:
    listing = make_live_listing()
    run_indexer()
    engine.close()
    for meta in engine.root.glob("v*/meta.json"):
        meta.write_text("{ not json")
    mark_dirty(listing_ids=[listing.id])
    assert run_indexer() == 1
    assert indexed(engine) == {listing.id: listing.version}


def test_verify_names_what_is_missing_extra_and_stale_and_can_repair(
    engine: TantivyEngine,
) -> None:
    kept, stale, missing = (make_live_listing() for _ in range(3))
    rebuild_index()
    drain(SUBSCRIPTIONS)
    DirtyListing.objects.all().delete()
    assert verify_index().agrees
    update_listing(actor=owner(stale), listing_id=stale.id, changes={"title": "Green coat"})
    engine.delete([missing.id])
    engine.commit()
    hide_listing(actor=owner(kept), listing_id=kept.id)
    report = verify_index(repair=True)
    assert not report.agrees
    assert (report.listings, report.documents) == (2, 2)
    assert (report.missing, report.extra, report.stale) == ((missing.id,), (kept.id,), (stale.id,))
    assert run_indexer() == 3
    assert verify_index().agrees


def test_what_waits_is_no_difference(engine: TantivyEngine) -> None:
    run_indexer()
    make_live_listing()
    drain(SUBSCRIPTIONS)
    report = verify_index()
    assert report.agrees
    assert report.waiting == 1


def test_status_tells_lag_and_size(engine: TantivyEngine) -> None:
    run_indexer()
    assert index_status().lag_s == 0.0
    make_live_listing()
    drain(SUBSCRIPTIONS)
    DirtyListing.objects.update(marked_at=wall_now() - timedelta(seconds=90))
    waiting = index_status()
    assert (waiting.documents, waiting.waiting, waiting.engine) == (0, 1, "tantivy")
    assert 90 <= waiting.lag_s < 120
    run_indexer()
    after = index_status()
    assert (after.documents, after.waiting, after.lag_s) == (1, 0, 0.0)
    assert after.last_commit_at is not None
    assert not after.rebuilding


def test_paced_runs_keep_commits_apart(engine: TantivyEngine) -> None:
    run_indexer()
    mark_dirty(listing_ids=[new_id()])
    assert run_indexer(paced=False) == 1
    mark_dirty(listing_ids=[new_id()])
    assert run_indexer(paced=True) == 0
    assert run_indexer(paced=False) == 1


def test_a_vacation_needs_no_reindexing_to_be_no_difference(engine: TantivyEngine) -> None:
    listing = make_live_listing()
    rebuild_index()
    set_vacation(actor=owner(listing), shop_id=listing.shop.id, on_vacation=True)
    assert verify_index().agrees
    set_vacation(actor=owner(listing), shop_id=listing.shop.id, on_vacation=False)
    assert verify_index().agrees
