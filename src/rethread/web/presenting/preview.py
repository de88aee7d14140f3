"""What a link to a page shows where it is shared: title, words, photo, and a product for machines.

Addresses are absolute, prices are what a buyer pays with the fee in them and say so.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rethread.market.accounts.types import ShopSummary
from rethread.market.catalogue.types import ListingCard, ListingView
from rethread.market.media.types import PhotoView
from rethread.platform.kernel import Money, settings
from rethread.platform.kernel.money import EXPONENTS

from ..templatetags.web import format_money

IMAGE_WIDTH = 960
WORDS_CHARS_MAX = 200
_AVAILABILITY = {"live": "InStock", "reserved": "LimitedAvailability"}
# A data block must not end its own element, whatever a seller wrote (HTML standard, 4.12.1.3).
_UNSAFE = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


@dataclass(frozen=True, slots=True)
class Preview:
    """The card of a shared link; `image` is "" where there is no photo, `price` None for a shop."""

    kind: str
    title: str
    words: str
    url: str
    image: str = ""
    image_width: int = 0
    image_height: int = 0
    image_words: str = ""
    price: str = ""
    currency: str = ""
    data: SafeString = mark_safe("")


def preview_of_listing(view: ListingView, size_label: str) -> Preview | None:
    """Return the card of a listing that everybody may see, or None."""
    total = view.buyer_price
    if total is None or view.status not in {"live", "reserved", "sold"}:
        return None
    price = _("%(price)s with buyer protection") % {"price": format_money(total)}
    said = [_("Sold") if view.status == "sold" else price, size_label, view.condition_label]
    words = " · ".join(filter(None, said))
    if view.description:
        words = f"{words}. {' '.join(view.description.split())}"
    photo = view.photos[0] if view.photos else None
    url = absolute(reverse("web:listing", args=[view.id]))
    return Preview(
        kind="product",
        title=view.title,
        words=_cut(words),
        url=url,
        price=_major(total),
        currency=total.currency,
        data=_json(_product(view, total, url)),
        **_image(photo, view.title),
    )


def preview_of_shop(shop: ShopSummary, cards: tuple[ListingCard, ...]) -> Preview:
    """Return the card of a shop, with the photo of its newest piece."""
    said = [shop.bio] if shop.bio else []
    if shop.rating is not None:
        count = ngettext("%(n)d review", "%(n)d reviews", shop.rating_count)
        said.insert(
            0, f"{number_format(shop.rating, decimal_pos=1)} ★ · {count % {'n': shop.rating_count}}"
        )
    photo = next((card.photo for card in cards if card.photo is not None), None)
    return Preview(
        kind="profile",
        title=shop.name,
        words=_cut(" · ".join(said) or _("Preloved clothes, one of each.")),
        url=absolute(reverse("web:shop", args=[shop.handle])),
        **_image(photo, shop.name),
    )


def absolute(path: str) -> str:
    """Return the address of a path as people use it."""
    return f"{settings().base_url}{path}"


def _image(photo: PhotoView | None, words: str) -> dict[str, Any]:
    if photo is None or photo.status != "ready" or not photo.widths:
        return {}
    width = next((have for have in photo.widths if have >= IMAGE_WIDTH), photo.widths[-1])
    return {
        "image": absolute(photo.url(IMAGE_WIDTH)),
        "image_width": width,
        "image_height": round(width / photo.ratio),
        "image_words": words,
    }


def _product(view: ListingView, total: Money, url: str) -> dict[str, Any]:
    """Describe a listing as schema.org/Product, sold once by its shop."""
    product: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": view.title,
        "description": view.description or view.title,
        "url": url,
        "image": [absolute(photo.url(IMAGE_WIDTH)) for photo in view.photos],
        "itemCondition": "https://schema.org/UsedCondition",
        "category": view.type_label,
        "offers": {
            "@type": "Offer",
            "url": url,
            "price": _major(total),
            "priceCurrency": total.currency,
            "availability": f"https://schema.org/{_AVAILABILITY.get(view.status, 'SoldOut')}",
            "itemCondition": "https://schema.org/UsedCondition",
            "seller": {"@type": "Organization", "name": view.shop.name},
        },
    }
    if view.brand_label:
        product["brand"] = {"@type": "Brand", "name": view.brand_label}
    return product


def _json(data: dict[str, Any]) -> SafeString:
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(_UNSAFE))  # noqa: S308  # escaped


def _major(amount: Money) -> str:
    digits = EXPONENTS[amount.currency]
    if not digits:
        return str(amount.amount_minor)
    whole, rest = divmod(amount.amount_minor, 10**digits)
    return f"{whole}.{rest:0{digits}d}"


def _cut(words: str) -> str:
    return words if len(words) <= WORDS_CHARS_MAX else words[: WORDS_CHARS_MAX - 1].rstrip() + "…"
