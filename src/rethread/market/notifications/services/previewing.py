"""Show staff what a letter of a kind looks like, with facts made up. Nothing is queued or sent."""

from __future__ import annotations

from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rethread.platform.kernel import Actor, PermissionDenied, business_now, new_id, settings

from ..errors import UnknownKind
from ..ports import letter_writer
from ..rules.kinds import BY_NAME
from ..types import Fact, Letter, NoticeView, Recipient
from .choosing import unsubscribe_token

_FACTS: Final[dict[str, Fact]] = {
    "title": "Blue denim jacket",
    "pieces": 1,
    "amount_minor": 2450,
    "reason": "not_shipped",
    "outcome": "refund",
    "action": "hide_listing",
}


def preview_letter(*, actor: Actor, kind: str) -> Letter:
    """Return the letter that a kind writes, addressed to nobody.

    Its link to stop the kind is the looking member of staff's own, so that it can be tried.

    Raises:
        PermissionDenied: the actor is no member of staff.
        UnknownKind: there is no such kind, or it writes no letters.
        MailFailed: nobody writes letters in this process.
    """
    if not actor.is_staff:
        raise PermissionDenied("notifications.staff_only", _("This is for staff."))
    what, person_id = BY_NAME.get(kind), actor.require_user()
    if what is None or not what.email:
        raise UnknownKind
    count = 3 if what.pace == "daily" else 1
    facts = {**_FACTS, "currency": settings().currency}
    notice = NoticeView(new_id(), kind, new_id(), facts, business_now(), False, count)
    return letter_writer().compose(
        letter_id=new_id(),
        to=Recipient(person_id, "somebody@example.invalid", "Ada", get_language() or ""),
        notices=[notice],
        unsubscribe=unsubscribe_token(person_id=person_id, kind=kind),
    )
