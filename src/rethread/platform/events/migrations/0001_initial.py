"""The outbox and the log by day, with a DEFAULT partition each; offsets, dead letters, counts."""

from __future__ import annotations

from typing import Any

import django.db.models.functions.datetime
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import rethread.platform.kernel.ids

EVENT_COLUMNS = """
    partition smallint NOT NULL CHECK (partition >= 0),
    event_id uuid NOT NULL,
    name text NOT NULL,
    schema_version smallint NOT NULL,
    producer text NOT NULL,
    occurred_at timestamptz NOT NULL,
    sent_at timestamptz,
    received_at timestamptz,
    subject_key text,
    anonymous_id text,
    session_id text,
    consent text NOT NULL,
    trace_id text,
    partition_key text NOT NULL,
    payload jsonb NOT NULL,
    context jsonb NOT NULL
"""
FORWARD = f"""
CREATE SEQUENCE outbox_id_seq AS bigint;
CREATE TABLE outbox (
    id bigint NOT NULL DEFAULT nextval('outbox_id_seq'),
    created_on date NOT NULL DEFAULT ((now() AT TIME ZONE 'UTC')::date),
    {EVENT_COLUMNS},
    PRIMARY KEY (id, created_on)
) PARTITION BY RANGE (created_on);
ALTER SEQUENCE outbox_id_seq OWNED BY outbox.id;
CREATE TABLE outbox_default PARTITION OF outbox DEFAULT;
CREATE INDEX outbox_relay ON outbox (partition, id);
CREATE TABLE event_log (
    "offset" bigint NOT NULL CHECK ("offset" >= 0),
    placed_on date NOT NULL,
    placed_at timestamptz NOT NULL,
    {EVENT_COLUMNS},
    PRIMARY KEY (partition, "offset", placed_on)
) PARTITION BY RANGE (placed_on);
CREATE TABLE event_log_default PARTITION OF event_log DEFAULT;
"""


def event_fields() -> list[tuple[str, models.Field[Any, Any]]]:
    return [
        ("partition", models.SmallIntegerField()),
        ("event_id", models.UUIDField()),
        ("name", models.TextField()),
        ("schema_version", models.SmallIntegerField()),
        ("producer", models.TextField()),
        ("occurred_at", models.DateTimeField()),
        ("sent_at", models.DateTimeField(null=True)),
        ("received_at", models.DateTimeField(null=True)),
        ("subject_key", models.TextField(null=True)),
        ("anonymous_id", models.TextField(null=True)),
        ("session_id", models.TextField(null=True)),
        ("consent", models.TextField()),
        ("trace_id", models.TextField(null=True)),
        ("partition_key", models.TextField()),
        ("payload", models.JSONField()),
        ("context", models.JSONField()),
    ]


def make_first_days(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    from rethread.platform.events.partitions import ensure_partitions

    ensure_partitions()


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(FORWARD, "DROP TABLE outbox; DROP TABLE event_log;")
            ],
            state_operations=[
                migrations.CreateModel(
                    name="OutboxRow",
                    fields=[
                        *event_fields(),
                        ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                        ("created_on", models.DateField()),
                    ],
                    options={"db_table": "outbox"},
                ),
                migrations.CreateModel(
                    name="LogRow",
                    fields=[
                        *event_fields(),
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "partition",
                                "offset",
                                "placed_on",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("offset", models.BigIntegerField()),
                        ("placed_on", models.DateField()),
                        ("placed_at", models.DateTimeField()),
                    ],
                    options={"db_table": "event_log"},
                ),
            ],
        ),
        migrations.CreateModel(
            name="BusPartition",
            fields=[
                ("partition", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("next_offset", models.BigIntegerField(default=0)),
                ("placed_on", models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="ConsumerOffset",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("group", models.CharField(max_length=100)),
                ("partition", models.SmallIntegerField()),
                ("next_offset", models.BigIntegerField(default=0)),
                ("placed_on", models.DateField(null=True)),
                ("attempts", models.SmallIntegerField(default=0)),
                ("retry_at", models.DateTimeField(null=True)),
                ("last_error", models.TextField(default="")),
                (
                    "updated_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("group", "partition"), name="consumer_offset_once"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="DeadLetter",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=rethread.platform.kernel.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("group", models.CharField(max_length=100)),
                ("reason", models.CharField(max_length=100)),
                ("detail", models.CharField(max_length=500)),
                ("contract", models.CharField(blank=True, max_length=200)),
                ("event_id", models.UUIDField(null=True)),
                ("partition", models.SmallIntegerField(null=True)),
                ("offset", models.BigIntegerField(null=True)),
                ("raw", models.TextField()),
                ("replayed_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["group", "created_at"], name="dead_letter_recent")]
            },
        ),
        migrations.CreateModel(
            name="SeenEvent",
            fields=[
                ("event_id", models.UUIDField(primary_key=True, serialize=False)),
                ("seen_on", models.DateField()),
            ],
            options={"indexes": [models.Index(fields=["seen_on"], name="seen_event_day")]},
        ),
        migrations.CreateModel(
            name="UnconsentedCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("hour", models.DateTimeField()),
                ("events", models.BigIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("name", "hour"), name="unconsented_count_once")
                ]
            },
        ),
        migrations.RunPython(make_first_days, migrations.RunPython.noop),
    ]
