"""A person's own things: identity, payouts, addresses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from rethread.market.accounts.types import AddressView
from rethread.market.payments.selectors import countries_paid
from rethread.market.payments.types import PayoutView, SellerPaymentStatus
from rethread.platform.kernel import Money, business_now, settings

from .places import country_name


@dataclass(frozen=True, slots=True)
class IdentityView:
    """Where proving one's identity stands: done, needed, pending."""

    state: str
    text: str


@dataclass(frozen=True, slots=True)
class PayoutRow:
    """A payout in a list."""

    id: UUID
    at: datetime
    amount: Money
    state_label: str
    tone: str
    failure: str


@dataclass(frozen=True, slots=True)
class AddressRow:
    """An address to choose from."""

    id: UUID
    name: str
    lines: tuple[str, ...]
    is_default: bool


def identity_view(status: SellerPaymentStatus) -> IdentityView:
    """Say where a seller's identity stands, and what happens next."""
    if status.transfers_enabled and status.payouts_enabled:
        return IdentityView("done", _("Confirmed. You can sell and be paid."))
    if status.status == "restricted":
        return IdentityView(
            "needed", _("Our payment partner needs a little more. It takes a minute.")
        )
    if settings().identity_before == "listing":
        text = _(
            "Before your first piece goes live, our payment partner confirms who you are and "
            "where your money goes. It takes two minutes, once."
        )
    else:
        text = _(
            "You can list right away. Before your first payout, our payment partner confirms who "
            "you are. It takes two minutes, once."
        )
    return IdentityView("needed", text)


def payout_wait(status: SellerPaymentStatus) -> str:
    """Say why a seller's payouts wait, or nothing when they do not."""
    if status.held_for:
        return _("Payouts are held while we look into a payment. Your balance stays yours.")
    if status.payouts_from is not None and status.payouts_from > business_now():
        day = date_format(localtime(status.payouts_from), "j F, H:i")
        return _("Your bank account is new. To be safe, payouts start on %(day)s.") % {"day": day}
    return ""


def country_choices() -> list[tuple[str, str]]:
    """Name the countries whose sellers the market can pay, its own first."""
    named = [(code, country_name(code)) for code in countries_paid()]
    return [(code, name) for code, name in named if name != code]


def payout_rows(payouts: Iterable[PayoutView]) -> list[PayoutRow]:
    """Arrange payouts as rows."""
    words = {
        "requested": (_("Asked for"), ""),
        "in_transit": (_("On its way to your bank"), "accent"),
        "paid": (_("Paid"), "good"),
        "failed": (_("Sent back"), "bad"),
    }
    return [
        PayoutRow(
            payout.id,
            payout.created_at,
            payout.amount,
            words[payout.status][0],
            words[payout.status][1],
            payout.failure,
        )
        for payout in payouts
    ]


def address_rows(addresses: Iterable[AddressView], chosen: str = "") -> list[AddressRow]:
    """Arrange addresses to choose from; the first (default, else newest) is chosen unless
    another was."""
    rows = list(addresses)
    known = {str(row.id) for row in rows}
    default = chosen if chosen in known or chosen == "new" else str(rows[0].id) if rows else ""
    return [AddressRow(row.id, row.name, _lines(row), str(row.id) == default) for row in rows]


def _lines(address: AddressView) -> tuple[str, ...]:
    town = f"{address.city} {address.postcode}"
    parts = (address.line1, address.line2, town, country_name(address.country))
    return tuple(part for part in parts if part)
