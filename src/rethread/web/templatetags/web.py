"""Icons, prices, placeholder tones and small URL work for the templates.

Refuses to read the database or to decide anything: it only writes down what it is given. What is
the same for everybody (cards, hearts) is kept per process once it is drawn.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django import template
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rethread.market.catalogue.rules import DEPARTMENTS
from rethread.market.catalogue.types import ListingCard
from rethread.market.pricing.rules.exchange import convert
from rethread.market.pricing.types import BundleTier, ExchangeRate
from rethread.platform.kernel import Money
from rethread.platform.kernel.languages import date_format
from rethread.platform.kernel.money import EXPONENTS, SYMBOLS

from ..isolating import isolated

register = template.Library()

# Placeholders behind photos. The security policy forbids inline styles, so a photo's dominant
# colour is rounded to one of these and painted by a class of the stylesheet (tone-0 .. tone-15).
TONES: tuple[tuple[int, int, int], ...] = (
    (0x22, 0x21, 0x20),
    (0x4A, 0x47, 0x43),
    (0x7C, 0x78, 0x72),
    (0xA9, 0xA4, 0x9C),
    (0xCF, 0xCA, 0xC1),
    (0xEA, 0xE6, 0xDE),
    (0x5B, 0x40, 0x2E),
    (0x96, 0x6F, 0x4E),
    (0xC4, 0xA1, 0x7C),
    (0xDD, 0xC9, 0xA8),
    (0x7A, 0x2B, 0x2B),
    (0xC0, 0x77, 0x77),
    (0x26, 0x33, 0x52),
    (0x6B, 0x83, 0xA6),
    (0x3C, 0x50, 0x3C),
    (0x86, 0x9A, 0x7C),
)

# Languages that write the currency sign before the digits; the others put it after a space.
_SIGN_FIRST = ("en", "zh", "ja", "ko", "th")


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """Draw an icon of the sprite; with a label it speaks, without one it is decoration."""
    return _icon(name, label, css)


@lru_cache(maxsize=1_000)
def _icon(name: str, label: str, css: str) -> SafeString:
    href = f"{static('web/icons/sprite.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon {}" role="img" aria-label="{}"><use href="{}"/></svg>',
            css,
            label,
            href,
        )
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}"/></svg>',
        css,
        href,
    )


def format_money(amount: Money) -> str:
    """Write an amount in the reader's locale with exactly the decimals its currency has."""
    decimals = EXPONENTS[amount.currency]
    digits = number_format(
        abs(amount.decimal()), decimal_pos=decimals, use_l10n=True, force_grouping=True
    )
    sign = "\N{MINUS SIGN}" if amount.amount_minor < 0 else ""
    symbol = SYMBOLS.get(amount.currency)
    if symbol and (get_language() or "en").startswith(_SIGN_FIRST):
        return f"{sign}{symbol}{digits}"
    return f"{sign}{digits}\N{NO-BREAK SPACE}{symbol or amount.currency}"


@register.filter(name="money")
def money_filter(amount: Money | None) -> str:
    """Write a Money: {{ card.buyer_price|money }}; nothing for None."""
    return format_money(amount) if amount is not None else ""


@register.filter(name="date", expects_localtime=True, is_safe=False)
def date_filter(moment: date | None, pattern: str) -> str:
    """Write a date as Django's filter does, in the small letters of languages that want them."""
    return date_format(moment, pattern) if moment else ""


@register.simple_tag(name="money")
def money_tag(amount_minor: int, currency: str) -> str:
    """Write minor units of a currency: {% money 1250 "GBP" %}."""
    return format_money(Money(amount_minor, currency))


@register.filter
def tone(colour: str | None) -> str:
    """Name the placeholder class nearest to a "#rrggbb" colour."""
    text = (colour or "").lstrip("#")
    try:
        r, g, b = int(text[0:2], 16), int(text[2:4], 16), int(text[4:6], 16)
    except ValueError:
        return "tone-5"

    def distance(index: int) -> int:
        tr, tg, tb = TONES[index]
        return (tr - r) ** 2 + (tg - g) ** 2 + (tb - b) ** 2

    return f"tone-{min(range(len(TONES)), key=distance)}"


@register.filter
def photo_url(photo: object, spec: str) -> str:
    """Address one rendition: {{ photo|photo_url:"640.webp" }}."""
    width, _dot, fmt = spec.partition(".")
    return str(photo.url(int(width), fmt))  # type: ignore[attr-defined]  # PhotoView, by duck


@register.filter
def photo_srcset(photo: object, fmt: str) -> str:
    """List every rendition of a format for `srcset`: {{ photo|photo_srcset:"avif" }}."""
    return str(photo.srcset(fmt))  # type: ignore[attr-defined]  # PhotoView, by duck


@register.filter
def initials(name: str) -> str:
    """Give the first letters of the first two words, for a person without a picture."""
    return "".join(word[0] for word in name.split()[:2]).upper()


@register.filter
def contains(ids: object, item: object) -> bool:
    """Say whether a set holds an item: {% if liked|contains:card.id %}."""
    return item in ids if isinstance(ids, (set, frozenset, list, tuple, dict)) else False


@register.filter(name="isolated")
def isolated_filter(text: object) -> str:
    """Keep somebody's words from turning around the sentence that they stand in."""
    return isolated(str(text))


@register.filter
def beside_brand(title: str, brand: str) -> str:
    """Write a title with its brand before it, unless the seller wrote the brand already."""
    return title if not brand or brand.casefold() in title.casefold() else f"{brand} · {title}"


