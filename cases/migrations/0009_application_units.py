from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0008_state_guard"),
    ]

    operations = [
        migrations.AddField(
            model_name="caseapplication",
            name="units",
            field=models.DecimalField(decimal_places=4, help_text="延期：按原计时方式延长多少", max_digits=9, null=True, verbose_name="延长"),
        ),
    ]
