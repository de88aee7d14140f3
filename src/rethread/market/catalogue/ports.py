"""What the catalogue asks of packages above it, as protocols. `config` installs implementations;
until it does, everything is allowed."""

from __future__ import annotations

from typing import Protocol

from .types import ListingView


class PublishScreen(Protocol):
    """Decides whether a listing may go live: moderation, identity, whatever the operator asks.

    A screen that refuses returns the reason in words its seller may read; there is no silent
    refusal. It is called inside the transaction that publishes and must not call the network.
    """

    def reason_to_refuse(self, listing: ListingView) -> str | None:
        """Return why this listing may not go live, or None."""


class AllowEverything:
    """The screen of a market that has installed none."""

    def reason_to_refuse(self, listing: ListingView) -> str | None:
        """Return None: nothing is refused."""
        del listing
        return None


_screens: tuple[PublishScreen, ...] = (AllowEverything(),)


def install_publish_screens(*screens: PublishScreen) -> None:
    """Ask these screens, in this order, whenever a listing is about to go live."""
    global _screens
    _screens = screens or (AllowEverything(),)


def publish_screens() -> tuple[PublishScreen, ...]:
    """Return the screens in the order they are asked."""
    return _screens
