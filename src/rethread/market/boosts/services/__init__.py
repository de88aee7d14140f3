"""Writes of boosts: start and stop, give places, take clicks, settle days, end what is over."""

from .accounting import next_settlement_due, resume_paid_up, settle_due_days
from .clicking import take_clicks
from .ending import end_due_boosts, end_gone, next_end_due, stop_boost
from .placing import PaidPlacesBook, place_in_results
from .starting import start_boost
from .upkeep import forget_old

__all__ = [
    "PaidPlacesBook",
    "end_due_boosts",
    "end_gone",
    "forget_old",
    "next_end_due",
    "next_settlement_due",
    "place_in_results",
    "resume_paid_up",
    "settle_due_days",
    "start_boost",
    "stop_boost",
    "take_clicks",
]
