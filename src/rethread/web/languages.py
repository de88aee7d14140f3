"""In which language somebody reads: their account's, what they pressed here, or their browser's.

A stranger gets a cookie only by pressing a language. What is not written for one person may be
kept by others, so every answer says on what its language depends.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings as django_settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from rethread.platform.kernel.languages import is_language

Respond = Callable[[HttpRequest], HttpResponseBase]
LANGUAGE_COOKIE = "language"
YEAR_S = 31_536_000
API = "/api/"
FILES = ("/media/", "/static/", "/healthz")


def language_for(request: HttpRequest) -> str:
    """Return the language to answer a request in.

    Only who has a session is looked up: a stranger costs no statement. The API knows no cookie.
    """
    if not request.path_info.startswith(API):
        if django_settings.SESSION_COOKIE_NAME in request.COOKIES:
            chosen = str(getattr(request.user, "language", ""))
            if is_language(chosen):
                return chosen
        pressed = request.COOKIES.get(LANGUAGE_COOKIE, "")
        if is_language(pressed):
            return pressed
    return _asked_for(request)


def _asked_for(request: HttpRequest) -> str:
    header = request.headers.get("Accept-Language", "")
    for tag, _weight in parse_accept_lang_header(header):
        if tag == "*":
            break
        try:
            return translation.get_supported_language_variant(tag)
        except LookupError:
            continue
    return str(django_settings.LANGUAGE_CODE)


def keep_language(response: HttpResponse, language: str, *, secure: bool) -> None:
    """Keep on this browser what somebody pressed."""
    response.set_cookie(
        LANGUAGE_COOKIE,
        language,
        max_age=YEAR_S,
        httponly=True,
        samesite="Lax",
        secure=secure,
    )


class ReadersLanguage:
    """Middleware: write an answer in its reader's language, and say which one that is."""

    def __init__(self, get_response: Respond) -> None:
        """Take the next layer."""
        self._respond = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in a language and leave none behind for whom this thread answers next."""
        if request.path_info.startswith(FILES):
            return self._respond(request)
        language = language_for(request)
        with translation.override(language):
            response = self._respond(request)
        response.headers.setdefault("Content-Language", language)
        if request.path_info.startswith(API):
            patch_vary_headers(response, ("Accept-Language",))
        else:
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response
