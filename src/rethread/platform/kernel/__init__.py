"""The kernel: money, ids, clocks, typed settings, actors, errors, idempotency, limits.

Everything else may import it; it imports nothing of the project.
"""

from .actor import Actor
from .clock import business_now, wall_now
from .errors import (
    Conflict,
    DomainError,
    Invalid,
    LimitReached,
    NotFound,
    PermissionDenied,
    invariant,
)
from .ids import new_id
from .money import Money
from .settings import Settings, settings

__all__ = [
    "Actor",
    "Conflict",
    "DomainError",
    "Invalid",
    "LimitReached",
    "Money",
    "NotFound",
    "PermissionDenied",
    "Settings",
    "business_now",
    "invariant",
    "new_id",
    "settings",
    "wall_now",
]
