"""Object ids in Stripe's manner: a prefix and random letters and digits.

Unpredictable by default, as a server's ids must be; seeded where a simulation has to give the same
digest twice.
"""

import random
import secrets

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


class Identifiers:
    """Make ids. With a seed the sequence repeats exactly; without one it cannot be guessed."""

    def __init__(self, seed: int | None = None) -> None:
        self._random = secrets.SystemRandom() if seed is None else random.Random(seed)  # noqa: S311

    def make(self, prefix: str, length: int = 24) -> str:
        """Return `prefix` + `_` + `length` characters."""
        bits = self._random.getrandbits(6 * length + 6)
        letters = []
        for _ in range(length):
            bits, digit = divmod(bits, 62)
            letters.append(_ALPHABET[digit])
        return f"{prefix}_{''.join(letters)}"
