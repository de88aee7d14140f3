"""How boosts refuse. Codes are stable; nothing is written when one of these is raised."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from rethread.platform.kernel import Conflict, Invalid, Money, NotFound


class BoostNotFound(NotFound):
    """There is no such boost of this person's."""

    def __init__(self) -> None:
        super().__init__("boosts.not_found", _("We cannot find this boost."))


class NotForSale(Conflict):
    """Only what can be bought now is boosted."""

    def __init__(self) -> None:
        super().__init__(
            "boosts.not_for_sale", _("Only a piece that can be bought now can be boosted.")
        )


class AlreadyBoosted(Conflict):
    """One boost at a time for one listing."""

    def __init__(self, boost_id: UUID) -> None:
        self.boost_id = boost_id
        super().__init__(
            "boosts.already_boosted",
            _("This piece is boosted already."),
            {"boost_id": str(boost_id)},
        )


class CapBelowClick(Invalid):
    """What may be spent would not pay one click."""

    def __init__(self, field: str, click: Money) -> None:
        message = _("One click costs %(price)s, so choose at least that.") % {"price": click}
        super().__init__("boosts.cap_below_click", message, {field: message})


class InvalidBoost(Invalid):
    """The days are none of those offered, or an amount is out of bounds."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__("boosts.invalid", message, {field: message})


class OwesTooMuch(Conflict):
    """As much as anybody may owe for boosts is owed; sales pay it."""

    def __init__(self, owed: Money) -> None:
        super().__init__(
            "boosts.owes_too_much",
            _("You owe %(owed)s for boosts. Your next sales pay it; then you can boost again.")
            % {"owed": owed},
        )


class BoostIsOver(Conflict):
    """It has ended already."""

    def __init__(self) -> None:
        super().__init__("boosts.is_over", _("This boost is over already."))
