"""Letters between a person and staff. Whoever is restricted or suspended may write all the same."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rethread.platform.audit.services import record
from rethread.platform.kernel import Actor, business_now

from ..errors import InvalidLetter, StaffOnly, TooManyLetters
from ..models import Letter
from ..rules.words import WORDS_CHARS_MAX, clean_words

PER_DAY = 20


def write_letter(*, actor: Actor, text: str) -> None:
    """Write to staff.

    Raises:
        InvalidLetter: nothing was written, or more than 2,000 characters.
        TooManyLetters: more than 20 a day.
    """
    person_id, words = actor.require_user(), _checked(text)
    now = business_now()
    with transaction.atomic():
        today = Letter.objects.filter(
            person_id=person_id, staff__isnull=True, written_at__gt=now - timedelta(days=1)
        )
        if today.count() >= PER_DAY:
            raise TooManyLetters
        Letter.objects.create(person_id=person_id, text=words, written_at=now)


def answer_letters(*, actor: Actor, person_id: UUID, text: str) -> None:
    """Answer what a person wrote; they read it on their own page.

    Raises:
        StaffOnly: the actor is no member of staff.
        InvalidLetter: nothing was written, or more than 2,000 characters.
    """
    if not actor.is_staff:
        raise StaffOnly
    words = _checked(text)
    with transaction.atomic():
        Letter.objects.filter(person_id=person_id, answered=False).update(answered=True)
        Letter.objects.create(
            person_id=person_id,
            staff_id=actor.require_user(),
            text=words,
            written_at=business_now(),
            answered=True,
        )
        record(
            actor=actor, action="trust.answer_letters", object_type="person", object_id=person_id
        )


def _checked(text: str) -> str:
    words = clean_words(text)
    if not words:
        raise InvalidLetter(_("Write something first."))
    if len(words) > WORDS_CHARS_MAX:
        raise InvalidLetter(_("Use 2,000 characters at most."))
    return words
