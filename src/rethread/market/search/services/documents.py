"""Translates the catalogue's listing documents into the index's: codes, and words to find by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from rethread.market.catalogue.rules import size_of
from rethread.market.catalogue.types import ListingDocument
from rethread.market.pricing.rules.exchange import convert
from rethread.market.pricing.selectors import find_rate
from rethread.market.pricing.types import ExchangeRate
from rethread.market.search.types import PRICE_UNKNOWN, UNSIZED, IndexDocument
from rethread.platform.kernel import Money, settings

from .lexicon import lexicon

Rates = Mapping[str, ExchangeRate | None]  # by currency, to the market's own


def index_documents(listings: Iterable[ListingDocument]) -> list[IndexDocument]:
    """Build the documents of listings, reading the rates of their currencies once.

    A document's price is the buyer's, fee included, in the market's own currency: about what it is
    worth where it is priced in another.
    """
    given, own = list(listings), settings().currency
    others = {listing.currency for listing in given} - {own}
    rates = {currency: find_rate(currency, own, fresh=True) for currency in sorted(others)}
    return [_document(listing, rates) for listing in given]


def _document(listing: ListingDocument, rates: Rates) -> IndexDocument:
    size = size_of(listing.size_system, listing.size)
    return IndexDocument(
        id=listing.id,
        seller_id=listing.seller_id,
        shop_id=listing.shop_id,
        title=listing.title,
        description=listing.description,
        department=listing.department,
        category=listing.category,
        type=listing.type,
        brand=listing.brand,
        size=size.code if size else "",
        sizes=tuple(dict.fromkeys((size.code, *listing.sizes))) if size else (UNSIZED,),
        condition=listing.condition,
        colours=listing.colours,
        materials=(listing.material,) if listing.material else (),
        patterns=(listing.pattern,) if listing.pattern else (),
        styles=listing.styles,
        era=listing.era,
        words=_words(listing, size.label if size else ""),
        price_minor=_comparable(Money(listing.buyer_price_minor, listing.currency), rates),
        published_at=listing.published_at,
        fresh_at=listing.fresh_at,
        version=listing.version,
    )


def _comparable(price: Money, rates: Rates) -> int:
    """Return a price in the market's currency, so that all prices can be filtered and sorted."""
    if price.currency == settings().currency:
        return price.amount_minor
    rate = rates[price.currency]
    about = convert(price, rate) if rate is not None else None
    return about.amount_minor if about is not None else PRICE_UNKNOWN


def _words(listing: ListingDocument, size_label: str) -> dict[str, str]:
    """Gather, per kind, every phrase a person may use for what the listing is."""
    codes: dict[str, tuple[str, ...]] = {
        "department": (listing.department,),
        "category": (listing.category,),
        "type": (listing.type,),
        "colour": listing.colours,
        "condition": (listing.condition,),
        "material": (listing.material,),
        "pattern": (listing.pattern,),
        "style": listing.styles,
        "era": (listing.era,),
    }
    known = _phrases()
    words = {
        kind: " . ".join(filter(None, (known.get((kind, code), "") for code in of_kind)))
        for kind, of_kind in codes.items()
    }
    words["brand"] = " . ".join((listing.brand_label, *listing.brand_aliases))
    words["size"] = size_label
    return {kind: text for kind, text in words.items() if text.strip(" .")}


@lru_cache(maxsize=1)
def _phrases() -> dict[tuple[str, str], str]:
    return {
        (entry.kind, entry.code): " . ".join(dict.fromkeys((entry.label, *entry.phrases)))
        for entry in lexicon()
    }
