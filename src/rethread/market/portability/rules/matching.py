"""Which files of what was sent are the table and its photos, and which photos are a row's."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from ..errors import ArchiveRefused
from .mapping import PHOTO_SUFFIXES

TABLE_SUFFIXES = (".csv", ".tsv", ".txt")
TABLE_NAMES = ("listings.csv", "shop.csv", "items.csv")
_NOT_SENT = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
_NUMBERED = re.compile(r"[-_ .(]+\d{1,3}\)?")


def _base(name: str) -> str:
    return name.rpartition("/")[2]


def table_among(names: Iterable[str]) -> str:
    """Return the name of the table.

    Raises:
        ArchiveRefused: `no_table`, there is none, or nobody could tell which it is.
    """
    tables = [
        name
        for name in names
        if name.casefold().endswith(TABLE_SUFFIXES)
        and not name.startswith(_NOT_SENT)
        and not _base(name).startswith((".", "README"))
    ]
    if len(tables) > 1:
        usual = [name for name in tables if _base(name).casefold() in TABLE_NAMES]
        tables = usual if len(usual) == 1 else tables
        csvs = [name for name in tables if name.casefold().endswith(".csv")]
        tables = csvs if len(csvs) == 1 else tables
    if not tables:
        raise ArchiveRefused("no_table", _("There is no CSV file among what you sent."))
    if len(tables) > 1:
        raise ArchiveRefused(
            "no_table",
            _("There are several tables: %(names)s. Send one.")
            % {"names": ", ".join(sorted(tables)[:3])},
        )
    return tables[0]


@dataclass(frozen=True, slots=True)
class PhotoFiles:
    """The pictures that were sent, found by the whole name or its last part, in any case."""

    names: tuple[str, ...]
    _whole: dict[str, str] = field(default_factory=dict)
    _last: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def among(cls, names: Iterable[str]) -> PhotoFiles:
        """Take the pictures out of everything that was sent."""
        pictures = tuple(
            name
            for name in names
            if name.casefold().endswith(PHOTO_SUFFIXES)
            and not name.startswith(_NOT_SENT)
            and not _base(name).startswith(".")
        )
        found = cls(pictures)
        for name in pictures:
            found._whole[name.casefold()] = name
            found._last.setdefault(_base(name).casefold(), []).append(name)
        return found

    def find(self, wanted: str) -> tuple[str, str]:
        """Return (file, "") for what a row names, or ("", why not)."""
        clean = wanted.replace("\\", "/").removeprefix("./").casefold()
        if clean in self._whole:
            return self._whole[clean], ""
        several = self._last.get(_base(clean), [])
        if len(several) == 1:
            return several[0], ""
        if several:
            return "", _("Several photos are called %(name)s.") % {"name": wanted[:80]}
        return "", _("The photo %(name)s is not among what you sent.") % {"name": wanted[:80]}

    def of_id(self, external_id: str) -> list[str]:
        """Return the photos that are called by an id ("A1.jpg", "A1-2.jpg") or lie in its folder,
        in the order of their names."""
        mark = external_id.casefold()
        return sorted((name for name in self.names if mark and _is_of(name, mark)), key=_order)


def _is_of(name: str, mark: str) -> bool:
    folder, _, last = name.casefold().rpartition("/")
    if folder.rpartition("/")[2] == mark:
        return True
    stem = last.rpartition(".")[0]
    return stem == mark or (
        stem.startswith(mark) and _NUMBERED.fullmatch(stem[len(mark) :]) is not None
    )


def _order(name: str) -> list[tuple[int, str]]:
    """Order names as people count: 2 before 10."""
    parts = re.split(r"(\d+)", name.casefold())
    return [(int(part), "") if part.isdigit() else (-1, part) for part in parts]
