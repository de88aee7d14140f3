"""What notifications ask of others, as protocols; `config` installs who answers. Until it does,
letters cannot be written or sent, and wait."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from .types import Device, Letter, NoticeView, PushText, Recipient


class LetterWriter(Protocol):
    """Puts notices into words for letters and screens; the site knows words and addresses."""

    def compose(
        self, *, letter_id: UUID, to: Recipient, notices: Sequence[NoticeView], unsubscribe: str
    ) -> Letter:
        """Write one letter about one notice or several; `unsubscribe` is the token of its link."""

    def short(self, *, notice: NoticeView, language: str) -> PushText:
        """Say the same in a line or two, for a screen of somebody who reads `language`."""


class MailFailed(Exception):
    """A letter could not be handed over; the message says why, without its address or words.

    `for_good` is said of an address that will never be accepted: it is not tried again.
    """

    def __init__(self, reason: str, *, for_good: bool = False) -> None:
        super().__init__(reason)
        self.for_good = for_good


class Postman(Protocol):
    """Hands letters over to the world. The same `letter_id` again is the same letter again."""

    def send(self, letter: Letter) -> None:
        """Hand a letter over.

        Raises:
            MailFailed: it was not taken.
        """


class Pusher(Protocol):
    """Hands a push over to the service of a browser."""

    def send(self, device: Device, text: PushText) -> None:
        """Hand it over, so that only the browser can read it.

        Raises:
            MailFailed: it was not taken; for good where the browser is no longer there.
        """


_writer: LetterWriter | None = None
_postman: Postman | None = None
_pusher: Pusher | None = None


def install_post(*, writer: LetterWriter, postman: Postman, pusher: Pusher | None = None) -> None:
    """Say who writes letters and who carries them."""
    global _writer, _postman, _pusher
    _writer, _postman, _pusher = writer, postman, pusher


def pusher() -> Pusher:
    """Return who carries what screens show.

    Raises:
        MailFailed: nobody does in this process.
    """
    if _pusher is None:
        raise MailFailed("nobody carries pushes in this process")
    return _pusher


def letter_writer() -> LetterWriter:
    """Return who writes letters.

    Raises:
        MailFailed: nobody does in this process.
    """
    if _writer is None:
        raise MailFailed("nobody writes letters in this process")
    return _writer


def postman() -> Postman:
    """Return who carries letters.

    Raises:
        MailFailed: nobody does in this process.
    """
    if _postman is None:
        raise MailFailed("nobody carries letters in this process")
    return _postman
