"""The words of support: reasons, statements, actions and states as people read them.

A statement's sentence says its values and nothing that they do not hold. Dates are written in the
market's time zone, amounts to the penny.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from rethread.platform.kernel import Money
from rethread.platform.kernel.languages import date_format

from ..types import CaseView, EntryView, ObjectKind, Statement, Value

Words = Mapping[str, str]


def moment(at: datetime) -> str:
    """Write a moment as "Tue 3 Mar, 14:00"."""
    return date_format(localtime(at), "D j M, H:i")


def sentence(statement: Statement) -> str:
    """Return the sentence that a statement stands for."""
    words = {name: _word(name, value) for name, value in statement.values.items()}
    return _SENTENCES[statement.code](words)


def statement_codes() -> frozenset[str]:
    """Return every code that has a sentence."""
    return frozenset(_SENTENCES)


def _word(name: str, value: Value) -> str:
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, Money):
        return value.format()
    if name == "kind":
        return scan_label(str(value)).lower()
    if name == "reason":
        return _cancelled(str(value))
    return str(value)


def scan_label(kind: str) -> str:
    """Return what a carrier's scan says."""
    return {
        "accepted": _("Accepted by the carrier"),
        "in_transit": _("On the road"),
        "out_for_delivery": _("Out for delivery"),
        "delivered": _("Delivered"),
        "lost": _("Lost by the carrier"),
    }[kind]


def _cancelled(reason: str) -> str:
    return {
        "": _("It was called off."),
        "buyer_cancelled": _("The buyer called it off."),
        "seller_cancelled": _("The seller called it off."),
        "not_shipped": _("It was not sent or handed over in ten days."),
        "paid_too_late": _(
            "The payment came too late: by then, not everything could be had at that price."
        ),
        "parcel_lost": _("The carrier lost the parcel."),
        "seller_refunded": _("The seller gave the money back."),
        "dispute_upheld": _("A case was decided for the buyer."),
        "taken_back": _("We gave the buyer the money back after the sale."),
        "charged_back": _("The buyer's bank took the payment back."),
    }[reason]


