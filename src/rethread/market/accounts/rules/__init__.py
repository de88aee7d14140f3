"""Pure rules of accounts: what a handle, a name, an address may be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from django.utils.translation import gettext as _

from ..types import AddressInput

HANDLE = re.compile(r"[a-z0-9_.]{3,30}")
RESERVED_HANDLES = frozenset({
    "about", "account", "accounts", "admin", "api", "app", "assets", "auth", "bag", "blog",
    "browse", "cart", "checkout", "contact", "desk", "explore", "favicon", "favourites", "feed",
    "fees", "following", "help", "home", "inbox", "item", "items", "legal", "likes", "listing",
    "listings", "login", "logout", "manage", "me", "media", "messages", "moderator", "new",
    "notifications", "offers", "official", "offline", "orders", "pay", "payments", "payouts",
    "press", "privacy", "profile", "rethread", "root", "rss", "sales", "search", "sell",
    "security", "seller", "sellers", "settings", "shop", "shops", "signup", "sitemap", "staff",
    "static", "status", "support", "system", "team", "terms", "trust", "user", "users",
    "vacation", "webhooks", "www", "you",
})  # fmt: skip
COUNTRY = re.compile(r"[A-Z]{2}")
POSTCODE_GB = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}")
NAME_CHARS_MAX = 60
BIO_CHARS_MAX = 500


def normalise_email(email: str) -> str:
    """Return an address in the form it is stored and compared in: NFKC, trimmed, lower case.

    The part before the @ is lower-cased too: two accounts that differ only in case are a mistake.
    """
    return unicodedata.normalize("NFKC", email).strip().lower()


def normalise_handle(handle: str) -> str:
    """Return a handle as it is stored: trimmed, lower case, without a leading @."""
    return handle.strip().removeprefix("@").lower()


def clean_text(text: str, *, lines: bool = False) -> str:
    """Drop control characters (line feeds stay where `lines`) and surrounding blanks.

    Emoji and right-to-left text stay, with the joiners and marks they need; what would turn the
    direction of the text around it (overrides and isolates that leak) goes.
    """
    kept = (
        character
        for character in unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
        if (lines and character == "\n")
        or not (unicodedata.category(character) == "Cc" or character in _DIRECTION_OVERRIDES)
    )
    return "".join(kept).strip()


_DIRECTION_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def problem_with_handle(handle: str) -> str | None:
    """Say what is wrong with a normalised handle, or None."""
    if HANDLE.fullmatch(handle) is None:
        return _("Use 3 to 30 letters a-z, digits, dots or underscores.")
    if handle.startswith(".") or handle.endswith(".") or ".." in handle:
        return _("A dot stands between other characters.")
    if handle.replace(".", "").replace("_", "") in RESERVED_HANDLES:
        return _("This handle is reserved. Choose another one.")
    return None


def problem_with_name(name: str) -> str | None:
    """Say what is wrong with a shop's or person's name, or None."""
    if not name:
        return _("Write a name.")
    if len(name) > NAME_CHARS_MAX:
        return _("Use at most %(count)d characters.") % {"count": NAME_CHARS_MAX}
    return None


def clean_address(address: AddressInput) -> tuple[AddressInput, dict[str, str]]:
    """Return the address in the form it is stored, and what is wrong with it by field."""
    cleaned = AddressInput(
        name=clean_text(address.name),
        line1=clean_text(address.line1),
        line2=clean_text(address.line2),
        city=clean_text(address.city),
        postcode=clean_text(address.postcode).upper(),
        country=clean_text(address.country).upper(),
    )
    return cleaned, _problems_with_address(cleaned)


def _problems_with_address(address: AddressInput) -> dict[str, str]:
    limits = {"name": 80, "line1": 100, "city": 80, "postcode": 16}
    required = {
        "name": _("Write who receives the parcel."),
        "line1": _("Write the street and number."),
        "city": _("Write the town or city."),
        "postcode": _("Write the postcode."),
    }
    problems: dict[str, str] = {}
    for field, limit in {**limits, "line2": 100}.items():
        value: str = getattr(address, field)
        if not value and field in required:
            problems[field] = required[field]
        elif len(value) > limit:
            problems[field] = _("Use at most %(count)d characters.") % {"count": limit}
    if COUNTRY.fullmatch(address.country) is None:
        problems["country"] = _("Choose a country.")
    elif (
        address.country == "GB"
        and "postcode" not in problems
        and POSTCODE_GB.fullmatch(address.postcode) is None
    ):
        problems["postcode"] = _("Write a full UK postcode, for example LS1 4AP.")
    return problems


def handle_from_name(name: str) -> str:
    """Return a handle made from a name, without accents; may need a number to be free."""
    decomposed = unicodedata.normalize("NFKD", name.lower())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    handle = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:20].strip("_")
    if len(handle) < 3 or problem_with_handle(handle) is not None:
        handle = f"{handle}_wardrobe".strip("_")
    return handle


RECORD_MAX = 20  # how far back a shop's record reaches
KNOWN_FROM = 3  # a median of fewer says more of chance than of the shop


def known_median(seconds: Sequence[int]) -> int | None:
    """Return the median of what is on record, the lower of two; None where that is too little."""
    return sorted(seconds)[(len(seconds) - 1) // 2] if len(seconds) >= KNOWN_FROM else None
