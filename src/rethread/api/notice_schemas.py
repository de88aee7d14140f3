"""The shapes of what people are told, in the API."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

Hour = Annotated[int, msgspec.Meta(ge=0, le=23)]


class NoticeBody(msgspec.Struct, frozen=True):
    """Something you were told; `count` says how many alike were folded into it.

    `kind` says what happened, `about` what `subject_id` is of. `facts` are titles, codes and
    amounts in minor units.
    """

    id: UUID
    kind: str
    label: str
    about: str
    subject_id: UUID
    facts: dict[str, str | int | bool]
    count: int
    happened_at: datetime
    read: bool


class NoticeList(msgspec.Struct, frozen=True):
    """A page of what you were told, newest first; `next_cursor` is null at the end."""

    data: list[NoticeBody]
    unread: int
    next_cursor: str | None


class ReadUpTo(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """You have read this one and all before it."""

    up_to: UUID


class ReadCount(msgspec.Struct, frozen=True):
    """How many were new to you."""

    read: int


class WishBody(msgspec.Struct, frozen=True):
    """A kind, and whether a channel brings it to you; null where the channel never carries it."""

    kind: str
    label: str
    in_app: bool | None
    email: bool | None
    push: bool | None


class WishesBody(msgspec.Struct, frozen=True):
    """What you want to be told and how; from `quiet_from` until `quiet_until` nothing is sent."""

    data: list[WishBody]
    quiet_from: int
    quiet_until: int


class OneWish(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Switch one kind on or off on one channel."""

    kind: str
    channel: Literal["in_app", "email", "push"]
    wanted: bool


class NewWishes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What you change; what you do not name stays."""

    wishes: Annotated[list[OneWish], msgspec.Meta(max_length=200)] = []
    quiet_from: Hour | None = None
    quiet_until: Hour | None = None


NOTICE_TYPES = (NoticeList, NoticeBody, ReadUpTo, ReadCount, WishesBody, WishBody, NewWishes)
