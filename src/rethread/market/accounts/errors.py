"""What accounts can refuse, with stable codes."""

from __future__ import annotations

from django.utils.translation import gettext as _

from rethread.platform.kernel import Conflict, Invalid, NotFound, PermissionDenied


class InvalidAccount(Invalid):
    """A field of a person, shop, address or key is not acceptable (`accounts.invalid_*`)."""


class EmailTaken(Conflict):
    """Somebody signed up with this address before (`accounts.email_taken`)."""

    def __init__(self) -> None:
        message = _("There is already an account with this e-mail address.")
        super().__init__("accounts.email_taken", message, {"email": message})


class HandleTaken(Conflict):
    """Another shop has this handle (`accounts.handle_taken`)."""

    def __init__(self) -> None:
        message = _("This handle is taken. Choose another one.")
        super().__init__("accounts.handle_taken", message, {"handle": message})


class ShopExists(Conflict):
    """A person has one shop (`accounts.shop_exists`)."""

    def __init__(self) -> None:
        super().__init__("accounts.shop_exists", _("You already have a shop."))


class UserNotFound(NotFound):
    """There is no such person (`accounts.user_not_found`)."""

    def __init__(self) -> None:
        super().__init__("accounts.user_not_found", _("There is no such account."))


class ShopNotFound(NotFound):
    """There is no such shop (`accounts.shop_not_found`)."""

    def __init__(self) -> None:
        super().__init__("accounts.shop_not_found", _("There is no such shop."))


class AddressNotFound(NotFound):
    """There is no such address, or it is somebody else's (`accounts.address_not_found`)."""

    def __init__(self) -> None:
        super().__init__("accounts.address_not_found", _("There is no such address."))


class KeyRefused(PermissionDenied):
    """The key is unknown, revoked, or lacks the scope (`accounts.key_refused`)."""

    def __init__(self, message: str = "") -> None:
        super().__init__("accounts.key_refused", message or _("This key is not valid."))
