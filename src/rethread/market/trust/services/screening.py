"""Screening: what listings and messages are looked at for, and what follows. A rule alone gives
back what its seller can mend, and holds the rest for a person; it never drops anything silently."""

from __future__ import annotations

from datetime import timedelta
from typing import cast
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rethread.market.accounts.selectors import language_read_by
from rethread.market.catalogue.types import ListingView
from rethread.market.media.selectors import find_lookalikes
from rethread.market.social.selectors import count_flagged
from rethread.platform.kernel import business_now, settings
from rethread.platform.kernel.languages import written_for

from ..models import Approval, Case, Decision
from ..rules.fingerprint import fingerprint_of
from ..rules.grounds import default_facts
from ..rules.prohibited import screen_text
from ..types import Action, Finding, Ground
from .cases import SYSTEM, Verdict, close_case, in_force_for_listing, open_case, step, write

REPEATS = 3  # messages sent in spite of a warning, after which a person has a look
REPEATS_WITHIN = timedelta(days=14)
MATCHES_SHOWN = 5


def own_hosts() -> tuple[str, ...]:
    """Return the addresses that are the market's own, for links that lead nowhere else."""
    return (urlsplit(settings().base_url).netloc,)


def screen_listing(*, listing: ListingView) -> bool:
    """Tell whether a listing may not be public as it is, and write down why.

    Joins the caller's transaction, which holds the listing's lock. What a person approved as it
    is, is not asked about again. What a seller was asked to mend and has mended is free.
    """
    mark = mark_of(listing)
    if Approval.objects.filter(listing_id=listing.id, fingerprint=mark).exists():
        return False
    findings = _findings(listing)
    with transaction.atomic(savepoint=False):
        held = in_force_for_listing(listing.id)
        if held and not _mended(held[0], mark, findings):
            return True
        for row in held:
            step(SYSTEM, row, "mend")
        if not findings:
            return False
        _hold(listing, findings, mark)
    return True


def mark_of(listing: ListingView) -> str:
    """Return the mark of what a listing says and shows."""
    return fingerprint_of(
        listing.title, listing.description, (photo.id for photo in listing.photos)
    )


def _mended(row: Decision, mark: str, findings: tuple[Finding, ...]) -> bool:
    """What no rule can see was mended when something was changed since; a person may look again."""
    if not row.fixable:
        return False
    return not findings and (row.automated or mark != row.fingerprint)


def _findings(listing: ListingView) -> tuple[Finding, ...]:
    found = list(screen_text(listing.title, listing.description, own_hosts()))
    matches = find_lookalikes(photo.id for photo in listing.photos)
    if matches:
        ids = dict.fromkeys(str(match.other_photo_id) for match in matches)
        excerpt = " ".join(list(ids)[:MATCHES_SHOWN])
        found.append(Finding("photo.lookalike", "stolen_photos", excerpt, fixable=False))
    return tuple(found)


def _hold(listing: ListingView, findings: tuple[Finding, ...], mark: str) -> None:
    mendable = all(finding.fixable for finding in findings)
    worst = next((finding for finding in findings if not finding.fixable), findings[0])
    case = open_case(
        kind="listing",
        object_id=listing.id,
        subject_id=listing.seller_id,
        source="screening",
        findings=findings,
    )
    action: Action = "hide_listing" if listing.status == "live" else "hold_listing"
    with written_for(language_read_by(listing.seller_id)):
        facts = _facts(worst)
    write(
        SYSTEM,
        case,
        Verdict(
            action=action,
            ground=cast(Ground, worst.ground),
            facts=facts,
            automated=True,
            fixable=mendable,
            listing_id=listing.id,
            fingerprint=mark,
        ),
    )
    if mendable and not case.notices.filter(answered_at__isnull=True).exists():
        close_case(case)


def _facts(finding: Finding) -> str:
    if finding.ground == "stolen_photos":
        return _("A photo looks like one that another seller has put up before.")
    if finding.ground == "off_platform":
        return _("The text seems to give: %(what)s.") % {"what": _in_words(finding.excerpt)}
    return " ".join(
        (default_facts(finding.ground), _("We read: “%(words)s”.") % {"words": finding.excerpt})
    )


def _in_words(flags: str) -> str:
    words = {
        "phone": _("a phone number"),
        "email": _("an email address"),
        "handle": _("an account on another app"),
        "link": _("a link to another site"),
        "payment": _("another way to pay"),
    }
    return ", ".join(words[flag] for flag in flags.split(", "))


def flag_repeats(*, message_id: UUID, sender_id: UUID, flags: tuple[str, ...]) -> Case | None:
    """Let staff have a look when somebody goes on in spite of warnings; return the case, if any.

    Nothing happens to the person or their messages by this: a person decides.
    """
    if not flags or count_flagged(sender_id, business_now() - REPEATS_WITHIN) < REPEATS:
        return None
    there = Case.objects.filter(subject_id=sender_id, object_kind="message", status="open")
    if there.exists():
        return None
    finding = Finding("message.repeated", "off_platform", ", ".join(flags), fixable=False)
    with transaction.atomic():
        return open_case(
            kind="message",
            object_id=message_id,
            subject_id=sender_id,
            source="screening",
            findings=(finding,),
        )
