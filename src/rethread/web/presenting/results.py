"""Search pages: facets with words and counts, and the addresses that apply or remove a filter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from rethread.market.catalogue.rules import (
    BRANDS,
    COLOURS,
    CONDITIONS,
    DEPARTMENTS,
    TYPES,
    Vocabulary,
)
from rethread.market.search.types import (
    FACETS,
    UNSIZED,
    FacetCount,
    Filters,
    SearchPage,
    Understanding,
)
from rethread.platform.kernel import Money, settings

from ..searching import PARAMETERS, search_url
from ..templatetags.web import format_money

SHOWN_MAX = 40
OPEN_FACETS = ("department", "type", "size")


@dataclass(frozen=True, slots=True)
class FacetOption:
    """One value that results can be narrowed to."""

    value: str
    label: str
    count: int
    selected: bool
    swatch: str


@dataclass(frozen=True, slots=True)
class Facet:
    """One way of narrowing results."""

    name: str
    label: str
    open: bool
    options: tuple[FacetOption, ...]


@dataclass(frozen=True, slots=True)
class AppliedFilter:
    """A filter in force and the address without it."""

    label: str
    remove_url: str


def without(params: QueryDict, name: str, value: str | None = None) -> QueryDict:
    """Return parameters without one filter (or one value of it), from the first page on."""
    left = params.copy()
    left.pop("cursor", None)
    if value is None:
        left.pop(name, None)
    else:
        left.setlist(name, [kept for kept in left.getlist(name) if kept != value])
    return left


def read_as(query: str, page: SearchPage) -> list[str]:
    """Say how the words were read where that is not plain: a word put right, a price in words."""
    read = page.understood
    if not page.cards or "filters_only" in read.relaxed:
        return []
    told = []
    if read.corrected:
        told.append(
            _("We read “%(typed)s” as “%(used)s”.") % {"typed": query, "used": read.corrected}
        )
    price = _price_read(read)
    if price and "price" in read.relaxed:
        told.append(_("Nothing like it costs %(price)s, so these cost other sums.") % price)
    elif price:
        told.append(_("Only what costs %(price)s, as you wrote.") % price)
    return told


def _price_read(read: Understanding) -> dict[str, str]:
    """Return the price that the words named, in words; empty where they named none."""
    low, high = (
        format_money(Money(minor, settings().currency)) if minor is not None else ""
        for minor in (read.price_min_minor, read.price_max_minor)
    )
    if low and high:
        return {"price": _("from %(low)s to %(high)s") % {"low": low, "high": high}}
    if high:
        return {"price": _("up to %(high)s") % {"high": high}}
    return {"price": _("from %(low)s") % {"low": low}} if low else {}


def facets(page: SearchPage, params: QueryDict) -> list[Facet]:
    """Arrange what the engine counted; what is selected is always there to be unselected."""
    names = _facet_names()
    found = []
    for name in FACETS:
        chosen = params.getlist(name)
        options = _options(name, page.facets.get(name, []), chosen)
        if options:
            shown = bool(chosen) or name in OPEN_FACETS
            found.append(Facet(name, names[name], shown, options))
    return found


def _options(
    name: str, counts: Sequence[FacetCount], chosen: Sequence[str]
) -> tuple[FacetOption, ...]:
    by_value = {item.value: item.count for item in counts[:SHOWN_MAX]}
    by_value.update({item.value: item.count for item in counts if item.value in chosen})
    for value in chosen:
        by_value.setdefault(value, 0)
    return tuple(
        FacetOption(
            value=value,
            label=value_label(name, value),
            count=count,
            selected=value in chosen,
            swatch=f"swatch--{value}" if name == "colour" and value in COLOURS else "",
        )
        for value, count in by_value.items()
    )


def _facet_names() -> dict[str, str]:
    return {
        "department": _("Department"),
        "type": _("Type"),
        "brand": _("Brand"),
        "size": _("Size"),
        "colour": _("Colour"),
        "condition": _("Condition"),
    }


def value_label(name: str, value: str) -> str:
    """Return the word for a code of a facet; of an unknown code, the code."""
    if name == "size":
        return size_label(value)
    words: dict[str, Vocabulary[Any]] = {
        "department": DEPARTMENTS,
        "type": TYPES,
        "brand": BRANDS,
        "colour": COLOURS,
        "condition": CONDITIONS,
    }
    return words[name].label(value)


def size_label(code: str) -> str:
    """Write a size code as labels do: "uk:10" is UK 10, "shoe_eu:38" EU 38 (shoes)."""
    system, _sep, value = code.partition(":")
    region = system.removeprefix("shoe_").upper()
    if system == "one_size":
        return _("One size")
    if code == UNSIZED:
        return _("No size")
    if system.startswith("shoe_"):
        return _("%(size)s (shoes)") % {"size": f"{region} {value}"}
    if system in {"uk", "eu", "us"}:
        return f"{region} {value}"
    return value.upper().replace("-", " ") if system == "waist" else value.upper()


def applied(params: QueryDict, prices: Iterable[tuple[str, str]]) -> list[AppliedFilter]:
    """List the filters in force, each with the address that removes it."""
    found = [
        AppliedFilter(value_label(name, value), search_url(without(params, name, value)))
        for name in FACETS
        for value in params.getlist(name)
    ]
    found += [AppliedFilter(label, search_url(without(params, name))) for name, label in prices]
    return found


def price_words(low: Money | None, high: Money | None) -> list[tuple[str, str]]:
    """Return the bounds of a price in words, each beside the name of its parameter."""
    words = {"price_min": _("From %(price)s"), "price_max": _("Up to %(price)s")}
    return [
        (name, words[name] % {"price": format_money(price)})
        for name, price in (("price_min", low), ("price_max", high))
        if price is not None
    ]


def filter_words(filters: Filters) -> list[str]:
    """Return what filters say, in the words of the results page."""
    currency = settings().currency
    bounds = (filters.price_min_minor, filters.price_max_minor)
    low, high = (None if bound is None else Money(bound, currency) for bound in bounds)
    codes = [
        value_label(name, value)
        for name, field in PARAMETERS.items()
        for value in getattr(filters, field)
    ]
    return codes + [label for _name, label in price_words(low, high)]


def sorts() -> list[tuple[str, str]]:
    """Return the orders that results can have."""
    return [
        ("relevance", _("Best match")),
        ("newest", _("Newest")),
        ("price_asc", _("Price, low to high")),
        ("price_desc", _("Price, high to low")),
    ]