_SENTENCES: dict[str, Callable[[Words], str]] = {
    # money of an order
    "not_charged": lambda w: _("You have not been charged for this."),
    "money_held": lambda w: _("%(amount)s is held safely. Nobody has it yet.") % w,
    "payment_kept": lambda w: (
        _("You paid %(amount)s. It is kept safe: the seller has none of it yet.") % w
    ),
    "payment_frozen": lambda w: (
        _(
            "Your payment of %(amount)s is frozen since %(since)s: until the case is closed, the "
            "seller gets none of it."
        )
        % w
    ),
    "return_asked": lambda w: (
        _(
            "It is to go back: please hand it to the carrier by %(by)s, with the label on the page "
            "of the case. The label costs you nothing. When it arrives, you get %(amount)s back."
        )
        % w
    ),
    "return_awaited": lambda w: (
        _("It comes back to you: the buyer has until %(by)s to hand it to the carrier.") % w
    ),
    "return_seen": lambda w: (
        _("It is on its way back. The carrier’s last word of it: %(kind)s, %(at)s.") % w
    ),
    "money_frozen": lambda w: (
        _("%(amount)s is frozen since %(since)s, until the case is closed.") % w
    ),
    "released_after_window": lambda w: (
        _("Unless a problem is reported, the money goes to the seller on %(at)s.") % w
    ),
    "released_if_silent": lambda w: (
        _(
            "If nothing more is heard of the parcel and you report no problem, the money goes to "
            "the seller on %(at)s."
        )
        % w
    ),
    "yours_after_window": lambda w: (
        _("Unless the buyer reports a problem, it is yours on %(at)s.") % w
    ),
    "yours_if_silent": lambda w: (
        _(
            "If nothing more is heard of the parcel and the buyer reports no problem, it is yours "
            "on %(at)s."
        )
        % w
    ),
    "released_if_untold": lambda w: (
        _(
            "Nobody scans this parcel. Unless you report a problem, the money goes to the seller "
            "on %(at)s."
        )
        % w
    ),
    "yours_if_untold": lambda w: (
        _("Nobody scans this parcel. Unless the buyer reports a problem, it is yours on %(at)s.")
        % w
    ),
    "released_to_seller": lambda w: _("The money went to the seller on %(at)s.") % w,
    "reached_balance": lambda w: _("%(amount)s reached your account on %(at)s.") % w,
    "transfer_under_way": lambda w: (
        _("%(amount)s is yours since %(since)s and on its way to your account.") % w
    ),
    "waits_for_identity": lambda w: (
        _("%(amount)s is yours since %(since)s. It waits until you have confirmed who you are.") % w
    ),
    "refund_under_way": lambda w: _("%(amount)s is on its way back to the buyer.") % w,
    "refunded_on": lambda w: _("%(amount)s was given back to the buyer on %(at)s.") % w,
    "refund_failed": lambda w: (
        _("The bank sent the refund of %(amount)s back on %(at)s. It is still owed to the buyer.")
        % w
    ),
    "refund_you_under_way": lambda w: _("%(amount)s is on its way back to you.") % w,
    "refunded_you_on": lambda w: _("%(amount)s was given back to you on %(at)s.") % w,
    "refund_you_failed": lambda w: (
        _("Your bank sent the refund of %(amount)s back on %(at)s. We still owe it to you.") % w
    ),
    "refund_is_whole": lambda w: (
        _("You can give the buyer everything back: %(amount)s. You then get nothing for it.") % w
    ),
    "no_longer_held": lambda w: _("We do not hold this money any more, so we cannot freeze it."),
    # the parcel
    "not_sent_yet": lambda w: _("The parcel has not been sent yet."),
    "promised_by": lambda w: _("It should be sent by %(at)s.") % w,
    "promise_missed": lambda w: _("It should have been sent by %(at)s. It is late.") % w,
    "cancels_itself": lambda w: (
        _("If it is not sent by %(at)s, the order is called off and %(amount)s goes back.") % w
    ),
    "can_cancel": lambda w: (
        _("It has not been sent, so you can call it off now and get %(amount)s back.") % w
    ),
    "can_cancel_sale": lambda w: (
        _("You can call it off until it is sent. The buyer gets %(amount)s back.") % w
    ),
    "address_is_fixed": lambda w: (
        _("It goes to %(address)s. An address cannot be changed once an order is paid.") % w
    ),
    "sent_on": lambda w: _("The parcel was sent on %(at)s.") % w,
    "sent_to": lambda w: _("It was sent to %(address)s.") % w,
    "tracked_as": lambda w: _("Its tracking number is %(code)s.") % w,
    "sent_untracked": lambda w: _(
        "It was sent untracked, as chosen at checkout: nobody scans it on its way."
    ),
    "not_fetched_yet": lambda w: _("It has not been picked up yet. The place: %(place)s.") % w,
    "cancels_unfetched": lambda w: (
        _("If it is not picked up by %(at)s, the order is called off and %(amount)s goes back.") % w
    ),
    "fetched_on": lambda w: _("It was picked up on %(at)s, with the buyer’s code.") % w,
    "can_cancel_pickup": lambda w: (
        _("You have not picked it up, so you can call it off now and get %(amount)s back.") % w
    ),
    "can_cancel_unfetched": lambda w: (
        _("You can call it off until it is picked up. The buyer gets %(amount)s back.") % w
    ),
    "code_on_page": lambda w: _(
        "Agree on a time by message. Your code is on the order’s page; show it when you have "
        "looked at the piece."
    ),
    "type_their_code": lambda w: _(
        "Agree on a time by message. When you meet, type the buyer’s code on the order’s page."
    ),
    "not_tracked": lambda w: _("It has no tracking number."),
    "last_scan": lambda w: (
        _("Last scan: %(kind)s, %(at)s. %(note)s") % w
        if w["note"]
        else _("Last scan: %(kind)s, %(at)s.") % w
    ),
    "no_scan_yet": lambda w: _("The carrier has not scanned it yet."),
    "delivered_on": lambda w: _("It counts as delivered since %(at)s.") % w,
    "case_possible_from": lambda w: (
        _("It was heard of less than three days ago. From %(at)s you can open a case.") % w
    ),
    "case_possible_sent": lambda w: (
        _("It was sent less than three days ago. From %(at)s you can open a case.") % w
    ),
    "label_untracked": lambda w: _("Your label is ready. Nobody scans this parcel on its way."),
    "label_ready": lambda w: _("Your label is ready. Its tracking number is %(code)s.") % w,
    "label_free": lambda w: _("You have no label yet. The buyer has paid for delivery."),
    "same_label_again": lambda w: _("You can have the same label again as often as you like."),
    "confirming_releases": lambda w: _("If you confirm it, the seller is paid at once."),
    "case_freezes": lambda w: _("If you open a case, the payment is frozen until it is closed."),
    "case_is_open": lambda w: _("A case is open about this. Everything is on its timeline."),
    "staff_answer": lambda w: _("Tell us what happened, and a person will answer."),
    "cancelled_because": lambda w: _("Called off on %(at)s. %(reason)s") % w,
    # a listing
    "listing_live": lambda w: _("It is live since %(since)s: everybody can see and buy it.") % w,
    "listing_on_holiday": lambda w: _(
        "The shop is on holiday. Its pieces rest, and nobody can buy them until it is back."
    ),
    "listing_reserved": lambda w: _("It is in somebody’s checkout right now."),
    "listing_sold": lambda w: _("It was sold on %(at)s.") % w,
    "listing_elsewhere": lambda w: _("Its seller sold it somewhere else."),
    "listing_hidden": lambda w: _("It is hidden: nobody but its seller can see it."),
    "listing_draft": lambda w: _("It is a draft. It has not been put on the rail yet."),
    "can_edit": lambda w: _("You can change everything about it."),
    "cannot_edit": lambda w: _("It cannot be changed now."),
    "price_parts": lambda w: (
        _("%(price)s for the piece and %(fee)s buyer protection make %(buyer_price)s.") % w
    ),
    "delivery_comes_on_top": lambda w: _("Delivery comes on top, and is shown before you pay."),
    "no_price_yet": lambda w: _("It has no price yet."),
    # a payout
    "payout_asked": lambda w: _("You asked for %(amount)s on %(at)s.") % w,
    "payout_requested": lambda w: _("Our payment partner has not sent it off yet."),
    "payout_in_transit": lambda w: _("It is on its way to your bank, which has not booked it yet."),
    "payout_paid": lambda w: _("It has been paid to your bank."),
    "payout_failed": lambda w: (
        _("It did not arrive: %(failure)s") % w if w["failure"] else _("It did not arrive.")
    ),
    "payout_came_back": lambda w: _("The money went back to your balance; nothing is lost."),
    "available_now": lambda w: _("You can have %(amount)s paid out now.") % w,
    "identity_missing": lambda w: _("Payouts start once you have confirmed who you are."),
    # a conversation
    "waits_for_other": lambda w: (
        _("You wrote last, on %(since)s. %(name)s has not answered yet.") % w
    ),
    "waits_for_you": lambda w: _("%(name)s wrote last, on %(since)s.") % w,
    "conversation_blocked": lambda w: _("No more messages can be sent in this conversation."),
    "pay_here_only": lambda w: _(
        "Only what is paid here is protected. Do not pay or write anywhere else."
    ),
}


