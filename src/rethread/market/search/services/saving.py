"""Save a search, call it something, look at what was found for it, forget it.

A saved search is bounded and turned into a condition when it is saved, so that what a new listing
costs does not grow with what people typed.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec
from django.db import transaction

from rethread.market.search.errors import (
    NameTooLong,
    NothingToSave,
    SavedSearchNotFound,
    TooManySaved,
)
from rethread.market.search.events import emit_saved_search_removed, emit_search_saved
from rethread.market.search.models import NAME_CHARS_MAX, SavedSearch
from rethread.market.search.rules import requests
from rethread.market.search.rules.text import QUERY_CHARS_MAX, fold, normalise
from rethread.market.search.selectors import access_saved_search, saved_search_view
from rethread.market.search.types import Filters, SavedSearchView, SearchRequest
from rethread.platform.kernel import Actor, business_now
from rethread.platform.kernel.fetching import change, select
from rethread.platform.vault.services import pseudonym_for

from .performing import query_path

SAVED_MAX = 100  # per person; a new listing is held against all of them


def save_search(
    *, actor: Actor, query: str = "", filters: Filters | None = None, name: str = ""
) -> SavedSearchView:
    """Save words and filters, to hear of listings that match all of them from now on.

    Saving the same again gives the one there is. A price in the words counts as a filter, and
    words are corrected as a search would correct them now.

    Raises:
        InvalidSearch: a filter out of bounds.
        NothingToSave: neither a word nor a filter but the price.
        NameTooLong: more than 60 characters.
        TooManySaved: the actor has saved 100 already.
    """
    user_id = actor.require_user()
    words, wanted = " ".join(query.split())[:QUERY_CHARS_MAX], filters or Filters()
    requests.check(SearchRequest(query=words, filters=wanted))
    called = _name(name)
    fingerprint = _fingerprint(words, wanted)
    condition, priced = query_path().condition(words, wanted)
    if condition is None:
        raise NothingToSave
    now = business_now()
    row = SavedSearch(
        user_id=user_id,
        name=called,
        query=words,
        filters=msgspec.to_builtins(wanted),
        fingerprint=fingerprint,
        condition=condition.as_tsquery(),
        anchor=list(condition.anchor),
        price_min_minor=priced.price_min_minor,
        price_max_minor=priced.price_max_minor,
        saved_at=now,
        looked_at=now,
    )
    with transaction.atomic():
        _queue_at(user_id)
        there = SavedSearch.objects.filter(user_id=user_id, fingerprint=fingerprint).first()
        if there is not None:
            return saved_search_view(there)
        if SavedSearch.objects.filter(user_id=user_id).count() >= SAVED_MAX:
            raise TooManySaved(SAVED_MAX)
        row.save(force_insert=True)
        emit_search_saved(
            actor=actor,
            saved_search_id=row.id,
            searcher_key=pseudonym_for(user_id),
            query_hash=requests.query_hash(_folded(words)),
            filters=requests.names_in_use(wanted),
        )
    return saved_search_view(row)


def rename_saved_search(*, actor: Actor, saved_search_id: UUID, name: str) -> SavedSearchView:
    """Call a saved search something; "" takes the name away.

    Raises:
        SavedSearchNotFound: there is none, or it is somebody else's.
        NameTooLong: more than 60 characters.
    """
    called = _name(name)
    access_saved_search(actor, saved_search_id)
    change("UPDATE search_saved SET name = %s WHERE id = %s", [called, saved_search_id])
    return access_saved_search(actor, saved_search_id)


def remove_saved_search(*, actor: Actor, saved_search_id: UUID) -> None:
    """Forget a saved search and what was found for it.

    Raises:
        SavedSearchNotFound: there is none, or it is somebody else's.
    """
    user_id = actor.require_user()
    with transaction.atomic():
        gone, _ = SavedSearch.objects.filter(pk=saved_search_id, user_id=user_id).delete()
        if not gone:
            raise SavedSearchNotFound
        emit_saved_search_removed(
            actor=actor, saved_search_id=saved_search_id, searcher_key=pseudonym_for(user_id)
        )


def look_at_saved_search(*, actor: Actor, saved_search_id: UUID) -> None:
    """Note that its owner has seen what was found: nothing of it is new any more.

    Raises:
        SavedSearchNotFound: there is none, or it is somebody else's.
    """
    seen = change(
        "UPDATE search_saved SET new_count = 0, looked_at = %s WHERE id = %s AND user_id = %s",
        [business_now(), saved_search_id, actor.require_user()],
    )
    if not seen:
        raise SavedSearchNotFound


def _name(name: str) -> str:
    called = " ".join(name.replace("\x00", " ").split())
    if len(called) > NAME_CHARS_MAX:
        raise NameTooLong(NAME_CHARS_MAX)
    return called


def _folded(words: str) -> str:
    return " ".join(fold(normalise(words)).split())


def _fingerprint(words: str, filters: Filters) -> str:
    """Return what is equal for equal searches, in whatever order their filters were set."""
    given: dict[str, Any] = {
        name: sorted(value) if isinstance(value, list | tuple) else value
        for name, value in msgspec.to_builtins(filters).items()
    }
    return sha256(json.dumps([_folded(words), given], sort_keys=True).encode()).hexdigest()


def _queue_at(user_id: UUID) -> None:
    """Let one person's savings go one after the other, so that none slips past the bound."""
    select("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"saved-searches:{user_id}"])
