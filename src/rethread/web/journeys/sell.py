"""Selling: photos, a draft, the editor, going live.

A photo that cannot be taken never costs the others; a field that is wrong never costs the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rethread.market.accounts.services import ensure_shop, name_shop
from rethread.market.catalogue.errors import InvalidListing, PublishRefused
from rethread.market.catalogue.selectors import access_listing_for_edit, list_own_cards
from rethread.market.catalogue.services import (
    create_draft,
    hide_listing,
    publish_listing,
    remove_listing,
    show_listing,
    update_listing,
)
from rethread.market.catalogue.types import ListingView
from rethread.market.orders.rules.calendar import (
    AUTO_CANCEL_DAYS,
    CLAIM_WINDOW_DAYS,
    SHIP_PROMISED_DAYS,
)
from rethread.market.payments.selectors import seller_payment_status
from rethread.market.social.selectors import like_counts
from rethread.market.trust.selectors import find_listing_decision
from rethread.platform.kernel import Actor, DomainError, Money, settings
from rethread.platform.kernel.money import SYMBOLS

from ..edge import actor_of, blame_fields, go_on, is_htmx, see_other, signed_in
from ..presenting.account import IdentityView, identity_view
from ..presenting.listings import (
    card_of,
    listing_page,
    listing_rows,
    missing_of,
    price_note,
)
from ..selling import (
    PHOTOS_MAX,
    TrayPhoto,
    accept_photos,
    changes_of,
    form_of_type,
    listing_form,
    rearranged,
    values_of,
)
from ..suggesting import accept, suggestions_for

ERRORS_KEY = "photo_errors"


@require_safe
@signed_in
def sell(request: HttpRequest) -> HttpResponse:
    """Show one's rail and where the next piece begins."""
    cards = list_own_cards(actor=actor_of(request))
    rows = listing_rows(cards, like_counts([card.id for card in cards]))
    context = {
        "drafts": [row for row in rows if row.status == "draft"],
        "live": [row for row in rows if row.status == "live"],
        "other": [row for row in rows if row.status not in {"draft", "live"}],
        "max_photos": PHOTOS_MAX,
        "photo_errors": request.session.pop(ERRORS_KEY, []),
    }
    return render(request, "web/sell.html", context)


@signed_in
def sell_start(request: HttpRequest) -> HttpResponse:
    """Begin a piece with its first photos."""
    if request.method != "POST":
        return see_other(reverse("web:sell"))
    actor = actor_of(request)
    photos, errors = accept_photos(actor, request.FILES.getlist("photos"), PHOTOS_MAX)
    if errors:
        request.session[ERRORS_KEY] = errors
    if not photos:
        if not errors:
            request.session[ERRORS_KEY] = [_("Choose at least one photo.")]
        return _move_on(request, reverse("web:sell"))
    draft = create_draft(actor=actor, changes={"photo_ids": photos})
    return _move_on(request, reverse("web:listing_edit", args=[draft.id]))


def _move_on(request: HttpRequest, to: str) -> HttpResponse:
    return go_on(to) if is_htmx(request) else see_other(to)


