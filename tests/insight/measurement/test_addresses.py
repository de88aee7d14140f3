"""What addresses say, however badly they are written, and which channel that is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rethread.insight.measurement.rules.address import VALUE_MAX, Marks, read_marks
from rethread.insight.measurement.rules.channels import CHANNELS, TAXONOMIES, channel_of

INSTAGRAM = "utm_source=Instagram&utm_medium=Paid_Social&utm_campaign=Autumn%20Coats"


def test_well_written_parameters_are_kept_in_lower_case() -> None:
    marks = read_marks(INSTAGRAM + "&q=coat", "https://l.instagram.com/x?u=1")
    assert marks == Marks(
        source="instagram",
        medium="paid_social",
        campaign="autumn coats",
        referrer_host="l.instagram.com",
    )
    assert channel_of(marks) == "paid_social"


@pytest.mark.parametrize(
    ("query", "source", "defects"),
    [
        ("utm_source=" + "a" * 10_000, "a" * VALUE_MAX, ("too_long",)),
        ("utm_source=" + "%C3%A9" * 3_000, "é" * VALUE_MAX, ("too_long",)),
        ("utm_source=%C3%A9t%C3%A9", "été", ()),
        ("utm_source=e%CC%81t%C3%A9", "été", ()),
        ("utm_source=\u00e9t\u00e9", "été", ()),
        ("utm_source=a%00b", None, ("control_characters",)),
        ("utm_source=a%1b%5B31mred", None, ("control_characters",)),
        ("utm_source=%E2%80%AEevil", None, ("control_characters",)),
        ("utm_source=%FF%FE", None, ("bad_encoding",)),
        ("utm_source=\udcff", None, ("bad_encoding",)),
        ("utm_source=100%", None, ("bad_encoding",)),
        ("utm_source=%zz", None, ("bad_encoding",)),
        ("utm_source=news&utm_source=news", "news", ()),
        ("utm_source=news&utm_source=mail", "news", ("repeated",)),
        ("utm_source=&utm_source=mail", "mail", ()),
        ("UTM_Source=News+Letter", "news letter", ()),
        ("utm_source=%20%20", None, ()),
        ("utm_source=ada%40example.org", None, ("looks_personal",)),
        ("utm_source=%2B44%207700%20900123", None, ("looks_personal",)),
        ("utm_source", None, ()),
        ("=&&&==", None, ()),
        ("&".join(f"a{n}=1" for n in range(100)) + "&utm_source=x", None, ("too_many",)),
        ("utm_source=<script>alert(1)</script>", "<script>alert(1)</script>", ()),
    ],
)
def test_a_badly_written_address_is_cut_or_left_out_and_named(
    query: str, source: str | None, defects: tuple[str, ...]
) -> None:
    marks = read_marks(query)
    assert marks.source == source
    assert marks.defects == defects


def test_click_ids_are_noted_by_kind_and_never_kept() -> None:
    marks = read_marks("gclid=Cj0KCQiA-secret&utm_source=google")
    assert marks.click_kind == "gclid"
    assert "secret" not in repr(marks)


@pytest.mark.parametrize(
    ("referrer", "host"),
    [
        ("https://www.google.co.uk/search?q=x", "google.co.uk"),
        ("http://market.example/l/1/", None),
        ("https://www.market.example:8000/", None),
        ("android-app://com.google.android.gm/", "com.google.android.gm"),
        ("https://[::bad/", None),
        ("http://a b.example/", None),
        ("https://" + "a" * 200 + ".example/", None),
        ("about:blank", None),
        ("", None),
    ],
)
def test_only_foreign_well_formed_hosts_are_referrers(referrer: str, host: str | None) -> None:
    assert read_marks("", referrer, own_host="market.example:8000").referrer_host == host


CASES: list[tuple[str, str, str]] = [
    ("", "", "direct"),
    ("q=coat&utm_term=x", "", "direct"),
    ("gclid=1", "", "paid_search"),
    ("gclid=1", "https://www.google.com/", "paid_search"),
    ("msclkid=1", "", "paid_search"),
    ("utm_source=google&utm_medium=cpc", "", "paid_search"),
    ("utm_source=bing&utm_medium=ppc", "", "paid_search"),
    ("utm_source=google.co.uk&utm_medium=cpc", "", "paid_search"),
    ("utm_source=facebook&utm_medium=cpc", "", "paid_social"),
    ("utm_source=ig&utm_medium=paid_social", "", "paid_social"),
    ("utm_medium=paid-social", "", "paid_social"),
    ("ttclid=1", "https://www.tiktok.com/", "paid_social"),
    ("fbclid=1", "https://l.facebook.com/", "organic_social"),
    ("fbclid=1&utm_source=facebook&utm_medium=paid_social", "", "paid_social"),
    ("utm_source=criteo&utm_medium=retargeting", "", "retargeting"),
    ("utm_medium=remarketing&gclid=1", "", "retargeting"),
    ("utm_medium=display&utm_source=dv360", "", "display"),
    ("dclid=1", "", "display"),
    ("utm_medium=affiliate&utm_source=blog", "", "affiliate"),
    ("awc=123", "", "affiliate"),
    ("utm_medium=email&utm_source=crm", "", "email"),
    ("utm_source=newsletter", "", "email"),
    ("utm_medium=cpc&utm_source=somewhere", "", "other"),
    ("utm_source=poster&utm_campaign=tube", "", "other"),
    ("", "https://www.google.com/", "organic_search"),
    ("", "https://search.yahoo.co.jp/search", "organic_search"),
    ("", "https://duckduckgo.com/", "organic_search"),
    ("utm_source=google&utm_medium=organic", "", "organic_search"),
    ("", "https://t.co/abc", "organic_social"),
    ("", "https://www.instagram.com/", "organic_social"),
    ("", "https://out.reddit.com/", "organic_social"),
    ("utm_source=instagram", "", "organic_social"),
    ("utm_medium=social&utm_source=somewhere", "", "organic_social"),
    ("", "https://someblog.example/post", "referral"),
    ("utm_medium=referral&utm_source=blog", "", "referral"),
    ("", "https://google.com.evil.example/", "referral"),
]


@pytest.mark.parametrize(("query", "referrer", "channel"), CASES)
def test_the_taxonomy_names_the_channel(query: str, referrer: str, channel: str) -> None:
    assert channel_of(read_marks(query, referrer, own_host="market.example")) == channel


@given(query=st.text(max_size=600), referrer=st.text(max_size=200))
def test_no_address_is_an_error_and_every_landing_has_a_channel(query: str, referrer: str) -> None:
    marks = read_marks("utm_source=" + query, referrer)
    assert all(channel_of(marks, version=version) in CHANNELS for version in TAXONOMIES)
    for word in (marks.source, marks.medium, marks.campaign, marks.content):
        assert word is None or (0 < len(word) <= VALUE_MAX and "\0" not in word)
        assert word is None or word.encode()
