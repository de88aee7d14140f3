"""Decisions, notices and counts as pages show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rethread.market.catalogue.errors import ListingNotFound
from rethread.market.catalogue.selectors import access_listing_for_view
from rethread.market.trust.rules.grounds import GROUNDS, action_label, ground_label
from rethread.market.trust.types import DecisionView, TransparencyCounts
from rethread.platform.kernel import Actor


@dataclass(frozen=True, slots=True)
class ReasonsCard:
    """A decision as the person concerned reads it; `listing_title` is "" without a listing."""

    decision: DecisionView
    label: str
    tone: str
    state: str
    ground: str
    listing_id: UUID | None
    listing_title: str
    may_appeal: bool
    is_over: bool


def ground_choices() -> list[tuple[str, str]]:
    """Return the grounds to choose from."""
    return [(ground, ground_label(ground)) for ground in GROUNDS]


def reasons_card(actor: Actor, decision: DecisionView, *, over: bool) -> ReasonsCard:
    """Arrange a decision; `over` says that its time has run out though no timer wrote that down."""
    state = "ended" if over and decision.status == "in_force" else decision.status
    word, tone = {
        "in_force": (_("In force"), "warn"),
        "mended": (_("Mended"), "good"),
        "ended": (_("Over"), ""),
        "replaced": (_("Replaced by a later decision"), ""),
        "reversed": (_("Taken back"), "good"),
    }[state]
    listing_id, title = _listing(actor, decision.listing_id)
    return ReasonsCard(
        decision=decision,
        label=action_label(decision.action),
        tone=tone,
        state=word,
        ground=ground_label(decision.ground),
        listing_id=listing_id,
        listing_title=title,
        may_appeal=decision.appeal is None and state in {"in_force", "mended", "ended"},
        is_over=state != "in_force",
    )


def _listing(actor: Actor, listing_id: UUID | None) -> tuple[UUID | None, str]:
    if listing_id is None:
        return None, ""
    try:
        return listing_id, access_listing_for_view(actor=actor, listing_id=listing_id).title
    except ListingNotFound:
        return None, ""


def counted(counts: Mapping[str, int], *, kind: str) -> list[tuple[str, int]]:
    """Return labels with their counts, most first."""
    label = ground_label if kind == "ground" else action_label
    return [(label(code), number) for code, number in counts.items()]


def tiles_of(counts: TransparencyCounts) -> list[tuple[str, str]]:
    """Return the large numbers of the public page."""
    return [
        (_("Reports"), f"{counts.notices:,}"),
        (_("Reports answered"), f"{counts.notices_answered:,}"),
        (_("Decisions by our rules"), f"{counts.automated:,}"),
        (_("Decisions by a person"), f"{counts.by_people:,}"),
        (_("Appeals"), f"{counts.appeals:,}"),
        (_("Decisions taken back"), f"{counts.appeals_reversed:,}"),
    ]


def how_long(seconds: int | None) -> str:
    """Say a duration in words, in the one unit that fits."""
    if seconds is None:
        return ""
    days, hours, minutes = (round(seconds / size) for size in (86_400, 3_600, 60))
    if seconds >= 86_400:
        return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    if seconds >= 3_600:
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    if seconds >= 60:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    return _("less than a minute")
