"""Change many pieces at once: each by the service that changes one, each with its own outcome.

What one piece refuses costs no other. A price is set only on the version that was looked at, so
nothing happens to a price but what the preview said; whoever likes a piece is told as ever.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from django.utils.translation import gettext as _

from rethread.platform.kernel import Actor, DomainError

from ..errors import ChangedMeanwhile, InvalidBulk
from ..rules.bulk import PIECES_MAX, is_sound, plan
from ..selectors import own_pieces, refresh_standings
from ..types import BulkChange, BulkOutcome, BulkPlan, ChosenPiece, ListingView
from .drafts import update_listing
from .publishing import hide_listing, relist_listing, remove_listing, show_listing
from .refreshing import refresh_listing


def plan_many(
    *, actor: Actor, chosen: Sequence[ChosenPiece], change: BulkChange
) -> tuple[BulkPlan, ...]:
    """Return what a change would make of each chosen piece of the acting person's; none is changed.

    Pieces that are not theirs, or gone, are not in the answer.

    Raises:
        InvalidBulk: no piece or too many, or a change that makes no sense.
    """
    _check(chosen, change)
    pieces = own_pieces(actor=actor, listing_ids=[one.listing_id for one in chosen])
    standings = refresh_standings(piece.id for piece in pieces) if change.kind == "refresh" else {}
    return tuple(plan(piece, change, standings.get(piece.id)) for piece in pieces)


def change_many(
    *, actor: Actor, chosen: Sequence[ChosenPiece], change: BulkChange
) -> tuple[BulkOutcome, ...]:
    """Carry out a change on each chosen piece, one transaction each, and say what became of it.

    Raises:
        InvalidBulk: no piece or too many, or a change that makes no sense; nothing was changed.
    """
    seen = {one.listing_id: one.version for one in chosen}
    return tuple(
        _carry_out(actor, planned, change, seen[planned.piece.id])
        for planned in plan_many(actor=actor, chosen=chosen, change=change)
    )


def _check(chosen: Sequence[ChosenPiece], change: BulkChange) -> None:
    if not chosen:
        raise InvalidBulk("pieces", _("Choose at least one piece."))
    if len(chosen) > PIECES_MAX:
        raise InvalidBulk("pieces", _("Choose at most %(most)d pieces.") % {"most": PIECES_MAX})
    if not is_sound(change):
        raise InvalidBulk("change", _("Say what to change, and to what."))


def _carry_out(
    actor: Actor, planned: BulkPlan, change: BulkChange, seen_version: int
) -> BulkOutcome:
    piece = planned.piece
    if planned.refused is not None:
        return BulkOutcome(piece, planned.refused, "")
    try:
        after = _changed(actor, planned, change, seen_version)
    except DomainError as error:
        return BulkOutcome(piece, error.code, error.message)
    if change.kind in {"show", "relist"} and after is not None and after.status != "live":
        return BulkOutcome(
            piece, "catalogue.held", _("It is held until somebody has looked at it.")
        )
    return BulkOutcome(piece, None, "")


def _changed(
    actor: Actor, planned: BulkPlan, change: BulkChange, seen_version: int
) -> ListingView | None:
    """Change one piece by the service for one; a removed piece has nothing to show."""
    piece = planned.piece
    if change.kind in {"lower", "price"}:
        if seen_version != piece.version or planned.price_minor is None:
            raise ChangedMeanwhile
        return update_listing(
            actor=actor,
            listing_id=piece.id,
            changes={"price_minor": planned.price_minor},
            expected_version=seen_version,
        )
    if change.kind == "parcel":
        return update_listing(
            actor=actor, listing_id=piece.id, changes={"parcel_size": change.parcel_size}
        )
    return _STEPS[change.kind](actor=actor, listing_id=piece.id)


_STEPS: Final[dict[str, Callable[..., ListingView | None]]] = {
    "hide": hide_listing,
    "show": show_listing,
    "remove": remove_listing,
    "relist": relist_listing,
    "refresh": refresh_listing,
}
