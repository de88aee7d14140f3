"""Letters go out when they are due, once, and none is lost to a broken mail server."""

from __future__ import annotations

import smtplib
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.utils import translation

from rethread.market.accounts.services import choose_language
from rethread.market.notifications.adapters.post import FolderPostman, ServerPostman
from rethread.market.notifications.errors import BrokenLink
from rethread.market.notifications.models import QueuedLetter, Refusal
from rethread.market.notifications.ports import MailFailed, install_post
from rethread.market.notifications.rules.timing import after_quiet, due_after, retry_after
from rethread.market.notifications.selectors import list_notices
from rethread.market.notifications.services import (
    forget_old,
    notify,
    read_all,
    send_due_letters,
    sending,
    set_quiet_hours,
    set_wish,
    unsubscribe,
    unsubscribe_token,
)
from rethread.market.notifications.types import Hours, Letter, NoticeView
from rethread.platform.kernel import Actor, new_id, wall_now
from rethread.platform.kernel.clock import business_clock
from rethread.web.letters import SiteLetters
from tests.support.factories import make_user

from .conftest import Post

SYSTEM = Actor.system("tests")
LONDON = ZoneInfo("Europe/London")
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
NIGHT = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)


def tell(
    person: object, kind: str, at: datetime = NOON, key: str = "one", **facts: str | int
) -> None:
    with business_clock(lambda: at):
        notify(
            actor=SYSTEM,
            kind=kind,
            people=[person.id],  # type: ignore[attr-defined]  # a person
            subject_id=new_id(),
            key=key,
            facts={"title": "Blue coat & scarf", "amount_minor": 1250, "currency": "GBP", **facts},
        )


def states() -> list[tuple[str, str]]:
    return list(QueuedLetter.objects.order_by("id").values_list("state", "problem"))


@pytest.mark.django_db
def test_a_letter_says_what_happened_where_it_leads_and_how_to_stop_it(post: Post) -> None:
    person = make_user(display_name="Ada <b>")
    tell(person, "order_sold")
    assert send_due_letters(NOON, 10) == 1
    (letter,) = post.taken
    assert letter.to == person.email
    assert letter.subject == "Sold: Blue coat & scarf"
    assert "You get £12.50" in letter.text
    assert "Hello Ada <b>," in letter.text
    assert "Ada &lt;b&gt;" in letter.html
    assert "Blue coat &amp; scarf" in letter.html
    assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stop = letter.headers["List-Unsubscribe"].strip("<>")
    assert stop in letter.text
    assert stop in letter.html
    assert send_due_letters(NOON, 10) == 0
    assert states() == [("sent", "")]


@pytest.mark.django_db
def test_a_broken_mail_server_loses_nothing_and_sends_nothing_twice(post: Post) -> None:
    person = make_user()
    tell(person, "order_sold")
    post.refusal = MailFailed("mail server: ConnectionRefusedError")
    now = NOON
    for attempt in range(1, 4):
        assert send_due_letters(now, 10) == 1
        assert post.asked == attempt
        assert send_due_letters(now + timedelta(seconds=29), 10) == 0
        now = QueuedLetter.objects.get().due_at
    assert states() == [("waiting", "mail server: ConnectionRefusedError")]
    post.refusal = None
    assert send_due_letters(now, 10) == 1
    assert len(post.taken) == 1
    assert send_due_letters(now + timedelta(days=1), 10) == 0
    assert states() == [("sent", "")]


@pytest.mark.django_db
def test_who_died_while_sending_leaves_a_lease_and_the_same_letter_goes_again(post: Post) -> None:
    tell(make_user(), "order_sold")
    row = QueuedLetter.objects.get()
    QueuedLetter.objects.update(leased_until=wall_now() + timedelta(minutes=1))
    assert send_due_letters(NOON, 10) == 0
    assert post.asked == 0
    QueuedLetter.objects.update(leased_until=wall_now() - timedelta(seconds=1))
    assert send_due_letters(NOON, 10) == 1
    assert post.taken[0].letter_id == row.id


@pytest.mark.django_db
def test_an_address_that_does_not_exist_is_given_up_at_once_and_others_after_twelve(
    post: Post,
) -> None:
    tell(make_user(), "order_sold")
    post.refusal = MailFailed("recipient refused: [550]", for_good=True)
    send_due_letters(NOON, 10)
    assert states() == [("gave_up", "recipient refused: [550]")]
    QueuedLetter.objects.update(state="waiting", settled_at=None, attempts=11)
    post.refusal = MailFailed("mail server: timeout")
    send_due_letters(NOON, 10)
    assert states() == [("gave_up", "mail server: timeout")]
    assert post.taken == []


