"""What was changed about a listing since it was first public, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import ngettext

from rethread.platform.kernel import Actor, Money

from .. import rules
from ..errors import ListingNotFound
from ..models import Edit, Listing
from ..types import FieldChange, ListingEdit

EDITS_MAX = 100
_VOCABULARIES: Mapping[str, rules.Vocabulary[Any]] = {
    "department": rules.DEPARTMENTS,
    "type": rules.TYPES,
    "brand": rules.BRANDS,
    "condition": rules.CONDITIONS,
    "colours": rules.COLOURS,
    "styles": rules.STYLES,
    "era": rules.ERAS,
    "material": rules.MATERIALS,
    "pattern": rules.PATTERNS,
}


def list_edits(*, actor: Actor, listing_id: UUID) -> tuple[ListingEdit, ...]:
    """Return what was changed about a listing, latest first; its seller and staff read it.

    Raises:
        ListingNotFound: there is none, or it is somebody else's.
    """
    listing = Listing.objects.filter(pk=listing_id).first()
    if listing is None or not (actor.is_staff or actor.user_id == listing.seller_id):
        raise ListingNotFound
    rows = Edit.objects.filter(listing=listing).order_by("-version")[:EDITS_MAX]
    return tuple(
        ListingEdit(
            version=row.version,
            edited_at=row.edited_at,
            by_seller=row.by_seller,
            changes=tuple(_change(change, listing.currency) for change in row.changes),
        )
        for row in rows
    )


def _change(change: Mapping[str, object], currency: str) -> FieldChange:
    field = str(change["field"])
    return FieldChange(
        field=field,
        before=_words(field, change["before"], currency),
        after=_words(field, change["after"], currency),
    )


def _words(field: str, value: object, currency: str) -> str:
    """Write a stored value as a person reads it; an empty one is no words."""
    if field == "photos" and isinstance(value, list):
        told = ngettext("%(count)d photo", "%(count)d photos", len(value))
        return told % {"count": len(value)}
    if field == "measures" and isinstance(value, dict):
        return ", ".join(
            f"{rules.MEASURES.label(code)} {millimetres / 10:g} cm"
            for code, millimetres in value.items()
        )
    if field == "price_minor" and isinstance(value, int):
        return Money(value, currency).format()
    vocabulary = _VOCABULARIES.get(field)
    codes = value if isinstance(value, list) else [value]
    words = [vocabulary.label(str(code)) if vocabulary else str(code) for code in codes if code]
    return ", ".join(word for word in words if word)