@register.simple_tag
def rating_stars(average: float, count: int) -> SafeString:
    """Draw five stars with one clear sentence for those who do not see them."""
    full = round(average)
    href = f"{static('web/icons/sprite.svg')}#star"
    stars = "".join(
        f'<svg class="icon star{" star--on" if n < full else ""}" aria-hidden="true">'
        f'<use href="{href}"/></svg>'
        for n in range(5)
    )
    label = _("%(average)s of 5 stars, %(count)d reviews") % {
        "average": number_format(average, decimal_pos=1),
        "count": count,
    }
    return format_html(
        '<span class="stars"><span aria-hidden="true">{}</span>'
        '<span class="visually-hidden">{}</span>'
        '<span class="stars__count" aria-hidden="true">{}</span></span>',
        SafeString(stars),
        label,
        count,
    )


@register.simple_tag
def door_reason(then: str | None) -> str:
    """Say why somebody was led to the sign-in, from where they go afterwards."""
    words = {
        "/sell/": _("Then you can put up your first piece."),
        "/inbox/": _("Messages and orders wait behind it."),
        "/you/": _("Your orders, addresses and money are behind it."),
        "/bag/": _("Then you can fill a bag and pay for it."),
        "/likes/": _("What you like is kept for you."),
        "/orders/": _("Your orders are behind it."),
        "/l/": _("Then you go on with this piece."),
        "/shop/": _("Then you go on with this shop."),
    }
    return next((text for start, text in words.items() if (then or "").startswith(start)), "")


@register.filter
def breakable(name: str) -> SafeString:
    """Let a long technical name break after its dots and underscores instead of anywhere."""
    parts = re.split(r"(?<=[._])", name)
    return format_html_join(SafeString("<wbr>"), "{}", ((part,) for part in parts))


@register.filter
def iso(moment: datetime) -> str:
    """Write a moment for a <time datetime> attribute."""
    return moment.isoformat()


@register.simple_tag
def departments() -> list[tuple[str, str]]:
    """Return the departments (code, word): {% departments as all %}."""
    return [(term.code, str(term.label)) for term in DEPARTMENTS]


@register.simple_tag
def bundle_words(tiers: Sequence[BundleTier]) -> str:
    """Say what a shop takes off for several pieces: {% bundle_words shop.bundle_tiers %}."""
    steps = [
        _("%(percent)d%% off %(count)d or more") % {"percent": tier.percent, "count": tier.count}
        for tier in tiers
    ]
    return _("%(steps)s from this shop") % {"steps": ", ".join(steps)}


@register.simple_tag
def kept(template_name: str, **values: Any) -> SafeString:
    """Draw a part of a page once per set of values: {% kept "web/partials/tabbar.html" tab=tab %}.

    The part sees these values and nothing else, so the same values are the same text. They must
    be hashable and hold nothing that only one person may see.
    """
    return _kept(template_name, tuple(values.items()), get_language() or "")


@lru_cache(maxsize=5_000)
def _kept(template_name: str, values: tuple[tuple[str, Any], ...], language: str) -> SafeString:
    del language  # part of the key
    return SafeString(get_template(template_name).render(dict(values)))


@register.simple_tag(takes_context=True)
def about(context: dict[str, Any], amount: Money | None) -> str:
    """Say what a price is about in the reader's currency, and by which rate; mostly nothing."""
    estimate, rate = _estimate(context, amount)
    if estimate is None or rate is None:
        return ""
    return _("about %(amount)s, at the rate of %(day)s") % {
        "amount": format_money(estimate),
        "day": date_format(rate.day, "j M"),
    }


def _estimate(
    context: dict[str, Any], amount: Money | None
) -> tuple[Money | None, ExchangeRate | None]:
    estimates = context.get("estimates")
    rate: ExchangeRate | None = estimates.rate if estimates else None
    if rate is None or amount is None or amount.currency != rate.base:
        return None, None
    return convert(amount, rate), rate


@register.simple_tag(takes_context=True)
def card(
    context: dict[str, Any], listing: ListingCard, sizes: str, eager: bool = False
) -> SafeString:
    """Draw a card from the process's fragments: {% card card "46vw" True %}.

    A card is a frozen value that holds nothing personal, so the value itself is the key: whatever
    changes on it (title, status, price with its fee and currency, photo) is another fragment.
    """
    estimate, _rate = _estimate(context, listing.buyer_price)
    return _card(listing, sizes, eager, get_language() or "", estimate)


@lru_cache(maxsize=20_000)
def _card(
    listing: ListingCard, sizes: str, eager: bool, language: str, estimate: Money | None
) -> SafeString:
    del language  # part of the key: labels and prices are written in it
    context = {"card": listing, "sizes": sizes, "eager": eager, "estimate": estimate}
    return SafeString(get_template("web/partials/card.html").render(context))


@register.simple_tag(takes_context=True)
def heart(
    context: dict[str, Any], listing_id: UUID, title: str, liked: Collection[UUID], css: str = ""
) -> SafeString:
    """Draw the heart that lies over a card: {% heart card.id card.title liked %}."""
    navigation = context.get("nav")
    signed_in = bool(navigation and navigation.signed_in)
    return _heart(listing_id, title, listing_id in liked, signed_in, css, get_language() or "")


@lru_cache(maxsize=20_000)
def _heart(
    listing_id: UUID, title: str, liked: bool, signed_in: bool, css: str, language: str
) -> SafeString:
    del language  # part of the key: the label is written in it
    found = {
        "listing_id": listing_id,
        "title": title,
        "liked": liked,
        "signed_in": signed_in,
        "css": css,
    }
    return SafeString(get_template("web/partials/heart.html").render(found))
