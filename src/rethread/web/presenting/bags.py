"""The bag and a checkout, parcel by parcel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rethread.market.accounts.selectors import shops_by_ids
from rethread.market.media.types import PhotoView
from rethread.market.orders.selectors.bag import priced_in
from rethread.market.orders.types import BagLine, BagParcel, BagView, CheckoutView
from rethread.platform.kernel import Money

from ..templatetags.web import format_money
from .delivery import DeliveryRow, delivery_rows, words_of
from .offers import moment
from .orders import StatementLine


@dataclass(frozen=True, slots=True)
class LineRow:
    """A piece in a bag or a checkout: why it cannot be had, and what is said of its price."""

    listing_id: UUID
    title: str
    brand: str
    size: str
    photo: PhotoView | None
    buyer_price: Money | None
    available: bool
    reason: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ParcelRow:
    """What one seller sends or hands over; `ways` says how else it could be delivered."""

    name: str
    handle: str
    lines: tuple[LineRow, ...]
    way: str
    shop_id: UUID
    ways: tuple[DeliveryRow, ...] = ()
    bundle: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ApartRow:
    """Pieces of a bag that are paid for by themselves, because they cost another currency."""

    currency: str
    lines: tuple[LineRow, ...]


@dataclass(frozen=True, slots=True)
class BagPage:
    """A bag with its sum."""

    parcels: tuple[ParcelRow, ...]
    unavailable: tuple[LineRow, ...]
    lines: tuple[StatementLine, ...]
    total: Money
    needs_address: bool = True
    apart: tuple[ApartRow, ...] = ()

    @property
    def can_check_out(self) -> bool:
        """Tell whether there is anything to buy."""
        return bool(self.parcels)


def bag_page(bag: BagView) -> BagPage:
    """Arrange a bag; what cannot be bought stands apart and is not part of the sum."""
    return BagPage(
        parcels=tuple(
            ParcelRow(
                name=parcel.shop_name,
                handle=parcel.shop_handle,
                lines=tuple(_line(line) for line in parcel.lines),
                way=words_of(parcel.method, parcel.delivery, parcel.pickup_place),
                shop_id=parcel.shop_id,
                ways=delivery_rows(parcel.choices, parcel.pickup_place, parcel.method),
                bundle=_bundle(parcel),
                hint=_hint(parcel),
            )
            for parcel in bag.parcels
        ),
        unavailable=tuple(_line(line) for line in bag.unavailable),
        lines=_sum(bag.items, bag.saved, bag.delivery, len(bag.parcels)),
        total=bag.total,
        needs_address=any(parcel.method != "pickup" for parcel in bag.parcels),
        apart=_apart(bag.apart),
    )


def _apart(lines: Sequence[BagLine]) -> tuple[ApartRow, ...]:
    by_currency: dict[str, list[LineRow]] = {}
    for line in lines:
        by_currency.setdefault(priced_in(line), []).append(_line(line))
    return tuple(ApartRow(currency, tuple(rows)) for currency, rows in by_currency.items())


def _bundle(parcel: BagParcel) -> str:
    if not parcel.percent:
        return ""
    return _("%(percent)d%% off, because you take %(count)d pieces") % {
        "percent": parcel.percent, "count": len(parcel.lines),
    }  # fmt: skip


def _hint(parcel: BagParcel) -> str:
    """Say what a few more pieces of the shop would bring."""
    tier = parcel.next_tier
    if tier is None:
        return ""
    more = tier.count - len(parcel.lines)
    told = ngettext(
        "%(percent)d%% off with %(more)d more piece from this shop",
        "%(percent)d%% off with %(more)d more pieces from this shop",
        more,
    )
    return told % {"percent": tier.percent, "more": more}


def _sum(items: Money, saved: Money, delivery: Money, parcels: int) -> tuple[StatementLine, ...]:
    """Return the sum as cards show it, less what bundles save, and delivery."""
    sent = _("In %(count)d parcels") % {"count": parcels} if parcels > 1 else ""
    return (
        StatementLine(_("Pieces, buyer protection included"), items + saved),
        *((StatementLine(_("Bundle discount"), -saved),) if saved else ()),
        StatementLine(_("Delivery"), delivery, sent),
    )


def _line(line: BagLine) -> LineRow:
    card = line.card
    return LineRow(
        listing_id=line.listing_id,
        title=line.title,
        brand=card.brand_label if card else "",
        size=card.size if card else "",
        photo=card.photo if card else None,
        buyer_price=line.buyer_price,
        available=line.available,
        reason=why_not(line.reason),
        note=_agreed_price(line) if line.available else "",
    )


def _agreed_price(line: BagLine) -> str:
    """Say that an agreed price counts, or that it no longer does, before anything is charged."""
    if line.private is None or line.card is None:
        return ""
    values = {
        "agreed": format_money(line.private.buyer_price),
        "public": format_money(line.card.buyer_price),
        "when": moment(line.private.until),
    }
    if line.is_private_price:
        return _("The price agreed with you, until %(when)s. Others pay %(public)s.") % values
    if line.private.ended:
        return _("Your agreed price of %(agreed)s ended at %(when)s. It costs %(public)s.") % values
    return _("It costs no more than your agreed price for everybody now.")


def why_not(reason: str) -> str:
    """Say why a piece in a bag cannot be had."""
    return {
        "": "",
        "reserved": _("Somebody is paying for it right now. It may come back."),
        "sold": _("Somebody else was faster."),
        "hidden": _("Its seller has put it away."),
        "elsewhere": _("Its seller sold it somewhere else."),
        "removed": _("Its seller has taken it down."),
        "vacation": _("Its seller is on holiday."),
        "own": _("This is your own piece."),
    }.get(reason, _("It is no longer for sale."))


def checkout_parcels(view: CheckoutView) -> tuple[ParcelRow, ...]:
    """Arrange what a checkout holds."""
    shops = shops_by_ids({order.shop_id for order in view.orders})
    return tuple(
        ParcelRow(
            name=shops[order.shop_id].name,
            handle=shops[order.shop_id].handle,
            lines=tuple(
                LineRow(
                    line.listing_id,
                    line.title,
                    line.brand,
                    line.size,
                    line.photo,
                    line.card_price,
                    True,
                    "",
                )
                for line in order.lines
            ),
            way=words_of(order.delivery_method, order.delivery, order.pickup_place),
            shop_id=order.shop_id,
        )
        for order in view.orders
    )


def checkout_lines(view: CheckoutView) -> Sequence[StatementLine]:
    """Return the sum of a checkout, line by line."""
    saved = sum((order.saved for order in view.orders), Money.zero(view.total.currency))
    return _sum(view.items + view.buyer_fee, saved, view.delivery, len(view.orders))
