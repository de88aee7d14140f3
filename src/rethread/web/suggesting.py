"""What the editor suggests for fields that are still empty, and why. Nothing fills itself in."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from rethread.market.catalogue.rules import (
    BRANDS,
    COLOURS,
    COLOURS_MAX,
    DEPARTMENTS,
    TYPES,
    nearest_colour,
    resolve_brand,
    said_by_title,
)
from rethread.market.catalogue.selectors import price_guidance
from rethread.market.catalogue.types import ListingCard, ListingView
from rethread.market.media.selectors import photo_colours

from .selling import Typed, text_of, texts_of

SHOWN_MAX = 4
ORDER = ("department", "type", "brand", "size", "colours", "price")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A value for an empty field, how people read it, and why; `similar` are what it rests on."""

    field: str
    field_label: str
    value: str
    label: str
    reason: str
    similar: tuple[ListingCard, ...] = ()

    @property
    def key(self) -> str:
        """Return what a form sends to accept it."""
        return f"{self.field}:{self.value}"


def suggestions_for(view: ListingView, typed: Typed) -> tuple[Suggestion, ...]:
    """Return what is suggested over what was typed: only fields that nobody has set."""
    kind, department = text_of(typed, "type"), text_of(typed, "department")
    said = said_by_title(text_of(typed, "title"), type_code=kind, department=department)
    found = {one.field: _from_title(one.field, one.value, one.words) for one in said}
    if "colours" not in found and view.photos and not texts_of(typed, "colours"):
        colour = _from_photo(view)
        if colour is not None:
            found["colours"] = colour
    if not text_of(typed, "price"):
        wanted_type = kind or (found["type"].value if "type" in found else "")
        brand = resolve_brand(text_of(typed, "brand"))
        code = brand.code if brand else (_brand_code(found["brand"]) if "brand" in found else "")
        price = _from_sales(wanted_type, code, view.currency)
        if price is not None:
            found["price"] = price
    return tuple(found[name] for name in ORDER if name in found and not texts_of(typed, name))


def accept(typed: QueryDict, view: ListingView, wanted: str) -> QueryDict:
    """Return what was typed with one suggestion in it, or "all"; overwrites nothing."""
    filled = typed.copy()
    for one in suggestions_for(view, typed):
        if wanted in {"all", one.key} and not texts_of(filled, one.field):
            filled.setlist(one.field, one.value.split(","))
    return filled


def _label_of(field: str) -> str:
    return {
        "department": _("Department"), "type": _("Type"), "brand": _("Brand"), "size": _("Size"),
        "colours": _("Colour"), "price": _("Price"),
    }[field]  # fmt: skip


def _from_title(field: str, value: str, words: str) -> Suggestion:
    vocabulary = {"department": DEPARTMENTS, "type": TYPES, "brand": BRANDS, "colours": COLOURS}
    known = vocabulary.get(field)
    label = known.label(value) if known is not None else value  # type: ignore[attr-defined]  # vocabularies
    return Suggestion(
        field,
        _label_of(field),
        label if field == "brand" else value,
        label,
        _("because the title says \N{LEFT DOUBLE QUOTATION MARK}%(words)s"
          "\N{RIGHT DOUBLE QUOTATION MARK}") % {"words": words},
    )  # fmt: skip


def _brand_code(suggestion: Suggestion) -> str:
    known = resolve_brand(suggestion.value)
    return known.code if known is not None else ""


def _from_photo(view: ListingView) -> Suggestion | None:
    seen = [nearest_colour(value).code for value in photo_colours(view.photos[0])]
    codes = list(dict.fromkeys(seen))[:COLOURS_MAX]
    if not codes:
        return None
    label = ", ".join(COLOURS.label(code) for code in codes)
    return Suggestion(
        "colours", _label_of("colours"), ",".join(codes), label,
        _("because the first photo looks like it"),
    )  # fmt: skip


def _from_sales(kind_code: str, brand_code: str, currency: str) -> Suggestion | None:
    """Suggest the middle price of what was sold lately: of the brand where enough was."""
    found = None
    if kind_code:
        found = price_guidance(type_code=kind_code, brand=brand_code, currency=currency)
    if found is None:
        return None
    words = {
        "count": len(found.cards),
        "low": found.lowest.format(),
        "high": found.highest.format(),
    }
    if found.of_brand:
        told = _("because %(count)d of this brand sold for %(low)s to %(high)s lately")
    else:
        told = _("because %(count)d of this type sold for %(low)s to %(high)s lately")
    return Suggestion(
        "price", _label_of("price"), found.middle.typed(), found.middle.format(),
        told % words, found.cards[:SHOWN_MAX],
    )  # fmt: skip
