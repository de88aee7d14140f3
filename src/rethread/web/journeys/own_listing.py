"""What a seller does with a piece beside editing it: copy it, say it is gone, read what changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rethread.market.catalogue.selectors import access_listing_for_edit, list_edits
from rethread.market.catalogue.services import (
    duplicate_listing,
    mark_sold_elsewhere,
    refresh_listing,
    relist_listing,
)
from rethread.market.catalogue.types import ListingEdit
from rethread.platform.kernel import DomainError

from ..edge import actor_of, see_other, signed_in
from ..presenting.listings import listing_page


@dataclass(frozen=True, slots=True)
class EditRow:
    """One edit: when it was, and each field with its words before and after."""

    at: datetime
    changes: tuple[tuple[str, str, str], ...]


@require_POST
@signed_in
def duplicate(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """Begin a draft like another piece."""
    draft = duplicate_listing(actor=actor_of(request), listing_id=listing_id)
    messages.success(request, _("A new draft with the same words and photos."))
    return see_other(reverse("web:listing_edit", args=[draft.id]))


@require_POST
@signed_in
def elsewhere(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """Say that a piece was sold somewhere else."""
    mark_sold_elsewhere(actor=actor_of(request), listing_id=listing_id)
    messages.success(request, _("Marked as sold elsewhere. Nobody can buy it here any more."))
    return see_other(reverse("web:listing", args=[listing_id]))


@require_POST
@signed_in
def relist(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """Put back up for sale what was said to be sold somewhere else."""
    try:
        shown = relist_listing(actor=actor_of(request), listing_id=listing_id)
    except DomainError as error:
        if error.status == 404:
            raise
        messages.error(request, error.message)
    else:
        if shown.status == "live":
            messages.success(request, _("It is for sale again, where it stood."))
    return see_other(reverse("web:listing", args=[listing_id]))


@require_POST
@signed_in
def refresh(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """Refresh a piece that got better."""
    try:
        refresh_listing(actor=actor_of(request), listing_id=listing_id)
    except DomainError as error:
        if error.status == 404:
            raise
        messages.error(request, error.message)
    else:
        messages.success(request, _("Refreshed. It moves up a little in search by best match."))
    return see_other(reverse("web:listing", args=[listing_id]))


@require_safe
@signed_in
def history(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """Show what was changed about a piece since it was first public."""
    actor = actor_of(request)
    view = access_listing_for_edit(actor=actor, listing_id=listing_id)
    rows = [_row(edit) for edit in list_edits(actor=actor, listing_id=listing_id)]
    context = {"listing": listing_page(view), "edits": rows}
    return render(request, "web/listing_history.html", context)


def _row(edit: ListingEdit) -> EditRow:
    changes = tuple((_label(c.field), c.before, c.after) for c in edit.changes)
    return EditRow(edit.edited_at, changes)


def _label(field: str) -> str:
    return {
        "title": _("Title"), "description": _("Description"), "department": _("Department"),
        "type": _("Type"), "brand": _("Brand"), "brand_text": _("Brand"), "size": _("Size"),
        "condition": _("Condition"), "colours": _("Colours"), "styles": _("Style"),
        "era": _("Era"), "material": _("Material"), "pattern": _("Pattern"),
        "measurements": _("Measurements"), "measures": _("Measurements"),
        "parcel_size": _("Parcel"), "price_minor": _("Price"),
        "photos": _("Photos"),
    }.get(field, field)  # fmt: skip
