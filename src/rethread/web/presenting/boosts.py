"""Boosts in words: how one stands, what ended it, and why a click was free."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rethread.market.boosts.types import BoostTrail, BoostView, ClickLine
from rethread.market.catalogue.types import ListingCard

_ENDED = {
    "time": gettext_lazy("Its days are over."),
    "cap": gettext_lazy("It has spent all that you allowed."),
    "sold": gettext_lazy("The piece is sold."),
    "gone": gettext_lazy("The piece is no longer for sale here."),
    "stopped": gettext_lazy("You stopped it."),
}
_FREE = {
    "own": gettext_lazy("your own"),
    "repeated": gettext_lazy("same person, same day"),
    "window_over": gettext_lazy("more than half an hour after it was shown"),
    "ended": gettext_lazy("after the boost was over"),
    "paused": gettext_lazy("while the boost stood still"),
    "unavailable": gettext_lazy("nobody could buy it at that moment"),
    "day_cap": gettext_lazy("your limit for the day was reached"),
    "cap": gettext_lazy("your limit in all was reached"),
    "owed": gettext_lazy("as much was owed as anybody may owe"),
}
_PLACES = {"feed": gettext_lazy("Feed"), "search": gettext_lazy("Search results")}


@dataclass(frozen=True, slots=True)
class BoostRow:
    """A boost with its piece, how it stands, and the colour of that."""

    boost: BoostView
    card: ListingCard | None
    standing: str
    detail: str
    tone: str


@dataclass(frozen=True, slots=True)
class ClickRow:
    """A click beside where it was shown, in words; `why_free` is "" where it cost something."""

    line: ClickLine
    place: str
    why_free: str


def boost_row(boost: BoostView, card: ListingCard | None) -> BoostRow:
    """Say how a boost stands."""
    if boost.end_reason is not None:
        return BoostRow(boost, card, _("Over"), str(_ENDED[boost.end_reason]), "")
    if boost.status == "paused":
        detail = _("You owe as much for boosts as anybody may. It goes on when a sale pays that.")
        return BoostRow(boost, card, _("Standing still"), detail, "warn")
    if card is not None and not card.available:
        return BoostRow(boost, card, _("Not shown now"), _why_not_shown(card), "warn")
    if boost.resting_today:
        detail = _("Today’s limit is reached. It goes on tomorrow.")
        return BoostRow(boost, card, _("Resting today"), detail, "warn")
    return BoostRow(boost, card, _("Running"), "", "good")


def _why_not_shown(card: ListingCard) -> str:
    """Say why nobody can buy a piece now; nothing of it is charged, and the days run on."""
    if card.status == "reserved":
        return _("Somebody is paying for the piece, so it is not shown and costs nothing.")
    if card.status == "hidden":
        return _("The piece is hidden, so it is not shown and costs nothing. Its days run on.")
    if card.status == "live":
        return _("Your shop is on holiday, so it is not shown and costs nothing. Its days run on.")
    return _("Nobody can buy the piece at the moment, so it is not shown and costs nothing.")


def click_rows(trail: BoostTrail) -> list[ClickRow]:
    """Put what happened to a boost into words, the latest first."""
    return [
        ClickRow(
            line,
            str(_PLACES[line.surface]),
            str(_FREE[line.free_because]) if line.free_because is not None else "",
        )
        for line in trail.clicks
    ]
