"""A population in which two people see a case through: not one decision is without its reasons and
a way to appeal on the page of whom it concerns."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.utils.html import escape
from tests.simulation.test_run import SMALL, live
from tests.web.browsing import browser_of, text_of

from rethread.market.support.models import Case, CaseEntry
from rethread.market.support.rules.case import loser_of
from rethread.market.trust.models import Appeal, Decision, Notice
from rethread.market.trust.rules.transitions import APPEALABLE
from rethread.market.trust.selectors import list_standing
from rethread.platform.kernel import Actor
from rethread.simulation import complaining


class Readers:
    """The two parties of a case, who look at its page the moment that staff have decided."""

    def __init__(self, decide: Callable[..., Any]) -> None:
        self.decide = decide
        self.first: list[UUID] = []
        self.final: list[UUID] = []

    def __call__(self, *, case_id: UUID, reason: str, **rest: Any) -> Any:
        on_appeal = Case.objects.get(pk=case_id).status == "appealed"
        view = self.decide(case_id=case_id, reason=reason, **rest)
        parties = {"opener": view.opener_id, "respondent": view.respondent_id}
        appeal = f'action="/cases/{case_id}/appeal/"'
        for role, person_id in parties.items():
            page = text_of(browser_of(person_id).get(f"/cases/{case_id}/"))
            assert escape(reason) in page
            assert (appeal in page) == (not on_appeal and role == loser_of(view.decided_outcome))
        (self.final if on_appeal else self.first).append(case_id)
        return view


def read_standing() -> int:
    """Read the page of everybody whom moderation decided about; return how many decisions."""
    people = Decision.objects.exclude(action="none").values_list("subject_id", flat=True)
    read = 0
    for person_id in sorted(set(people)):
        browser = browser_of(person_id)
        page = text_of(browser.get("/you/standing/"))
        for found in list_standing(Actor.user(person_id)):
            read += 1
            for words in (found.what, found.why, found.how_to_appeal):
                assert words
            assert escape(found.what) in page
            assert escape(found.why) in page
            appeals = f"/you/standing/{found.decision_id}/appeal/" in page
            assert not appeals or escape(found.how_to_appeal) in page
            assert appeals == (found.appeal is None and found.status in APPEALABLE)
            assert appeals or found.appeal is not None or found.status in {"replaced", "reversed"}
    assert read == people.count()
    return read


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_every_decision_has_reasons_and_an_appeal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    readers = Readers(complaining.decide_case)
    monkeypatch.setattr(complaining, "decide_case", readers)
    report, _ = live(SMALL, tmp_path, told=("appealed", "agreed"))

    assert report.contacts.cases == Case.objects.count() >= 2
    decided = CaseEntry.objects.filter(kind="decided")
    assert len(readers.first) + len(readers.final) == decided.count() > 1
    assert set(readers.final) == set(
        CaseEntry.objects.filter(kind="appealed").values_list("case_id", flat=True)
    )
    assert readers.final  # somebody appealed, and somebody else of staff decided
    assert not decided.filter(text="").exists()
    assert report.contacts.by_staff >= 1

    assert read_standing() > 0
    assert set(Decision.objects.values_list("automated", flat=True)) == {True, False}
    assert Notice.objects.exclude(answered_at=None).exists()
    assert Appeal.objects.exclude(status="open").exists()
