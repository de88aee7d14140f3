"""What the catalogue asks of packages above it, as protocols. `config` installs implementations;
until it does, everything is allowed."""

from __future__ import annotations

from typing import Protocol

from rethread.platform.kernel import Actor

from .types import ListingView


class PublishScreen(Protocol):
    """Decides whether a listing may go live: moderation, identity, whatever the operator asks.

    A screen that refuses returns the reason in words its seller may read; there is no silent
    refusal. It is called inside the transaction that publishes and must not call the network.
    """

    def reason_to_refuse(self, listing: ListingView) -> str | None:
        """Return why this listing may not go live, or None."""


class ListingScreen(Protocol):
    """Looks at what a listing says and shows, when it is about to go live or changes while live.

    One that is held stays where it is (a draft, hidden) or is hidden. The screen has then written
    down why, in the same transaction, where the seller reads it; it must not call the network.
    """

    def holds(self, *, actor: Actor, listing: ListingView) -> bool:
        """Tell whether the listing may not be public as it is now."""


class HoldNothing:
    """The screen of a market that looks at nothing."""

    def holds(self, *, actor: Actor, listing: ListingView) -> bool:
        """Return False: everything may be public."""
        del actor, listing
        return False


class AllowEverything:
    """The screen of a market that has installed none."""

    def reason_to_refuse(self, listing: ListingView) -> str | None:
        """Return None: nothing is refused."""
        del listing
        return None


_listing_screen: ListingScreen = HoldNothing()
_screens: tuple[PublishScreen, ...] = (AllowEverything(),)


def install_publish_screens(*screens: PublishScreen) -> None:
    """Ask these screens, in this order, whenever a listing is about to go live."""
    global _screens
    _screens = screens or (AllowEverything(),)


def publish_screens() -> tuple[PublishScreen, ...]:
    """Return the screens in the order they are asked."""
    return _screens


def install_listing_screen(screen: ListingScreen) -> None:
    """Show this what listings say before everybody sees it."""
    global _listing_screen
    _listing_screen = screen


def listing_screen() -> ListingScreen:
    """Return what looks at listings."""
    return _listing_screen
