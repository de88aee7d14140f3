"""What is counted of every load and build, and the incidents that came of it."""

import django.db.models.deletion
from django.db import migrations, models

import rethread.platform.kernel.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="FeedHour",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("event", models.CharField(max_length=120)),
                ("hour", models.DateTimeField()),
                ("offered", models.BigIntegerField(default=0)),
                ("landed", models.BigIntegerField(default=0)),
                ("nulls", models.JSONField(default=dict)),
                ("versions", models.JSONField(default=dict)),
                ("slowest_s", models.FloatField(default=0)),
                ("landed_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["hour"], name="feed_hour_recent")],
                "constraints": [
                    models.UniqueConstraint(fields=("event", "hour"), name="feed_hour_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Incident",
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
                ("root", models.CharField(max_length=200)),
                ("owner", models.CharField(max_length=80)),
                ("affected", models.JSONField(default=list)),
                ("opened_at", models.DateTimeField()),
                ("market_time", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["-opened_at"], name="incident_recent")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=("root",),
                        name="incident_one_open_per_root",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ModelBuild",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("model", models.CharField(max_length=120)),
                ("built_at", models.DateTimeField()),
                ("rows", models.BigIntegerField()),
                ("served", models.BooleanField()),
            ],
            options={
                "indexes": [models.Index(fields=["model", "-built_at"], name="model_build_recent")],
            },
        ),
        migrations.CreateModel(
            name="Sign",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("node", models.CharField(max_length=200)),
                ("kind", models.CharField(max_length=20)),
                ("detail", models.JSONField(default=dict)),
                ("began_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="signs",
                        to="observability.incident",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("incident", "node", "kind"), name="sign_once")
                ],
            },
        ),
    ]
