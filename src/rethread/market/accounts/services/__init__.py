"""Writes of accounts: people, shops, addresses, keys. Nobody acts for anyone but themselves."""

from .addresses import choose_default_address, delete_address, save_address
from .bundles import set_bundle_discount
from .currencies import set_shop_currency
from .delivery import PLACE_CHARS_MAX, set_delivery_methods
from .keys import authenticate_key, create_personal_key, revoke_personal_key
from .people import (
    choose_currency,
    choose_language,
    handle_signed_up,
    register_user,
    set_display_name,
)
from .records import record_answer, record_dispatch
from .shops import (
    ensure_shop,
    name_shop,
    open_shop,
    record_shop_rating,
    update_shop,
)
from .vacations import hold_shops, set_vacation

__all__ = [
    "PLACE_CHARS_MAX",
    "authenticate_key",
    "choose_currency",
    "choose_default_address",
    "choose_language",
    "create_personal_key",
    "delete_address",
    "ensure_shop",
    "handle_signed_up",
    "hold_shops",
    "name_shop",
    "open_shop",
    "record_answer",
    "record_dispatch",
    "record_shop_rating",
    "register_user",
    "revoke_personal_key",
    "save_address",
    "set_bundle_discount",
    "set_delivery_methods",
    "set_display_name",
    "set_shop_currency",
    "set_vacation",
    "update_shop",
]
