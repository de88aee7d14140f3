"""The WSGI entry point that Granian serves: Django, with every port wired."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rethread.config.settings")
application = get_wsgi_application()

from . import demo_controls, wiring  # noqa: E402  # only after Django has loaded its apps

wiring.wire()
demo_controls.install()
