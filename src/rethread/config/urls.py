"""The URL map: pages, API, desk. Each part brings its own list."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = []
if find_spec("rethread.api.urls"):
    urlpatterns.append(path("api/v1/", include("rethread.api.urls")))
if find_spec("rethread.desk.urls"):
    urlpatterns.append(path("desk/", include("rethread.desk.urls")))
urlpatterns.append(path("accounts/", include("allauth.urls")))
if find_spec("rethread.web.urls"):
    urlpatterns.append(path("", include("rethread.web.urls")))
