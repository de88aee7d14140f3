"""Grounds and actions in words, and the statement of reasons that is made of them. Every decision
says what, why, until when, how to mend it where that is possible, and how to appeal
(Digital Services Act, article 17)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from rethread.platform.kernel.languages import date_format

APPEAL_DAYS = 183  # six months (Digital Services Act, article 20)
GROUNDS: tuple[str, ...] = (
    "off_platform", "counterfeit", "prohibited", "stolen_photos", "misdescribed", "harassment",
    "fraud", "other",
)  # fmt: skip
ACTIONS: tuple[str, ...] = (
    "none", "hide_listing", "remove_listing", "warn", "restrict", "suspend",
)  # fmt: skip
LISTING_ACTIONS = frozenset({"hold_listing", "hide_listing", "remove_listing"})
PERSON_ACTIONS = frozenset({"restrict", "suspend"})
TIMED_ACTIONS = frozenset({"restrict", "suspend"})
FIXABLE_GROUNDS = frozenset({"off_platform", "misdescribed"})


def ground_label(ground: str) -> str:
    """Name a ground."""
    return {
        "off_platform": _("Contact or payment away from here"),
        "counterfeit": _("Counterfeit"),
        "prohibited": _("May not be sold here"),
        "stolen_photos": _("Somebody else’s photos"),
        "misdescribed": _("Not as described"),
        "harassment": _("Unkind or threatening"),
        "fraud": _("Trying to cheat"),
        "other": _("Something else"),
    }[ground]


def action_label(action: str) -> str:
    """Name an action."""
    return {
        "none": _("Nothing to do"),
        "hold_listing": _("Held before going live"),
        "hide_listing": _("Hidden until mended"),
        "remove_listing": _("Taken down"),
        "warn": _("Warned"),
        "restrict": _("Cannot list or write for a time"),
        "suspend": _("Suspended"),
    }[action]


def default_facts(ground: str) -> str:
    """Return the reason that the decision form begins with, per ground."""
    return {
        "off_platform": _("The text gives contact details or asks to be paid away from here."),
        "counterfeit": _("Text or photos show that the piece is not made by the brand it names."),
        "prohibited": _("The piece is of a kind that may not be sold here."),
        "stolen_photos": _("The photos were first used by another seller."),
        "misdescribed": _("Title, category or condition do not fit what the photos show."),
        "harassment": _("The message insults or threatens another person."),
        "fraud": _("The conversation or listing tries to get money without sending the piece."),
        "other": _("The listing or the message breaks the rules of this market."),
    }[ground]


def rule_text(ground: str) -> str:
    """Say which rule of the market a ground is about, and what it is for."""
    return {
        "off_platform": _(
            "Contact details and payment stay here: only what is paid here is held until the "
            "parcel arrives and can be refunded."
        ),
        "counterfeit": _("Copies of brands may not be sold. Buyers must get what the label says."),
        "prohibited": _(
            "Weapons, medicines, tobacco, worn underwear and parts of protected animals may not be "
            "sold."
        ),
        "stolen_photos": _("Photos must be your own and show the very piece you sell."),
        "misdescribed": _("A listing describes the piece as it is."),
        "harassment": _("People here treat each other with respect."),
        "fraud": _("Nobody may try to get money or goods by deceiving others."),
        "other": _("The rules of this market."),
    }[ground]


@dataclass(frozen=True, slots=True)
class Reasons:
    """The parts of a statement of reasons, as plain sentences."""

    what: str
    why: str
    until: str
    how_to_mend: str
    how_to_appeal: str


def reasons_for(
    *,
    action: str,
    ground: str,
    facts: str,
    automated: bool,
    fixable: bool,
    title: str,
    ends_at: datetime | None,
    decided_at: datetime,
) -> Reasons:
    """Write the statement of reasons of a decision."""
    by = (
        _("This was decided by our rules, without a person.")
        if automated
        else _("This was decided by a person.")
    )
    return Reasons(
        what=_what(action, title),
        why=" ".join((facts, rule_text(ground), by)),
        until=_until(action, ends_at, fixable=fixable, waits=automated and not fixable),
        how_to_mend=_mend(action, ground, fixable),
        how_to_appeal=_appeal(automated)
        % {"day": date_format(localtime(appeal_until(decided_at)), "j F Y")},
    )


def _appeal(automated: bool) -> str:
    """Say who looks at an appeal: somebody new only where somebody has decided before."""
    if automated:
        return _(
            "If you think this is wrong, tell us why by %(day)s. A person of our team reads it "
            "and decides anew."
        )
    return _(
        "If you think this is wrong, tell us why by %(day)s. A person of our team decides anew: "
        "where we can, somebody else than before."
    )


def appeal_until(decided_at: datetime) -> datetime:
    """Return until when a decision may be appealed."""
    return decided_at + timedelta(days=APPEAL_DAYS)


def _what(action: str, title: str) -> str:
    return {
        "none": _("Nothing was changed."),
        "hold_listing": _("“%(title)s” is not for sale yet."),
        "hide_listing": _("“%(title)s” is hidden: only you can see it."),
        "remove_listing": _("“%(title)s” was taken down: only you can see it."),
        "warn": _("This is a warning. Nothing else changes."),
        "restrict": _("You cannot list pieces or write messages for now. You can still buy."),
        "suspend": _("You cannot list, buy or write messages. Your live pieces are hidden."),
    }[action] % {"title": title}


def _until(action: str, ends_at: datetime | None, *, fixable: bool, waits: bool) -> str:
    if ends_at is not None:
        return _("Until %(moment)s.") % {"moment": date_format(localtime(ends_at), "j F Y, H:i")}
    if action in {"none", "warn"}:
        return ""
    if fixable:
        return _("Until you mend it.")
    if waits:
        return _("Until a person has looked at it.")
    return _("Without an end date.")


def _mend(action: str, ground: str, fixable: bool) -> str:
    if not fixable or action not in LISTING_ACTIONS:
        return ""
    return {
        "off_platform": _(
            "Take phone numbers, addresses, account names, links and other ways to pay out of "
            "title and description, then put it up again."
        ),
        "misdescribed": _(
            "Edit the listing so that title, category, condition and photos fit the piece, then "
            "put it up again."
        ),
    }.get(ground, _("Edit the listing, then put it up again."))
