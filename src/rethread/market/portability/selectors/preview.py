"""Show how a table would come in before anything does, under the mapping as it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from rethread.market.accounts.selectors import selling_currency
from rethread.platform.kernel import Actor, Money, settings
from rethread.platform.storage import photo_store

from ..errors import ImportNotFound
from ..models import ShopImport
from ..rules import reading
from ..rules.matching import PhotoFiles, table_among
from ..rules.preparing import Prepared, prepare_rows
from ..rules.table import BYTES_MAX, read_table

ROWS_MAX = 200  # looked at for a preview; all rows are looked at when they come in


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One row as it would come in; `reasons` say what is not understood."""

    line: int
    title: str
    words: tuple[str, ...]
    price: Money | None
    photo_count: int
    comes_in: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows of a table, and how many of those looked at would come in."""

    rows: tuple[PreviewRow, ...]
    looked_at: int
    good: int


def preview_import(
    *,
    actor: Actor,
    import_id: UUID,
    mapping: Mapping[str, Sequence[int]] | None = None,
    lenient: bool = False,
    limit: int = 12,
) -> Preview:
    """Return how the first rows of a table would come in; rows with problems come first.

    Raises:
        ImportNotFound: there is none that waits for an answer, or it is somebody else's.
    """
    row = ShopImport.objects.filter(pk=import_id, status="asking", kind="table").first()
    if row is None or actor.user_id != row.seller_id:
        raise ImportNotFound
    # Where what was sent lies is known to the services; this key is of the same form.
    with (
        photo_store().open(f"{row.id}/import/sent.zip") as file,
        reading.opened(file, settings().carry_bytes_max) as archive,
    ):
        names = reading.names_of(archive)
        name = table_among(names)
        table = read_table(reading.read(archive, name, BYTES_MAX), name)
    currency = selling_currency(row.seller_id)
    looked = prepare_rows(
        table.rows[:ROWS_MAX],
        row.mapping if mapping is None else mapping,
        currency=currency,
        files=PhotoFiles.among(names),
        lenient=lenient,
    )
    good = sum(one.fate == "waiting" for one in looked)
    shown = sorted(looked, key=lambda one: (not one.reasons, one.line))[:limit]
    return Preview(tuple(_row(one, currency) for one in shown), len(looked), good)


def _row(ready: Prepared, currency: str) -> PreviewRow:
    price = ready.changes.get("price_minor")
    words = [str(ready.changes.get(name) or "") for name in ("type", "brand", "size", "condition")]
    return PreviewRow(
        line=ready.line,
        title=ready.title,
        words=tuple(word.replace("_", " ") for word in words if word),
        price=Money(price, currency) if isinstance(price, int) else None,
        photo_count=len(ready.photos),
        comes_in=ready.fate == "waiting",
        reasons=tuple(ready.reasons),
    )
