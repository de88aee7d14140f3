"""The languages that pages and letters are written in, and how to write in a reader's own.

It translates nothing itself; the catalogues are in `src/rethread/locale`. Somebody's language is
one of `LANGUAGES`, or empty where they never chose: then the market's is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import date
from types import MappingProxyType
from typing import Any

from django.utils import formats, translation

from .settings import settings

# Each by its own name, as somebody looks for it who reads no other.
LANGUAGES: Mapping[str, str] = MappingProxyType({"en-gb": "English", "fr": "Français"})


# Languages that write the names of days and months in small letters, where Django writes capitals.
_SMALL = ("fr",)


def date_format(moment: date, pattern: str) -> str:
    """Write a date or a moment by a pattern of Django's `date`, as its reader's language does."""
    said = formats.date_format(moment, pattern)
    return said.lower() if (translation.get_language() or "").startswith(_SMALL) else said


def is_language(code: str) -> bool:
    """Tell whether pages can be read in a language."""
    return code in LANGUAGES


def language_of(chosen: str) -> str:
    """Return the language to write in for somebody who chose `chosen`, or nothing."""
    return chosen if chosen in LANGUAGES else settings().language


def written_for(chosen: str) -> AbstractContextManager[Any]:
    """Write in the language of whom it is for, whoever caused it, until the block ends."""
    return translation.override(language_of(chosen))
