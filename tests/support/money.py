"""A small market of money: the real sandbox in this process, a clock that tests move, and effects
that remember. Tests speak to payments through it as orders, a buyer and a seller would."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from rethread.market.ledger.selectors import balance
from rethread.market.payments import ports, services
from rethread.market.payments.models import Operation, Payment
from rethread.market.payments.types import (
    AllocationLine,
    LateDecision,
    PaymentLine,
    PaymentRequest,
    PaymentView,
)
from rethread.market.payments.wiring import DUE_WORK, install
from rethread.platform.kernel import Actor, Money, new_id, settings
from rethread.platform.kernel.clock import business_clock
from rethread.platform.kernel.settings import install_settings
from rethread.sandbox.stripe.accounts import OnboardingAnswers
from rethread.sandbox.stripe.core import StripeCore
from rethread.sandbox.stripe.inprocess import InProcessHTTPClient, create_core
from rethread.sandbox.stripe.webhooks import Delivery

MONDAY = datetime(2027, 3, 1, 12, tzinfo=UTC)
SECRETS = ("whsec_new", "whsec_old")
HOOK = "http://market.test/webhooks/stripe"
SYSTEM = Actor.system("tests")


class Killed(BaseException):
    """The process dies here; nothing of ours may catch it."""


@dataclass
class RecordingEffects:
    """Stands in for orders and remembers what it was told."""

    calls: list[tuple[str, UUID]] = field(default_factory=list)
    late: LateDecision = "refund"
    failing: int = 0

    def _take(self, name: str, subject: UUID) -> None:
        if self.failing:
            self.failing -= 1
            raise RuntimeError("orders cannot do this now")
        self.calls.append((name, subject))

    def payment_confirmed(self, *, checkout_id: UUID) -> None:
        self._take("confirmed", checkout_id)

    def payment_expired(self, *, checkout_id: UUID) -> None:
        self._take("expired", checkout_id)

    def payment_late(self, *, checkout_id: UUID) -> LateDecision:
        self._take("late", checkout_id)
        return self.late

    def refund_succeeded(self, *, order_id: UUID) -> None:
        self._take("refunded", order_id)

    def refund_failed(self, *, order_id: UUID) -> None:
        self._take("refund_failed", order_id)

    def late_refund_failed(self, *, checkout_id: UUID) -> None:
        self._take("late_refund_failed", checkout_id)

    def transfer_succeeded(self, *, order_id: UUID) -> None:
        self._take("transferred", order_id)

    def given_back(self, *, order_id: UUID) -> None:
        self._take("given_back", order_id)

    def charged_back(self, *, order_id: UUID) -> None:
        self._take("charged_back", order_id)

    def chargeback_won(self, *, order_id: UUID) -> None:
        self._take("chargeback_won", order_id)

    def chargeback_lost(self, *, order_id: UUID) -> None:
        self._take("chargeback_lost", order_id)

    def names(self) -> list[str]:
        return [name for name, _ in self.calls]


class MoneyWorld:
    """The market's money, the provider's, and the time."""

    def __init__(self) -> None:
        self.now = MONDAY
        self.core: StripeCore = create_core(clock=self._seconds, seed=7)
        self.core.ensure_webhook_endpoint(HOOK, SECRETS[0])
        self.effects = RecordingEffects()

    def _seconds(self) -> float:
        return self.now.timestamp()

    # -- people ------------------------------------------------------------------------------

    def request(self, *prices: tuple[int, int, int], seller: UUID | None = None) -> PaymentRequest:
        """Make a request for one order per (price, fee, delivery)."""
        lines = [
            AllocationLine(new_id(), seller or new_id(), held, fee, delivery)
            for held, fee, delivery in prices
        ]
        return PaymentRequest(
            checkout_id=new_id(),
            amount=Money(sum(line.total_minor for line in lines), "GBP"),
            lines=[PaymentLine("A garment", line.total_minor) for line in lines],
            allocations=lines,
            success_url="http://market.test/done",
            cancel_url="http://market.test/back",
        )

    def start(self, request: PaymentRequest) -> PaymentView:
        return services.start_payment(actor=SYSTEM, payment=request)

    def open_page(self, request: PaymentRequest) -> PaymentView:
        view = self.start(request)
        assert view.operation_id is not None
        services.run_operation_now(view.operation_id)
        return services.start_payment(actor=SYSTEM, payment=request)

    def session_of(self, request: PaymentRequest) -> str:
        url = self.open_page(request).pay_url
        assert url is not None
        return url.rsplit("/", 1)[-1]

    def buy(self, request: PaymentRequest) -> PaymentRequest:
        """Open the page, pay on it, and let the webhook bring the news."""
        self.core.pay_session(self.session_of(request))
        self.settle()
        return request

    def take_back(self, line: AllocationLine) -> None:
        """Have staff refund an order whose seller was paid."""
        services.refund_released(
            actor=SYSTEM, order_id=line.order_id, reason="test", key=f"back:{line.order_id}"
        )

    def charge_of(self, request: PaymentRequest) -> str:
        """Return the provider's name of what a buyer paid."""
        charge = Payment.objects.get(checkout_id=request.checkout_id).charge_id
        assert charge is not None
        return charge

    def onboard(self, seller: UUID, bank: str = "00012345") -> str:
        url = services.start_onboarding(
            actor=SYSTEM, seller_id=seller, return_url="http://market.test/account"
        )
        assert url is not None
        return self.answer_onboarding(url, bank)

    def answer_onboarding(self, url: str, bank: str = "00012345") -> str:
        """Fill in the provider's page as a seller would; return the account."""
        account = url.split("/onboard/")[1].split("?")[0]
        answers = OnboardingAnswers("GB", "Ada Seller", (1990, 5, 17), bank, "108800")
        self.core.onboard(account, answers)
        self.settle()
        return account

    def release(self, line: AllocationLine, fee: int) -> None:
        services.release_order(
            actor=SYSTEM,
            order_id=line.order_id,
            seller_id=line.seller_id,
            amount_to_seller=Money(line.held_minor - fee, "GBP"),
            seller_fee=Money(fee, "GBP"),
        )

    def charge(self, seller: UUID, amount_minor: int, key: str = "") -> bool:
        """Have a seller owe the market for something that they bought of it."""
        subject = new_id()
        return services.charge_seller(
            actor=SYSTEM,
            seller_id=seller,
            key=key or f"boost:{subject}",
            kind="boost",
            subject_id=UUID(int=7) if key else subject,
            amount=Money(amount_minor, "GBP"),
        )

    def refund(self, line: AllocationLine, key: str = "refund") -> None:
        services.refund_order(
            actor=SYSTEM,
            order_id=line.order_id,
            amount=Money(line.total_minor, "GBP"),
            reason="not sent",
            key=f"{key}:{line.order_id}",
        )

    # -- time --------------------------------------------------------------------------------

    def deliver(self) -> int:
        return self.core.deliver_due(take_delivery)

    def settle(self) -> None:
        """Deliver webhooks and do all that is due, until nothing is left to do."""
        for _ in range(50):
            done = self.deliver()
            done += sum(work.run_due(self.now, 100) for work in DUE_WORK if _quick(work.name))
            if done == 0:
                return
        raise AssertionError("it never comes to rest")

    def pass_time(self, **span: int) -> None:
        """Let business time pass and do what follows."""
        self.now += timedelta(**span)
        self.core.tick()
        self.settle()

    def abandon_leases(self) -> None:
        """Pretend that whoever holds a lease died a while ago."""
        Operation.objects.filter(status="sent").update(lease_until=datetime(2020, 1, 1, tzinfo=UTC))

    def balances(self, *accounts: str) -> list[int]:
        return [balance(account, "GBP") for account in accounts]

    def at_rest(self, *, short: int = 0) -> None:
        """Assert that the books equal the provider's own balances and every promise holds.

        `short` is what the market itself owes the provider, which keeps its fee on a refund.
        """
        report = services.reconcile()
        assert report.ok, report.breaks
        broken = [(i.name, i.detail) for i in services.check_invariants() if not i.ok]
        uncovered = ("provider balance + in transit >= everything owed", f"GBP short of {short}")
        assert broken == ([uncovered] if short else [])

    def count(self, kind: str) -> int:
        """Count what exists at the provider, behind our back."""
        with self.core.store.lock:
            query = "SELECT count(*) FROM objects WHERE kind = ?"
            return int(self.core.store.db.execute(query, (kind,)).fetchone()[0])


def take_delivery(delivery: Delivery) -> bool:
    services.receive_webhook(delivery.body, delivery.signature)
    return True


def _quick(name: str) -> bool:
    return name != "payments.poller"


@contextmanager
def money_world() -> Iterator[MoneyWorld]:
    """Install a world for the length of a test."""
    before = settings()
    before_effects, before_provider = ports._effects, ports._provider
    install_settings(replace(before, stripe_webhook_secrets=",".join(SECRETS)))
    world = MoneyWorld()
    install(world.effects, InProcessHTTPClient(world.core))
    try:
        with business_clock(lambda: world.now):
            yield world
    finally:
        install_settings(before)
        ports._effects, ports._provider = before_effects, before_provider
