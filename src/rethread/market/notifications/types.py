"""What notifications show to the rest of the house: frozen data, never rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

About = Literal[
    "order",
    "listing",
    "conversation",
    "case",
    "shop",
    "standing",
    "reports",
    "money",
    "offer",
    "search",
    "boost",
    "boosts",
]
Topic = Literal["buying", "selling", "offers", "talking", "safety", "likes"]
Pace = Literal["at_once", "soon", "daily"]
Place = Literal["activity", "inbox"]
Guard = Literal["", "money", "safety"]
Channel = Literal["in_app", "email", "push"]
LetterState = Literal["waiting", "sent", "skipped", "gave_up"]
Fact = str | int | bool
CHANNELS: tuple[Channel, ...] = ("in_app", "email", "push")


@dataclass(frozen=True, slots=True)
class NoticeView:
    """Something a person was told; several of one kind about one thing on one day are one.

    `facts` are what its words need; `count` says how many were folded into it. `notice_id` is the
    newest of them.
    """

    notice_id: UUID
    kind: str
    subject_id: UUID
    facts: Mapping[str, Fact]
    happened_at: datetime
    read: bool
    count: int = 1


@dataclass(frozen=True, slots=True)
class NoticePage:
    """A page of what a person was told, newest first. `next_cursor` is empty at the end."""

    notices: tuple[NoticeView, ...]
    next_cursor: str


@dataclass(frozen=True, slots=True)
class Hours:
    """From which hour to which other a person wants no letters, in the market's time zone.

    Both the same is none at all.
    """

    start: int = 22
    end: int = 7


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person wants to be told, and how: their own choices over what is usual."""

    off: frozenset[tuple[str, Channel]] = frozenset()
    quiet: Hours = field(default_factory=Hours)

    def wants(self, kind: str, channel: Channel) -> bool:
        """Tell whether a channel carries a kind for this person."""
        return (kind, channel) not in self.off


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a letter goes to; it is written in their `language`, or in the market's."""

    person_id: UUID
    email: str
    name: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it leaves the house. `letter_id` is the same at every attempt."""

    letter_id: UUID
    to: str
    subject: str
    text: str
    html: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PushText:
    """What a screen shows of a notice, and the page it opens. Its `tag` never changes."""

    title: str
    body: str
    path: str
    tag: str


@dataclass(frozen=True, slots=True)
class Device:
    """Where a push goes: an address of a push service, and the keys that only the browser has."""

    device_id: UUID
    endpoint: str
    p256dh: str
    auth: str


@dataclass(frozen=True, slots=True)
class DeviceView:
    """A browser as its owner knows it again."""

    device_id: UUID
    name: str
    made_at: datetime
    reached_at: datetime | None


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter or a push in the queue, as the desk sees it: no address and no words."""

    letter_id: UUID
    channel: Channel
    kind: str
    state: LetterState
    due_at: datetime
    attempts: int
    problem: str
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class Unsubscribed:
    """What a link in a letter would turn off, or has turned off."""

    person_id: UUID
    kind: str
