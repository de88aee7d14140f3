"""A shop's record in words: how soon it answers and sends. What is not known is said as such."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rethread.market.accounts.types import ShopRecordView

_HOUR_S, _DAY_S = 3600, 86_400


@dataclass(frozen=True, slots=True)
class ShopRecordWords:
    """Two short sentences; `*_known` says whether they rest on anything."""

    answers: str
    answers_known: bool
    sends: str
    sends_known: bool


def shop_record(record: ShopRecordView) -> ShopRecordWords:
    """Put a shop's record into words."""
    return ShopRecordWords(
        answers=_("answers %(within)s") % {"within": _within(record.answer_s)}
        if record.answer_s is not None
        else _("answer time not known yet"),
        answers_known=record.answer_s is not None,
        sends=_("usually sends %(within)s") % {"within": _within(record.dispatch_s)}
        if record.dispatch_s is not None
        else _("sending time not known yet"),
        sends_known=record.dispatch_s is not None,
    )


def _within(seconds: int | None) -> str:
    """Round up, so that a shop is never made faster than it is."""
    seconds = seconds or 0
    if seconds <= _HOUR_S:
        return _("within an hour")
    if seconds < _DAY_S:
        hours = -(-seconds // _HOUR_S)
        return ngettext("within %(n)d hour", "within %(n)d hours", hours) % {"n": hours}
    days = -(-seconds // _DAY_S)
    return ngettext("within %(n)d day", "within %(n)d days", days) % {"n": days}
