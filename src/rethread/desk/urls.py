"""Addresses of the staff console."""

from __future__ import annotations

from django.urls import path

from . import cases, money, overview

app_name = "desk"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("cases/", cases.cases, name="cases"),
    path("cases/<uuid:case_id>/", cases.case, name="case"),
    path("cases/<uuid:case_id>/decide/", cases.decide, name="decide"),
    path("money/", money.money, name="money"),
    path("money/replay/<uuid:operation_id>/", money.replay, name="replay"),
]
