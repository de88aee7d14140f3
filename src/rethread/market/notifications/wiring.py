"""What config plugs in: letters that are due, subscriptions, and who carries letters."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from rethread.platform.events.handling import Handle, Subscription
from rethread.platform.jobs.due import DueWork

from . import handlers
from .adapters.post import FolderPostman, ServerPostman
from .adapters.web_push import WebPush
from .ports import Postman, Pusher
from .services import send_due_letters
from .tasks import DUE, next_letter_due_at

LETTERS: Final = DueWork("notifications.letters", send_due_letters, next_letter_due_at, DUE)
_HEARD: Final[tuple[tuple[str, Handle], ...]] = (
    *((name, handlers.on_order_news) for name in handlers.ORDER_EVENTS),
    *((name, handlers.on_offer_news) for name in handlers.OFFER_EVENTS),
    *((name, handlers.on_boost_news) for name in handlers.BOOST_EVENTS),
    ("boosts.boost_clicked", handlers.on_boost_clicked),
    *((name, handlers.on_holiday) for name in handlers.HOLIDAY_EVENTS),
    *((name, handlers.on_boosted_seen_or_not) for name in handlers.SEEN_EVENTS),
    *((name, handlers.on_case_news) for name in handlers.CASE_EVENTS),
    ("payments.payout_paid", handlers.on_payout_paid),
    ("reviews.review_opened", handlers.on_review_opened),
    ("search.saved_search_matched", handlers.on_saved_search_matched),
    ("social.liked_price_dropped", handlers.on_liked_price_dropped),
    ("social.message_sent", handlers.on_message_sent),
    ("social.listing_liked", handlers.on_listing_liked),
    ("social.shop_followed", handlers.on_shop_followed),
    ("trust.decision_taken", handlers.on_decision_taken),
    ("trust.decision_ended", handlers.on_decision_ended),
    ("trust.appeal_decided", handlers.on_appeal_decided),
    ("trust.notice_answered", handlers.on_notice_answered),
)
SUBSCRIPTIONS: Final[tuple[Subscription, ...]] = tuple(
    Subscription("notifications", name, handle) for name, handle in _HEARD
)


def folder_postman(folder: Path, sender: str) -> Postman:
    """Return who puts letters into a folder."""
    return FolderPostman(folder, sender)


def server_postman(sender: str) -> Postman:
    """Return who hands letters to the mail server of the settings."""
    return ServerPostman(sender)


def web_push() -> Pusher:
    """Return who hands pushes to the services of browsers."""
    return WebPush()
