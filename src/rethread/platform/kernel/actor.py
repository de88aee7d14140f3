"""Who is acting. Every service takes an Actor first; none guesses one from a request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.utils.translation import gettext as _

from .errors import PermissionDenied

ActorKind = Literal["anonymous", "user", "staff", "system"]


@dataclass(frozen=True, slots=True)
class Actor:
    """The person or process on whose authority something happens.

    `name` says which process a system actor is ("orders.timers"); people carry `user_id`.
    """

    kind: ActorKind
    user_id: UUID | None = None
    name: str = ""

    @classmethod
    def anonymous(cls) -> Actor:
        """Return the actor of a visitor who has not signed in."""
        return cls(kind="anonymous")

    @classmethod
    def user(cls, user_id: UUID) -> Actor:
        """Return the actor of a signed-in person."""
        return cls(kind="user", user_id=user_id)

    @classmethod
    def staff(cls, user_id: UUID) -> Actor:
        """Return the actor of a person acting as staff at the desk."""
        return cls(kind="staff", user_id=user_id)

    @classmethod
    def system(cls, name: str) -> Actor:
        """Return the actor of a process such as "orders.timers"."""
        return cls(kind="system", name=name)

    @property
    def is_staff(self) -> bool:
        """Tell whether staff powers apply."""
        return self.kind == "staff"

    @property
    def is_system(self) -> bool:
        """Tell whether a process, not a person, acts."""
        return self.kind == "system"

    def require_user(self) -> UUID:
        """Return the acting person's id.

        Raises:
            PermissionDenied: nobody is signed in, or a process acts.
        """
        if self.user_id is None:
            raise PermissionDenied("kernel.sign_in_required", _("Sign in to do this."))
        return self.user_id

    def label(self) -> str:
        """Name the actor for audit rows and logs, without personal data."""
        return f"{self.kind}:{self.user_id or self.name}"
