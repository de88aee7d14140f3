"""What becomes of the selling fee when a part of the price went back. Pure."""

from __future__ import annotations


def seller_fee_left(fee: int, *, goods: int, given_back: int) -> int:
    """Return the selling fee on what is left of the goods; a part of a minor unit is the seller's.

    The fee froze at the sale: it shrinks in proportion and is not computed anew.
    """
    return fee * (goods - given_back) // goods
