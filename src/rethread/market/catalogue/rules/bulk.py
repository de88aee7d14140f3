"""What becomes of a piece when its seller changes many at once. Pure: the preview and the tests."""

from __future__ import annotations

from ..types import BulkChange, BulkPiece, BulkPlan, RefreshStanding
from .editing import PRICE_MINOR_MAX, PRICE_MINOR_MIN
from .lifecycle import EDITABLE, Step, next_status

PIECES_MAX = 100
PERCENT_MAX = 90
_STEPS: dict[str, Step] = {"hide": "hide", "show": "show", "remove": "remove", "relist": "relist"}


def is_sound(change: BulkChange) -> bool:
    """Tell whether a change says all that it needs, within bounds, and no more."""
    if change.kind == "lower":
        return change.percent is not None and 1 <= change.percent <= PERCENT_MAX
    if change.kind == "price":
        price = change.price_minor
        return price is not None and PRICE_MINOR_MIN <= price <= PRICE_MINOR_MAX
    if change.kind == "parcel":
        return change.parcel_size in {"small", "medium", "large"}
    return change.kind in _STEPS or change.kind == "refresh"


def lowered(price_minor: int, percent: int) -> int:
    """Return a price with `percent` taken off, rounded half up to the minor unit."""
    return (price_minor * (100 - percent) * 2 + 100) // 200


def plan(piece: BulkPiece, change: BulkChange, standing: RefreshStanding | None = None) -> BulkPlan:
    """Return what a change makes of a piece as it is now, or why it is left alone.

    `standing` is where a live piece stands with being refreshed; only that change asks.
    """
    if change.kind == "refresh":
        return BulkPlan(piece, None, None, standing.refused if standing else "wrong_status")
    if change.kind in _STEPS:
        following = next_status(piece.status, _STEPS[change.kind])
        return BulkPlan(piece, following, None, None if following else "wrong_status")
    if piece.status not in EDITABLE:
        return BulkPlan(piece, None, None, "wrong_status")
    if change.kind == "parcel":
        same = piece.parcel_size == change.parcel_size
        return BulkPlan(piece, None, None, "unchanged" if same else None)
    return _priced(piece, change)


def _priced(piece: BulkPiece, change: BulkChange) -> BulkPlan:
    if change.kind == "lower" and piece.price_minor is None:
        return BulkPlan(piece, None, None, "no_price")
    price = (
        lowered(piece.price_minor or 0, change.percent or 0)
        if change.kind == "lower"
        else change.price_minor
    )
    if change.kind == "price" and change.currency not in ("", piece.currency):
        return BulkPlan(piece, None, None, "other_currency")
    if price == piece.price_minor:
        return BulkPlan(piece, None, None, "unchanged")
    if price is None or not PRICE_MINOR_MIN <= price <= PRICE_MINOR_MAX:
        return BulkPlan(piece, None, None, "price_out_of_range")
    return BulkPlan(piece, None, price, None)
