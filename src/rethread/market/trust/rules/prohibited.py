"""Rules on what may not be sold here, read from title and description. Versioned: a decision says
under which version it was made. Pure.

A rule says what it looks for and what makes the same words innocent: a "replica football shirt" is
what shops call a fan's shirt, "501 style" is a cut, "never worn" knickers are new. Words alone
prove nothing, so what is found here is held for a person to decide; only what a seller can mend
alone (contact details) is given back to mend.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..types import Finding
from .off_platform import off_platform_flags
from .reading import read

RULES_VERSION = 1
EXCERPT_CHARS = 80


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing looked for; `unless` makes the words around it innocent."""

    code: str
    ground: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None = None


def _rule(code: str, ground: str, *patterns: str, unless: tuple[str, ...] = ()) -> Rule:
    def joined(parts: tuple[str, ...]) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{part})" for part in parts))

    return Rule(code, ground, joined(patterns), joined(unless) if unless else None)


_UNDERWEAR = (
    r"(?:underwear|panties|panty|knickers|thongs?|briefs|boxers?|boxer shorts|bikini bottoms?"
    r"|g-?strings?|jock ?straps?)"
)
RULES: tuple[Rule, ...] = (
    _rule(
        "counterfeit.replica", "counterfeit",
        r"\breplicas?\b",
        unless=(
            r"\breplica (?:football|rugby|soccer|team|club|home|away|third|kit|shirts?|jerseys?"
            r"|film|movie|prop|military|uniform|helmet)\b",
            r"\b(?:maison )?margiela\b", r"\b(?:not|isn'?t|no|never) (?:a |an )?replicas?\b",
        ),
    ),
    _rule(
        "counterfeit.grade", "counterfeit",
        r"\b1 ?: ?1\b(?! scale)", r"\baaa\+*\s*(?:quality|grade|copy|copies|version)\b",
        r"\bmirror (?:quality|copy|grade)\b", r"\b(?:first|master|top|a) copy\b(?! of the)",
        r"\bsuper ?fakes?\b", r"\bknock-? ?offs?\b", r"\bgrade a+ (?:copy|replica)\b",
        unless=(r"\bcopy of (?:the )?(?:receipt|invoice)\b",),
    ),
    _rule(
        "counterfeit.admitted", "counterfeit",
        r"\bfake (?:designer|gucci|chanel|louis|prada|nike|dior|hermes|rolex|burberry"
        r"|balenciaga)\b",
        r"\b(?:it'?s|is|are|they'?re) (?:a )?fakes?\b(?! fur| leather| suede| tan)",
        r"\b(?:not|isn'?t|non)[ -](?:authentic|genuine|original)\b",
        r"\bunauthori[sz]ed (?:authentic|copy)\b", r"\bua (?:quality|batch)\b",
        unless=(r"\b(?:if|money back|unless)\b[^.]{0,40}\b(?:authentic|genuine|original|fake)\b",
                r"\bnot (?:the )?original (?:box|laces|tags?|belt|buttons?|owner|packaging"
                r"|hanger)\b"),
    ),
    _rule(
        "weapon", "prohibited",
        r"\bflick ?kni(?:fe|ves)\b", r"\bswitch ?blades?\b", r"\bbalisongs?\b",
        r"\bbutterfly kni(?:fe|ves)\b", r"\bknuckle ?dusters?\b", r"\bbrass knuckles\b",
        r"\bpepper spray\b", r"\bstun guns?\b", r"\btasers?\b", r"\bmachetes?\b",
        r"\b(?:airsoft|bb|pellet|hand) ?guns?\b", r"\blive ammunition\b", r"\bfirearms?\b",
        unless=(r"\b(?:print|graphic|motif|embroider\w*|costume|fancy dress|toy)\b",),
    ),
    _rule(
        "used_underwear", "prohibited",
        r"\b(?:used|worn|pre-?worn|unwashed|dirty|smelly|scented|sweaty)\s+(?:\w+\s+){0,2}"
        rf"{_UNDERWEAR}\b",
        rf"\b{_UNDERWEAR}\b[^.!?]{{0,20}}\b(?:well worn|unwashed"
        r"|worn (?:once|twice|\d+ times|all day))\b",
        r"\bunwashed\b[^.!?]{0,20}\b(?:socks?|tights|stockings|gym)\b",
        unless=(
            r"\b(?:never|not|un)[ -]?(?:been )?(?:worn|used)\b",
            rf"\bworn (?:over|under|with|as|instead of|without) (?:\w+ ){{0,2}}{_UNDERWEAR}\b",
            r"\b(?:vintage|silk) boxers? (?:jacket|robe)\b",
        ),
    ),
    _rule(
        "medicine", "prohibited",
        r"\b(?:ozempic|wegovy|mounjaro|semaglutide|viagra|sildenafil|cialis|xanax|alprazolam"
        r"|diazepam|valium|tramadol|codeine|oxycodone|botox|dermal fillers?|melanotan)\b",
        r"\bprescription (?:only )?(?:medicines?|medication|drugs?|pills|tablets|cream)\b",
        r"\banabolic steroids?\b",
        unless=(r"\b(?:print|graphic|slogan|tee|t-shirt|patch|pill box charm)\b",),
    ),
    _rule(
        "wildlife", "prohibited",
        r"\b(?:elephant|real|genuine|walrus) ivory\b(?! (?:silk|colou?r|lace|satin|cotton|wool))",
        r"\b(?:real|genuine) (?:tortoise ?shell|leopard|ocelot|tiger|cheetah|seal ?skin)\b",
        r"\bshahtoosh\b",
    ),
    _rule(
        "tobacco", "prohibited",
        r"\b(?:disposable )?vapes? (?:kits?|pens?|juice|bars?)\b", r"\be-?liquids?\b",
        r"\b(?:packs?|cartons?|sleeves?) of (?:cigarettes|tobacco)\b", r"\brolling tobacco\b",
    ),
)  # fmt: skip


def screen_text(
    title: str, description: str, own_hosts: tuple[str, ...] = ()
) -> tuple[Finding, ...]:
    """Return what the words of a listing should be looked at for, worst first."""
    text = f"{title}\n{description}"
    seen = read(text)
    found = [finding for rule in RULES if (finding := _apply(rule, (seen.plain, seen.unmasked)))]
    flags = off_platform_flags(text, own_hosts)
    if flags:
        found.append(Finding("off_platform", "off_platform", ", ".join(flags), fixable=True))
    return tuple(found)


def _apply(rule: Rule, views: tuple[str, ...]) -> Finding | None:
    for view in views:
        for hit in rule.pattern.finditer(view):
            around = view[max(0, hit.start() - 40) : hit.end() + 40]
            if rule.unless is None or not rule.unless.search(around):
                return Finding(rule.code, rule.ground, hit.group()[:EXCERPT_CHARS], fixable=False)
    return None
