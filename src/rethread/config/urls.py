"""The URL map: API, desk, sign-in, pages. Each part brings its own list."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include("rethread.api.urls")),
    path("desk/", include("rethread.desk.urls")),
    path("accounts/", include("allauth.urls")),
    path("", include("rethread.web.urls")),
]
