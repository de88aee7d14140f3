"""The worker's side of portability: shops that go out and come in, and what has run out."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db.models import Min

from .models import ShopExport, ShopImport
from .services.bringing import run_next_import
from .services.exporting import expire_exports, run_next_export
from .services.receiving import expire_imports

EXPIRED: Final = (
    "SELECT 1 FROM portability_shopexport WHERE status = 'ready' AND expires_at <= %(now)s "
    "UNION ALL "
    "SELECT 1 FROM portability_shopimport WHERE status = 'asking' AND expires_at <= %(now)s"
)


def carry_next() -> int:
    """Do the next piece of work of either kind, and return how much was done."""
    return int(run_next_import()) + int(run_next_export())


def run_expiry(now: datetime, limit: int) -> int:
    """Delete archives whose week is over and what was sent and never answered for."""
    return expire_exports(now, limit) + expire_imports(now, limit)


def next_expiry_at() -> datetime | None:
    """Return when the next of them runs out."""
    exports = ShopExport.objects.filter(status="ready").aggregate(first=Min("expires_at"))
    imports = ShopImport.objects.filter(status="asking").aggregate(first=Min("expires_at"))
    moments: list[datetime] = [
        found for found in (exports["first"], imports["first"]) if found is not None
    ]
    return min(moments, default=None)
