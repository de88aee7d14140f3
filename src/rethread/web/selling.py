"""The editor's form, its choices and its photos: between what people type and the catalogue.

A value that the catalogue does not know stays in the form, so that the refusal stands beside what
was typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from rethread.market.catalogue.rules import (
    CATEGORIES,
    COLOURS,
    CONDITIONS,
    DEPARTMENTS,
    ERAS,
    MATERIALS,
    STYLES,
    TYPES,
    Size,
    sizes_offered,
)
from rethread.market.catalogue.types import ListingChanges, ListingView
from rethread.market.media.services import accept_photo
from rethread.market.media.types import PhotoView
from rethread.platform.kernel import Actor, DomainError, Invalid, Money, settings

from .forms import Choices, ListingForm

PHOTOS_MAX = 12
Upload: TypeAlias = "UploadedFile[Any]"
Typed: TypeAlias = QueryDict | Mapping[str, object]


@dataclass(frozen=True, slots=True)
class TrayPhoto:
    """A photo in the editor's tray."""

    id: UUID
    photo: PhotoView


def accept_photos(
    actor: Actor, files: Iterable[Upload], room: int, *, private: bool = False
) -> tuple[list[UUID], list[str]]:
    """Take what can be taken; say of each file that cannot why not."""
    taken: list[UUID] = []
    errors: list[str] = []
    for file in files:
        name = (file.name or "")[:60]
        if len(taken) >= room:
            errors.append(_("%(name)s: a piece has at most %(count)d photos.") % {
                "name": name, "count": PHOTOS_MAX,
            })  # fmt: skip
            continue
        try:
            if (file.size or 0) > settings().photo_bytes_max:
                raise Invalid("media.too_many_bytes", _("This file is too large."))
            photo = accept_photo(actor=actor, data=file.read(), filename=name, private=private)
            taken.append(photo.id)
        except DomainError as error:
            errors.append(f"{name}: {error.message}")
    return taken, errors


def rearranged(photo_ids: Sequence[UUID], typed: QueryDict) -> list[UUID]:
    """Return the order of photos after a button of the tray, or a drag, was used."""
    ids = list(dict.fromkeys(photo_ids))
    named = {str(photo_id): photo_id for photo_id in ids}
    if order := text_of(typed, "order"):
        first = [named[text] for text in order.split(",") if text in named]
        return list(dict.fromkeys([*first, *ids]))
    if gone := named.get(text_of(typed, "remove")):
        ids.remove(gone)
    for name, step in (("earlier", -1), ("later", 1)):
        if moved := named.get(text_of(typed, name)):
            at = ids.index(moved)
            if 0 <= at + step < len(ids):
                ids[at], ids[at + step] = ids[at + step], ids[at]
    return ids


def values_of(view: ListingView) -> dict[str, object]:
    """Return a listing as the form shows it."""
    return {
        "title": view.title,
        "description": view.description,
        "department": view.department,
        "type": view.type,
        "brand": view.brand_label,
        "size": view.size,
        "condition": view.condition,
        "colours": list(view.colours),
        "styles": list(view.styles),
        "era": view.era,
        "material": view.material,
        **{f"measure_{code}": number_format(f"{mm / 10:g}") for code, mm in view.measures},
        "price": view.price.typed() if view.price else "",
    }


def listing_form(view: ListingView, typed: Typed) -> ListingForm:
    """Build the form over what was typed, or over what is stored."""
    posted = isinstance(typed, QueryDict)
    form = ListingForm(
        typed if posted else None,
        initial=None if posted else typed,
        choices=_choices(typed),
        measures=_measures(text_of(typed, "type")),
    )
    form.fields["type"].widget.attrs |= {
        "hx-get": reverse("web:size_options"),
        "hx-include": "closest form",
        "hx-target": "#size-field",
        "hx-trigger": "change",
    }
    return form


