"""Addresses of the staff console."""

from __future__ import annotations

from django.urls import path

from . import money, overview, ranking

app_name = "desk"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("money/", money.money, name="money"),
    path("ranking/", ranking.ranking, name="ranking"),
    path("money/replay/<uuid:operation_id>/", money.replay, name="replay"),
]
