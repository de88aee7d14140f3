"""The same key acts once: it replays its answer, refuses another body, and survives a race."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from rethread.platform.kernel import Conflict, Invalid
from rethread.platform.kernel.idempotency import run_idempotent
from rethread.platform.kernel.models import IdempotencyRecord


@pytest.mark.django_db
def test_the_second_request_replays_the_first_answer() -> None:
    answers = iter([{"id": 1}, {"id": 2}])
    first = run_idempotent(scope="s", key="k", body={"a": 1}, work=lambda: next(answers))
    second = run_idempotent(scope="s", key="k", body={"a": 1}, work=lambda: next(answers))
    assert first == ({"id": 1}, False)
    assert second == ({"id": 1}, True)


@pytest.mark.django_db
def test_another_body_under_the_same_key_is_refused() -> None:
    run_idempotent(scope="s", key="k", body={"a": 1}, work=lambda: {"id": 1})
    with pytest.raises(Conflict) as refused:
        run_idempotent(scope="s", key="k", body={"a": 2}, work=lambda: {"id": 2})
    assert refused.value.code == "kernel.idempotency_mismatch"
    assert IdempotencyRecord.objects.get().response == {"id": 1}


@pytest.mark.django_db
def test_failed_work_leaves_the_key_free() -> None:
    def fail() -> dict[str, int]:
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError):
        run_idempotent(scope="s", key="k", body={}, work=fail)
    assert not IdempotencyRecord.objects.exists()
    assert run_idempotent(scope="s", key="k", body={}, work=lambda: {"id": 3}) == ({"id": 3}, False)


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "x" * 256])
def test_an_unusable_key_is_refused(key: str) -> None:
    with pytest.raises(Invalid) as refused:
        run_idempotent(scope="s", key=key, body={}, work=lambda: {"id": 1})
    assert refused.value.code == "kernel.idempotency_key"


@pytest.mark.django_db(transaction=True)
def test_of_many_requests_at_once_only_one_acts() -> None:
    acted: list[int] = []
    answers: list[tuple[dict[str, int], bool]] = []
    gate = threading.Barrier(6)

    def request(number: int) -> None:
        def work() -> dict[str, int]:
            acted.append(number)
            return {"id": number}

        gate.wait()
        answers.append(run_idempotent(scope="race", key="k", body={}, work=work))
        connection.close()

    threads = [threading.Thread(target=request, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(acted) == 1
    assert {answer["id"] for answer, _ in answers} == {acted[0]}
    assert sorted(replayed for _, replayed in answers) == [False, True, True, True, True, True]
