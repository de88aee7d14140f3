"""A person who asks for a step that a worker has in hand gets the worker's answer."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection

from rethread.market.payments import services
from rethread.market.payments.models import Operation
from rethread.platform.kernel import wall_now
from tests.support.money import money_world

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_answer_of_a_worker_that_was_quicker_is_waited_for() -> None:
    with money_world() as world:
        payment = world.start(world.request((1500, 145, 299)))
        assert payment.operation_id is not None
        Operation.objects.filter(id=payment.operation_id).update(
            status="sent", lease_until=wall_now() + timedelta(seconds=30)
        )

        def worker_finishes() -> None:
            Operation.objects.filter(id=payment.operation_id).update(
                status="succeeded", lease_until=None
            )
            connection.close()

        timer = threading.Timer(0.3, worker_finishes)
        timer.start()
        view = services.run_operation_now(payment.operation_id)
        timer.join()
        assert view.status == "succeeded"
