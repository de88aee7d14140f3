"""You: shop settings, addresses, money, identity, personal keys."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rethread.market.accounts.selectors import (
    access_address,
    find_shop_of,
    get_user,
    list_addresses,
    list_personal_keys,
)
from rethread.market.accounts.services import (
    choose_currency,
    choose_default_address,
    choose_language,
    create_personal_key,
    delete_address,
    open_shop,
    revoke_personal_key,
    save_address,
    set_display_name,
    update_shop,
)
from rethread.market.accounts.types import KEY_SCOPES, ShopSummary, UserView
from rethread.market.orders.selectors import list_orders_for_buyer, list_orders_for_seller
from rethread.market.payments.selectors import (
    list_payouts,
    seller_balances,
    seller_payment_status,
)
from rethread.market.payments.services import request_payout, start_onboarding
from rethread.market.pricing.selectors import currencies_with_rates
from rethread.market.social.selectors import list_liked
from rethread.platform.kernel import Actor, DomainError, settings
from rethread.platform.kernel.languages import written_for

from ..edge import actor_of, blame_fields, next_url, see_other, signed_in
from ..forms import AddressForm, KeyForm, LanguageForm, NameForm, ShopForm
from ..languages import LANGUAGE_COOKIE, keep_language
from ..presenting.account import address_rows, identity_view, payout_rows
from .shop_settings import selling_page

COUNTED_MAX = 99


@require_safe
@signed_in
def you(request: HttpRequest) -> HttpResponse:
    """Show a person their own things."""
    return _page(request)


def _page(request: HttpRequest, *, status: int = 200, **given: Any) -> HttpResponse:
    actor = actor_of(request)
    user_id = actor.require_user()
    person, shop = get_user(user_id), find_shop_of(user_id)
    identity = seller_payment_status(user_id)
    context: dict[str, Any] = {
        "person": person,
        "shop": shop,
        "name_form": NameForm(initial={"display_name": person.display_name}, label_suffix=""),
        "shop_form": ShopForm(initial=_shop_values(shop), label_suffix=""),
        "addresses": address_rows(list_addresses(actor=actor)),
        "address_form": AddressForm(label_suffix=""),
        "identity": identity_view(identity),
        "balances": seller_balances(user_id),
        "can_pay_out": identity.payouts_enabled,
        "payouts": payout_rows(list_payouts(user_id, limit=10)),
        "order_counts": _counts(actor),
        "likes_count": _at_most(len(list_liked(actor, limit=COUNTED_MAX + 1).listing_ids)),
        "keys": list_personal_keys(actor=actor),
        "key_form": KeyForm(label_suffix=""),
        "language_form": _language_form(person, None),
    }
    context |= given
    for name in ("name_form", "shop_form", "address_form", "key_form"):
        context[name].auto_id = f"id_{name}_%s"  # several forms of this page have a "name"
    return render(request, "web/you.html", context, status=status)


def _shop_values(shop: ShopSummary | None) -> dict[str, object]:
    if shop is None:
        return {"ships_within_days": 3}
    return {
        "name": shop.name,
        "handle": shop.handle,
        "bio": shop.bio,
        "ships_within_days": shop.ships_within_days,
    }


def _counts(actor: Actor) -> dict[str, str]:
    return {
        "buying": _at_most(len(list_orders_for_buyer(actor, limit=COUNTED_MAX + 1).orders)),
        "selling": _at_most(len(list_orders_for_seller(actor, limit=COUNTED_MAX + 1).orders)),
    }


def _at_most(count: int) -> str:
    return f"{COUNTED_MAX}+" if count > COUNTED_MAX else str(count)


def _done(request: HttpRequest, text: str, anchor: str = "") -> HttpResponse:
    messages.success(request, text)
    return see_other(reverse("web:you") + anchor)


@require_POST
@signed_in
def name_save(request: HttpRequest) -> HttpResponse:
    """Change how one is called."""
    form = NameForm(request.POST, label_suffix="")
    if form.is_valid():
        try:
            set_display_name(actor=actor_of(request), **form.cleaned_data)
        except DomainError as error:
            blame_fields(form, error)
        else:
            return _done(request, _("Saved."))
    return _page(request, status=422, name_form=form)


def _language_form(person: UserView, typed: QueryDict | None) -> LanguageForm:
    """Offer the languages there are, and the currencies that have a rate now or were chosen."""
    known = currencies_with_rates(settings().currency)
    chosen = (person.currency,) if person.currency and person.currency not in known else ()
    initial = {"language": person.language, "currency": person.currency}
    return LanguageForm(typed, initial=initial, currencies=(*known, *chosen), label_suffix="")


@require_POST
@signed_in
def language_save(request: HttpRequest) -> HttpResponse:
    """Choose what pages and letters are written in; the answer is written in it already."""
    actor = actor_of(request)
    form = _language_form(get_user(actor.require_user()), request.POST)
    if not form.is_valid():
        return _page(request, status=422, language_form=form)
    chosen = form.cleaned_data["language"]
    choose_language(actor=actor, language=chosen)
    if "currency" in request.POST and "currency" in form.cleaned_data:
        choose_currency(actor=actor, currency=form.cleaned_data["currency"])
    if not chosen:
        response = _done(request, _("Saved."), "#language")
        response.delete_cookie(LANGUAGE_COOKIE)
        return response
    with written_for(chosen):
        response = _done(request, _("Saved."), "#language")
    keep_language(response, chosen, secure=request.is_secure())
    return response


@signed_in
def shop_settings(request: HttpRequest) -> HttpResponse:
    """Show how one sells; open one's shop, or change it."""
    if request.method != "POST":
        return selling_page(request)
    form = ShopForm(request.POST, label_suffix="")
    if form.is_valid():
        try:
            _save_shop(actor_of(request), form.cleaned_data)
        except DomainError as error:
            blame_fields(form, error)
        else:
            return _done(request, _("Your shop is saved."), "#shop")
    return _page(request, status=422, shop_form=form)


