"""The vault: a person's pseudonym for events and the lake, and how to forget it. The tie between
the two is one row here and nowhere else."""

from __future__ import annotations

from uuid import UUID


def pseudonym_for(user_id: UUID) -> str:
    """Return a person's pseudonym; see `services.pseudonym_for`.

    Imported when it is called: Django loads this package before its tables are ready.
    """
    from .services import pseudonym_for as found

    return found(user_id)


__all__ = ["pseudonym_for"]
