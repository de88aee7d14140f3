"""Between allauth, which signs people up and in, and accounts, which knows them."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from rethread.market.accounts.services import handle_signed_up
from rethread.platform.kernel import Actor


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Tell accounts of everybody who signs up; send people back to where they were."""

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """Store a new person and record it, in one transaction."""
        with transaction.atomic():
            saved = super().save_user(request, user, form, commit)
            if commit:
                handle_signed_up(
                    actor=Actor.user(saved.pk), user_id=saved.pk, language=get_language() or ""
                )
        return saved

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return where one goes after signing in when no page asked for it."""
        return reverse("web:feed")

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """Return where one goes after signing up when no page asked for it."""
        return reverse("web:feed")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Return where one goes after signing out."""
        return reverse("web:feed")
