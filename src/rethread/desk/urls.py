"""Addresses of the staff console."""

from __future__ import annotations

from django.urls import path

from . import attribution, experiments, money, overview, roadmap

app_name = "desk"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("money/", money.money, name="money"),
    path("attribution/", attribution.attribution, name="attribution"),
    path("attribution/spend/", attribution.spend, name="spend"),
    path("experiments/", experiments.experiments, name="experiments"),
    path("roadmap/", roadmap.roadmap, name="roadmap"),
    path("money/replay/<uuid:operation_id>/", money.replay, name="replay"),
]
