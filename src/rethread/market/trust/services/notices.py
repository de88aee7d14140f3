"""Take notices, signed in or not. Repeating one adds nothing; a flood is bounded; every one of them
is answered."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import cast
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rethread.market.accounts.selectors import users_by_ids
from rethread.market.catalogue.errors import ListingNotFound
from rethread.market.catalogue.selectors import access_listing_for_view
from rethread.market.social.errors import ConversationNotFound
from rethread.market.social.selectors import access_conversation, messages_by_ids
from rethread.platform.kernel import Actor, business_now
from rethread.platform.vault.services import pseudonym_for

from ..errors import InvalidNotice, NothingToReport, OwnThing, TooManyNotices
from ..events import emit_notice_answered, emit_notice_submitted
from ..models import Case, Notice
from ..rules.grounds import GROUNDS
from ..rules.words import WORDS_CHARS_MAX, clean_words
from ..selectors.notices import digest_of
from ..types import Ground, NoticeReceipt, ObjectKind
from .cases import open_case

WINDOW = timedelta(days=1)
PER_PERSON = 20
PER_ORIGIN = 10


def submit_notice(
    *,
    actor: Actor,
    kind: str,
    object_id: UUID,
    ground: str,
    text: str = "",
    origin: str = "",
) -> NoticeReceipt:
    """Tell staff about a listing, a person or a message, and return where the answer will stand.

    Who is signed out gets a secret token instead of an inbox; `origin` (a mark of where they come
    from that says nothing about it) bounds how much they may send. The same person's second notice
    about the same thing, while the first waits, is the first.

    Raises:
        InvalidNotice: an unknown ground, or too long a text.
        NothingToReport: the reporter cannot see such a thing.
        OwnThing: it is their own.
        TooManyNotices: more than 20 a day (10 signed out, from one origin).
    """
    words = _checked(kind, ground, text)
    again = _waiting(actor, kind, object_id, origin)
    if again is not None:  # whoever could report it then may be told so again, cheaply
        return NoticeReceipt(again.id, "", merged=True)
    subject_id = _subject(actor, kind, object_id)
    if subject_id == actor.user_id:
        raise OwnThing(kind)
    with transaction.atomic():
        _refuse_flood(actor, origin)
        case = open_case(
            kind=cast(ObjectKind, kind),
            object_id=object_id,
            subject_id=subject_id,
            source="notice",
        )
        return _store(actor, case, ground, words, origin)


def _checked(kind: str, ground: str, text: str) -> str:
    if kind not in {"listing", "person", "message"}:
        raise NothingToReport
    if ground not in GROUNDS:
        raise InvalidNotice("ground", _("Choose what is wrong."))
    words = clean_words(text)
    if len(words) > WORDS_CHARS_MAX:
        raise InvalidNotice("text", _("Use 2,000 characters at most."))
    return words


def _subject(actor: Actor, kind: str, object_id: UUID) -> UUID:
    """Return whom a thing concerns, if the reporter may see it."""
    if kind == "listing":
        try:
            return access_listing_for_view(actor=actor, listing_id=object_id).seller_id
        except ListingNotFound as error:
            raise NothingToReport from error
    if kind == "person":
        if object_id not in users_by_ids([object_id]):
            raise NothingToReport
        return object_id
    message = messages_by_ids([object_id]).get(object_id)
    if message is None:
        raise NothingToReport
    try:
        access_conversation(actor, message.conversation_id)
    except ConversationNotFound as error:
        raise NothingToReport from error
    return message.sender_id


def _waiting(actor: Actor, kind: str, object_id: UUID, origin: str) -> Notice | None:
    rows = Notice.objects.filter(
        case__object_kind=kind, case__object_id=object_id, answered_at__isnull=True
    )
    if actor.user_id is not None:
        return rows.filter(reporter_id=actor.user_id).first()
    return rows.filter(reporter__isnull=True, origin=origin).first() if origin else None


def _refuse_flood(actor: Actor, origin: str) -> None:
    recent = Notice.objects.filter(made_at__gt=business_now() - WINDOW)
    if actor.user_id is not None:
        too_many = recent.filter(reporter_id=actor.user_id).count() >= PER_PERSON
    else:
        too_many = recent.filter(reporter__isnull=True, origin=origin).count() >= PER_ORIGIN
    if too_many:
        raise TooManyNotices


def _store(actor: Actor, case: Case, ground: str, words: str, origin: str) -> NoticeReceipt:
    token = "" if actor.user_id is not None else secrets.token_urlsafe(24)
    row = Notice.objects.create(
        case=case,
        reporter_id=actor.user_id,
        origin="" if actor.user_id is not None else origin,
        token_digest=digest_of(token) if token else "",
        ground=ground,
        text=words,
        made_at=business_now(),
    )
    emit_notice_submitted(
        actor=actor,
        notice_id=row.id,
        case_id=case.id,
        object_kind=cast(ObjectKind, case.object_kind),
        object_id=case.object_id,
        ground=cast(Ground, ground),
        reporter_key=pseudonym_for(actor.user_id) if actor.user_id is not None else None,
        person_key=pseudonym_for(case.subject_id),
        has_text=bool(words),
    )
    return NoticeReceipt(row.id, token, merged=False)


def answer_notices(actor: Actor, case: Case, *, upheld: bool) -> None:
    """Answer everybody who reported what a case is about; joins its caller's transaction."""
    for row in Notice.objects.select_for_update().filter(case=case, answered_at__isnull=True):
        row.answered_at, row.upheld = business_now(), upheld
        row.save(update_fields=["answered_at", "upheld"])
        emit_notice_answered(actor=actor, notice_id=row.id, case_id=case.id, upheld=upheld)


def read_own_notices(*, actor: Actor) -> None:
    """Note that the actor has looked at the answers to what they reported."""
    mine = Notice.objects.filter(reporter_id=actor.require_user(), answered_at__isnull=False)
    mine.filter(read_at__isnull=True).update(read_at=business_now())
