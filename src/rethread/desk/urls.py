"""Addresses of the staff console."""

from __future__ import annotations

from django.urls import path

from . import (
    attribution,
    cases,
    experiments,
    health,
    letters,
    lineage,
    money,
    overview,
    post,
    ranking,
    roadmap,
    trust,
)

app_name = "desk"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("cases/", cases.cases, name="cases"),
    path("cases/<uuid:case_id>/", cases.case, name="case"),
    path("cases/<uuid:case_id>/decide/", cases.decide, name="decide"),
    path("money/", money.money, name="money"),
    path("attribution/", attribution.attribution, name="attribution"),
    path("attribution/spend/", attribution.spend, name="spend"),
    path("experiments/", experiments.experiments, name="experiments"),
    path("roadmap/", roadmap.roadmap, name="roadmap"),
    path("ranking/", ranking.ranking, name="ranking"),
    path("trust/", trust.queue, name="trust"),
    path("trust/<uuid:case_id>/", trust.case, name="trust_case"),
    path(
        "trust/<uuid:case_id>/photos/<uuid:message_id>/<int:place>/",
        trust.photo,
        name="trust_photo",
    ),
    path("trust/<uuid:case_id>/decide/", trust.decide, name="trust_decide"),
    path("trust/appeals/<uuid:appeal_id>/", trust.appeal_decide, name="trust_appeal"),
    path("trust/letters/<uuid:person_id>/", trust.letters, name="trust_letters"),
    path("money/replay/<uuid:operation_id>/", money.replay, name="replay"),
    path("money/lift/<uuid:seller_id>/", money.lift, name="lift_hold"),
    path("money/take-back/", money.take_back, name="take_back"),
    path("health/", health.health, name="health"),
    path("health/feed/<str:event>/", health.feed, name="feed"),
    path("health/incident/<uuid:incident_id>/", health.incident, name="incident"),
    path("lineage/", lineage.index, name="lineage_index"),
    path("lineage/<str:node_id>/", lineage.lineage, name="lineage"),
    path("post/", post.post, name="post"),
    path("post/<str:kind>/<str:form>/", post.preview, name="post_preview"),
    path("letters/", letters.letters, name="letters"),
    path("letters/<uuid:letter_id>/", letters.letter, name="letter"),
]
