"""From a like to the feed that knows it, through the running stack, in wall time.

Run `python benchmarks/action_to_feed.py [--likes 2000] [--clients 1]`. A small simulated market;
`rethread web`, `sandbox` and `worker` as real processes; people sign in by their form. Each
round sends one like (a POST with its token, as the heart does) and then asks for the front page.

- *action to effect*: from the first byte of the like sent to the last byte of the feed received.
- *read your writes*: the ranking that this very response shows (its id stands in the page) was
  computed from the person's history up to that very like, by its number; checked in the event log.
- peers of the same run, interleaved: a page that does nothing (`/healthz`), and the same front page
  ordered newest first, which ranks nothing. What the machine adds, it adds to them too.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

import numpy as np
from filled_market import (
    PASSWORD,
    family,
    filled_market,
    prepare_environment,
    running,
    scheduled,
)

PEOPLE = 12
SCALE = {"seed": 21, "sellers": 20, "listings": 300, "buyers": 80, "days": 10}
SIGN_IN = "/accounts/login/"
_RANKING = re.compile(rb'data-ranking="([0-9a-f-]{36})"')
_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
_CARD = re.compile(rb'data-listing="([0-9a-f-]{36})"')


@dataclass
class Person:
    """Somebody at a browser: one connection, their cookies, and what they did, in order."""

    email: str
    host: str
    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    served: list[str] = field(default_factory=list)  # the ranking that followed each like
    named: int = 0
    moved: int = 0
    token: str = ""

    def __post_init__(self) -> None:
        """Open the connection that stays open while they look around, as a browser's does."""
        self.line = http.client.HTTPConnection(self.host, self.port, timeout=60)

    def connect(self) -> None:
        """Open the connection anew: a server closes the lines of those who have been away."""
        self.line.close()
        self.line.connect()

    def ask(self, method: str, path: str, form: dict[str, str] | None = None, **more: str) -> bytes:
        """Send one request and return the whole answer."""
        jar = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": jar, "User-Agent": "Mozilla/5.0 (benchmark)", **more}
        headers["Referer"] = f"http://{self.host}:{self.port}/"
        body = None
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(form)
        self.line.request(method, path, body, headers)
        answer = self.line.getresponse()
        content = answer.read()
        if answer.status >= 400:
            raise SystemExit(f"{method} {path} answered {answer.status}: {content[:400]!r}")
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return content

    def sign_in(self) -> None:
        """Fill in the form."""
        found = _TOKEN.search(self.ask("GET", SIGN_IN))
        assert found is not None
        form = {"login": self.email, "password": PASSWORD}
        self.ask("POST", SIGN_IN, form | {"csrfmiddlewaretoken": found.group(1).decode()})
        found = _TOKEN.search(self.ask("GET", "/"))
        assert found is not None, "nobody is signed in"
        self.token = found.group(1).decode()

    def like(self, listing_id: str) -> None:
        """Touch a heart; the answer is the new heart."""
        more = {"HX-Request": "true", "X-CSRFToken": self.token}
        heart = self.ask("POST", "/like/", {"listing_id": listing_id}, **more)
        assert b"aria-pressed" in heart

    def feed(self, query: str = "") -> bytes:
        """Ask for the front page."""
        return self.ask("GET", f"/{query}")


@dataclass
class Times:
    """Seconds of every round, by what was waited for."""

    trivial: list[float] = field(default_factory=list)
    like: list[float] = field(default_factory=list)
    feed: list[float] = field(default_factory=list)
    effect: list[float] = field(default_factory=list)
    newest: list[float] = field(default_factory=list)
    ran: list[float] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)


@contextmanager
def timed(into: list[float]) -> Iterator[None]:
    """Append how long the block takes."""
    began = time.perf_counter()
    yield
    into.append(time.perf_counter() - began)


def live(
    person: Person, listings: list[str], rounds: int, times: Times, serving: list[int]
) -> None:
    """Like, look, and now and then look at the peers; `serving` are the processes that answer."""
    rng = random.Random(person.email)
    person.connect()
    before: list[bytes] = []
    for number in range(rounds):
        listing_id = rng.choice(listings)
        ran, waited = scheduled(serving)
        with timed(times.effect):
            with timed(times.like):
                person.like(listing_id)
            with timed(times.feed):
                page = person.feed("?sort=for_you" if number == 0 else "")
        now_ran, now_waited = scheduled(serving)
        times.ran.append(now_ran - ran)
        times.waited.append(now_waited - waited)
        ranking = _RANKING.search(page)
        assert ranking is not None
        person.served.append(ranking.group(1).decode())
        cards = _CARD.findall(page)
        person.named += listing_id.encode() in cards or b'class="why">' in page
        person.moved += cards != before
        before = cards
        with timed(times.trivial):
            person.ask("GET", "/healthz")
        if number % 5 == 0:
            order = person.cookies.pop("feed_order", None)
            with timed(times.newest):
                person.feed("?sort=newest")
            person.cookies["feed_order"] = order or "for_you"


def join(count: int) -> dict[str, Any]:
    """Register people who can sign in; return the pseudonym of each address."""
    from django.contrib.auth.hashers import make_password

    from rethread.market.accounts.services import register_user
    from rethread.platform.kernel import Actor
    from rethread.platform.vault.services import pseudonym_for

    hashed = make_password(PASSWORD)
    people = {}
    for number in range(count):
        email = f"measured.{number}@benchmarks.example"
        user = register_user(
            actor=Actor.system("benchmarks"), email=email, password_hash=hashed,
            display_name=f"Measured {number}",
        )  # fmt: skip
        people[email] = pseudonym_for(user.id)
    return people


