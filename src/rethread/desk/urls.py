"""Addresses of the staff console."""

from __future__ import annotations

from django.urls import path

from . import money, overview, trust

app_name = "desk"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("money/", money.money, name="money"),
    path("trust/", trust.queue, name="trust"),
    path("trust/<uuid:case_id>/", trust.case, name="trust_case"),
    path("trust/<uuid:case_id>/decide/", trust.decide, name="trust_decide"),
    path("trust/appeals/<uuid:appeal_id>/", trust.appeal_decide, name="trust_appeal"),
    path("trust/letters/<uuid:person_id>/", trust.letters, name="trust_letters"),
    path("money/replay/<uuid:operation_id>/", money.replay, name="replay"),
]
