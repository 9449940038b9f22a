import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0013_merge_keeps_lead"),
    ]

    operations = [
        migrations.AddField(
            model_name="handlingrules",
            name="extension_days_cap",
            field=models.PositiveSmallIntegerField(
                default=30,
                help_text="自然日，例如 30：应办结 12-01 的，一次最多延到 12-31",
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="延期最长天数",
            ),
        ),
        migrations.AddField(
            model_name="handlingrules",
            name="shelving_cap",
            field=models.PositiveSmallIntegerField(
                default=2, help_text="每轮办理准予挂账的次数，例如 2", verbose_name="挂账上限"
            ),
        ),
    ]
