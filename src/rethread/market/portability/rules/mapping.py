"""Which column of somebody's table says what: guessed from headings, then from what is in them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import get_args

from rethread.market.catalogue.rules import fold

from ..types import Field
from .table import Row

FIELDS: tuple[Field, ...] = get_args(Field)
MANY: frozenset[Field] = frozenset({"photos", "colours", "styles", "description"})
PHOTO_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".avif", ".heic", ".heif")
# What exports of shops and spreadsheets call their columns, folded. English first, then others.
HEADINGS: dict[Field, tuple[str, ...]] = {
    "id": (
        "id", "sku", "item id", "listing id", "product id", "item number", "item no", "article",
        "custom label", "custom label sku", "reference", "ref", "handle", "number", "nr",
        "artikelnummer", "variant sku", "codigo",
    ),
    "status": ("status", "availability", "sold", "listing status"),
    "title": (
        "title", "name", "item", "item title", "item name", "listing title", "product name",
        "product title", "heading", "titel", "titre", "titulo", "titolo", "nom", "tytul",
    ),
    "description": (
        "description", "details", "item description", "listing description", "body", "text",
        "body html", "notes", "beschreibung", "descripcion", "descrizione", "omschrijving", "opis",
    ),
    "type": (
        "type", "category", "item type", "product type", "garment", "garment type", "subcategory",
        "product category", "kind", "kategorie", "categorie", "categoria", "kategoria",
    ),
    "department": (
        "department", "gender", "section", "audience", "for", "sex", "abteilung", "geschlecht",
        "genre", "genero",
    ),
    "brand": (
        "brand", "label", "designer", "maker", "manufacturer", "vendor", "marke", "marque",
        "marca", "merk", "marka",
    ),
    "size": (
        "size", "item size", "option1 value", "grosse", "taille", "talla", "taglia", "maat",
        "rozmiar",
    ),
    "condition": (
        "condition", "item condition", "state", "zustand", "etat", "estado", "condizione",
        "staat", "stan",
    ),
    "colours": (
        "colours", "colour", "color", "colors", "farbe", "farben", "couleur", "couleurs",
        "colore", "kleur", "kolor",
    ),
    "styles": ("styles", "style", "look", "aesthetic", "tags", "stil"),
    "era": ("era", "decade", "period", "year", "age"),
    "material": ("material", "fabric", "composition", "fibre", "stoff", "matiere", "tejido"),
    "pattern": ("pattern", "print", "muster", "motif"),
    "measurements": ("measurements", "measures", "dimensions", "fit", "masse", "mesures"),
    "parcel_size": ("parcel size", "parcel", "package size", "postage size", "shipping size"),
    "price": (
        "price", "asking price", "price gbp", "price eur", "price usd", "variant price", "amount",
        "cost", "start price", "listing price", "preis", "prix", "precio", "prezzo", "prijs",
        "cena",
    ),
    "currency": ("currency", "currency code", "wahrung", "devise", "moneda", "valuta", "waluta"),
    "photos": (
        "photos", "photo", "image", "images", "picture", "pictures", "image src", "picture url",
        "image url", "pic", "photo file", "photo files", "files", "file", "filename", "bilder",
        "bild", "fotos", "foto", "immagini", "zdjecia",
    ),
}  # fmt: skip
_WORDS: dict[str, Field] = {word: field for field, words in HEADINGS.items() for word in words}
_NUMBERED = re.compile(r"\s*\d{1,2}$")
_PRICE = re.compile(r"[£€$¥]\s*\d|\d\s*[£€$¥]|^\s*\d{1,5}[.,]\d{2}\s*$")
Mapped = dict[str, tuple[int, ...]]


def guess_mapping(headings: Sequence[str], rows: Sequence[Row]) -> Mapped:
    """Return from which columns each field is read, as far as that can be told.

    A heading decides where it is known. Of the columns left, one whose cells are mostly names of
    pictures has the photos, and one whose cells look like money has the price.
    """
    found: dict[Field, list[int]] = {}
    for number, heading in enumerate(headings):
        field = field_called(heading)
        if field is not None and (field in MANY or field not in found):
            found.setdefault(field, []).append(number)
    taken = {number for numbers in found.values() for number in numbers}
    for field, looks in (("photos", _is_photo), ("price", _is_price)):
        if field in found:
            continue
        for number in range(len(headings)):
            cells = [row.cells[number] for row in rows if number < len(row.cells)]
            filled = [cell for cell in cells if cell.strip()]
            if number not in taken and filled and sum(map(looks, filled)) * 2 > len(filled):
                found.setdefault(field, []).append(number)  # type: ignore[arg-type]  # both are fields
                taken.add(number)
                break
    return {field: tuple(numbers) for field, numbers in found.items()}


def field_called(heading: str) -> Field | None:
    """Return the field that a heading names ("Item title", "Größe", "Photo 2"), or None."""
    word = fold(heading)
    return _WORDS.get(word) or _WORDS.get(_NUMBERED.sub("", word))


def _is_photo(cell: str) -> bool:
    return any(part.strip().casefold().endswith(PHOTO_SUFFIXES) for part in split_list(cell))


def _is_price(cell: str) -> bool:
    return _PRICE.search(cell) is not None


def split_list(cell: str) -> list[str]:
    """Return the values of a cell that holds several, whatever stands between them."""
    for separator in ("|", ";", "\n", ","):
        if separator in cell:
            return [part.strip() for part in cell.split(separator) if part.strip()]
    return [cell.strip()] if cell.strip() else []


def values_of(row: Row, mapping: Mapping[str, Sequence[int]]) -> dict[str, list[str]]:
    """Return what a row says of each field; several columns of one field are all there."""
    return {
        field: [row.cells[number].strip() for number in numbers if number < len(row.cells)]
        for field, numbers in mapping.items()
    }