def reason_label(kind: ObjectKind, reason: str) -> str:
    """Return a reason as it stands on a help page."""
    special = {
        ("payout", "failed"): _("Why did it not arrive?"),
        ("payout", "when_arrives"): _("When does the money arrive?"),
        ("listing", "price"): _("What is in the price?"),
    }
    return special.get((kind, reason)) or _reasons()[reason]


def _reasons() -> dict[str, str]:
    return {
        "case": _("About the open case"),
        "pay": _("Is this paid for?"),
        "when_sent": _("When will it be sent?"),
        "cancel": _("I have changed my mind"),
        "wrong_address": _("The address is wrong"),
        "how_to_fetch": _("How do I pick it up?"),
        "how_to_hand_over": _("How do I hand it over?"),
        "where_is_it": _("Where is my parcel?"),
        "not_arrived": _("It has not arrived"),
        "says_delivered": _("It says delivered, but I do not have it"),
        "not_as_described": _("It is not as described"),
        "damaged": _("It arrived damaged"),
        "all_well": _("It is here, and all is well"),
        "where_is_refund": _("Where is my refund?"),
        "why_cancelled": _("Why was it called off?"),
        "after_completion": _("Something is wrong with it after all"),
        "how_to_send": _("How do I send it?"),
        "label_broken": _("My label does not work"),
        "cannot_send": _("I cannot send it"),
        "when_paid": _("When am I paid?"),
        "buyer_says_not_arrived": _("The buyer says that it has not arrived"),
        "give_refund": _("I want to give the money back"),
        "why_not_shown": _("Who can see it?"),
        "edit": _("How do I change it?"),
        "can_i_buy": _("Can I buy it?"),
        "no_reply": _("I get no answer"),
        "off_platform": _("They want to pay or talk elsewhere"),
        "other": _("Something else"),
    }


