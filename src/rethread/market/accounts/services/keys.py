"""Personal keys for the API. A key is shown once; only its hash is stored."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from rethread.platform.kernel import Actor, wall_now

from .. import rules
from ..errors import InvalidAccount, KeyRefused
from ..models import PersonalKey
from ..selectors import key_view
from ..types import KEY_SCOPES, KeyHolder, NewKey

TOKEN_PREFIX = "rtk_"  # noqa: S105  # lets secret scanners recognise a leaked key
SHOWN_CHARS = 12
USE_NOTED_EVERY = timedelta(minutes=1)


def create_personal_key(*, actor: Actor, name: str, scopes: Sequence[str]) -> NewKey:
    """Make a key for the acting person; the token is in the answer and nowhere else.

    A fast hash suffices: the token has 256 random bits, so nobody can guess it.

    Raises:
        InvalidAccount: `accounts.invalid_key`, no name, or scopes that do not exist.
    """
    user_id = actor.require_user()
    name = rules.clean_text(name)
    problems = {}
    if problem := rules.problem_with_name(name):
        problems["name"] = problem
    if not scopes or not set(scopes) <= set(KEY_SCOPES):
        problems["scopes"] = _("Choose from: %(scopes)s.") % {"scopes": ", ".join(KEY_SCOPES)}
    if problems:
        raise InvalidAccount("accounts.invalid_key", " ".join(problems.values()), problems)
    token = TOKEN_PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        row = PersonalKey.objects.create(
            user_id=user_id,
            name=name,
            prefix=token[:SHOWN_CHARS],
            digest=_digest(token),
            scopes=[scope for scope in KEY_SCOPES if scope in scopes],
        )
        row.refresh_from_db()
    return NewKey(key=key_view(row), token=token)


def revoke_personal_key(*, actor: Actor, key_id: UUID) -> None:
    """Make a key of the acting person useless at once; revoking twice is no error.

    Raises:
        KeyRefused: there is no such key, or it is somebody else's.
    """
    own = PersonalKey.objects.filter(pk=key_id, user_id=actor.require_user())
    if not own.exists():
        raise KeyRefused(_("There is no such key."))
    own.filter(revoked_at__isnull=True).update(revoked_at=wall_now())


def authenticate_key(*, token: str, scope: str) -> KeyHolder:
    """Return who a presented key belongs to, and note that it was used (once a minute at most).

    Raises:
        KeyRefused: the key is unknown or revoked, its owner is not active, or it lacks the scope.
    """
    row = (
        PersonalKey.objects.filter(digest=_digest(token), revoked_at__isnull=True)
        .filter(user__is_active=True)
        .first()
    )
    if row is None:
        raise KeyRefused
    if scope not in row.scopes:
        raise KeyRefused(_("This key may not do this: it lacks %(scope)s.") % {"scope": scope})
    now = wall_now()
    stale = Q(last_used_at__isnull=True) | Q(last_used_at__lt=now - USE_NOTED_EVERY)
    if row.last_used_at is None or row.last_used_at < now - USE_NOTED_EVERY:
        PersonalKey.objects.filter(stale, pk=row.pk).update(last_used_at=now)
    return KeyHolder(user_id=row.user_id, key_id=row.id, scopes=tuple(row.scopes))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
