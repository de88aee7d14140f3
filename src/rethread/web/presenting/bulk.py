"""Work on many pieces at once, in words: what becomes of each, and why some are left alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from rethread.market.catalogue.types import (
    BulkChange,
    BulkOutcome,
    BulkPiece,
    BulkPlan,
    ListingCard,
)
from rethread.platform.kernel import Money

from ..templatetags.web import format_money


@dataclass(frozen=True, slots=True)
class BulkRow:
    """One piece with what becomes of it; `refused` is "" where it is changed."""

    piece: BulkPiece
    card: ListingCard | None
    becomes: str
    refused: str


def planned_rows(
    plans: Iterable[BulkPlan], change: BulkChange, cards: Mapping[UUID, ListingCard]
) -> list[BulkRow]:
    """Say what a change would make of each piece."""
    return [
        BulkRow(
            plan.piece,
            cards.get(plan.piece.id),
            _becomes(plan, change) if plan.refused is None else "",
            why_refused(plan.refused, "") if plan.refused is not None else "",
        )
        for plan in plans
    ]


def outcome_rows(
    outcomes: Iterable[BulkOutcome], cards: Mapping[UUID, ListingCard]
) -> list[BulkRow]:
    """Say what became of each piece."""
    return [
        BulkRow(
            one.piece,
            cards.get(one.piece.id),
            "",
            why_refused(one.refused, one.message) if one.refused is not None else "",
        )
        for one in outcomes
    ]


def _becomes(plan: BulkPlan, change: BulkChange) -> str:
    piece = plan.piece
    if plan.price_minor is not None:
        after = format_money(Money(plan.price_minor, piece.currency))
        if piece.price_minor is None:
            return after
        before = format_money(Money(piece.price_minor, piece.currency))
        return _("%(before)s becomes %(after)s") % {"before": before, "after": after}
    return {
        "parcel": _("Gets the new parcel size"),
        "hide": _("Will be hidden"),
        "show": _("Will be for sale"),
        "relist": _("Will be for sale again, where it stood"),
        "refresh": _("Will be refreshed"),
        "remove": _("Will be removed"),
    }[change.kind]


def why_refused(code: str, message: str) -> str:
    """Say why a piece is left alone; what only a service can know says so itself."""
    known = {
        "wrong_status": _("Left alone: as it stands now, this cannot be done with it."),
        "catalogue.wrong_status": _("Left alone: as it stands now, this cannot be done with it."),
        "unchanged": _("Left alone: it is so already."),
        "refresh_too_soon": _("Left alone: it can be refreshed once in 30 days."),
        "nothing_improved": _("Left alone: nothing about it got better since."),
        "no_price": _("Left alone: it has no price yet."),
        "other_currency": _("Left alone: it is priced in another currency."),
        "price_out_of_range": _("Left alone: the price would be too low or too high."),
        "catalogue.changed_meanwhile": _("Left alone: it changed meanwhile. Look at it again."),
    }
    return known.get(code) or message or _("Left alone.")