@signed_in
def listing_edit(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """Show the editor; keep what was written."""
    view = access_listing_for_edit(actor=actor_of(request), listing_id=listing_id)
    if request.method != "POST":
        return _editor(request, view)
    then = request.POST.get("then", "")
    accepts = then.startswith("accept:")
    typed = accept(request.POST, view, then.removeprefix("accept:")) if accepts else request.POST
    form = listing_form(view, typed)
    try:
        if not form.is_valid():
            raise InvalidListing({})
        version = request.POST.get("version", "")
        saved = update_listing(
            actor=actor_of(request),
            listing_id=listing_id,
            changes=changes_of(form, view.currency),
            expected_version=int(version) if version.isdecimal() and len(version) < 10 else None,
        )
    except DomainError as error:
        if error.fields or not form.errors:
            blame_fields(form, error)
        return _editor(request, view, form=form, status=422)
    if accepts:
        return see_other(f"{reverse('web:listing_edit', args=[listing_id])}#suggested")
    if view.status == "live" and saved.status == "hidden":
        messages.warning(request, _("Saved, and hidden. Below you read why."))
        return see_other(reverse("web:listing", args=[listing_id]))
    if view.status != "draft":
        messages.success(request, _("Saved."))
        return see_other(reverse("web:listing", args=[listing_id]))
    if request.POST.get("then") == "publish":
        return see_other(reverse("web:listing_publish", args=[listing_id]))
    messages.success(request, _("Your draft is saved."))
    return see_other(reverse("web:sell"))


def _editor(
    request: HttpRequest, view: ListingView, *, form: object = None, status: int = 200
) -> HttpResponse:
    typed = request.POST if request.method == "POST" else values_of(view)
    context = {
        "listing": listing_page(view),
        "suggestions": suggestions_for(view, typed) if view.status == "draft" else (),
        "form": form or listing_form(view, values_of(view)),
        "note": price_note(view.price),
        "currency_symbol": SYMBOLS.get(view.currency, view.currency),
        **_tray(view, request.session.pop(ERRORS_KEY, [])),
    }
    return render(request, "web/sell_edit.html", context, status=status)


def _tray(view: ListingView, errors: Sequence[str]) -> dict[str, object]:
    return {
        "listing": listing_page(view),
        "photos": [TrayPhoto(photo.id, photo) for photo in view.photos],
        "max_photos": PHOTOS_MAX,
        "photo_errors": list(errors),
    }


@require_POST
@signed_in
def listing_photos(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """Add, remove or reorder photos; a script gets the tray back."""
    actor = actor_of(request)
    view = access_listing_for_edit(actor=actor, listing_id=listing_id)
    have = [photo.id for photo in view.photos]
    new, errors = accept_photos(actor, request.FILES.getlist("photos"), PHOTOS_MAX - len(have))
    wanted = rearranged([*have, *new], request.POST)
    if wanted != have:
        try:
            view = update_listing(actor=actor, listing_id=listing_id, changes={"photo_ids": wanted})
        except DomainError as error:
            errors.append(error.message)
    if is_htmx(request):
        return render(request, "web/partials/photo_tray.html", _tray(view, errors))
    if errors:
        request.session[ERRORS_KEY] = errors
    return see_other(reverse("web:listing_edit", args=[listing_id]))


@signed_in
def listing_publish(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """Say what going live means, plainly, and do it."""
    actor = actor_of(request)
    view = access_listing_for_edit(actor=actor, listing_id=listing_id)
    if view.status != "draft":
        return see_other(reverse("web:listing", args=[listing_id]))
    if request.method != "POST":
        return _before_publishing(request, view)
    try:
        _name_shop(actor, view, request.POST.get("shop_name", ""))
    except DomainError as error:
        wrong = error.fields.get("name") or error.message
        return _before_publishing(request, view, name_problem=wrong, status=422)
    try:
        published = publish_listing(actor=actor, listing_id=listing_id)
    except PublishRefused as error:
        return _before_publishing(request, view, refusal=error.message, status=403)
    except InvalidListing:
        return _before_publishing(request, view, status=422)
    if published.status != "live":
        return _before_publishing(request, view)
    messages.success(request, _("On the rail. Everybody can see it now."))
    return see_other(reverse("web:listing", args=[listing_id]))


def _name_shop(actor: Actor, view: ListingView, name: str) -> None:
    """Give the shop the name that its owner wrote beside the first piece."""
    if name.strip() and name.strip() != view.shop.name and _is_first_piece(actor):
        name_shop(actor=actor, shop_id=view.shop.id, name=name)


def _is_first_piece(actor: Actor) -> bool:
    """Tell whether nothing of this person's shop was ever public."""
    return all(card.status == "draft" for card in list_own_cards(actor=actor))


def _before_publishing(
    request: HttpRequest,
    view: ListingView,
    *,
    refusal: str = "",
    name_problem: str = "",
    status: int = 200,
) -> HttpResponse:
    shop = ensure_shop(actor=actor_of(request)) if request.method == "POST" else view.shop
    context = {
        "listing": listing_page(view),
        "card": card_of(view),
        "note": price_note(view.price),
        "identity": _identity(view, refusal),
        "refusal": refusal if _identity_is_enough(view) else "",
        "held": find_listing_decision(view.id),
        "may_publish": _identity_is_enough(view) and not missing_of(view),
        "problems": list(missing_of(view).values()),
        "ships_within_days": shop.ships_within_days,
        "ships_most": SHIP_PROMISED_DAYS,
        "called_off_after": AUTO_CANCEL_DAYS,
        "claim_days": CLAIM_WINDOW_DAYS,
        "asks_name": _is_first_piece(actor_of(request)),
        "shop_name": request.POST.get("shop_name", shop.name),
        "name_problem": name_problem,
        "zero": Money.zero(view.currency),
    }
    return render(request, "web/sell_publish.html", context, status=status)


def _identity(view: ListingView, refusal: str) -> IdentityView:
    found = identity_view(seller_payment_status(view.seller_id))
    return IdentityView(found.state, refusal) if refusal and found.state != "done" else found


def _identity_is_enough(view: ListingView) -> bool:
    known = seller_payment_status(view.seller_id)
    return known.transfers_enabled or settings().identity_before != "listing"


@require_POST
@signed_in
def listing_hide(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """Take a piece out of sight."""
    hide_listing(actor=actor_of(request), listing_id=listing_id)
    messages.success(request, _("Hidden. Only you can see it."))
    return see_other(reverse("web:listing", args=[listing_id]))


@require_POST
@signed_in
def listing_show(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """Put a hidden piece back on the rail."""
    try:
        shown = show_listing(actor=actor_of(request), listing_id=listing_id)
    except PublishRefused as error:
        messages.error(request, error.message)
    else:
        if shown.status == "live":
            messages.success(request, _("Back on the rail."))
        else:
            messages.warning(request, _("Still hidden. Below you read why."))
    return see_other(reverse("web:listing", args=[listing_id]))


@require_POST
@signed_in
def listing_remove(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """Delete a piece."""
    remove_listing(actor=actor_of(request), listing_id=listing_id)
    messages.success(request, _("Deleted."))
    return see_other(reverse("web:sell"))


@require_safe
@signed_in
def price_note_fragment(request: HttpRequest) -> HttpResponse:
    """Say what a price means while it is being typed."""
    try:
        asked = request.GET.get("currency", "")
        currency = asked if asked in settings().trading_currencies else settings().currency
        price = Money.parse(request.GET.get("price", ""), currency)
    except DomainError:
        price = None
    return render(request, "web/partials/price_note.html", {"note": price_note(price)})


@require_safe
@signed_in
def suggestions(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """Suggest what the title says while it is being written."""
    view = access_listing_for_edit(actor=actor_of(request), listing_id=listing_id)
    found = suggestions_for(view, request.GET) if view.status == "draft" else ()
    return render(request, "web/partials/suggestions.html", {"suggestions": found})


@require_safe
@signed_in
def size_options(request: HttpRequest) -> HttpResponse:
    """Offer the sizes and measures that a type has, when the type was chosen."""
    form = form_of_type(
        request.GET.get("type", ""), request.GET.get("department", ""), request.GET.get("size", "")
    )
    context = {"field": form["size"], "form": form, "swap": True}
    return render(request, "web/partials/type_fields.html", context)
