"""From a record of an archive or a row of a table to what a listing here should say, or why not."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from rethread.market.catalogue.rules import COLOURS_MAX, STYLES_MAX, fold

from .format import PHOTO_FOLDER, ListingRecord
from .mapping import values_of
from .matching import PhotoFiles
from .table import Row
from .words import PHOTOS_MAX, Understood, mark_of, understand

GONE = {"sold", "reserved", "true", "yes", "out of stock", "removed", "archived"}
UNFINISHED = {"draft", "hidden", "inactive", "unpublished"}
ALWAYS_FATAL = ("title",)  # what has no name cannot even be a draft that somebody finds again


@dataclass(slots=True)
class Prepared:
    """A row, ready to come in: `fate` is waiting, left or failed, `reasons` say why.

    `changes` are what the listing should say, `photos` the files it shows, `live` whether it was
    for sale where it comes from.
    """

    line: int
    external_id: str
    title: str
    fate: str = "waiting"
    reasons: list[str] = field(default_factory=list)
    changes: dict[str, object] = field(default_factory=dict)
    photos: list[str] = field(default_factory=list)
    live: bool = True


def prepare_record(
    record: ListingRecord, line: int, *, currency: str, files: Collection[str]
) -> Prepared:
    """Return what becomes of a listing of an archive; what was sold stays history."""
    ready = Prepared(line, record.id, record.title)
    if record.status not in {"live", "draft", "hidden"}:
        ready.fate = "left"
        ready.reasons = [_("It is sold, or being bought, on the other market.")]
        return ready
    ready.live = record.status == "live"
    ready.photos = [name for name in record.photos if name in files][:PHOTOS_MAX]
    if len(ready.photos) < len(record.photos):
        ready.reasons.append(_("Not all of its photos are in the archive."))
    ready.changes = {
        "title": record.title, "description": record.description, "type": record.type,
        "department": record.department, "brand": record.brand, "size": record.size,
        "condition": record.condition, "colours": record.colours[:COLOURS_MAX],
        "styles": record.styles[:STYLES_MAX], "era": record.era, "material": record.material,
        "pattern": record.pattern, "measurements": record.measurements,
        "parcel_size": record.parcel_size, "price_minor": record.price_minor,
    }  # fmt: skip
    if record.price_minor is not None and record.currency != currency:
        ready.changes["price_minor"] = None
        ready.reasons.append(
            _("It was priced in %(theirs)s. Set a price in %(ours)s.")
            % {"theirs": record.currency[:10], "ours": currency}
        )
    return ready


def is_photo_of_archive(name: str) -> bool:
    """Tell whether a file of an archive is a photo of it."""
    return name.startswith(PHOTO_FOLDER)


def prepare_rows(
    rows: Sequence[Row],
    mapping: Mapping[str, Sequence[int]],
    *,
    currency: str,
    files: PhotoFiles,
    lenient: bool,
) -> list[Prepared]:
    """Return what becomes of each row of a table.

    A row with anything that is not understood fails with every reason, unless `lenient` brings it
    in without those words. Two rows that are the same piece are one.
    """
    seen: dict[str, int] = {}
    ready = []
    for row in rows:
        prepared = _prepare_row(row, mapping, currency, files, lenient)
        first = seen.setdefault(prepared.external_id, row.line)
        if first != row.line and prepared.fate == "waiting":
            prepared.fate = "failed"
            prepared.reasons = [_("It is the same piece as in line %(line)d.") % {"line": first}]
        ready.append(prepared)
    return ready


def _prepare_row(
    row: Row,
    mapping: Mapping[str, Sequence[int]],
    currency: str,
    files: PhotoFiles,
    lenient: bool,
) -> Prepared:
    values = values_of(row, mapping)
    said = understand(values, currency)
    photos = _find_photos(said, files)
    ready = Prepared(
        row.line,
        said.external_id or mark_of(values, said.photos),
        str(said.values["title"]),
        changes=said.values,
        photos=photos,
    )
    status = fold(next((cell for cell in values.get("status", ()) if cell), ""))
    ready.live = status not in UNFINISHED
    if status in GONE:
        ready.fate, ready.reasons = "left", [_("The table says that it is sold.")]
        return ready
    ready.reasons = [f"{name}: {text}" for name, text in said.problems.items()]
    fatal = any(name in said.problems and not ready.title for name in ALWAYS_FATAL)
    if said.problems and (fatal or not lenient):
        ready.fate = "failed"
    return ready


def _find_photos(said: Understood, files: PhotoFiles) -> list[str]:
    if not said.photos:
        return files.of_id(said.external_id)[:PHOTOS_MAX]
    found: list[str] = []
    for wanted in said.photos:
        name, why_not = files.find(wanted)
        if name:
            found.append(name)
        else:
            said.problems["photos"] = why_not
    return list(dict.fromkeys(found))
