"""Ids are version 7, unique and sort in the order in which they were made."""

from __future__ import annotations

import threading
from uuid import UUID

from rethread.platform.kernel import new_id
from rethread.platform.kernel.ids import id_source, uuid7_from


def test_ids_are_version_7_of_the_rfc_variant() -> None:
    made = new_id()
    assert made.version == 7
    assert made.variant == "specified in RFC 4122"


def test_ids_of_one_process_sort_in_the_order_they_were_made() -> None:
    made = [new_id() for _ in range(20_000)]
    assert made == sorted(made)


def test_threads_never_make_the_same_id() -> None:
    made: list[UUID] = []
    lock = threading.Lock()

    def work() -> None:
        mine = [new_id() for _ in range(5_000)]
        with lock:
            made.extend(mine)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 20_000


def test_a_simulation_may_replace_the_source() -> None:
    fixed = uuid7_from(1_700_000_000_000, 1, 2)
    with id_source(lambda: fixed):
        assert new_id() == fixed
    assert new_id() != fixed
