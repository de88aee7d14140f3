"""Spend files: good lines come in, bad ones are named, and a second time adds nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from rethread.insight.measurement.models import Spend
from rethread.insight.measurement.rules.spend import read_spend
from rethread.insight.measurement.services import import_spend
from rethread.platform.audit.services import list_entries
from rethread.platform.kernel import Actor, Invalid, PermissionDenied
from rethread.platform.kernel.clock import business_clock
from tests.support.factories import make_staff, make_user
from tests.support.outbox import emitted
from tests.web.browsing import browser_of, text_of

TODAY = date(2026, 3, 20)
HEAD = b"day,channel,campaign,amount,currency\n"
GOOD = HEAD + b"2026-03-01,email,Weekly  Letter,12.50,gbp\n2026-03-02,email,weekly letter,3,GBP\n"
SPENT = "measurement.spend_recorded"
SYSTEM = Actor.system("tests")

BAD_LINES: list[tuple[bytes, str]] = [
    (b"2026-13-01,email,x,1,GBP", "'2026-13-01' is no day (YYYY-MM-DD)"),
    (b"2026-03-21,email,x,1,GBP", "2026-03-21 has not happened yet"),
    (b"2026-03-01,tv,x,1,GBP", "'tv' is no channel"),
    (b"2026-03-01,email,x,-1,GBP", "an amount cannot be negative"),
    (b"2026-03-01,email,x,1.234,GBP", "'1.234' is no amount of GBP"),
    (b"2026-03-01,email,x,NaN,GBP", "'NaN' is no amount of GBP"),
    (b"2026-03-01,email,x,1,XXX", "'XXX' is no currency we know"),
    (b"2026-03-01,email,x,1", "has 4 cells, not 5"),
    (b"2026-03-01,email,a\x1bb,1,GBP", "the campaign must be printable"),
    (b"2026-03-01,email," + b"y" * 101 + b",1,GBP", "the campaign must be printable"),
    (b"2026-03-01,email,fine,2,GBP", "says the same day and campaign as line 2"),
]


@pytest.mark.parametrize(("line", "reason"), BAD_LINES)
def test_a_bad_line_is_named_and_harms_no_other(line: bytes, reason: str) -> None:
    before, after = b"2026-03-01,email,fine,1,GBP\n", b"\n2026-03-05,email,last,1,GBP\n"
    good, bad = read_spend(HEAD + before + line + after, today=TODAY)
    assert [row.campaign for row in good] == ["fine", "last"]
    assert [one.line for one in bad] == [3]
    assert bad[0].reason.startswith(reason)


@pytest.mark.django_db
@pytest.mark.parametrize(("line", "reason"), BAD_LINES[:3])
def test_the_lines_beside_a_bad_one_come_in_and_nothing_else(line: bytes, reason: str) -> None:
    with business_clock(lambda: datetime(2026, 3, 20, tzinfo=UTC)):
        done = import_spend(actor=SYSTEM, data=GOOD + line + b"\n")
    assert (done.added, [(one.line, one.reason[: len(reason)]) for one in done.bad]) == (
        2,
        [(4, reason)],
    )
    assert {row.amount_minor for row in Spend.objects.all()} == {1250, 300}
    assert len(emitted(SPENT)) == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "measurement.spend_columns"),
        (b"date,spend\n2026-03-01,1\n", "measurement.spend_columns"),
        (b"\xff\xfe\x00", "measurement.spend_not_text"),
        (HEAD + b"\0", "measurement.spend_not_text"),
        (HEAD + b"x" * 5_000_001, "measurement.spend_too_large"),
    ],
)
def test_what_is_no_spend_file_is_refused_whole(data: bytes, code: str) -> None:
    with business_clock(lambda: datetime(2026, 3, 20, tzinfo=UTC)):
        import_spend(actor=SYSTEM, data=GOOD)
        with pytest.raises(Invalid) as refused:
            import_spend(actor=SYSTEM, data=data)
    assert refused.value.code == code
    assert (Spend.objects.count(), len(emitted(SPENT))) == (2, 2)


def test_a_cell_too_long_to_read_is_a_bad_line() -> None:
    good, bad = read_spend(
        HEAD + b"2026-03-01,email," + b"z" * 200_000 + b",1,GBP\n2026-03-02,email,x,1,GBP\n",
        today=TODAY,
    )
    assert [row.campaign for row in good] == ["x"]
    assert bad[0].line == 2


@pytest.mark.django_db
def test_the_same_file_twice_adds_nothing_and_another_amount_corrects() -> None:
    with business_clock(lambda: datetime(2026, 3, 20, tzinfo=UTC)):
        first = import_spend(actor=SYSTEM, data=GOOD)
        again = import_spend(actor=SYSTEM, data=GOOD)
        corrected = import_spend(actor=SYSTEM, data=GOOD.replace(b"12.50", b"13.00"))
    assert (first.added, first.corrected, first.unchanged, first.bad) == (2, 0, 0, ())
    assert (again.added, again.corrected, again.unchanged) == (0, 0, 2)
    assert (corrected.added, corrected.corrected, corrected.unchanged) == (0, 1, 1)
    assert [(one["amount_minor"], one["revision"]) for one in emitted(SPENT)] == [
        (1250, 1),
        (300, 1),
        (1300, 2),
    ]
    assert Spend.objects.get(day=date(2026, 3, 1)).amount_minor == 1300


@pytest.mark.django_db
def test_only_staff_and_processes_import() -> None:
    with pytest.raises(PermissionDenied) as refused:
        import_spend(actor=Actor.user(make_user().id), data=GOOD)
    assert refused.value.code == "measurement.staff_only"
    assert Spend.objects.count() == 0
    assert emitted(SPENT) == []


def send(client: Client, data: bytes) -> tuple[int, str]:
    response = client.post("/desk/attribution/spend/", {"file": SimpleUploadedFile("s.csv", data)})
    return response.status_code, text_of(response)


@pytest.mark.django_db
def test_the_desk_takes_a_file_and_names_its_bad_lines() -> None:
    staff = browser_of(make_staff().id)
    assert send(staff, GOOD)[0] == 302
    status, html = send(staff, GOOD + b"soon,email,x,1,GBP\n")
    assert status == 422
    assert "0 new, 0 corrected, 2 known already." in html
    assert "Line 4: &#x27;soon&#x27; is no day (YYYY-MM-DD)" in html
    status, html = send(staff, b"not a table")
    assert status == 422
    assert "The first line must be day,channel,campaign,amount,currency." in html
    assert staff.post("/desk/attribution/spend/").status_code == 422
    assert len(list_entries(object_type="spend", object_id="file")) == 2
    assert Spend.objects.count() == 2


@pytest.mark.django_db
def test_the_desk_takes_no_file_from_anybody_else() -> None:
    person = browser_of(make_user().id)
    assert send(person, GOOD)[0] == 404
    assert send(Client(), GOOD)[0] == 302
    assert Spend.objects.count() == 0
