"""Where the payment provider reports. Signed or refused; a worker does what follows."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from rethread.market.payments.errors import WebhookRefused
from rethread.market.payments.services import receive_webhook


@csrf_exempt
@require_POST
def stripe_webhook(request: HttpRequest) -> HttpResponse:
    """Verify and keep one report; the same one again is fine, a forged one leaves nothing."""
    try:
        receive_webhook(request.body, request.headers.get("Stripe-Signature", ""))
    except WebhookRefused:
        return HttpResponse("refused", status=400, content_type="text/plain")
    return HttpResponse("kept", content_type="text/plain")
