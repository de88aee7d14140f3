"""Which accounts money moves between, for everything that can happen. Pure: values in, values out.

`bucket` is where the provider keeps it now: pending, or available.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from rethread.market.ledger.types import TransferSpec

from ..types import PLATFORM


@dataclass(frozen=True, slots=True)
class Parts:
    """What a buyer paid for one order."""

    held_minor: int
    buyer_fee_minor: int
    delivery_minor: int


def at_provider(account: str, bucket: str) -> str:
    """Name the asset account of money at the provider."""
    return f"provider_{bucket}:{account}"


def held(order_id: UUID) -> str:
    """Name the liability account of an order's money."""
    return f"held:{order_id}"


def refund_due(subject_id: UUID) -> str:
    """Name the liability account of what a buyer is owed back, per order or late payment."""
    return f"buyer_refund_due:{subject_id}"


def _moves(*rows: tuple[str, str, int], currency: str) -> list[TransferSpec]:
    return [TransferSpec(d, c, amount, currency) for d, c, amount in rows if amount]


def captured(order_id: UUID, parts: Parts, *, bucket: str, currency: str) -> list[TransferSpec]:
    """The provider has the buyer's money: the goods' price is held, fee and delivery are ours."""
    cash = at_provider(PLATFORM, bucket)
    return _moves(
        (cash, held(order_id), parts.held_minor),
        (cash, "fee_buyer", parts.buyer_fee_minor),
        (cash, "shipping", parts.delivery_minor),
        currency=currency,
    )


def provider_fee(fee_minor: int, *, bucket: str, currency: str) -> list[TransferSpec]:
    """The provider kept its fee."""
    return _moves(("provider_fees", at_provider(PLATFORM, bucket), fee_minor), currency=currency)


def captured_late(
    payment_id: UUID, amount_minor: int, *, bucket: str, currency: str
) -> list[TransferSpec]:
    """Money came that nobody waits for any more: all of it is owed back."""
    cash = at_provider(PLATFORM, bucket)
    return _moves((cash, refund_due(payment_id), amount_minor), currency=currency)


def owed_back(order_id: UUID, parts: Parts, *, currency: str) -> list[TransferSpec]:
    """An order is refunded in full: what was held and what we earned becomes owed."""
    due = refund_due(order_id)
    return _moves(
        (held(order_id), due, parts.held_minor),
        ("fee_buyer", due, parts.buyer_fee_minor),
        ("shipping", due, parts.delivery_minor),
        currency=currency,
    )


def refunded(
    subject_id: UUID, amount_minor: int, *, bucket: str, currency: str
) -> list[TransferSpec]:
    """The provider has given the buyer their money back."""
    cash = at_provider(PLATFORM, bucket)
    return _moves((refund_due(subject_id), cash, amount_minor), currency=currency)


def refunded_unexplained(amount_minor: int, *, bucket: str, currency: str) -> list[TransferSpec]:
    """The operator gave money back at the provider, and no order of ours explains it."""
    return _moves(("suspense", at_provider(PLATFORM, bucket), amount_minor), currency=currency)


def refund_bounced(
    subject_id: UUID, amount_minor: int, *, bucket: str, currency: str
) -> list[TransferSpec]:
    """A refund came back: it is owed again."""
    cash = at_provider(PLATFORM, bucket)
    return _moves((cash, refund_due(subject_id), amount_minor), currency=currency)


def owed_by(payee_id: UUID) -> str:
    """Name the asset account of what a seller owes the market."""
    return f"seller_receivable:{payee_id}"


def charged(payee_id: UUID, kind: str, amount_minor: int, *, currency: str) -> list[TransferSpec]:
    """A seller bought something of the market, which is earned now and paid later."""
    return _moves((owed_by(payee_id), kind, amount_minor), currency=currency)


def released(
    order_id: UUID, payee_id: UUID, *, to_seller: int, fee: int, currency: str, deducted: int = 0
) -> list[TransferSpec]:
    """What was held for an order is its seller's, less our fee and what they owed us."""
    return _moves(
        (held(order_id), f"seller_pending:{payee_id}", to_seller),
        (held(order_id), "fee_seller", fee),
        (held(order_id), owed_by(payee_id), deducted),
        currency=currency,
    )


def disputed_money(chargeback_id: UUID) -> str:
    """Name the asset account of what a buyer's bank took and may have to give back."""
    return f"dispute_receivable:{chargeback_id}"


def bank_took(
    chargeback_id: UUID, amount_minor: int, fee_minor: int, *, bucket: str, currency: str
) -> list[TransferSpec]:
    """A buyer's bank took a payment back, and the provider its fee for that."""
    cash = at_provider(PLATFORM, bucket)
    return _moves(
        (disputed_money(chargeback_id), cash, amount_minor),
        ("dispute_fees", cash, fee_minor),
        currency=currency,
    )


def bank_gave_back(
    chargeback_id: UUID, amount_minor: int, fee_minor: int, *, bucket: str, currency: str
) -> list[TransferSpec]:
    """A buyer's bank was persuaded and gave the payment back; a fee may come back with it."""
    cash = at_provider(PLATFORM, bucket)
    return _moves(
        (cash, disputed_money(chargeback_id), amount_minor),
        (cash, "dispute_fees", -fee_minor),
        currency=currency,
    )


