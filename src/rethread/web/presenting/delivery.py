"""The ways in which a piece gets to its buyer, in words: the same on listing, bag and checkout."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rethread.market.orders.types import DeliveryChoice
from rethread.market.pricing.types import DeliveryMethod
from rethread.platform.kernel import Money

from ..templatetags.web import format_money


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """A way of delivery: what it is called, what it costs, and what that means for the buyer.

    `url` leads to the same page with this way chosen; "" where nothing is chosen.
    """

    method: DeliveryMethod
    icon: str
    title: str
    words: str
    note: str
    price: Money
    is_chosen: bool = False
    url: str = ""


def delivery_rows(
    choices: Iterable[DeliveryChoice], place: str, chosen: DeliveryMethod | None = None
) -> tuple[DeliveryRow, ...]:
    """Put the ways that a shop offers into words."""
    return tuple(
        DeliveryRow(
            method=choice.method,
            icon="store" if choice.method == "pickup" else "truck",
            title=title_of(choice.method),
            words=words_of(choice.method, choice.price, place),
            note=note_of(choice.method, place),
            price=choice.price,
            is_chosen=choice.method == chosen,
        )
        for choice in choices
    )


def title_of(method: DeliveryMethod) -> str:
    """Name a way of delivery."""
    return {
        "tracked": _("Tracked delivery"),
        "untracked": _("Untracked delivery"),
        "pickup": _("Pick it up"),
    }[method]


def words_of(method: DeliveryMethod, price: Money, place: str) -> str:
    """Say in one line what a way of delivery costs and how long it takes."""
    values = {"fee": format_money(price), "place": place}
    return {
        "tracked": _("%(fee)s tracked delivery, 2 to 3 working days"),
        "untracked": _("%(fee)s untracked delivery"),
        "pickup": _("Free pick-up: %(place)s"),
    }[method] % values


def note_of(method: DeliveryMethod, place: str) -> str:
    """Say what a buyer should know before they choose a way."""
    return {
        "tracked": _("The carrier scans it on its way. 2 to 3 working days."),
        "untracked": _(
            "Nobody scans it, so you say when it is there. If you say nothing, the seller is paid "
            "ten working days after it was sent."
        ),
        "pickup": _("%(place)s. You agree on a time and show a code when you meet.")
        % {"place": place},
    }[method]
