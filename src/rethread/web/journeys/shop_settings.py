"""How one sells: holidays, bundles, delivery. A refusal stands beside what was typed."""

from __future__ import annotations

from datetime import date, datetime, time

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rethread.market.accounts.selectors import find_shop_of
from rethread.market.accounts.services import (
    set_bundle_discount,
    set_delivery_methods,
    set_shop_currency,
    set_vacation,
)
from rethread.market.accounts.types import ShopSummary
from rethread.market.pricing.selectors import delivery_options
from rethread.market.pricing.types import PARCEL_SIZES, DeliveryMethod
from rethread.platform.kernel import DomainError, Money, settings

from ..edge import actor_of, blame_fields, see_other, signed_in
from ..forms import BundleForm, CurrencyForm, DeliveryForm, HolidayForm
from ..presenting.delivery import title_of


def selling_page(
    request: HttpRequest,
    *,
    form: HolidayForm | None = None,
    bundles: BundleForm | None = None,
    delivery: DeliveryForm | None = None,
    currency: CurrencyForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show how a shop sells; who has none is sent to where one opens."""
    shop = find_shop_of(actor_of(request).require_user())
    if shop is None:
        return see_other(reverse("web:sell"))
    context = {
        "shop": shop,
        "holiday_form": form or _holiday_form(shop),
        "bundle_form": bundles or _bundle_form(shop),
        "delivery_form": delivery or _delivery_form(shop),
        "rates": _rates(shop.currency),
        "currency_form": currency or _currency_form(shop),
    }
    return render(request, "web/shop_settings.html", context, status=status)


def _holiday_form(shop: ShopSummary) -> HolidayForm:
    until = shop.vacation_until
    day = timezone.localtime(until).date() if until is not None else None
    return HolidayForm(initial={"vacation_until": day}, label_suffix="")


@require_POST
@signed_in
def holiday(request: HttpRequest) -> HttpResponse:
    """Go on holiday, change the day of return, or come back."""
    actor = actor_of(request)
    shop = find_shop_of(actor.require_user())
    if shop is None:
        return see_other(reverse("web:sell"))
    if request.POST.get("then") == "back":
        set_vacation(actor=actor, shop_id=shop.id, on_vacation=False)
        messages.success(request, _("Welcome back. Your pieces are on the rail again."))
        return see_other(reverse("web:shop_settings"))
    form = HolidayForm(request.POST, label_suffix="")
    if not form.is_valid():
        return selling_page(request, form=form, status=422)
    until = _morning_of(form.cleaned_data["vacation_until"])
    try:
        set_vacation(actor=actor, shop_id=shop.id, on_vacation=True, until=until)
    except DomainError as error:
        blame_fields(form, error)
        return selling_page(request, form=form, status=422)
    messages.success(request, _("Your pieces rest now. Nobody can buy them until you are back."))
    return see_other(reverse("web:shop_settings"))


@require_POST
@signed_in
def bundle_discount(request: HttpRequest) -> HttpResponse:
    """Say what the shop takes off for several pieces."""
    actor = actor_of(request)
    shop = find_shop_of(actor.require_user())
    if shop is None:
        return see_other(reverse("web:sell"))
    form = BundleForm(request.POST, label_suffix="")
    if not form.is_valid():
        return selling_page(request, bundles=form, status=422)
    try:
        set_bundle_discount(actor=actor, shop_id=shop.id, tiers=form.tiers())
    except DomainError as error:
        blame_fields(form, error)
        return selling_page(request, bundles=form, status=422)
    messages.success(request, _("Saved. It counts for every bag from now on."))
    return see_other(reverse("web:shop_settings"))


@require_POST
@signed_in
def currency(request: HttpRequest) -> HttpResponse:
    """Say what the shop's next pieces are priced in."""
    actor = actor_of(request)
    shop = find_shop_of(actor.require_user())
    if shop is None:
        return see_other(reverse("web:sell"))
    form = CurrencyForm(request.POST, label_suffix="")
    if not form.is_valid():
        return selling_page(request, currency=form, status=422)
    set_shop_currency(actor=actor, shop_id=shop.id, **form.cleaned_data)
    messages.success(request, _("Saved. It counts for what you list from now on."))
    return see_other(reverse("web:shop_settings"))


def _currency_form(shop: ShopSummary) -> CurrencyForm | None:
    """Return the choice of a currency where the market trades in more than one."""
    if len(settings().trading_currencies) < 2:
        return None
    return CurrencyForm(initial={"currency": shop.currency}, label_suffix="")


@require_POST
@signed_in
def delivery_methods(request: HttpRequest) -> HttpResponse:
    """Say in which ways the shop delivers."""
    actor = actor_of(request)
    shop = find_shop_of(actor.require_user())
    if shop is None:
        return see_other(reverse("web:sell"))
    form = DeliveryForm(request.POST, label_suffix="")
    if not form.is_valid():
        return selling_page(request, delivery=form, status=422)
    try:
        set_delivery_methods(actor=actor, shop_id=shop.id, **form.cleaned_data)
    except DomainError as error:
        blame_fields(form, error)
        return selling_page(request, delivery=form, status=422)
    messages.success(request, _("Saved. It counts for every bag from now on."))
    return see_other(reverse("web:shop_settings"))


def _delivery_form(shop: ShopSummary) -> DeliveryForm:
    initial = {"methods": shop.delivery_methods, "pickup_place": shop.pickup_place}
    return DeliveryForm(initial=initial, label_suffix="")


def _rates(currency: str) -> list[tuple[str, list[Money]]]:
    """Return what buyers pay for each way that is sent, by size of the parcel."""
    options = delivery_options(currency)
    sent: tuple[DeliveryMethod, ...] = ("tracked", "untracked")
    return [
        (title_of(method), [options[method, size].price for size in PARCEL_SIZES])
        for method in sent
        if (method, PARCEL_SIZES[0]) in options
    ]


def _bundle_form(shop: ShopSummary) -> BundleForm:
    initial = {f"from_{tier.count}": tier.percent for tier in shop.bundle_tiers}
    return BundleForm(initial=initial, label_suffix="")


def _morning_of(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.min)) if day is not None else None
