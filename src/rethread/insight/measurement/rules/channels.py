"""Which channel a landing came through: an ordered list of rules, under a version.

Pure. A landing carries the version it was judged under, and its words, so that another version can
judge it again. Change a rule only by adding a version.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, get_args

from rethread.platform.kernel import invariant

from .address import Marks

Channel = Literal[
    "paid_search", "paid_social", "display", "retargeting", "affiliate", "email",
    "organic_search", "organic_social", "referral", "direct", "other",
]  # fmt: skip
CHANNELS: tuple[Channel, ...] = get_args(Channel)
PAID: frozenset[Channel] = frozenset(
    ("paid_search", "paid_social", "display", "retargeting", "affiliate")
)
TAXONOMY_VERSION = 1

SEARCH = frozenset(
    [
        "google",
        "bing",
        "duckduckgo",
        "yahoo",
        "ecosia",
        "qwant",
        "brave",
        "startpage",
        "yandex",
        "baidu",
        "naver",
        "kagi",
    ]
)
SOCIAL = frozenset(
    [
        "instagram",
        "facebook",
        "tiktok",
        "pinterest",
        "twitter",
        "x",
        "linkedin",
        "snapchat",
        "reddit",
        "youtube",
        "threads",
        "bluesky",
        "mastodon",
        "tumblr",
        "whatsapp",
        "ig",
        "fb",
        "meta",
    ]
)
# Hosts that shorten an address; they belong to a network whose name they do not carry.
SHORTENERS = {
    "t.co": "twitter",
    "lnkd.in": "linkedin",
    "youtu.be": "youtube",
    "pin.it": "pinterest",
}
SECOND_LEVEL = frozenset(("co", "com", "org", "net", "ac", "ne", "or"))
SEARCH_CLICKS = frozenset(("gclid", "gbraid", "wbraid", "msclkid"))
SOCIAL_CLICKS = frozenset(("ttclid", "twclid", "li_fat_id", "epik", "sccid", "rdt_cid"))
PAID_MEDIUMS = frozenset(
    ("cpc", "ppc", "paid", "paidsearch", "paid_search", "paid-search", "sem", "cpm", "cpv", "cpa")
)
PAID_SOCIAL_MEDIUMS = frozenset(
    ("paid_social", "paidsocial", "paid-social", "paid social", "social_paid")
)
RETARGETING_MEDIUMS = frozenset(("retargeting", "remarketing", "rtg"))
DISPLAY_MEDIUMS = frozenset(("display", "banner", "programmatic", "native", "video"))
AFFILIATE_MEDIUMS = frozenset(("affiliate", "affiliates", "partner", "influencer"))
EMAIL_MEDIUMS = frozenset(("email", "e-mail", "e_mail", "newsletter", "mail", "crm"))
SOCIAL_MEDIUMS = frozenset(("social", "organic_social", "social-media", "social_media", "sm"))

Rule = tuple[Channel, Callable[[Marks], bool]]


def _network(marks: Marks) -> str:
    """Return the name that tells whose page it was: of the source, else of the referrer."""
    if marks.source:
        return _registered_name(marks.source) if "." in marks.source else marks.source
    host = marks.referrer_host or ""
    if host in SHORTENERS:
        return SHORTENERS[host]
    return _registered_name(host)


def _registered_name(host: str) -> str:
    """Return "yahoo" of "search.yahoo.co.jp": the label before the suffix, whatever leads."""
    labels = host.split(".")[:-1]
    while len(labels) > 1 and labels[-1] in SECOND_LEVEL:
        labels.pop()
    return labels[-1] if labels else host


def _is_paid(marks: Marks) -> bool:
    return marks.medium in PAID_MEDIUMS or marks.click_kind in SEARCH_CLICKS


_VERSION_1: tuple[Rule, ...] = (
    ("retargeting", lambda m: m.medium in RETARGETING_MEDIUMS),
    ("affiliate", lambda m: m.medium in AFFILIATE_MEDIUMS or m.click_kind in ("awc", "irclickid")),
    ("email", lambda m: m.medium in EMAIL_MEDIUMS or _network(m) in EMAIL_MEDIUMS),
    ("paid_social", lambda m: m.medium in PAID_SOCIAL_MEDIUMS),
    ("paid_social", lambda m: m.medium in PAID_MEDIUMS and _network(m) in SOCIAL),
    # A network's own click id marks an advertisement there; fbclid alone is on every shared link.
    ("paid_social", lambda m: m.click_kind in SOCIAL_CLICKS),
    ("display", lambda m: m.medium in DISPLAY_MEDIUMS or m.click_kind == "dclid"),
    ("paid_search", lambda m: m.click_kind in SEARCH_CLICKS),
    ("paid_search", lambda m: _is_paid(m) and _network(m) in SEARCH),
    ("other", _is_paid),
    ("organic_social", lambda m: m.medium in SOCIAL_MEDIUMS or m.click_kind == "fbclid"),
    ("organic_search", lambda m: m.medium == "organic" and _network(m) in SEARCH),
    ("organic_social", lambda m: _network(m) in SOCIAL and m.medium in (None, "organic")),
    ("organic_search", lambda m: _network(m) in SEARCH and m.medium is None),
    ("referral", lambda m: m.medium in ("referral", "link")),
    ("other", lambda m: any((m.source, m.medium, m.campaign))),
    ("referral", lambda m: m.referrer_host is not None),
    ("direct", lambda m: True),
)
TAXONOMIES: Mapping[int, tuple[Rule, ...]] = {1: _VERSION_1}


def channel_of(marks: Marks, *, version: int = TAXONOMY_VERSION) -> Channel:
    """Return the channel that the first fitting rule of a version gives.

    What an advertiser wrote (utm_medium) outranks click ids, which outrank the referrer: a link
    that says what it is, is believed.
    """
    found = next((name for name, fits in TAXONOMIES[version] if fits(marks)), None)
    invariant(found is not None, "the last rule of a taxonomy fits everything")
    return found or "direct"
