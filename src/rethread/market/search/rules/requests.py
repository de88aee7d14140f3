"""Checks a request's bounds, and names what of it the event may say. Pure."""

from __future__ import annotations

from dataclasses import fields
from hashlib import sha256

from django.utils.translation import gettext as _

from rethread.market.search.errors import InvalidSearch
from rethread.market.search.types import (
    FILTER_VALUES_MAX,
    LIMIT_MAX,
    SORTS,
    Filters,
    SearchRequest,
)
from rethread.platform.kernel.money import MAX_MINOR


def check(request: SearchRequest) -> None:
    """Refuse what no page of ours asks for.

    Raises:
        InvalidSearch: unknown sort, page size or number of filter values out of bounds, a price
            range that is negative or upside down.
    """
    if request.sort not in SORTS:
        raise InvalidSearch(
            "search.unknown_sort", _("There is no such order."), {"sort": _("Unknown.")}
        )
    if not 1 <= request.limit <= LIMIT_MAX:
        raise _out_of_bounds("limit", _("Between 1 and %(most)d.") % {"most": LIMIT_MAX})
    for name, values in values_of(request.filters).items():
        if len(values) > FILTER_VALUES_MAX:
            raise _out_of_bounds(name, _("At most %(most)d values.") % {"most": FILTER_VALUES_MAX})
    low, high = request.filters.price_min_minor, request.filters.price_max_minor
    for name, price in (("price_min_minor", low), ("price_max_minor", high)):
        if price is not None and not 0 <= price <= MAX_MINOR:
            raise _out_of_bounds(name, _("Not a price."))
    if low is not None and high is not None and low > high:
        raise _out_of_bounds("price_max_minor", _("Below the lowest price."))


def values_of(filters: Filters) -> dict[str, tuple[str, ...]]:
    """Return the filters that hold a list of codes."""
    pairs = ((field.name, getattr(filters, field.name)) for field in fields(filters))
    return {name: value for name, value in pairs if isinstance(value, tuple)}


def names_in_use(filters: Filters) -> list[str]:
    """Return the names of the filters that are set, sorted: names say enough for the lake."""
    return sorted(
        field.name for field in fields(filters) if getattr(filters, field.name) not in ((), None)
    )


def query_hash(normalised: str) -> str:
    """Return what counts equal searches without telling them; empty when browsing."""
    return sha256(normalised.encode()).hexdigest() if normalised else ""


def _out_of_bounds(name: str, message: str) -> InvalidSearch:
    return InvalidSearch("search.out_of_bounds", f"{name}: {message}", {name: message})