def _choices(typed: Typed) -> dict[str, Choices]:
    kind, department = text_of(typed, "type"), text_of(typed, "department")
    return {
        "department": _with(_terms(DEPARTMENTS), texts_of(typed, "department")),
        "type": _with(_types(), texts_of(typed, "type")),
        "size": _with(_sizes(kind, department), texts_of(typed, "size")),
        "condition": _with(_terms(CONDITIONS), texts_of(typed, "condition")),
        "colours": _with(_terms(COLOURS), texts_of(typed, "colours")),
        "material": _with(_terms(MATERIALS), texts_of(typed, "material")),
        "era": _with(_terms(ERAS), texts_of(typed, "era")),
        "styles": _with(_terms(STYLES), texts_of(typed, "styles")),
    }


def _measures(kind_code: str) -> tuple[str, ...]:
    kind = TYPES.get(kind_code)
    return kind.measures if kind is not None else ()


def text_of(typed: Typed, name: str) -> str:
    """Return one value of what was typed, or of what is stored."""
    value = typed.get(name)
    return value if isinstance(value, str) else ""


def texts_of(typed: Typed, name: str) -> list[str]:
    """Return all values of a field that are not empty."""
    if isinstance(typed, QueryDict):
        return [text for text in typed.getlist(name) if text]
    value = typed.get(name)
    found = value if isinstance(value, list) else [value]
    return [text for text in found if isinstance(text, str) and text]


def _terms(vocabulary: Iterable[object]) -> Choices:
    return [(term.code, term.label) for term in vocabulary]  # type: ignore[attr-defined]  # terms


def _types() -> Choices:
    return [
        (
            str(category.label),
            [(kind.code, kind.label) for kind in TYPES if kind.category == category.code],
        )
        for category in CATEGORIES
    ]


def _sizes(kind_code: str, department: str) -> Choices:
    """Offer the sizes of a type; before there is one, those of every kind, grouped."""
    kind = TYPES.get(kind_code)
    if kind is not None:
        return _labels(sizes_offered(kind.size_kind, department))
    return [
        (_("Clothes"), _labels(sizes_offered("bottoms", department or "women"))),
        (_("Shoes"), _labels(sizes_offered("shoes", department))),
        (_("Kids"), _labels(sizes_offered("clothing", "kids"))),
    ]


def _labels(sizes: Iterable[Size]) -> list[tuple[str, str]]:
    """Offer sizes as their labels state them; only "One size" is a word to translate."""
    return [
        (size.label, _("One size") if size.system == "one_size" else size.label) for size in sizes
    ]


def _with(choices: Choices, chosen: Iterable[str]) -> Choices:
    """Add what was typed and is not on offer, so that the form keeps it."""
    known = {
        value
        for code, label in choices
        for value in ([item[0] for item in label] if isinstance(label, list) else [code])
    }
    return [*choices, *((text, text) for text in dict.fromkeys(chosen) if text not in known)]


def form_of_type(kind_code: str, department: str, size: str) -> ListingForm:
    """Return the form with the sizes and measures of a type."""
    typed = {"type": kind_code[:40], "department": department[:20], "size": size[:20]}
    return ListingForm(initial=typed, choices=_choices(typed), measures=_measures(typed["type"]))


def changes_of(form: ListingForm, currency: str) -> ListingChanges:
    """Return what the form asks of the catalogue, for a listing priced in a currency.

    Raises:
        Invalid: the price is no amount of money.
    """
    typed = form.cleaned_data
    return {
        "title": typed["title"],
        "description": typed["description"],
        "department": typed["department"],
        "type": typed["type"],
        "brand": typed["brand"],
        "size": typed["size"],
        "condition": typed["condition"],
        "colours": typed["colours"],
        "styles": typed["styles"],
        "era": typed["era"],
        "material": typed["material"],
        "measures_mm": {
            name.removeprefix("measure_"): round(value * 10)
            for name, value in typed.items()
            if name.startswith("measure_") and value is not None
        },
        "price_minor": _price(typed["price"], currency),
    }


def _price(text: str, currency: str) -> int | None:
    if not text.strip():
        return None
    return Money.parse(text, currency).amount_minor
