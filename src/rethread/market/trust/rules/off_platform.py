"""Finds in a text what would move contact or payment off the market, as codes: phone, email,
handle, link, payment. It warns; it decides nothing. Measured on a set that was written first.

Hard to tell apart, and told apart by what stands around: measurements, style numbers, dates and
parcels from telephone numbers; "saw it on Instagram" from "find me on Instagram".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from .reading import DigitRun, Reading, digit_runs, read

Flag = Literal["phone", "email", "handle", "link", "payment"]
FLAGS: tuple[Flag, ...] = ("phone", "email", "handle", "link", "payment")


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


_UK_NUMBER = re.compile(r"0[12378]\d{8,9}")
_COUNTRY_NUMBER = re.compile(r"(?:00)?44\d{9,10}")
_BARE_MOBILE = re.compile(r"7\d{9}")
_TALKS_OF_CALLING = re.compile(
    r"\b(?:call|text|txt|ring|phone|mobile|number|whats ?app|reach|front|tel)\b"
)
_YOUR = r"(?:your|ur|yr|you're|my)"
_PHONE = _any(
    r"\b(?:call|text|txt|ring|phone) me\b",
    r"\bdrop me a (?:text|call|line)\b",
    r"\b(?:send|give|have|get|what(?:'?s| is)|share)\b.{0,14}\b(?:your|ur|yr)\b.{0,10}"
    r"\b(?:number|no|mobile|phone|cell|digits)\b",
)
_PROVIDERS = "gmail|googlemail|hotmail|yahoo|icloud|protonmail|btinternet|aol|ymail|gmx"
_TLD = "com|co|uk|org|net|shop|store|io|me|eu|de|fr|info|xyz|site|online|link|example"
_EMAIL = _any(
    r"[\w.+-]+\s*@\s*[\w-]+(?:\s*\.\s*[a-z]{2,})+",
    rf"(?:@|\bat\b|\barroba\b)\s*(?:{_PROVIDERS}|outlook)\b",
    rf"\b(?:{_PROVIDERS})\b",
    r"[\[({]\s*at\s*[\])}]",
    rf"\b[\w.]+\s+at\s+\w+\s+dot\s+(?:{_TLD})\b",
    r"\be?-?mail me\b",
    rf"\b{_YOUR}\s+(?:e-?)?mail(?: address)?\b",
)
_STRONG_APPS = (
    r"what'?s? ?app|watsapp|whatsap|wats ?app|we ?chat|snapchat|viber|discord|messenger|kik"
)
_APPS = r"insta(?: ?gram)?|ig|facebook|fb|tik ?tok|telegram|tg|signal|snap|sc|line app|threads"
_ALL_APPS = f"{_STRONG_APPS}|{_APPS}"
_HANDLE = _any(
    r"(?:^|(?<=[\s:(]))@[a-z][\w.]{2,}",
    rf"\b(?:{_STRONG_APPS})\b",
    rf"\b{_YOUR}\s+(?:{_APPS})\b",
    rf"\b(?:add|find|dm|message|msg|ping|follow|look|reach|chat|talk|move|switch|hmu|speak)\b"
    rf".{{0,24}}\b(?:{_APPS})\b",
    rf"\b(?:{_APPS})\s*[:=]\s*@?\w{{3,}}",
    rf"\b(?:{_APPS})\s+@?(?=[a-z.]*[_.\d])[a-z][\w.]*[a-z\d]\b",
    rf"\b(?:i'?m|i am|im)\b.{{0,24}}\bon\s+(?:the )?(?:{_ALL_APPS})\b",
    rf"\bdo (?:you|u) (?:use|have)\b.{{0,20}}\b(?:{_ALL_APPS})\b",
    r"\bsignal me\b",
    r"\b(?:off|outside)(?: of)? (?:the |this )?(?:app|site|here|platform|website)\b",
)
_HIDDEN_APPS = re.compile(r"\b(?:instagram|insta|whatsapp|facebook|telegram|snapchat|paypal)\b")
_LINK = _any(
    r"\bh(?:tt|xx)ps?\b\s*(?::|colon)",
    r"\bwww\s*\.",
    r"\b[a-z0-9][a-z0-9-]+\s?(?:\[\.\]|\(\.\)|\.)\s?(?:com|co\s?\.\s?uk|net|org|shop|store|info|xyz"
    r"|site|online|example)\b",
    r"\b[a-z0-9-]+\.(?:me|ly|ee|io|de|fr|uk|eu|link)\s?/",
    rf"\bdot\s+(?:{_TLD})\b",
    r"\b(?:my|on my|it'?s on|its on|it on|cheaper on)\s+(?:vinted|depop|ebay|etsy|shpock"
    r"|gumtree)\b",
    r"\bscan (?:the|this|my) qr\b|\bqr\b.{0,30}\bpay\b",
)
_PAYMENT = _any(
    r"\bpay ?pa[li]\b|\bpaypal",
    r"\brevolut\b|\brevtag\b|\bmonzo\b|\bvenmo\b|\bzelle\b|\bcash ?app\b",
    r"\bwestern union\b|\bmoneygram\b|\busdt\b|\bbtc\b|\b(?:pay|in) (?:in )?(?:crypto|bitcoin)\b",
    r"\bbank transfer\b|\bby transfer\b|\bsort code\b|\biban\b",
    r"\ba(?:cc(?:ount)?|/c) ?(?:no|num\w*)?\.? ?\d{6,8}\b|\bs/c\b",
    r"\bcash in hand\b|\bcash on collection\b|\bpay (?:you |me )?(?:in )?cash\b",
    r"\bf ?(?:&|\+|and) ?f\b",
    r"\bfriends? (?:and|&|n) family (?:only|payment|pls|please)\b",
    r"\bpay\b.{0,30}\bfriends? (?:and |& |n )?family\b",
    r"\b(?:as a gift)\b.{0,20}\bfees?\b|\bpay as a gift\b",
    r"\b(?:steam|amazon|apple|google) gift card|\bgift card (?:payment|only)",
    r"\b(?:pay|paying|buy|deal|send)\b.{0,24}\b(?:me|you) direct(?:ly)?\b",
    r"\bbuy direct\b|\bfrom me direct(?:ly)?\b",
    r"\b(?:skip|avoid|save|dodge|without|no)\b (?:on )?(?:the )?(?:\w+ )?fees\b",
    r"\bcancel (?:the order )?(?:here|it|the order)\b.{0,40}\b(?:pay|money|cash)\b",
    r"\bsend (?:me )?the money\b|\bmoney yourself\b",
    r"\b(?:google|apple) ?pay (?:me|to)\b",
    r"\b(?:pay|money|send)\b.{0,20}\b(?:by|via|with|to my) wise\b",
    r"\bcash\b.{0,14}\bwhen we meet\b",
)


def off_platform_flags(text: str, own_hosts: Iterable[str] = ()) -> tuple[Flag, ...]:
    """Return what of a text points away from the market, in a fixed order; () for nothing.

    `own_hosts` are the market's own addresses: a link to one of its listings points nowhere else.
    """
    for host in own_hosts:
        text = re.sub(rf"(?:https?://)?{re.escape(host)}(?:/[\w\-/?=&.%]*)?", " ", text)
    seen = read(text)
    found: dict[Flag, bool] = {
        "phone": _says_phone(seen),
        "email": _says(_EMAIL, seen),
        "handle": _says(_HANDLE, seen) or _hides_app(seen),
        "link": _says(_LINK, seen),
        "payment": _says(_PAYMENT, seen),
    }
    if found["email"]:
        found["link"] = False  # the part after an @ is no second thing
        found["handle"] = found["handle"] and not re.search(r"@", seen.plain)
    return tuple(flag for flag in FLAGS if found[flag])


def _says(pattern: re.Pattern[str], seen: Reading) -> bool:
    return any(pattern.search(view) for view in (seen.plain, seen.joined, seen.unmasked))


def _says_phone(seen: Reading) -> bool:
    if _says(_PHONE, seen):
        return True
    calling = bool(_TALKS_OF_CALLING.search(seen.plain))
    return any(_is_phone(run, calling) for run in digit_runs(seen.plain))


def _is_phone(run: DigitRun, calling: bool) -> bool:
    if run.plus and 8 <= len(run.digits) <= 15:
        return True
    if _UK_NUMBER.fullmatch(run.digits) or _COUNTRY_NUMBER.fullmatch(run.digits):
        return True
    return bool(_BARE_MOBILE.fullmatch(run.digits)) and (calling or run.spelled)


def _hides_app(seen: Reading) -> bool:
    """An app whose name somebody took the trouble to disguise is meant as an address."""
    return bool(_HIDDEN_APPS.search(seen.unmasked)) and not _HIDDEN_APPS.search(seen.plain)
