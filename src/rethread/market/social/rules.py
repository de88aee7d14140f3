"""Pure rules of conversations: what a message may be, and how often one may write."""

from __future__ import annotations

import unicodedata
from datetime import timedelta

TEXT_CHARS_MAX = 2000
PHOTOS_MAX = 4
# (how long back, how many messages one person may have sent in it)
MESSAGE_LIMITS: tuple[tuple[timedelta, int], ...] = (
    (timedelta(minutes=1), 15),
    (timedelta(days=1), 300),
)
NEW_CONVERSATIONS_LIMIT: tuple[timedelta, int] = (timedelta(days=1), 30)
_KEPT_CONTROLS = frozenset("\n\t")
_JOINERS = frozenset("\u200c\u200d")  # needed inside Persian words and emoji


def clean_message(text: str) -> str:
    """Return a text as it is stored: without control characters, trimmed.

    Direction overrides go (they make a text read as another), joiners stay. What PostgreSQL
    cannot hold (NUL, lone surrogates) goes as well.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (char for char in lines if _may_stay(char))
    return "".join(kept).strip()


def _may_stay(char: str) -> bool:
    if char in _KEPT_CONTROLS or char in _JOINERS:
        return True
    return unicodedata.category(char) not in {"Cc", "Cf", "Cs"}


DROP_PERCENT_MIN = 5  # of what a buyer paid at the lowest price somebody knows of


def is_drop(known_minor: int, now_minor: int) -> bool:
    """Tell whether a price fell far enough to be told of: by 5% or more.

    What counts is the lowest price the person knows of, so raising a price and lowering it again
    is no drop.
    """
    return now_minor * 100 <= known_minor * (100 - DROP_PERCENT_MIN)
