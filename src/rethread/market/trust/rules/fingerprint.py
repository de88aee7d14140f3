"""What of a listing screening looks at, as one short mark: the same words and photos, the same
mark. A change of price does not change it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from uuid import UUID


def fingerprint_of(title: str, description: str, photo_ids: Iterable[UUID]) -> str:
    """Return the mark of what a listing says and shows."""
    parts = [title, description, *sorted(str(photo_id) for photo_id in photo_ids)]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
