"""What the address of a landing and the page that linked to it say, cleaned.

Pure, and made for hostile input: an address may hold anything, and nothing in it is an error. What
is wrong is left out or cut, and named in `defects`. Click ids are noted by kind, never kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes, urlsplit

QUERY_MAX = 4_000
PAIRS_MAX = 60
VALUE_MAX = 100
UTM = ("utm_source", "utm_medium", "utm_campaign", "utm_content")
# Parameters that advertising systems add to say which click it was; the value identifies a person.
CLICK_IDS = (
    "gclid", "gbraid", "wbraid", "dclid", "msclkid", "fbclid", "ttclid", "twclid", "li_fat_id",
    "epik", "sccid", "rdt_cid", "awc", "irclickid",
)  # fmt: skip
_BROKEN_ESCAPE = re.compile(rb"%(?![0-9a-fA-F]{2})")
_PERSONAL = re.compile(r"\S@\S+\.\S|(?:\+|00)?\d[\d\s().-]{8,}\d")
_HOST = re.compile(r"^[a-z0-9](?:[a-z0-9.-]{0,98}[a-z0-9])?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What a landing says of where it came from; absent is None, what was wrong is in `defects`."""

    source: str | None = None
    medium: str | None = None
    campaign: str | None = None
    content: str | None = None
    click_kind: str | None = None
    referrer_host: str | None = None
    defects: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """Tell whether anything but a plain visit is said."""
        return any((self.source, self.medium, self.campaign, self.click_kind, self.referrer_host))


def read_marks(query: str, referrer: str = "", *, own_host: str = "") -> Marks:
    """Read a raw query string and a Referer header; `own_host` linking to itself is no referrer."""
    defects: set[str] = set()
    values = _parameters(query, defects)
    words = {name: _clean(values[name], defects) for name in UTM if name in values}
    return Marks(
        source=words.get("utm_source"),
        medium=words.get("utm_medium"),
        campaign=words.get("utm_campaign"),
        content=words.get("utm_content"),
        click_kind=next((name for name in CLICK_IDS if values.get(name)), None),
        referrer_host=referrer_host(referrer, own_host=own_host),
        defects=tuple(sorted(defects)),
    )


def _parameters(query: str, defects: set[str]) -> Mapping[str, bytes]:
    """Return the first non-empty value of each parameter we know, as bytes."""
    if len(query) > QUERY_MAX:
        # The whole may be long for reasons of its own; only what we read must fit.
        defects.add("too_long")
    pairs = query.split("&")
    if len(pairs) > PAIRS_MAX:
        defects.add("too_many")
    known: dict[str, bytes] = {}
    for pair in pairs[:PAIRS_MAX]:
        raw_name, _, raw_value = pair.partition("=")
        name = raw_name.strip().lower()
        if name not in UTM and name not in CLICK_IDS:
            continue
        value = _decoded(raw_value, defects)
        if not value:
            continue
        if known.setdefault(name, value) != value:
            defects.add("repeated")
    return known


def _decoded(raw: str, defects: set[str]) -> bytes:
    encoded = raw.replace("+", " ").encode("utf-8", "surrogateescape")
    if _BROKEN_ESCAPE.search(encoded):
        defects.add("bad_encoding")
        return b""
    return unquote_to_bytes(encoded)


def _clean(value: bytes, defects: set[str]) -> str | None:
    """Return a value fit to be kept: NFC, lower case, one line, no person in it; or None."""
    try:
        text = value[: VALUE_MAX * 8].decode("utf-8")
    except UnicodeDecodeError:
        if len(value) <= VALUE_MAX * 8:
            defects.add("bad_encoding")
            return None
        text = value[: VALUE_MAX * 8].decode("utf-8", "ignore")
    text = unicodedata.normalize("NFC", text)
    if any(unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Cn") for letter in text):
        defects.add("control_characters")
        return None
    text = " ".join(text.split()).lower()
    if _PERSONAL.search(text):
        defects.add("looks_personal")
        return None
    if len(text) > VALUE_MAX or len(value) > VALUE_MAX * 8:
        defects.add("too_long")
        text = text[:VALUE_MAX].rstrip()
    return text or None


def referrer_host(referrer: str, *, own_host: str = "") -> str | None:
    """Return the host of a Referer header, or None where it is our own, absent or no address."""
    try:
        host = urlsplit(referrer[:QUERY_MAX]).hostname or ""
    except ValueError:
        return None
    host = host.lower().removeprefix("www.")
    own = own_host.lower().rsplit(":", 1)[0].removeprefix("www.")
    return host if host != own and _HOST.match(host) else None
