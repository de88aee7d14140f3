"""Cursors of a ranking: which ranking, how far, and of which search. Pure."""

from __future__ import annotations

import base64
import binascii
import struct
from dataclasses import dataclass
from hashlib import blake2b
from uuid import UUID

from django.utils.translation import gettext as _

from rethread.market.search.errors import InvalidSearch
from rethread.market.search.types import FROZEN_MAX, SearchRequest

_LAYOUT = struct.Struct(">16s6sHH")


@dataclass(frozen=True, slots=True)
class Cursor:
    """The place in a ranking where a page begins, and the page's number."""

    ranking_id: UUID
    offset: int
    page: int


def encode(cursor: Cursor, request: SearchRequest) -> str:
    """Write a cursor as text that fits an address."""
    packed = _LAYOUT.pack(
        cursor.ranking_id.bytes, _fingerprint(request), cursor.offset, cursor.page
    )
    return base64.urlsafe_b64encode(packed).rstrip(b"=").decode("ascii")


def decode(text: str, request: SearchRequest) -> Cursor:
    """Read a cursor back.

    Raises:
        InvalidSearch: it is not a cursor, or belongs to another search.
    """
    try:
        packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        ranking, fingerprint, offset, page = _LAYOUT.unpack(packed)
    except (binascii.Error, struct.error, ValueError) as error:
        raise _bad() from error
    if fingerprint != _fingerprint(request) or offset > FROZEN_MAX:
        raise _bad()
    return Cursor(UUID(bytes=ranking), offset, page)


def _fingerprint(request: SearchRequest) -> bytes:
    asked = repr((request.query, request.filters, request.sort))
    return blake2b(asked.encode("utf-8", "surrogatepass"), digest_size=6).digest()


def _bad() -> InvalidSearch:
    return InvalidSearch(
        "search.bad_cursor", _("This page of results is gone."), {"cursor": _("Search again.")}
    )
