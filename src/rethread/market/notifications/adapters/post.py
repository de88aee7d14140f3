"""Who carries letters: a folder that anybody can look into, or a mail server."""

from __future__ import annotations

import os
import smtplib
import tempfile
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.message import BadHeaderError

from rethread.platform.kernel import wall_now

from ..ports import MailFailed
from ..types import Letter


class FolderPostman:
    """Puts each letter into a folder as a file that mail programs open.

    The file's name is the letter's id, so the same letter again is the same file.
    """

    def __init__(self, folder: Path, sender: str) -> None:
        """Take where letters go and who sends them."""
        self._folder, self._sender = folder, sender

    def send(self, letter: Letter) -> None:
        """Write the file, whole or not at all.

        Raises:
            MailFailed: the folder cannot be written to.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._folder, prefix=".partial-")
            with os.fdopen(handle, "wb") as file:
                file.write(as_message(letter, self._sender).as_bytes())
            Path(name).replace(self._folder / f"{letter.letter_id}.eml")
        except OSError as error:
            raise MailFailed(f"folder: {error.strerror}") from error


class ServerPostman:
    """Hands letters to the mail server of the settings."""

    def __init__(self, sender: str) -> None:
        """Take who sends them."""
        self._sender = sender

    def send(self, letter: Letter) -> None:
        """Hand a letter over.

        Raises:
            MailFailed: the server cannot be reached or did not take it; for good where it says
                that the address does not exist.
        """
        message = EmailMultiAlternatives(
            letter.subject,
            letter.text,
            self._sender,
            [letter.to],
            headers={"Message-ID": message_id(letter, self._sender), **letter.headers},
            connection=get_connection(),
        )
        message.attach_alternative(letter.html, "text/html")
        try:
            message.send()
        except smtplib.SMTPRecipientsRefused as error:
            codes = {code for code, _ in error.recipients.values()}
            gone = all(500 <= code < 600 for code in codes)
            raise MailFailed(f"recipient refused: {sorted(codes)}", for_good=gone) from error
        except (smtplib.SMTPException, OSError, BadHeaderError) as error:
            raise MailFailed(f"mail server: {type(error).__name__}") from error


def as_message(letter: Letter, sender: str) -> EmailMessage:
    """Return a letter as a message of RFC 5322, text and HTML beside each other."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = letter.to
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(wall_now())
    message["Message-ID"] = message_id(letter, sender)
    for name, value in letter.headers.items():
        message[name] = value
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    return message


def message_id(letter: Letter, sender: str) -> str:
    """Return the id by which mail systems know a letter again."""
    return f"<{letter.letter_id}@{sender.rpartition('@')[2].strip('> ') or 'localhost'}>"
