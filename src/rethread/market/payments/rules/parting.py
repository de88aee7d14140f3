"""How a part of what a buyer paid divides into goods and fee. Pure: amounts in, amounts out."""

from __future__ import annotations

from rethread.platform.kernel.money import split_largest_remainder


def parted(amount: int, *, goods: int, fee: int) -> tuple[int, int] | None:
    """Divide a part that goes back in the proportion of what is left, exact to the minor unit.

    None when it is no part: nothing, or so much that nothing would be left of the goods.
    """
    if amount <= 0:
        return None
    of_goods, of_fee = split_largest_remainder(amount, [goods, fee])
    return (of_goods, of_fee) if 0 < of_goods < goods and of_fee <= fee else None