@pytest.mark.django_db
def test_quiet_hours_hold_letters_but_not_those_about_what_one_just_did(post: Post) -> None:
    person = make_user()
    tell(person, "order_sold", NIGHT)
    tell(person, "order_confirmed", NIGHT)
    assert send_due_letters(NIGHT, 10) == 2
    assert [letter.subject for letter in post.taken] == ["It’s yours: Blue coat & scarf"]
    morning = datetime(2026, 3, 3, 7, 0, tzinfo=UTC)
    assert send_due_letters(morning - timedelta(seconds=1), 10) == 0
    assert send_due_letters(morning, 10) == 1
    assert len(post.taken) == 2
    set_quiet_hours(actor=Actor.user(person.id), start=5, end=5)
    tell(person, "order_sold", NIGHT + timedelta(days=1), key="two")
    assert send_due_letters(NIGHT + timedelta(days=1), 10) == 1
    assert len(post.taken) == 3


@pytest.mark.django_db
def test_what_may_wait_comes_in_one_letter_in_the_evening(post: Post) -> None:
    person = make_user()
    for key in ("a", "b", "c"):
        tell(person, "listing_liked", key=key, title=f"Coat {key}")
    tell(person, "shop_followed", key="d")
    assert send_due_letters(NOON + timedelta(hours=5, minutes=59), 10) == 0
    assert send_due_letters(NOON + timedelta(hours=6), 2) == 4
    (letter,) = post.taken
    assert letter.subject.endswith("and 3 more")
    for title in ("Coat a", "Coat b", "Coat c"):
        assert title in letter.text
    assert {state for state, _ in states()} == {"sent"}
    assert set(QueuedLetter.objects.values_list("carried_by", flat=True)) == {letter.letter_id}


@pytest.mark.django_db
def test_what_was_read_meanwhile_or_is_not_wanted_any_more_writes_no_letter(post: Post) -> None:
    person = make_user()
    actor = Actor.user(person.id)
    tell(person, "listing_liked")
    read_all(actor=actor, up_to=list_notices(actor).notices[0].notice_id)
    tell(person, "order_sold")
    set_wish(actor=actor, kind="order_sold", channel="email", wanted=False)
    assert send_due_letters(NOON + timedelta(hours=6), 10) == 2
    assert post.asked == 0
    assert sorted(states()) == [("skipped", "not wanted any more"), ("skipped", "read before")]


@pytest.mark.django_db
def test_news_that_is_two_days_old_is_let_go(post: Post) -> None:
    tell(make_user(), "order_sold")
    assert send_due_letters(NOON + timedelta(days=2, seconds=1), 10) == 1
    assert states() == [("skipped", "too late")]
    assert post.asked == 0


@pytest.mark.django_db
def test_a_link_stops_its_kind_and_nothing_else(post: Post) -> None:
    person = make_user()
    token = unsubscribe_token(person_id=person.id, kind="order_sold")
    unsubscribe(token=token)
    unsubscribe(token=token)
    refusal = Refusal.objects.get()
    assert (refusal.person_id, refusal.kind, refusal.channel) == (person.id, "order_sold", "email")
    for broken in (token[:-1], "x", token.replace(":", "", 1)):
        with pytest.raises(BrokenLink) as refused:
            unsubscribe(token=broken)
        assert refused.value.code == "notifications.broken_link"
    assert Refusal.objects.count() == 1


@pytest.mark.django_db
def test_what_is_old_and_read_is_forgotten(post: Post) -> None:
    person = make_user()
    actor = Actor.user(person.id)
    tell(person, "order_sold", NOON, key="read")
    send_due_letters(NOON, 10)
    with business_clock(lambda: NOON):
        read_all(actor=actor, up_to=list_notices(actor).notices[0].notice_id)
    tell(person, "order_sold", NOON, key="unread")
    with business_clock(lambda: NOON + timedelta(days=91)):
        assert forget_old() == 1
    assert len(list_notices(actor).notices) == 1


def test_evening_and_quiet_hours_follow_the_market_clock_through_a_change_of_time() -> None:
    summer = datetime(2026, 7, 1, 16, 59, tzinfo=UTC)
    assert due_after("daily", summer, LONDON) == datetime(2026, 7, 1, 17, 0, tzinfo=UTC)
    assert due_after("daily", summer + timedelta(minutes=1), LONDON) == datetime(
        2026, 7, 2, 17, 0, tzinfo=UTC
    )
    # Clocks go forward on 29 March 2026 at 01:00 UTC: seven in the morning is six in UTC.
    before = datetime(2026, 3, 28, 23, 0, tzinfo=UTC)
    assert after_quiet(Hours(22, 7), before, LONDON) == datetime(2026, 3, 29, 6, 0, tzinfo=UTC)
    assert after_quiet(Hours(22, 7), datetime(2026, 3, 2, 7, 0, tzinfo=UTC), LONDON) == datetime(
        2026, 3, 2, 7, 0, tzinfo=UTC
    )
    assert after_quiet(Hours(13, 15), datetime(2026, 3, 2, 14, 0, tzinfo=UTC), LONDON) == datetime(
        2026, 3, 2, 15, 0, tzinfo=UTC
    )
    assert after_quiet(Hours(3, 3), datetime(2026, 3, 2, 3, 0, tzinfo=UTC), LONDON).hour == 3


