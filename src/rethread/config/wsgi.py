"""The WSGI entry point that Granian serves: Django, with every port wired."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rethread.config.settings")
application = get_wsgi_application()

from rethread.market.discovery.services import ladder_status  # noqa: E402  # after Django's apps

from . import demo_controls, wiring  # noqa: E402  # likewise

wiring.wire()
demo_controls.install()
ladder_status()  # reads the model in place, if there is one: the first page need not wait for it
