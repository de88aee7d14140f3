"""The audit trail is added to and never changed."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from rethread.platform.audit.models import AuditEntry
from rethread.platform.audit.services import list_entries, record
from rethread.platform.kernel import Actor, new_id
from rethread.platform.kernel.errors import InvariantViolation

pytestmark = pytest.mark.django_db


def test_what_was_done_is_read_back_newest_first() -> None:
    staff, thing = new_id(), new_id()
    for action in ("catalogue.hide_listing", "catalogue.remove_listing"):
        record(
            actor=Actor.staff(staff),
            action=action,
            object_type="listing",
            object_id=thing,
            detail={"version": 2},
        )
    newest, oldest = list_entries(object_type="listing", object_id=thing)
    assert (newest.action, oldest.action) == ("catalogue.remove_listing", "catalogue.hide_listing")
    assert (newest.actor, newest.detail) == (f"staff:{staff}", {"version": 2})


def test_an_action_names_its_domain() -> None:
    with pytest.raises(InvariantViolation):
        record(actor=Actor.system("x"), action="hide", object_type="listing", object_id=new_id())
    assert AuditEntry.objects.count() == 0


def test_the_database_refuses_to_change_or_delete_an_entry() -> None:
    record(actor=Actor.system("x"), action="a.b", object_type="listing", object_id=new_id())
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.update(action="a.c")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.all().delete()
    assert AuditEntry.objects.get().action == "a.b"
