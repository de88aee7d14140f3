"""The worker's side of portability: shops that go out and come in, and what has run out."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db.models import Min

from .models import ShopExport
from .services.exporting import expire_exports, run_next_export

EXPIRED_EXPORTS: Final = (
    "SELECT 1 FROM portability_shopexport WHERE status = 'ready' AND expires_at <= %(now)s"
)


def carry_next() -> int:
    """Do the next piece of work that waits, and return how much was done."""
    return int(run_next_export())


def next_export_expiry() -> datetime | None:
    """Return when the next archive runs out."""
    found: datetime | None = ShopExport.objects.filter(status="ready").aggregate(
        first=Min("expires_at")
    )["first"]
    return found


__all__ = ["EXPIRED_EXPORTS", "carry_next", "expire_exports", "next_export_expiry"]
