"""The web app: holds templates, static files and template tags; no models."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_out
from django.http import HttpRequest


class WebConfig(AppConfig):
    """Register the site's templates, static files and tags with Django."""

    name = "rethread.web"
    label = "web"

    def ready(self) -> None:
        """Hear when somebody signs out."""
        user_logged_out.connect(_forget_device, dispatch_uid="rethread.web.forget_device")


def _forget_device(sender: object, request: HttpRequest, **_: Any) -> None:
    """Whoever signs out of a browser is told nothing in it any more."""
    from rethread.market.notifications.services import forget_devices_of_session

    if request.session.session_key:
        forget_devices_of_session(request.session.session_key)
