"""What every page shows around its content: navigation, demo strip, the market's name.

Lazy: a fragment that shows no navigation pays for none of it, and a visitor costs no query.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from rethread.market.notifications.selectors import count_unread_notices
from rethread.market.orders.selectors import bag_count
from rethread.platform.kernel import business_now, settings
from rethread.platform.kernel.languages import LANGUAGES

from .currencies import Estimates
from .edge import actor_of, has_consent
from .ports import ROLES
from .presenting.attention import Attention, attention_of

TABS = {
    "feed": "home",
    "search": "search",
    "searches": "search",
    "search_matches": "search",
    "listing": "search",
    "shop": "search",
    "sell": "sell",
    "stats": "sell",
    "guidance": "sell",
    "listing_edit": "sell",
    "listing_publish": "sell",
    "inbox": "inbox",
    "offers": "inbox",
    "offer_counter": "inbox",
    "offer_make": "search",
    "listing_offers": "sell",
    "activity": "inbox",
    "notifications": "you",
    "conversation": "inbox",
    "message_new": "inbox",
    "standing": "you",
    "own_reports": "you",
    "own_sizes": "you",
    "you": "you",
    "orders": "you",
    "order": "you",
    "help": "you",
    "help_answer": "you",
    "take": "you",
    "bring": "you",
    "bring_one": "you",
    "cases": "you",
    "case": "you",
    "account_email": "you",
    "account_change_password": "you",
    "likes": "you",
}
_KEPT = "rethread_attention"
_LANGUAGES = tuple(LANGUAGES.items())


def _attention(request: HttpRequest) -> Attention:
    """Return what waits for this person, read once per page: a badge that lags is a false one."""
    found: Attention | None = getattr(request, _KEPT, None)
    if found is None:
        found = attention_of(actor_of(request))
        setattr(request, _KEPT, found)
    return found


class Navigation:
    """What header, tab bar and footer show."""

    def __init__(self, request: HttpRequest) -> None:
        """Keep the request; read nothing yet."""
        self._request = request

    @cached_property
    def signed_in(self) -> bool:
        """Tell whether somebody is signed in."""
        return bool(self._request.user.is_authenticated)

    @cached_property
    def is_staff(self) -> bool:
        """Tell whether the desk is open to this person."""
        return self.signed_in and bool(self._request.user.is_staff)

    @cached_property
    def display_name(self) -> str:
        """Return how the person is called."""
        return str(getattr(self._request.user, "display_name", "")) if self.signed_in else ""

    @cached_property
    def bag_count(self) -> int:
        """Return how many pieces lie in the bag."""
        return bag_count(actor_of(self._request)) if self.signed_in else 0

    @cached_property
    def alerts_count(self) -> int:
        """Return how many orders and messages wait for this person."""
        return _attention(self._request).waiting if self.signed_in else 0

    @cached_property
    def activity_count(self) -> int:
        """Return how much happened that this person has not read of."""
        return count_unread_notices(actor_of(self._request)) if self.signed_in else 0

    @property
    def tab(self) -> str:
        """Return which part of the site this is."""
        match = self._request.resolver_match
        if match is None or match.namespace not in {"web", ""}:
            return ""
        return TABS.get(match.url_name or "", "")

    @property
    def measure(self) -> bool:
        """Tell whether this browser may send behavioural events."""
        return has_consent(self._request)


class Demo:
    """What the demo strip shows."""

    def __init__(self, request: HttpRequest) -> None:
        """Keep the request; read nothing yet."""
        self._request = request
        self.now = business_now()

    @cached_property
    def role(self) -> str:
        """Return which of the three people of the demo one is, or nothing."""
        email = str(getattr(self._request.user, "email", ""))
        return next((role for role in ROLES if email == demo_email(role)), "")

    @property
    def deliverable(self) -> Sequence[tuple[UUID, str]]:
        """Return the parcels that can be delivered now."""
        if not self._request.user.is_authenticated:
            return ()
        return _attention(self._request).on_the_way


def demo_email(role: str) -> str:
    """Return the address of one of the three people of the demo."""
    return f"{role}@demo.rethread.example"


def page(request: HttpRequest) -> dict[str, Any]:
    """Give every template its surroundings."""
    return {
        "nav": Navigation(request),
        "demo": Demo(request) if settings().is_demo else None,
        "market_name": settings().market_name,
        "languages": _LANGUAGES,
        "estimates": Estimates(request),
    }
