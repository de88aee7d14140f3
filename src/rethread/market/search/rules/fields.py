"""Names of the index's fields, and what of a document goes into each. Pure.

Keyword fields hold codes and serve filters and facets; text fields hold words and serve ranking.
"""

from __future__ import annotations

from functools import lru_cache

from rethread.market.search.types import Filters, IndexDocument

from .text import head_of, normalise

# Keyword field -> (attribute of a document, attribute of the filters; "" where none filters).
KEYWORDS: dict[str, tuple[str, str]] = {
    "department": ("department", "departments"),
    "category": ("category", "categories"),
    "type": ("type", "types"),
    "brand": ("brand", "brands"),
    "size": ("size", ""),
    "any_size": ("sizes", "sizes"),
    "colour": ("colours", "colours"),
    "condition": ("condition", "conditions"),
    "material": ("materials", "materials"),
    "pattern": ("patterns", "patterns"),
    "style": ("styles", "styles"),
    "era": ("era", "eras"),
}
WORD_KINDS: tuple[str, ...] = (
    "department", "category", "type", "brand", "size", "colour", "condition", "material",
    "pattern", "style", "era",
)  # fmt: skip
# The facet of sizes counts what sellers say; its filter also finds equivalents.
FILTER_OF_FACET = {name: name for name in KEYWORDS} | {"size": "any_size"}
ATTRIBUTES = tuple(f"{kind}_words" for kind in WORD_KINDS)
TEXTS: tuple[str, ...] = ("title", "head", "description", "attributes", "all", *ATTRIBUTES)


@lru_cache(maxsize=20_000)
def _remembered(words: str) -> str:
    """Normalise words of the taxonomy, which repeat from listing to listing."""
    return normalise(words)


def keyword_values(document: IndexDocument) -> dict[str, list[str]]:
    """Return the codes of a document per keyword field; fields without a value are left out."""
    values: dict[str, list[str]] = {}
    for name, (attribute, _) in KEYWORDS.items():
        value = getattr(document, attribute)
        codes = [value] if isinstance(value, str) else list(value)
        if kept := [code for code in codes if code]:
            values[name] = kept
    values["shop"] = [document.shop_id.hex]
    return values


def text_values(document: IndexDocument) -> dict[str, str]:
    """Return the words of a document per text field, normalised as queries are."""
    title = normalise(document.title)
    description = normalise(document.description)
    words = {kind: _remembered(text) for kind, text in document.words.items() if text}
    attributes = " . ".join(words.values())
    texts = {f"{kind}_words": text for kind, text in words.items()}
    texts["title"] = title
    texts["head"] = head_of(title)
    texts["description"] = description
    texts["attributes"] = attributes
    texts["all"] = f"{title} . {attributes} . {description}"
    return {name: text for name, text in texts.items() if text}


def filter_values(filters: Filters) -> dict[str, tuple[str, ...]]:
    """Return the codes asked for per keyword field; fields not filtered are left out."""
    asked = {
        name: tuple(getattr(filters, attribute))
        for name, (_, attribute) in KEYWORDS.items()
        if attribute and getattr(filters, attribute)
    }
    if filters.shop_id is not None:
        asked["shop"] = (filters.shop_id.hex,)
    return asked
