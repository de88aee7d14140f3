"""Keep what people wrote from turning around what stands beside it.

Right-to-left words reorder the digits and marks after them: a price, a date, another name. In pages
an element with `dir="auto"` keeps them apart; inside of a sentence two invisible marks do.
"""

from __future__ import annotations

import unicodedata
from typing import Final

_BEGIN, _END = "\u2068", "\u2069"  # first strong isolate, pop directional isolate
_TURNING: Final = frozenset({"R", "AL", "AN"})


def isolated(text: str) -> str:
    """Return words for the middle of a sentence; only those that could turn it around are marked.

    Source: Unicode Standard Annex 9, "Unicode Bidirectional Algorithm", 2.4 and 2.7.
    """
    if any(unicodedata.bidirectional(character) in _TURNING for character in text):
        return f"{_BEGIN}{text}{_END}"
    return text
