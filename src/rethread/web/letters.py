"""Writes letters: notices in words, as text and as HTML, with a link that stops their kind.

It sends nothing. Words and addresses are those of the pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.template.loader import get_template
from django.urls import reverse
from django.utils.translation import ngettext

from rethread.market.notifications.ports import MailFailed
from rethread.market.notifications.rules.kinds import BY_NAME
from rethread.market.notifications.types import Letter, NoticeView, PushText, Recipient
from rethread.platform.kernel import settings
from rethread.platform.kernel.languages import written_for

from .presenting.notices import Words, one_line, words_of


class SiteLetters:
    """`LetterWriter` of the site."""

    def compose(
        self, *, letter_id: UUID, to: Recipient, notices: Sequence[NoticeView], unsubscribe: str
    ) -> Letter:
        """Write one letter about one notice or several, in the language of whom it goes to.

        Raises:
            MailFailed: there are no words for any of them, which trying again will not change.
        """
        with written_for(to.language):
            said = words_of(notices)
            if not said:
                raise MailFailed("no words for it", for_good=True)
            base = settings().base_url
            stop_url = base + reverse("web:unsubscribe", args=[unsubscribe])
            kind = BY_NAME[notices[0].kind]
            subject = _subject(said)
            context = {
                "name": to.name,
                "subject": subject,
                "notices": said,
                "single": len(said) == 1,
                "base": base,
                "market_name": settings().market_name,
                "stop_url": stop_url,
                "choose_url": base + reverse("web:notifications"),
                "kind_label": str(kind.label),
                "together": kind.pace == "daily",
            }
            return Letter(
                letter_id=letter_id,
                to=to.email,
                subject=subject,
                text=get_template("letters/letter.txt").render(context),
                html=get_template("letters/letter.html").render(context),
                headers={
                    "List-Unsubscribe": f"<{stop_url}>",
                    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                    "Auto-Submitted": "auto-generated",
                },
            )

    def short(self, *, notice: NoticeView, language: str) -> PushText:
        """Say a notice in a line or two, in its reader's language.

        Raises:
            MailFailed: there are no words for it.
        """
        with written_for(language):
            said = words_of([notice])
            if not said:
                raise MailFailed("no words for it", for_good=True)
            words = said[0]
            return PushText(
                title=one_line(words.headline),
                body=words.detail,
                path=words.url,
                tag=notice.notice_id.hex,
            )


def _subject(said: Sequence[Words]) -> str:
    if len(said) == 1:
        return one_line(said[0].headline)
    more = len(said) - 1
    return ngettext("%(first)s, and one more", "%(first)s, and %(n)d more", more) % {
        "first": one_line(said[0].headline),
        "n": more,
    }
