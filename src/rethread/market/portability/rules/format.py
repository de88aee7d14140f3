"""The archive of a shop, version 1: its files, their records, and what a signature is over.

The format is described for its readers in docs/portable-shop.md; a change that a reader would
notice is another version.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

import msgspec
from msgspec import Struct

FORMAT = "rethread-shop"
REVIEW_FORMAT = "rethread-review"
VERSION = 1
MANIFEST = "manifest.json"
SIGNATURE = "manifest.sig"
SHOP = "shop.json"
LISTINGS = "listings.json"
LISTINGS_TABLE = "listings.csv"
REVIEWS = "reviews.json"
SALES = "sales.json"
CONVERSATIONS = "conversations.json"
README = "README.txt"
PHOTO_FOLDER = "photos/"
OUTSIDE = frozenset({MANIFEST, SIGNATURE})  # these cannot name their own hash
LISTINGS_MAX = 20_000
REVIEWS_MAX = 50_000
LIST_SEPARATOR = " | "  # between several values of one cell


class FileEntry(Struct, frozen=True):
    """One file of the archive."""

    path: str
    size: int
    sha256: str


class Market(Struct, frozen=True):
    """The market that made the archive; `public_key` checks every signature in it."""

    name: str
    url: str
    key_id: str
    public_key: str


class Owner(Struct, frozen=True):
    """Whose shop it is, recognisable only to who knows their e-mail address already."""

    salt: str
    email_sha256: str


class Manifest(Struct, frozen=True):
    """What is in the archive. Its bytes are signed, so nothing in it can be changed unseen."""

    format: str
    version: int
    archive_id: str
    made_at: str
    market: Market
    owner: Owner
    shop: str
    counts: dict[str, int]
    files: list[FileEntry]


class ShopRecord(Struct, frozen=True):
    """The shop itself."""

    handle: str
    name: str
    bio: str = ""
    ships_within_days: int = 3
    opened_at: str = ""


class Origin(Struct, frozen=True):
    """Where a listing came from before it was on this market."""

    key_id: str
    id: str


class ListingRecord(Struct, frozen=True):
    """A listing: codes of the vocabulary, the brand by its name, the size as its label says."""

    id: str
    status: str
    title: str = ""
    description: str = ""
    type: str = ""
    department: str = ""
    brand: str = ""
    size: str = ""
    condition: str = ""
    colours: list[str] = []
    styles: list[str] = []
    era: str = ""
    material: str = ""
    pattern: str = ""
    measurements: str = ""
    parcel_size: str = ""
    price_minor: int | None = None
    currency: str = ""
    photos: list[str] = []
    created_at: str = ""
    published_at: str = ""
    sold_at: str = ""


class ReviewRecord(Struct, frozen=True):
    """What a buyer said, signed on its own so that it can be shown and checked on its own."""

    format: str
    version: int
    id: str
    market_name: str
    market_url: str
    key_id: str
    archive_owner: str  # SHA-256 of the owner's salted address, as in the manifest
    shop: str
    about: str
    author: str
    rating: int
    text: str
    written_at: str
    signature: str = ""


class SaleRecord(Struct, frozen=True):
    """One order as its seller knows it; the buyer and their address stay out."""

    reference: str
    status: str
    ordered_at: str
    completed_at: str
    currency: str
    items_minor: int
    seller_fee_minor: int
    seller_gets_minor: int
    pieces: list[dict[str, Any]]


class MessageRecord(Struct, frozen=True):
    """One message; `by` is "you" or how the other person is called in this archive."""

    by: str
    at: str
    text: str


class ConversationRecord(Struct, frozen=True):
    """A conversation of the owner's; the other person is a name, never an id or an address."""

    about: str
    piece: str
    your_side: str
    other: str
    messages: list[MessageRecord]


class ListingsDocument(Struct, frozen=True):
    """`listings.json`."""

    format: str
    version: int
    listings: list[ListingRecord]


class ReviewsDocument(Struct, frozen=True):
    """`reviews.json`."""

    format: str
    version: int
    reviews: list[ReviewRecord]


def canonical(record: Struct) -> bytes:
    """Return the bytes of a record that a signature is over: all but `signature`, keys sorted,
    no blanks between, UTF-8."""
    plain = msgspec.to_builtins(record)
    plain.pop("signature", None)
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def owner_of(email: str, salt: str) -> Owner:
    """Return how an archive names its owner: only who has the address can tell it is theirs."""
    mark = hashlib.sha256(f"{salt}:{email.strip().lower()}".encode()).hexdigest()
    return Owner(salt=salt, email_sha256=mark)


def is_owner(owner: Owner, email: str) -> bool:
    """Tell whether an archive was made for the person with this address."""
    return owner_of(email, owner.salt) == owner
