"""What a stop of the tour is made of. A stop is one file beside this one, and one template.

A scene is computed anew each time it is shown; what a visit remembers are ids, never statements.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise

Text = str | Promise
Notes = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Visit:
    """One visitor's way through the tour: per stop, what to look up again (plain JSON values)."""

    stops: dict[str, Notes] = field(default_factory=dict)

    def notes(self, slug: str) -> Notes:
        """Return what is remembered of a stop; changes to it are kept."""
        return self.stops.setdefault(slug, {})


@dataclass(frozen=True, slots=True)
class Fact:
    """Something found out just now: what was asked, what the market says, whether it is well."""

    label: Text
    value: Text
    good: bool | None = None
    url: str = ""

    @property
    def at_the_desk(self) -> bool:
        """Tell whether the address is one that only staff may open."""
        return self.url.startswith(reverse("desk:overview"))


@dataclass(frozen=True, slots=True)
class Step:
    """The one thing to press now. `url` is a page to go to; otherwise `action` is done here."""

    label: Text
    action: str = ""
    url: str = ""
    become: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """A stop as it is now; `said` is the result in a sentence, `waiting` asks again each second.

    The first two facts are shown, the others on demand. `skip` goes on without what is waited for.
    """

    said: Text
    step: Step | None = None
    facts: tuple[Fact, ...] = ()
    waiting: bool = False
    done: bool = False
    skip: Step | None = None
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop. `scene` reads; each of `actions` does one thing and notes ids."""

    slug: str
    title: Text
    promise: Text
    template: str
    scene: Callable[[Visit], Scene]
    actions: Mapping[str, Callable[[Visit], None]]
