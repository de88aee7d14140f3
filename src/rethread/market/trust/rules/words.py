"""What people write to staff, as it is stored: without control characters, trimmed, bounded."""

from __future__ import annotations

import unicodedata

WORDS_CHARS_MAX = 2000
_KEPT = frozenset("\n\t\u200c\u200d")


def clean_words(text: str) -> str:
    """Return a text without what cannot be stored or seen; much too long ones are cut short of
    cleaning, for they are refused anyway."""
    kept = (
        char
        for char in text[: 10 * WORDS_CHARS_MAX].replace("\r\n", "\n")
        if char in _KEPT or unicodedata.category(char) not in {"Cc", "Cf", "Cs"}
    )
    return "".join(kept).strip()
