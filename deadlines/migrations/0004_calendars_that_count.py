import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('deadlines', '0003_recompute'),
    ]

    operations = [
        migrations.AddField(
            model_name='calendar',
            name='has_holidays',
            field=models.BooleanField(default=True, help_text='全年无休的轮班取消勾选，不再需要年度数据，时限也不暂定', verbose_name='节假日放假'),
        ),
        migrations.AddField(
            model_name='calendar',
            name='weekdays',
            field=models.CharField(default='12345', help_text='1 到 7 是周一到周日，例如 12345；七天轮班写 1234567', max_length=7, validators=[django.core.validators.RegexValidator('^1?2?3?4?5?6?7?$', '按顺序写 1 到 7，例如 12345；1 是周一。')], verbose_name='上班的星期'),
        ),
        migrations.AlterField(
            model_name='calendar',
            name='is_default',
            field=models.BooleanField(default=False, help_text='没有写明日历的时限按它计算，只能有一个', verbose_name='默认'),
        ),
        migrations.AddConstraint(
            model_name='calendar',
            constraint=models.CheckConstraint(condition=models.Q(('weekdays__regex', '^1?2?3?4?5?6?7?$'), models.Q(('weekdays', ''), _negated=True)), name='calendar_names_its_weekdays_in_order'),
        ),
    ]
