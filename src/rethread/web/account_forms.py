"""The forms of signing in and its neighbours, worded like the rest of the site.

allauth's own fields, checks and names stay; only what is read changes: labels as plain words, and
no placeholder that says the label once more.
"""

from __future__ import annotations

from typing import Any

from allauth.account import forms
from django.utils.translation import gettext_lazy as _

_LABELS = {
    "email": _("Email"),
    "login": _("Email"),
    "oldpassword": _("Current password"),
    "password": _("Password"),
    "remember": _("Keep me signed in on this device"),
}
_NEW = {"password1": _("New password"), "password2": _("New password, once more")}


class _Worded:
    """Gives the fields of a form the words of this site."""

    words: dict[str, Any] = _LABELS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for name, field in self.fields.items():  # type: ignore[attr-defined]  # of the form beside
            field.widget.attrs.pop("placeholder", None)
            field.label = self.words.get(name, field.label)


class SignInForm(_Worded, forms.LoginForm):  # type: ignore[misc]  # allauth ships no types
    """Email and password."""


class SignUpForm(_Worded, forms.SignupForm):  # type: ignore[misc]  # allauth ships no types
    """Email and a password to choose."""

    words = _LABELS | {"password1": _("Password")}


class AddEmailForm(_Worded, forms.AddEmailForm):  # type: ignore[misc]  # allauth ships no types
    """Another address of one's own."""

    words = _LABELS | {"email": _("New email address")}


class ChangePasswordForm(_Worded, forms.ChangePasswordForm):  # type: ignore[misc]  # as above
    """The password of now, and the next one twice."""

    words = _LABELS | _NEW


class ResetPasswordForm(_Worded, forms.ResetPasswordForm):  # type: ignore[misc]  # as above
    """Where the link to a new password goes."""


class ResetPasswordKeyForm(_Worded, forms.ResetPasswordKeyForm):  # type: ignore[misc]  # as above
    """The next password, twice."""

    words = _LABELS | _NEW