def test_the_pause_after_failures_doubles_up_to_three_hours() -> None:
    assert [retry_after(n).total_seconds() for n in (1, 2, 3, 20)] == [30, 60, 120, 10800]


LETTER = Letter(
    letter_id=new_id(), to="a@example.test", subject="Grüße", text="Hallo\n", html="<p>Hallo</p>",
    headers={"List-Unsubscribe": "<http://x/>"},
)  # fmt: skip


def test_a_folder_keeps_one_file_for_a_letter_however_often_it_is_sent(tmp_path: Path) -> None:
    postman = FolderPostman(tmp_path / "mail", "Rethread <hello@market.test>")
    postman.send(LETTER)
    postman.send(LETTER)
    (file,) = (tmp_path / "mail").iterdir()
    message = message_from_bytes(file.read_bytes())
    assert message["Message-ID"] == f"<{LETTER.letter_id}@market.test>"
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative", "text/plain", "text/html",
    ]  # fmt: skip
    with pytest.raises(MailFailed, match="folder"):
        FolderPostman(file / "no", "x@y.z").send(LETTER)


def test_a_server_gets_the_same_message_and_its_refusals_are_told_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ServerPostman("Rethread <hello@market.test>").send(LETTER)
    (sent,) = mail.outbox
    assert sent.extra_headers["Message-ID"] == f"<{LETTER.letter_id}@market.test>"
    assert (sent.to, sent.subject, sent.body) == (["a@example.test"], "Grüße", "Hallo\n")

    def refuse(code: int) -> bool:
        def send(self: object) -> None:
            raise smtplib.SMTPRecipientsRefused({"a@example.test": (code, b"no")})

        monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", send)
        with pytest.raises(MailFailed) as failed:
            ServerPostman("x@market.test").send(LETTER)
        assert "example" not in str(failed.value)
        return failed.value.for_good

    assert [refuse(450), refuse(550)] == [False, True]


@pytest.mark.django_db
def test_without_anybody_to_carry_them_letters_wait(post: Post) -> None:
    import rethread.market.notifications.ports as ports

    tell(make_user(), "order_sold")
    ports._postman = None
    send_due_letters(NOON, 10)
    assert states() == [("waiting", "nobody carries letters in this process")]
    install_post(writer=SiteLetters(), postman=post)
    assert send_due_letters(NOON + timedelta(seconds=30), 10) == 1
    assert len(post.taken) == 1


@pytest.mark.django_db
def test_a_claim_that_slow_servers_outlive_is_left_to_the_next_and_nobody_hears_twice(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    wall = [wall_now()]
    monkeypatch.setattr(sending, "wall_now", lambda: wall[0])
    send = post.send

    def slowly(letter: Letter) -> None:
        wall[0] += timedelta(seconds=70)
        send(letter)

    monkeypatch.setattr(post, "send", slowly)
    for key in ("one", "two", "three"):
        tell(make_user(), "order_sold", key=key)
    send_due_letters(NOON, 10)
    assert len(post.taken) == 1
    assert send_due_letters(NOON, 10) == 0  # claimed still, by whoever was so slow
    for _ in range(2):
        wall[0] += timedelta(minutes=2)
        send_due_letters(NOON, 10)
    assert len({letter.letter_id for letter in post.taken}) == len(post.taken) == 3


@pytest.mark.django_db
def test_each_letter_is_in_the_language_of_whom_it_goes_to(post: Post) -> None:
    english, french, neither = make_user(), make_user(), make_user()
    choose_language(actor=Actor.user(english.id), language="en-gb")
    choose_language(actor=Actor.user(french.id), language="fr")
    with translation.override("fr"):  # whoever causes it reads French
        for person in (french, english, neither):
            tell(person, "order_sold", key=str(person.id))
    with translation.override("fr"):
        send_due_letters(NOON, 10)
        assert translation.get_language() == "fr"  # and none is left behind in the worker
    subjects = {letter.to: letter.subject for letter in post.taken}
    assert subjects[english.email] == "Sold: Blue coat & scarf"
    assert subjects[neither.email] == "Sold: Blue coat & scarf"
    assert subjects[french.email] == "Vendu\N{NO-BREAK SPACE}: Blue coat & scarf"
    (letter,) = (each for each in post.taken if each.to == french.email)
    assert "12,50\N{NO-BREAK SPACE}£" in letter.text
    assert "Plus d’e-mails de ce genre" in letter.html
    assert '<html lang="fr"' in letter.html


@pytest.mark.django_db
def test_a_screen_is_told_in_the_language_of_its_reader() -> None:
    notice = NoticeView(new_id(), "payout_paid", new_id(), {"amount_minor": 500, "currency": "GBP"},
                        NOON, False)  # fmt: skip
    french = SiteLetters().short(notice=notice, language="fr")
    assert french.title == "5,00\N{NO-BREAK SPACE}£ sont arrivés à votre banque"
    assert SiteLetters().short(notice=notice, language="").title == "£5.00 reached your bank"
