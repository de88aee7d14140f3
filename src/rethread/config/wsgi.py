"""The WSGI entry point that Granian serves."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rethread.config.settings")
application = get_wsgi_application()

from .wiring import wired_once  # noqa: E402  # the apps must be loaded first

wired_once()