def action_label(action: str) -> str:
    """Return the name of a button that does something at once."""
    return {
        "cancel": _("Call it off and refund it"),
        "confirm": _("I have it, release the payment"),
        "label": _("Get the label"),
        "give_back": _("Refund the buyer in full"),
        "show_listing": _("Show it again"),
        "end_holiday": _("End the holiday"),
        "payout": _("Pay out again"),
    }[action]


def link_label(link: str) -> str:
    """Return the name of a link that leads on."""
    return {
        "case": _("Go to the case"),
        "checkout": _("Go to the checkout"),
        "edit_listing": _("Edit the listing"),
        "identity": _("Confirm who you are"),
        "listing": _("Go to the listing"),
        "order": _("Go to the order"),
    }[link]


def entry_label(case: CaseView, entry: EntryView) -> str:
    """Return what an entry of a case's timeline is, the same for everybody who reads it."""
    if entry.kind == "added":
        return {
            "opener": _("More from whoever opened the case"),
            "respondent": _("More from the other party"),
        }.get(entry.role, _("From our team"))
    if entry.kind == "closed":
        return outcome_label(case.outcome)
    return {
        "opened": _("Case opened: %(reason)s")
        % {"reason": reason_label(case.object_kind, case.reason)},
        "answered": _("The other party answered"),
        "agreed": _("The other party agreed to refund"),
        "asked_back": _("It shall come back; then the buyer gets everything back"),
        "sent_back": _("The buyer handed it to the carrier"),
        "escalated": _("Handed to our team"),
        "decided": _("Our team decided"),
        "appealed": _("Appealed"),
        "withdrawn": _("Withdrawn"),
    }[entry.kind]


def outcome_label(outcome: str) -> str:
    """Return how a case ended, or what was decided."""
    return {
        "": _("Still open"),
        "refund": _("The buyer gets everything back"),
        "release": _("The seller is paid"),
        "return": _("It goes back, and then the buyer gets everything back"),
        "answered": _("Answered"),
        "withdrawn": _("Taken back by whoever opened it"),
        "overtaken": _("The money went back another way"),
    }[outcome]


def status_label(status: str) -> str:
    """Return whom a case waits for."""
    return {
        "awaiting_answer": _("Waits for the other party"),
        "answered": _("Answered"),
        "with_staff": _("With our team"),
        "decided": _("Decided, can be appealed"),
        "appealed": _("Appealed, with our team"),
        "returning": _("To be sent back"),
        "closed": _("Closed"),
    }[status]


def macros() -> dict[str, str]:
    """Return the prepared answers of staff, to be edited before they are sent."""
    return {
        _("Not as described: refund"): _(
            "We have compared the photos of the listing with the ones you both sent. The piece "
            "differs from its description in a way that matters. The buyer gets everything back."
        ),
        _("As described: release"): _(
            "We have compared the photos of the listing with the ones you both sent. What is "
            "reported is described in the listing. The seller is paid."
        ),
        _("Not arrived: refund"): _(
            "The carrier has no proof that the parcel was handed to the buyer. The buyer gets "
            "everything back."
        ),
        _("Arrived: release"): _(
            "The carrier recorded the delivery at the address of the order. The seller is paid."
        ),
        _("No answer from the seller: refund"): _(
            "The seller did not answer in time. What the buyer has told us is all we know, and it "
            "is plausible. The buyer gets everything back."
        ),
    }


def account_words(account: str) -> str:
    """Return what an account of the books is, for staff; whose it is, its page says."""
    names = {
        "buyer_refund_due": _("what we owe the buyer"),
        "chargeback_loss": _("our loss from a chargeback"),
        "dispute_fees": _("the fees of chargebacks"),
        "fee_buyer": _("the buyer’s fee"),
        "fee_seller": _("the selling fee"),
        "held": _("the money held"),
        "in_transit": _("payments on their way"),
        "provider_available": _("our balance at the provider"),
        "provider_fees": _("the provider’s fees"),
        "provider_pending": _("the provider, not settled yet"),
        "seller_available": _("the seller’s balance"),
        "seller_payout": _("a payout under way"),
        "seller_pending": _("the seller’s balance, arriving"),
        "shipping": _("delivery"),
    }
    kind = account.partition(":")[0]
    return names.get(kind, kind.replace("_", " "))
