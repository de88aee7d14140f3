"""The code of a pick-up: how it is read, and how often it may be guessed. Pure."""

from __future__ import annotations

from typing import Final

CODE_DIGITS: Final = 6
WRONG_TRIES_MAX: Final = 5  # of a million codes: who guesses is right once in 200,000 orders


def code_of(number: int) -> str:
    """Return the code that stands for a number below a million."""
    return f"{number:0{CODE_DIGITS}d}"


def typed_code(text: str) -> str:
    """Return a typed code without the spaces and dashes that people put into it."""
    return "".join(char for char in text if char in "0123456789")


def tries_left(wrong_tries: int) -> int:
    """Return how often a wrong code may still be typed."""
    return max(0, WRONG_TRIES_MAX - wrong_tries)
