"""History of loads and builds."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="LakeLoad",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("finished_at", models.DateTimeField()),
                ("seconds", models.FloatField()),
                ("events", models.PositiveIntegerField()),
                ("tables", models.PositiveSmallIntegerField()),
                ("loaded_through", models.DateTimeField()),
            ],
            options={"indexes": [models.Index(fields=["-finished_at"], name="lake_load_recent")]},
        ),
        migrations.CreateModel(
            name="WarehouseBuild",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField()),
                ("ok", models.BooleanField()),
                ("models_built", models.PositiveSmallIntegerField(default=0)),
                ("tests_passed", models.PositiveSmallIntegerField(default=0)),
                ("loaded_through", models.DateTimeField(null=True)),
                ("failures", models.JSONField(default=list)),
            ],
            options={
                "indexes": [models.Index(fields=["-finished_at"], name="warehouse_build_recent")]
            },
        ),
    ]
