"""Where a listing shows and why it does not, from its own state and the search index as it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from rethread.market.catalogue.types import ListingView, RefreshStanding
from rethread.market.search.types import ListingInIndex
from rethread.platform.kernel.languages import date_format


@dataclass(frozen=True, slots=True)
class Showing:
    """A code for the state, a sentence, and since when; `tone` is how it is marked."""

    code: str
    text: str
    since: datetime | None
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Refreshing:
    """Whether a piece may be refreshed, and a sentence on why or what it takes."""

    possible: bool
    text: str


def refreshing_of(standing: RefreshStanding | None) -> Refreshing | None:
    """Say whether a piece may be refreshed; of one that is not for sale, nothing."""
    if standing is None:
        return None
    better = {
        "price": _("a lower price"),
        "photos": _("new photos"),
        "description": _("a fuller description"),
        "measures": _("measurements"),
    }
    if standing.refused is None:
        named = ", ".join(better[code] for code in standing.better)
        text = _("It got better: %(what)s. A refresh moves it up a little in search.")
        return Refreshing(True, text % {"what": named})
    if standing.refused == "refresh_too_soon":
        text = _("It can be refreshed once in 30 days, if it got better: next from %(day)s.")
        return Refreshing(False, text % {"day": date_format(standing.from_at, "j F")})
    text = _(
        "It can be refreshed once it got better: a price 5% lower, another photo, measurements or "
        "more words."
    )
    return Refreshing(False, text)


def showing_of(view: ListingView, indexed: ListingInIndex, *, held: bool) -> Showing:
    """Say why a listing is not shown, or that it is.

    The first that holds is said: what its status says, then the shop's, then the index's.
    """
    if view.status == "draft":
        return Showing("draft", _("A draft. Only you see it."), view.created_at)
    if view.status == "removed":
        return Showing("removed", _("Deleted. Nobody sees it."), view.updated_at)
    if view.status == "sold":
        return Showing("sold", _("Sold. It stays on your shop\u2019s sold page."), view.sold_at)
    if view.status == "reserved":
        return Showing("reserved", _reserved(view), view.updated_at, "warn")
    if view.status == "elsewhere":
        text = _("You sold it somewhere else. Nobody can buy it here.")
        return Showing("elsewhere", text, view.updated_at)
    if view.status == "hidden" and held:
        text = _("Hidden by a decision about it. Why, and what you can do, stands above.")
        return Showing("held", text, view.updated_at, "bad")
    if view.status == "hidden":
        # Its seller hid it, or a sale was called off: it never comes back by itself.
        text = _("Hidden. Only you see it, until you show it again.")
        return Showing("hidden", text, view.updated_at)
    if view.shop.on_vacation:
        text = _("Your shop is on holiday, so feed, search and bags leave it out.")
        return Showing("vacation", text, None, "warn")
    return _by_index(view, indexed)


def _reserved(view: ListingView) -> str:
    if view.shop.on_vacation:
        return _("Somebody is paying for it. If they do not, it rests until you are back.")
    return _("Somebody is paying for it. If they do not, it is back within ten minutes or so.")


def _by_index(view: ListingView, indexed: ListingInIndex) -> Showing:
    if indexed.version is None and indexed.waiting_since is not None:
        text = _("In the feed and in your shop. Search takes it up within seconds.")
        return Showing("not_indexed_yet", text, indexed.waiting_since, "warn")
    if indexed.version is None:
        text = _("In the feed and in your shop. Search does not know it yet.")
        return Showing("not_indexed", text, view.published_at, "warn")
    if indexed.waiting_since is not None or indexed.version < view.version:
        text = _("Shown everywhere. Search takes up your last change within seconds.")
        return Showing("changing", text, indexed.waiting_since or view.updated_at, "good")
    text = _("Shown in the feed, in search and in your shop.")
    return Showing("shown", text, view.published_at, "good")
