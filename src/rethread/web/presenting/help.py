"""Help and cases in the words of whoever reads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from rethread.market.fulfilment.selectors import find_return_for_order
from rethread.market.media.types import PhotoView
from rethread.market.support.rules.answers import reasons_for
from rethread.market.support.rules.case import loser_of
from rethread.market.support.rules.wording import (
    action_label,
    link_label,
    moment,
    outcome_label,
    reason_label,
    sentence,
    status_label,
)
from rethread.market.support.selectors import TimelineItem, case_timeline
from rethread.market.support.types import Answer, CaseRow, CaseView, LinkCode, Subject

from .orders import ScanRow, scan_rows

BEFORE = {"awaiting_answer", "answered", "with_staff"}
DANGEROUS = {"cancel", "give_back"}


@dataclass(frozen=True, slots=True)
class HelpPage:
    """A thing that help is asked about, with the reasons for it (code, label)."""

    kind: str
    object_id: UUID
    kind_label: str
    title: str
    photo: PhotoView | None
    back_url: str
    reasons: tuple[tuple[str, str], ...]
    case_url: str


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """An answer: true sentences, what can be done now (code, label, tone), where to go on."""

    reason: str
    heading: str
    sentences: tuple[str, ...]
    actions: tuple[tuple[str, str, str], ...]
    links: tuple[tuple[str, str], ...]
    may_open_case: bool
    holds_money: bool


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in a list."""

    id: UUID
    title: str
    reason: str
    state: str
    tone: str
    due: datetime | None
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class CasePageView:
    """A case as one of its parties reads it; `steps` says which forms stand on the page."""

    id: UUID
    reference: str
    heading: str
    title: str
    state: str
    tone: str
    lede: str
    due: datetime | None
    frozen: bool
    about_url: str
    items: tuple[TimelineItem, ...]
    steps: frozenset[str]
    role: str


def help_page(subject: Subject) -> HelpPage:
    """Arrange a thing and the reasons that fit it."""
    case_id = subject.facts.open_case_id
    return HelpPage(
        kind=subject.kind,
        object_id=subject.object_id,
        kind_label=_kind_label(subject.kind),
        title=subject.title,
        photo=subject.photo,
        back_url=_about_url(subject.kind, subject.object_id),
        reasons=tuple(
            (code, reason_label(subject.kind, code))
            for code in reasons_for(subject.facts)
            if code != "case"
        ),
        case_url=reverse("web:case", args=[case_id]) if case_id else "",
    )


def _kind_label(kind: str) -> str:
    return {
        "order": _("Help with an order"),
        "listing": _("Help with a listing"),
        "payout": _("Help with a payout"),
        "conversation": _("Help with a conversation"),
    }[kind]


def _about_url(kind: str, object_id: UUID) -> str:
    if kind in {"order", "listing", "conversation"}:
        return reverse(f"web:{kind}", args=[object_id])
    return reverse("web:you")


def answer_page(subject: Subject, answer: Answer) -> AnswerPage:
    """Arrange an answer."""
    return AnswerPage(
        reason=answer.reason,
        heading=reason_label(subject.kind, answer.reason),
        sentences=tuple(sentence(one) for one in answer.statements),
        actions=tuple(
            (code, action_label(code), "danger" if code in DANGEROUS else "accent")
            for code in answer.actions
        ),
        links=tuple((_link(subject, code), link_label(code)) for code in answer.links),
        may_open_case=answer.case is not None,
        holds_money=bool(answer.case and answer.case.holds_money),
    )


def _link(subject: Subject, link: LinkCode) -> str:
    if link == "case":
        return reverse("web:case", args=[subject.facts.open_case_id])
    if link == "checkout":
        return reverse("web:checkout", args=[subject.checkout_id])
    if link == "edit_listing":
        return reverse("web:listing_edit", args=[subject.object_id])
    if link == "identity":
        return reverse("web:you")
    return _about_url(subject.kind, subject.object_id)


