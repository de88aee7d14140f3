"""What tests of pages do with a browser and with what it got."""

from __future__ import annotations

from html.parser import HTMLParser
from uuid import UUID

from django.contrib.auth import get_user_model
from django.test import Client

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def browser_of(user_id: UUID) -> Client:
    """Return the browser of somebody who is signed in."""
    client = Client()
    client.force_login(get_user_model().objects.get(pk=user_id), backend=BACKEND)
    return client


class Page(HTMLParser):
    """What a page says: its words, and whatever a strict policy would refuse."""

    SPOKEN = ("alt", "aria-label", "placeholder", "title")

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.inline: list[str] = []
        self.inputs: dict[str, str] = {}
        self._script = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self._script = tag in {"script", "style"}
        data = found.get("type") == "application/ld+json"  # never runs, so no policy asks for it
        if tag == "style" or (tag == "script" and "src" not in found and not data):
            self.inline.append(tag)
        self.inline += [f"{tag} {name}" for name in found if name == "style" or name[:2] == "on"]
        self.words += [str(found[name]) for name in self.SPOKEN if found.get(name)]
        if tag == "input" and found.get("name"):
            self.inputs[str(found["name"])] = found.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        self._script = False

    def handle_data(self, data: str) -> None:
        if not self._script and data.strip():
            self.words.append(data.strip())


def text_of(response: object) -> str:
    """Return an answer's body."""
    content: bytes = response.content  # type: ignore[attr-defined]  # any answer of the test client
    return content.decode()
