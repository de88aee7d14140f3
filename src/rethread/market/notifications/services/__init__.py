"""Tell people, let them read and choose, send what is due."""

from .choosing import set_quiet_hours, set_wish, unsubscribe, unsubscribe_token, what_link_stops
from .devices import add_device, forget_devices_of_session, remove_device
from .forgetting import forget_old
from .previewing import preview_letter
from .reading import read_about, read_all, read_one
from .sending import send_due_letters
from .telling import notify

__all__ = [
    "add_device",
    "forget_devices_of_session",
    "forget_old",
    "notify",
    "preview_letter",
    "read_about",
    "read_all",
    "read_one",
    "remove_device",
    "send_due_letters",
    "set_quiet_hours",
    "set_wish",
    "unsubscribe",
    "unsubscribe_token",
    "what_link_stops",
]