def read_their_writes(people: list[Person], keys: dict[str, str]) -> tuple[int, int]:
    """Return how many likes there were, and after how many the next feed knew that very one."""
    from django.db import connection

    from rethread.config import wiring

    while wiring.deliver_events():
        pass
    known = asked = 0
    with connection.cursor() as cursor:
        for person in people:
            cursor.execute(
                "SELECT (payload->>'sequence')::int FROM event_log WHERE name = "
                "'discovery.action_recorded' AND payload->>'profile_key' = %s ORDER BY 1",
                [keys[person.email]],
            )
            numbers = [row[0] for row in cursor.fetchall()]
            cursor.execute(
                "SELECT payload->>'ranking_id', (payload->>'actions_through')::int FROM event_log "
                "WHERE name = 'discovery.feed_ranked' AND payload->>'profile_key' = %s",
                [keys[person.email]],
            )
            through = dict(cursor.fetchall())
            asked += len(person.served)
            known += sum(
                through.get(ranking) == number
                for ranking, number in zip(person.served, numbers, strict=True)
            )
    return asked, known


def queries_of(person_email: str, listing_id: str) -> dict[str, int]:
    """Return how many statements a like and a feed send, in this process, once warm."""
    from django.contrib.auth import get_user_model
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(HTTP_USER_AGENT="Mozilla/5.0 (benchmark)", HTTP_REFERER="http://testserver/")
    user = get_user_model().objects.get(email=person_email)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    counts = {}
    for name in ("warm", "counted"):
        with CaptureQueriesContext(connection) as liking:
            client.post("/like/", {"listing_id": listing_id}, HTTP_HX_REQUEST="true")
        with CaptureQueriesContext(connection) as looking:
            client.get("/")
        counts = {"like": len(liking), "feed": len(looking)}
        if os.environ.get("SHOW_QUERIES") and name == "counted":
            for one in (*liking.captured_queries, *looking.captured_queries):
                print("   ", one["sql"][:170])
    return counts


def told(name: str, seconds: list[float], trivial: float) -> str:
    """Return a line: median, p95, p99, and the ratio of medians to the trivial page."""
    ms = np.array(seconds) * 1000
    p50, p95, p99 = np.quantile(ms, (0.5, 0.95, 0.99))
    return f"  {name:<34}{len(ms):>7,}{p50:>9.1f}{p95:>9.1f}{p99:>9.1f}{p50 / trivial:>9.1f}"


def measure(
    url: str, emails: list[str], listings: list[str], likes: int, clients: int, serving: list[int]
) -> Any:
    """Sign everybody in and let `clients` of them live at once; return people and times."""
    parts = urlsplit(url)
    people = [Person(email, str(parts.hostname), int(parts.port or 80)) for email in emails]
    for person in people:
        person.sign_in()
    warm = Times()
    for person in people:
        live(person, listings, 5, warm, serving)
    times = Times()
    rounds = -(-likes // len(people))
    groups = [people[n::clients] for n in range(clients)]

    def one_after_another(group: list[Person]) -> None:
        for person in group:
            live(person, listings, rounds, times, serving)

    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(one_after_another, groups))
    return people, times


def main() -> None:
    """Fill, run, measure, check, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--likes", type=int, default=2_000)
    parser.add_argument("--clients", type=int, default=1, help="people who act at the same time")
    parser.add_argument("--quiet-worker", action="store_true", help="run without the worker")
    options = parser.parse_args()
    prepare_environment()
    with filled_market(SCALE):
        from rethread.market.discovery.services.shelf import current_table

        listings = [str(one.listing_id) for one in current_table().facts]
        keys = join(PEOPLE)
        queries = queries_of(next(iter(keys)), listings[0])
        others = list(keys)[1:]
        parts = ("web", "sandbox") if options.quiet_worker else ("web", "sandbox", "worker")
        load = os.getloadavg()[0]
        with running(*parts) as (url, pids):
            serving = family(pids[0])
            people, times = measure(url, others, listings, options.likes, options.clients, serving)
        asked, known = read_their_writes(people, keys)
    trivial = float(np.median(times.trivial)) * 1000
    print(f"{len(listings)} garments for sale, {len(people)} people, {options.clients} at once")
    print(f"load average {load:.1f} before, {os.getloadavg()[0]:.1f} after; {os.cpu_count()} cores")
    print(f"  {'wall time, ms':<34}{'times':>7}{'median':>9}{'p95':>9}{'p99':>9}{'ratio':>9}")
    print(told("a page that does nothing", times.trivial, trivial))
    print(told("the like", times.like, trivial))
    print(told("the feed after it", times.feed, trivial))
    print(told("action to effect (both)", times.effect, trivial))
    print(told("peer: the feed newest first", times.newest, trivial))
    if any(times.ran) and options.clients == 1:
        print(told("of the effect, web process ran", times.ran, trivial))
        print(told("  and was ready but had to wait", times.waited, trivial))
    print(f"  statements to the database: like {queries['like']}, feed {queries['feed']}")
    print(f"read your writes: {known:,} of {asked:,} feeds were ranked by the like just before")
    raise SystemExit(0 if known == asked else 1)


if __name__ == "__main__":
    main()
