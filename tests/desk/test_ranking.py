"""The desk's page of the ranking, and who may see it."""

from __future__ import annotations

from django.test import Client

from tests.support.factories import make_staff, make_user
from tests.web.browsing import Page, browser_of, text_of


def test_staff_see_which_step_serves_and_why_not_a_higher_one(db: None) -> None:
    html = text_of(browser_of(make_staff().id).get("/desk/ranking/"))
    assert "No model was trained yet." in html
    assert html.count('aria-current="step"') == 1
    assert "Rules set by hand</span>" in html
    assert "Nothing seen yet" in html
    assert Page(html).inline == []


def test_the_ranking_is_not_there_for_anybody_else(db: None) -> None:
    assert Client().get("/desk/ranking/")["Location"].startswith("/accounts/login/")
    assert browser_of(make_user().id).get("/desk/ranking/").status_code == 404
