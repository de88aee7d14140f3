"""What can be broken in a demo on purpose: each lever says whether it is in force and ends it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from rethread.platform.kernel import DomainError

from ..edge import actor_of, local_url, see_other, uuid_of
from ..ports import FAULTS, DemoFault, FaultInForce, WorkerProcess, demo_controls
from ..presenting.attention import attention_of
from .demo import demo_only, in_a_demo


@dataclass(frozen=True, slots=True)
class Lever:
    """One thing that can be broken, in words."""

    name: DemoFault
    title: str
    text: str
    begin: str
    end: str
    in_force: bool
    struck: str


@in_a_demo
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show every lever, what is in force, and how to end it."""
    worker: WorkerProcess | None = None
    levers: list[Lever] = []
    problem = ""
    try:
        worker = demo_controls().worker()
        levers = _levers({fault.name: fault for fault in demo_controls().faults()})
    except DomainError as error:
        problem = error.message
    parcels = attention_of(actor_of(request)).on_the_way if request.user.is_authenticated else ()
    context = {"levers": levers, "worker": worker, "parcels": parcels, "problem": problem}
    return render(request, "web/demo_faults.html", context)


def _levers(now: dict[DemoFault, FaultInForce]) -> list[Lever]:
    words = _words()
    return [
        Lever(name, *words[name], in_force=name in now, struck=_struck(now.get(name)))
        for name in FAULTS
    ]


def _struck(fault: FaultInForce | None) -> str:
    if fault is None or not fault.struck:
        return ""
    return ngettext("struck once", "struck %(n)d times", fault.struck) % {"n": fault.struck}


def _words() -> dict[DemoFault, tuple[str, str, str, str]]:
    return {
        "webhooks_lost": (
            _("Lost webhooks"),
            _(
                "The provider’s messages never arrive. Orders are still paid: the worker reads "
                "the provider’s own list of what happened every five minutes."
            ),
            _("Lose webhooks"),
            _("Let them through"),
        ),
        "webhooks_repeated": (
            _("Repeated webhooks"),
            _("Every message arrives twice. Nothing happens twice."),
            _("Repeat webhooks"),
            _("Send them once"),
        ),
        "provider_down": (
            _("Provider down"),
            _(
                "The payment provider drops every call. What was asked of it waits, and is "
                "carried on once it is back."
            ),
            _("Take it down"),
            _("Bring it back"),
        ),
        "events_dropped": (
            _("Events lost on the way"),
            _(
                "The loader loses three of ten impressions before they reach the lake. Data "
                "health at the desk should notice, once enough of them have passed."
            ),
            _("Lose 30%"),
            _("Lose no more"),
        ),
    }


@demo_only
def fault(request: HttpRequest) -> HttpResponse:
    """Begin or end a fault."""
    name = next((known for known in FAULTS if known == request.POST.get("name")), None)
    if name is None or request.POST.get("do") not in {"begin", "end"}:
        raise Http404
    if request.POST["do"] == "begin":
        demo_controls().begin_fault(name)
    else:
        demo_controls().end_fault(name)
    return _back(request)


@demo_only
def kill_worker(request: HttpRequest) -> HttpResponse:
    """Kill the worker."""
    pid = demo_controls().kill_worker()
    told = _("Worker %(pid)d was killed. The supervisor starts another.") % {"pid": pid}
    messages.success(request, told)
    return _back(request)


@demo_only
def lose_parcel(request: HttpRequest) -> HttpResponse:
    """Lose a parcel of the person's that is on its way."""
    order_id = uuid_of(request.POST.get("order_id"))
    if order_id not in _travelling(request):
        raise Http404
    demo_controls().lose(order_id)
    messages.success(request, _("The carrier has lost it, and the order’s page says so."))
    return see_other(reverse("web:order", args=[order_id]))


def _travelling(request: HttpRequest) -> set[UUID]:
    if not request.user.is_authenticated:
        return set()
    return {order_id for order_id, _label in attention_of(actor_of(request)).on_the_way}


@demo_only
def send_broken_event(request: HttpRequest) -> HttpResponse:
    """Send an event that breaks its contract."""
    demo_controls().send_broken_event()
    messages.success(
        request, _("Sent, and refused at the door. The desk keeps it, with the reason.")
    )
    return _back(request)


@demo_only
def send_visitors(request: HttpRequest) -> HttpResponse:
    """Let the visitors of an earlier day come again, so that there is something to measure."""
    count = demo_controls().send_visitors()
    told = ngettext("Their browsers sent %(n)d event.", "Their browsers sent %(n)d events.", count)
    messages.success(request, told % {"n": count})
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    fields: Any = request.POST
    return see_other(local_url(fields.get("next", ""), reverse("web:demo_faults")))
