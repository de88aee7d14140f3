"""Notices in words: what stands on the activity page and in letters. The words of a kind are the
template of its name in `notices/`: its first line is the headline, the rest says more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.template.loader import get_template
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rethread.market.accounts.selectors import shops_by_ids
from rethread.market.accounts.types import ShopSummary
from rethread.market.catalogue.selectors import cards_by_ids
from rethread.market.media.types import PhotoView
from rethread.market.notifications.rules.kinds import BY_NAME, KINDS, TOPICS, Kind
from rethread.market.notifications.types import Channel, Fact, NoticeView, Wishes
from rethread.market.orders.selectors import orders_by_ids
from rethread.platform.kernel import Money
from rethread.platform.kernel.languages import date_format

from ..isolating import isolated
from ..templatetags.web import format_money

_ICONS: Final[Mapping[str, str]] = {
    "order_shipped": "truck",
    "order_delivered": "package-check",
    "sale_delivered": "package-check",
    "order_refunded": "banknote",
    "sale_completed": "banknote",
    "payout_paid": "banknote",
    "order_sold": "tag",
    "review_received": "star",
    "search_matched": "search",
    "price_dropped": "tag",
    "listing_liked": "heart",
    "boost_paused": "sparkles",
    "boost_resumed": "sparkles",
    "boost_rested": "sparkles",
    "boost_ended": "sparkles",
    "shop_followed": "store",
    "message_received": "inbox",
}
_TOPIC_ICONS: Final[Mapping[str, str]] = {
    "buying": "package",
    "selling": "tag",
    "offers": "tag",
    "talking": "inbox",
    "safety": "shield-check",
    "likes": "heart",
}


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A notice as the activity page shows it."""

    id: UUID
    headline: str
    detail: str
    url: str
    icon: str
    photo: PhotoView | None
    at: datetime
    read: bool


@dataclass(frozen=True, slots=True)
class Words:
    """A notice in words, and where it leads."""

    headline: str
    detail: str
    url: str


@dataclass(frozen=True, slots=True)
class WishRow:
    """A kind with its switches. `why` says what cannot be switched off; empty where all can."""

    kind: str
    label: str
    in_app: bool
    in_app_fixed: bool
    has_in_app: bool
    email: bool
    has_email: bool
    push: bool
    has_push: bool
    why: str
    daily: bool


@dataclass(frozen=True, slots=True)
class WishGroup:
    """The kinds of one topic."""

    label: str
    rows: tuple[WishRow, ...]


def notice_lines(notices: Sequence[NoticeView]) -> list[NoticeLine]:
    """Put notices into words, with pictures, in a fixed number of queries."""
    known = [notice for notice in notices if notice.kind in BY_NAME]
    shops, photos = _shops(known), _photos(known)
    return [_line(notice, shops, photos.get(notice.subject_id)) for notice in known]


def _line(
    notice: NoticeView, shops: Mapping[UUID, ShopSummary], photo: PhotoView | None
) -> NoticeLine:
    words = _words(notice, shops)
    kind = BY_NAME[notice.kind]
    icon = _ICONS.get(kind.name, _TOPIC_ICONS.get(kind.topic, "info"))
    return NoticeLine(
        id=notice.notice_id,
        headline=words.headline,
        detail=words.detail,
        url=words.url,
        icon=icon,
        photo=photo,
        at=notice.happened_at,
        read=notice.read,
    )


def words_of(notices: Sequence[NoticeView]) -> list[Words]:
    """Put notices into words for a letter; a kind that is gone has none."""
    known = [notice for notice in notices if notice.kind in BY_NAME]
    shops = _shops(known)
    return [_words(notice, shops) for notice in known]


def _words(notice: NoticeView, shops: Mapping[UUID, ShopSummary]) -> Words:
    context = {**notice.facts, "count": notice.count, "what": _what(notice.facts)}
    if "amount_minor" in notice.facts:
        amount = Money(int(notice.facts["amount_minor"]), str(notice.facts["currency"]))
        context["amount"] = format_money(amount)
    if "day" in notice.facts:
        context["day"] = date_format(date.fromisoformat(str(notice.facts["day"])), "j F")
    text = get_template(f"notices/{notice.kind}.txt").render(context)
    headline, _newline, detail = text.strip().partition("\n")
    url = _url(BY_NAME[notice.kind], notice.subject_id, shops)
    return Words(headline.strip(), one_line(detail), url)


def _what(facts: Mapping[str, Fact]) -> str:
    title, more = isolated(str(facts.get("title", ""))), int(facts.get("pieces", 1)) - 1
    if more < 1:
        return title
    return ngettext("%(title)s and %(n)d more", "%(title)s and %(n)d more", more) % {
        "title": title,
        "n": more,
    }


def _url(kind: Kind, subject_id: UUID, shops: Mapping[UUID, ShopSummary]) -> str:
    if kind.about in {"order", "listing", "conversation", "case", "boost"}:
        return reverse(f"web:{kind.about}", args=[subject_id])
    if kind.about == "offer":
        return f"{reverse('web:offers')}#o{subject_id}"
    if kind.about == "shop" and subject_id in shops:
        return reverse("web:shop", args=[shops[subject_id].handle])
    pages = {
        "standing": "web:standing",
        "reports": "web:own_reports",
        "search": "web:searches",
        "boosts": "web:boosts",
    }
    return reverse(pages.get(kind.about, "web:you"))


def _ids(notices: Iterable[NoticeView], about: str) -> set[UUID]:
    return {one.subject_id for one in notices if BY_NAME[one.kind].about == about}


def _shops(notices: Sequence[NoticeView]) -> Mapping[UUID, ShopSummary]:
    return shops_by_ids(_ids(notices, "shop"))


def _photos(notices: Sequence[NoticeView]) -> dict[UUID, PhotoView]:
    """Return the picture of what each notice is about, where it has one."""
    found: dict[UUID, PhotoView] = {}
    listings = _ids(notices, "listing")
    for listing_id, card in (cards_by_ids(listings) if listings else {}).items():
        if card.photo is not None:
            found[listing_id] = card.photo
    orders = _ids(notices, "order")
    for order_id, order in (orders_by_ids(orders) if orders else {}).items():
        if order.lines and order.lines[0].photo is not None:
            found[order_id] = order.lines[0].photo
    return found


def wish_groups(wishes: Wishes) -> list[WishGroup]:
    """Arrange every kind with its switches, topic by topic."""
    return [
        WishGroup(str(label), tuple(_wish(kind, wishes) for kind in KINDS if kind.topic == topic))
        for topic, label in TOPICS
    ]


def _wish(kind: Kind, wishes: Wishes) -> WishRow:
    def on(channel: Channel) -> bool:
        return kind.carries(channel) and wishes.wants(kind.name, channel)

    return WishRow(
        kind=kind.name,
        label=str(kind.label),
        in_app=on("in_app"),
        in_app_fixed=bool(kind.guard),
        has_in_app=kind.carries("in_app"),
        email=on("email"),
        has_email=kind.carries("email"),
        push=on("push"),
        has_push=kind.carries("push"),
        why=guard_words(kind),
        daily=kind.pace == "daily",
    )


def guard_words(kind: Kind) -> str:
    """Say why a kind always stands in one's activity; nothing where it need not."""
    if kind.guard == "money":
        return _("Always in your activity: it is about your money.")
    if kind.guard == "safety":
        return _("Always in your activity: it is about your safety and your rights.")
    return ""


def one_line(text: str) -> str:
    """Write a text in one line; a no-break space belongs to French and stays, unlike in split."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip(" ")
