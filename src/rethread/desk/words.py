"""Says what a check found, in words; what it was is stored as numbers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from rethread.platform.kernel.languages import date_format


def sign_words(check: str, detail: Mapping[str, Any]) -> str:
    """Return one sentence about a sign of a fault."""
    if check == "completeness":
        share = 100 * detail["landed"] / detail["offered"] if detail["offered"] else 100.0
        return _(
            "Of %(offered)d events of the last day %(landed)d reached the lake: %(share).0f%%, "
            "where the contract promises %(promised).0f%%."
        ) % {**detail, "share": share, "promised": detail["promised_percent"]}
    if check in {"volume", "silence"}:
        return _(
            "%(seen)d events in %(hours)d h up to %(until)s, where %(low)d to %(high)d were "
            "expected."
        ) % {**detail, "until": _moment(detail["until"])}
    if check == "freshness" and "events" in detail:
        return _("Events wait for the lake since %(waiting_s)d s: %(names)s.") % {
            **detail,
            "names": ", ".join(detail["events"][:4]),
        }
    if check == "freshness":
        return _("The tables that are served are %(behind_s)d s behind the lake.") % detail
    if check == "build":
        return _("%(node)s failed in the newest build: %(said)s") % detail
    if check == "rows":
        return _("%(rows)d rows, where the build before had %(before)d.") % detail
    return _("%(field)s is absent in %(share).0f%% of events; usual are %(usual).0f%%.") % {
        "field": detail.get("field", ""),
        "share": 100 * float(detail.get("share", 0)),
        "usual": 100 * float(detail.get("usual", 0)),
    }


def check_name(check: str) -> str:
    """Return what a check is called."""
    names = {
        "completeness": _("Events are missing"),
        "volume": _("Unusual volume"),
        "silence": _("Nothing arrives"),
        "freshness": _("Late"),
        "build": _("Build failed"),
        "rows": _("Fewer rows"),
        "nulls": _("Absent values"),
    }
    return names.get(check, check)


def node_title(node_id: str) -> str:
    """Return a node's name without its kind."""
    return node_id.partition(":")[2]


def _moment(text: str) -> str:
    return date_format(localtime(datetime.fromisoformat(text)), "D j M, H:i")


def promise_words(name: str) -> str:
    """Return what a promise about money or cases means, in one sentence."""
    sentences = {
        "stored balance = sum of entries": _("Every balance is the sum of its entries."),
        "no account below its floor": _("No account is lower than it may be."),
        "the hash chain is whole": _("No entry was changed or taken out after it was sealed."),
        "held = open holds": _("The money held is that of the orders under way, to the penny."),
        "nothing frozen is released": _("Nobody was paid money that is frozen."),
        "one charge per paid checkout": _("Every paid checkout was charged once."),
        "refunds <= capture": _("Nobody was given back more than they paid."),
        "owed back = refunds not given": _("What buyers are owed is what was not yet refunded."),
        "seller balances = releases and payouts": _(
            "Sellers have what was released to them, less what was paid out."
        ),
        "provider entries = ledger, one to one": _(
            "Every movement at the provider is in our books, once."
        ),
        "owed by sellers = charges not yet paid": _(
            "What sellers owe is what their boosts cost and what went back to buyers, less what "
            "sales have paid."
        ),
        "taken by banks = open chargebacks": _(
            "What buyers' banks have taken is that of the chargebacks they still look into."
        ),
        "suspense = 0": _("No money lies where nobody knows whose it is."),
        "provider balance + in transit >= everything owed": _(
            "All that we owe is there, at the provider or on its way."
        ),
        "no dead letters": _("No report of the provider was left unread."),
        "nothing is released while disputed: open disputes, disputed orders and frozen holds "
        "are the same": _("Every open dispute freezes its payment, and nothing else does."),
        "every decision has a written reason": _("Every decision of a case has a written reason."),
    }
    return sentences.get(name, name)


def operation_words(kind: str) -> str:
    """Return what was asked of the payment provider."""
    names = {
        "create_session": _("Open a pay page"),
        "expire_session": _("Close a pay page"),
        "refund": _("Give money back"),
        "create_account": _("Open a seller’s account"),
        "account_link": _("Let a seller prove who they are"),
        "transfer": _("Pay a seller’s balance"),
        "payout": _("Pay out to a bank"),
        "reversal": _("Fetch a seller’s money back"),
    }
    return names.get(kind, kind)


def operation_state_words(state: str) -> str:
    """Return how far a request to the payment provider came."""
    names = {
        "intended": _("to be sent"),
        "sent": _("sent, not answered"),
        "unknown": _("unknown, being looked up"),
        "succeeded": _("done"),
        "failed": _("refused"),
    }
    return names.get(state, state)


def deed_words(action: str) -> str:
    """Return what a member of staff did, from the code in the audit trail."""
    names = {
        "events.fix_letter": _("Put an event right"),
        "payments.lift_payout_hold": _("Let a seller be paid out again"),
        "payments.replay_operation": _("Took a request up again"),
        "payments.take_back_order": _("Took a sale back"),
        "payments.view_money": _("Looked at the money"),
        "support.decide_case": _("Decided the case"),
        "support.view_case": _("Looked at the case"),
        "trust.answer_letters": _("Answered a letter"),
        "trust.decide": _("Decided the case"),
        "trust.decide_appeal": _("Answered the appeal"),
        "trust.open_case": _("Opened the case"),
        "trust.view_case": _("Looked at the case"),
    }
    return names.get(action, action)