def case_lines(cases: Sequence[CaseRow]) -> list[CaseLine]:
    """Arrange cases as a list."""
    return [
        CaseLine(
            id=case.case_id,
            title=case.title,
            reason=reason_label(case.object_kind, case.reason),
            state=status_label(case.status) if not case.outcome else outcome_label(case.outcome),
            tone="" if case.outcome else "warn",
            due=case.due_at,
            opened_at=case.opened_at,
        )
        for case in cases
    ]


def case_page(case: CaseView) -> CasePageView:
    """Arrange a case for one of its parties."""
    return CasePageView(
        id=case.case_id,
        reference=case.reference,
        heading=reason_label(case.object_kind, case.reason),
        title=case.title,
        state=status_label(case.status),
        tone="warn" if case.is_open else "",
        lede=_lede(case),
        due=case.due_at,
        frozen=case.holds_money and case.is_open,
        about_url=_about_url(case.object_kind, case.object_id),
        items=case_timeline(case),
        steps=_steps(case),
        role=case.role,
    )


@dataclass(frozen=True, slots=True)
class ReturnPanel:
    """A piece on its way back, as one of the two sees it; `sends` is true for the buyer."""

    sends: bool
    order_id: UUID
    has_label: bool
    handed_over: bool
    tracking: str
    scans: tuple[ScanRow, ...]
    due: datetime | None


def return_panel(case: CaseView) -> ReturnPanel | None:
    """Show a return to both sides once the piece was asked back, the label to its buyer alone."""
    if case.asked_back_at is None or case.order_id is None:
        return None
    parcel = find_return_for_order(case.order_id)
    labelled = parcel is not None and bool(parcel.label_code)
    return ReturnPanel(
        sends=case.role == "opener" and case.status == "returning",
        order_id=case.order_id,
        has_label=labelled,
        handed_over=parcel is not None and parcel.handed_over_at is not None,
        tracking=parcel.tracking_code if parcel else "",
        scans=scan_rows(parcel),
        due=case.due_at if case.status == "returning" else None,
    )


def _steps(case: CaseView) -> frozenset[str]:
    opener, other = case.role == "opener", case.role == "respondent"
    before = case.status in {"awaiting_answer", "answered", "with_staff", "returning"}
    found = {
        "answer": other and case.status == "awaiting_answer",
        "agree": other and before,
        "withdraw": opener and before,
        "ask_back": other and case.can_come_back and case.status in BEFORE,
        "staff": opener and case.status == "answered",
        "appeal": case.status == "decided" and case.role == loser_of(case.decided_outcome),
        "add": case.is_open
        and not (other and case.status == "awaiting_answer")
        and not (case.status == "decided" and case.role == loser_of(case.decided_outcome)),
    }
    return frozenset(name for name, there in found.items() if there)


def _lede(case: CaseView) -> str:
    when = {"when": moment(case.due_at)} if case.due_at else {"when": ""}
    if case.status == "awaiting_answer":
        if case.role == "respondent":
            return _("Please answer by %(when)s. After that our team decides without you.") % when
        return _("The other party has until %(when)s to answer. Then our team takes over.") % when
    if case.status == "answered":
        if case.role == "opener":
            return _("Does the answer settle it? If you say nothing by %(when)s, we look.") % when
        return _("They have until %(when)s to reply. After that our team looks at it.") % when
    if case.status in {"with_staff", "appealed"}:
        return _("Our team has it and decides by %(when)s.") % when
    if case.status == "returning":
        if case.role == "opener":
            return _("Send it back with the label below. You get everything back when it arrives.")
        return _("The buyer sends it back. When it arrives, they get everything back.")
    if case.status == "decided":
        what = {"what": outcome_label(case.decided_outcome), **when}
        return _("Decided: %(what)s. This happens on %(when)s, unless it is appealed.") % what
    return _("%(outcome)s.") % {"outcome": outcome_label(case.outcome)}