def lost_while_held(
    order_id: UUID, chargeback_id: UUID, parts: Parts, *, currency: str
) -> list[TransferSpec]:
    """What the bank took for an order was still held: it is simply gone back to the buyer."""
    taken = disputed_money(chargeback_id)
    return _moves(
        (held(order_id), taken, parts.held_minor),
        ("fee_buyer", taken, parts.buyer_fee_minor),
        ("shipping", taken, parts.delivery_minor),
        currency=currency,
    )


def lost_on_top(chargeback_id: UUID, amount_minor: int, *, currency: str) -> list[TransferSpec]:
    """What the bank took belongs to no order that could bear it: the market loses it."""
    return _moves(
        ("chargeback_loss", disputed_money(chargeback_id), amount_minor), currency=currency
    )


def bank_refunded(
    subject_id: UUID, chargeback_id: UUID, amount_minor: int, *, currency: str
) -> list[TransferSpec]:
    """The buyer was owed this already, and the bank has given it to them instead of us."""
    return _moves(
        (refund_due(subject_id), disputed_money(chargeback_id), amount_minor), currency=currency
    )


def taken_back(
    payee_id: UUID, to: str, *, from_seller: int, fee: int, parts: Parts, currency: str
) -> list[TransferSpec]:
    """An order that was released goes back to its buyer: its seller owes their part, we ours.

    `to` is whom it is owed to: the buyer, or the bank that took it.
    """
    return _moves(
        (owed_by(payee_id), to, from_seller),
        ("fee_seller", to, fee),
        ("fee_buyer", to, parts.buyer_fee_minor),
        ("shipping", to, parts.delivery_minor),
        currency=currency,
    )


def settled_by_seller(
    payee_id: UUID, bucket: str, amount_minor: int, *, currency: str
) -> list[TransferSpec]:
    """A seller's money here, pending or available, pays what they owe."""
    return _moves(
        (f"seller_{bucket}:{payee_id}", owed_by(payee_id), amount_minor), currency=currency
    )


def not_settled_after_all(
    payee_id: UUID, amount_minor: int, *, currency: str
) -> list[TransferSpec]:
    """The provider would not give a seller's money back: it is theirs, and they owe it still."""
    return _moves(
        (owed_by(payee_id), f"seller_available:{payee_id}", amount_minor), currency=currency
    )


def reversed_transfer(
    amount_minor: int, account: str, *, bucket_from: str, bucket_to: str, currency: str
) -> list[TransferSpec]:
    """The provider moved money from a seller's account back to ours."""
    return _moves(
        (at_provider(PLATFORM, bucket_to), at_provider(account, bucket_from), amount_minor),
        currency=currency,
    )


def transferred(
    amount_minor: int, account: str, *, bucket_from: str, bucket_to: str, currency: str
) -> list[TransferSpec]:
    """The provider moved money from our account to the seller's."""
    return _moves(
        (at_provider(account, bucket_to), at_provider(PLATFORM, bucket_from), amount_minor),
        currency=currency,
    )


def withdrawable(payee_id: UUID, amount_minor: int, *, currency: str) -> list[TransferSpec]:
    """What reached the seller's account there can now be paid out."""
    return _moves(
        (f"seller_pending:{payee_id}", f"seller_available:{payee_id}", amount_minor),
        currency=currency,
    )


def payout_requested(payee_id: UUID, amount_minor: int, *, currency: str) -> list[TransferSpec]:
    """A seller wants their money at their bank."""
    return _moves(
        (f"seller_available:{payee_id}", f"seller_payout:{payee_id}", amount_minor),
        currency=currency,
    )


def payout_left(
    account: str, amount_minor: int, *, bucket: str, currency: str
) -> list[TransferSpec]:
    """A payout left the seller's account at the provider for their bank."""
    return _moves(
        (f"in_transit:{account}", at_provider(account, bucket), amount_minor), currency=currency
    )


def payout_arrived(
    payee_id: UUID, account: str, amount_minor: int, *, currency: str
) -> list[TransferSpec]:
    """A payout reached the seller's bank."""
    return _moves(
        (f"seller_payout:{payee_id}", f"in_transit:{account}", amount_minor), currency=currency
    )


def payout_came_back(
    account: str, amount_minor: int, *, bucket: str, currency: str
) -> list[TransferSpec]:
    """The bank sent a payout back to the seller's account at the provider."""
    return _moves(
        (at_provider(account, bucket), f"in_transit:{account}", amount_minor), currency=currency
    )


def payout_undone(payee_id: UUID, amount_minor: int, *, currency: str) -> list[TransferSpec]:
    """A payout that did not happen is the seller's to ask for again."""
    return _moves(
        (f"seller_payout:{payee_id}", f"seller_available:{payee_id}", amount_minor),
        currency=currency,
    )


def payout_after_all_unpaid(
    payee_id: UUID, account: str, amount_minor: int, *, currency: str
) -> list[TransferSpec]:
    """A payout was called paid and then returned: take the arrival back."""
    return _moves(
        (f"in_transit:{account}", f"seller_payout:{payee_id}", amount_minor), currency=currency
    )


def settled(account: str, net_minor: int, *, currency: str) -> list[TransferSpec]:
    """The provider made an entry available; a negative one takes from available instead."""
    pending, available = at_provider(account, "pending"), at_provider(account, "available")
    if net_minor < 0:
        return _moves((pending, available, -net_minor), currency=currency)
    return _moves((available, pending, net_minor), currency=currency)
