"""The bag. It never holds anything back: whoever pays first has the piece."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rethread.market.orders.selectors import bag_view
from rethread.market.orders.services import add_to_bag, remove_from_bag
from rethread.platform.kernel import DomainError

from ..edge import actor_of, see_other, signed_in, uuid_of
from ..presenting.bags import bag_page


@require_safe
def bag(request: HttpRequest) -> HttpResponse:
    """Show what lies in the bag; a visitor's is empty."""
    found = bag_view(actor_of(request), currency=request.GET.get("currency", ""))
    return render(request, "web/bag.html", {"bag": bag_page(found)})


@require_POST
@signed_in
def bag_add(request: HttpRequest) -> HttpResponse:
    """Put a piece into the bag, and go to the bag or stay."""
    listing_id = uuid_of(request.POST.get("listing_id"))
    here = reverse("web:listing", args=[listing_id])
    try:
        add_to_bag(actor=actor_of(request), listing_id=listing_id)
    except DomainError as error:
        if error.status == 404:
            raise
        messages.error(request, error.message)
        return see_other(here)
    if request.POST.get("then") == "checkout":
        return see_other(reverse("web:bag"))
    messages.success(request, _("In your bag. It is not held for you until you check out."))
    return see_other(here)


@require_POST
@signed_in
def bag_remove(request: HttpRequest) -> HttpResponse:
    """Take a piece out of the bag."""
    remove_from_bag(actor=actor_of(request), listing_id=uuid_of(request.POST.get("listing_id")))
    return see_other(reverse("web:bag"))
