from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0011_crowds"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="callback",
            index=models.Index(condition=models.Q(("is_reached", True)), fields=["at", "id"], name="callback_reached_by_time"),
        ),
        migrations.AddIndex(
            model_name="caseclock",
            index=models.Index(condition=models.Q(("kind", "handle"), ("state__in", ["met", "missed"])), fields=["stopped_at", "id"], name="handle_clock_by_judgement"),
        ),
    ]
