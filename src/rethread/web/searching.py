"""Search addresses: what the parameters of one ask for, and the address of what was asked.

Every control of the results page is a parameter, so a search can be sent to a friend and saved.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from rethread.market.search.types import SORTS, Filters, SearchRequest, Sort
from rethread.platform.kernel import Invalid, Money, settings
from rethread.platform.kernel.money import EXPONENTS

QUERY_CHARS_MAX = 200
VALUES_MAX = 50
ALL_SIZES = "all"  # of the parameter `sizes`: leave the preset off
PARAMETERS = {
    "department": "departments",
    "type": "types",
    "brand": "brands",
    "size": "sizes",
    "colour": "colours",
    "condition": "conditions",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for; `price_error` says why a price filters nothing.

    `sizes_preset` says that the sizes come from what the person wears, not from the address.
    """

    request: SearchRequest
    low: Money | None
    high: Money | None
    price_error: str
    sizes_preset: bool = False


def read_search(params: QueryDict, sizes: tuple[str, ...] = ()) -> Asked:
    """Read the parameters of a search; what means nothing filters nothing.

    `sizes` is the preset of who searches: it stands in where the address says no sizes.
    """
    low, high, error = _prices(params)
    lists: dict[str, Any] = {field: _values(params, name) for name, field in PARAMETERS.items()}
    preset = bool(sizes) and not lists["sizes"] and params.get("sizes") != ALL_SIZES
    if preset:
        lists["sizes"] = sizes
    request = SearchRequest(
        query=words_of(params),
        filters=Filters(
            price_min_minor=low.amount_minor if low else None,
            price_max_minor=high.amount_minor if high else None,
            **lists,
        ),
        sort=sort_of(params),
        cursor=params.get("cursor") or None,
    )
    return Asked(request, low, high, error, preset)


def words_of(params: QueryDict) -> str:
    """Return the words that were typed, in bounds."""
    return " ".join(params.get("q", "").replace("\x00", " ").split())[:QUERY_CHARS_MAX]


def sort_of(params: QueryDict) -> Sort:
    """Return the order that was asked for, or the best match first."""
    asked = params.get("sort", "")
    return cast(Sort, asked) if asked in SORTS else "relevance"


def parameters_of(query: str, filters: Filters) -> QueryDict:
    """Write words and filters as parameters; the inverse of `read_search`."""
    params = QueryDict(mutable=True)
    if query:
        params["q"] = query
    for name, field in PARAMETERS.items():
        params.setlist(name, list(getattr(filters, field)))
    bounds = {"price_min": filters.price_min_minor, "price_max": filters.price_max_minor}
    for name, amount_minor in bounds.items():
        if amount_minor is not None:
            params[name] = _major(amount_minor)
    return params


def search_url(params: QueryDict) -> str:
    """Write the address of a search."""
    query = params.urlencode()
    return f"{reverse('web:search')}?{query}" if query else reverse("web:search")


def _major(amount_minor: int) -> str:
    digits = EXPONENTS[settings().currency]
    if not digits:
        return str(amount_minor)
    whole, rest = divmod(amount_minor, 10**digits)
    return f"{whole}.{rest:0{digits}d}" if rest else str(whole)


def _values(params: QueryDict, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in params.getlist(name) if value))[:VALUES_MAX]


def _prices(params: QueryDict) -> tuple[Money | None, Money | None, str]:
    """Read the price range; what is no price filters nothing and is said beside the field."""
    error = ""
    found: list[Money | None] = []
    for name in ("price_min", "price_max"):
        price = None
        if text := params.get(name, "").strip():
            try:
                price = Money.parse(text, settings().currency)
                if price.amount_minor < 0:
                    price, error = None, _("A price is not below zero.")
            except Invalid as refusal:
                error = refusal.message
        found.append(price)
    low, high = found
    if low is not None and high is not None and high < low:
        return low, None, _("The highest price is below the lowest.")
    return low, high, error