def _save_shop(actor: Actor, values: dict[str, Any]) -> None:
    shop = find_shop_of(actor.require_user())
    if shop is None:
        shop = open_shop(
            actor=actor, handle=values["handle"], name=values["name"], bio=values["bio"]
        )
    update_shop(
        actor=actor,
        shop_id=shop.id,
        handle=values["handle"],
        name=values["name"],
        bio=values["bio"],
        ships_within_days=values["ships_within_days"],
    )


@require_POST
@signed_in
def address_save(request: HttpRequest) -> HttpResponse:
    """Keep an address."""
    form = AddressForm(request.POST, label_suffix="")
    if form.is_valid():
        try:
            save_address(actor=actor_of(request), country=settings().country, **form.cleaned_data)
        except DomainError as error:
            blame_fields(form, error)
        else:
            return _done(request, _("Address saved."), "#addresses")
    return _page(request, status=422, address_form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def address_edit(request: HttpRequest, address_id: UUID) -> HttpResponse:
    """Change an address; what is wrong is said beside its field and what was typed stays."""
    actor = actor_of(request)
    address = access_address(actor=actor, address_id=address_id)
    form = AddressForm(initial=asdict(address), label_suffix="")
    if request.method == "POST":
        form = AddressForm(request.POST, label_suffix="")
        if form.is_valid():
            try:
                save_address(
                    actor=actor,
                    country=address.country,
                    address_id=address_id,
                    **form.cleaned_data,
                )
            except DomainError as error:
                blame_fields(form, error)
            else:
                return _done(request, _("Address saved."), "#addresses")
    context = {"address": address, "address_form": form}
    status = 422 if form.is_bound else 200
    return render(request, "web/address.html", context, status=status)


@require_POST
@signed_in
def address_default(request: HttpRequest, address_id: UUID) -> HttpResponse:
    """Choose the address that is used where nothing else is said."""
    choose_default_address(actor=actor_of(request), address_id=address_id)
    return _done(request, _("This address is used by default now."), "#addresses")


@require_POST
@signed_in
def address_remove(request: HttpRequest, address_id: UUID) -> HttpResponse:
    """Forget an address; orders keep the one they were sent to."""
    delete_address(actor=actor_of(request), address_id=address_id)
    return _done(request, _("Address removed."), "#addresses")


def _traded(currency: str) -> str:
    return currency if currency in settings().trading_currencies else settings().currency


@require_POST
@signed_in
def payout(request: HttpRequest) -> HttpResponse:
    """Ask for all that is available to be paid out."""
    actor = actor_of(request)
    try:
        request_payout(
            actor=actor,
            seller_id=actor.require_user(),
            currency=_traded(request.POST.get("currency", "")),
        )
    except DomainError as error:
        messages.error(request, error.message)
        return see_other(reverse("web:you"))
    return _done(request, _("On its way to your bank."))


@require_POST
@signed_in
def onboarding_start(request: HttpRequest) -> HttpResponse:
    """Go to the payment partner's page that confirms who one is."""
    actor = actor_of(request)
    back = next_url(request, reverse("web:you"))
    url = start_onboarding(
        actor=actor,
        seller_id=actor.require_user(),
        return_url=f"{settings().base_url}{reverse('web:onboarding_return')}?next={back}",
    )
    if url is None:
        messages.error(request, _("Our payment partner does not answer. Try again in a minute."))
        return see_other(back)
    return see_other(url)


@require_safe
@signed_in
def onboarding_return(request: HttpRequest) -> HttpResponse:
    """Wait until we have heard from the payment partner, then go on to where one came from."""
    back = next_url(request, reverse("web:you"))
    tries = request.GET.get("tries", "0")
    tried = int(tries) if tries.isdecimal() and len(tries) < 3 else 0
    known = seller_payment_status(actor_of(request).require_user())
    if known.transfers_enabled or tried >= 10:
        return see_other(back)
    response = render(request, "web/onboarding_return.html", {"back": back})
    response["Refresh"] = f"1; url={reverse('web:onboarding_return')}?tries={tried + 1}&next={back}"
    return response


@require_POST
@signed_in
def key_create(request: HttpRequest) -> HttpResponse:
    """Make a personal key and show it this once."""
    form = KeyForm(request.POST, label_suffix="")
    if form.is_valid():
        try:
            made = create_personal_key(
                actor=actor_of(request), name=form.cleaned_data["name"], scopes=KEY_SCOPES
            )
        except DomainError as error:
            blame_fields(form, error)
        else:
            return _page(request, new_token=made.token)
    return _page(request, status=422, key_form=form)


@require_POST
@signed_in
def key_revoke(request: HttpRequest, key_id: UUID) -> HttpResponse:
    """Make a personal key useless."""
    revoke_personal_key(actor=actor_of(request), key_id=key_id)
    return _done(request, _("The key no longer works."), "#keys")
