"""Register people. Sign-in itself is allauth's, at the edge; both doors emit the same event."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from rethread.platform.kernel import Actor, business_now, invariant
from rethread.platform.kernel.languages import is_language
from rethread.platform.kernel.money import EXPONENTS
from rethread.platform.vault.services import pseudonym_for

from .. import events, rules
from ..errors import EmailTaken, InvalidAccount, UserNotFound
from ..models import User
from ..selectors import user_view
from ..types import UserView


def register_user(
    *,
    actor: Actor,
    email: str,
    password: str | None = None,
    password_hash: str | None = None,
    display_name: str = "",
    is_staff: bool = False,
    language: str = "",
) -> UserView:
    """Create a person who signs in with an e-mail address.

    `password_hash` takes a hash made once for many people (a simulation); give one of the two or
    neither, and then the person cannot sign in with a password. Only the system makes staff.
    `language` is the one they read in, or empty.

    Raises:
        InvalidAccount: `accounts.invalid_user`, the address or the name is not acceptable.
        EmailTaken: somebody has this address.
    """
    invariant(password is None or password_hash is None, "give a password or its hash, not both")
    invariant(not is_staff or actor.is_system or actor.is_staff, "nobody makes themselves staff")
    address = _valid_email(email)
    name = _valid_display_name(display_name)
    user = User(
        email=address,
        display_name=name,
        is_staff=is_staff,
        language=_known_language(language),
        created_at=business_now(),
    )
    user.password = password_hash or make_password(password)
    with transaction.atomic():
        try:
            with transaction.atomic():
                user.save(force_insert=True)
        except IntegrityError as error:
            raise EmailTaken from error
        user.refresh_from_db()
        _emit_registered(actor, user)
    return user_view(user)


def handle_signed_up(*, actor: Actor, user_id: UUID, language: str = "") -> None:
    """Record that somebody signed up through allauth; its adapter calls this after saving.

    `language` is the one they signed up in: their letters are written in it until they choose.

    Raises:
        UserNotFound: there is no such person.
    """
    with transaction.atomic():
        user = User.objects.select_for_update().filter(pk=user_id).first()
        if user is None:
            raise UserNotFound
        if is_language(language):
            user.language = language
            user.save(update_fields=["language"])
        _emit_registered(actor, user)


def choose_language(*, actor: Actor, language: str) -> UserView:
    """Choose the language of one's pages and letters; nothing leaves it to the browser.

    Raises:
        InvalidAccount: `accounts.unknown_language`, nothing is written in it.
    """
    known = _known_language(language)
    with transaction.atomic():
        user = User.objects.select_for_update().filter(pk=actor.require_user()).first()
        if user is None:
            raise UserNotFound
        user.language = known
        user.save(update_fields=["language"])
    return user_view(user)


def choose_currency(*, actor: Actor, currency: str) -> UserView:
    """Choose a currency to see estimates of prices in; nothing shows prices as they are.

    Raises:
        InvalidAccount: `accounts.unknown_currency`, nobody trades in it here.
    """
    if currency and currency not in EXPONENTS:
        message = _("Choose a currency from the list.")
        raise InvalidAccount("accounts.unknown_currency", message, {"currency": message})
    with transaction.atomic():
        user = User.objects.select_for_update().filter(pk=actor.require_user()).first()
        if user is None:
            raise UserNotFound
        user.currency = currency
        user.save(update_fields=["currency"])
    return user_view(user)


def set_display_name(*, actor: Actor, display_name: str) -> UserView:
    """Change the acting person's name.

    Raises:
        InvalidAccount: `accounts.invalid_user`, the name is too long.
    """
    name = _valid_display_name(display_name)
    with transaction.atomic():
        user = User.objects.select_for_update().filter(pk=actor.require_user()).first()
        if user is None:
            raise UserNotFound
        user.display_name = name
        user.save(update_fields=["display_name"])
    return user_view(user)


def _valid_email(email: str) -> str:
    address = rules.normalise_email(email)
    try:
        validate_email(address)
    except ValidationError as error:
        message = _("Write a complete email address.")
        raise InvalidAccount("accounts.invalid_user", message, {"email": message}) from error
    return address


def _valid_display_name(display_name: str) -> str:
    name = rules.clean_text(display_name)
    problem = rules.problem_with_name(name) if name else None
    if problem:
        raise InvalidAccount("accounts.invalid_user", problem, {"display_name": problem})
    return name


def _known_language(language: str) -> str:
    if language and not is_language(language):
        message = _("We do not write in this language yet.")
        raise InvalidAccount("accounts.unknown_language", message, {"language": message})
    return language


def _emit_registered(actor: Actor, user: User) -> None:
    events.emit_user_registered(
        actor=actor, user_key=pseudonym_for(user.id), is_staff=user.is_staff
    )
