import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0014_caps'),
        ('deadlines', '0004_calendars_that_count'),
    ]

    operations = [
        migrations.AddField(
            model_name='caseclock',
            name='calendar',
            field=models.CharField(blank=True, default='', help_text='按哪一个日历计算；空表示默认日历', max_length=20, verbose_name='日历'),
        ),
        migrations.AddField(
            model_name='caseclockstretch',
            name='calendar',
            field=models.CharField(blank=True, default='', max_length=20, verbose_name='日历'),
        ),
        migrations.AddField(
            model_name='clocklimit',
            name='calendar',
            field=models.ForeignKey(blank=True, help_text='按哪一个日历计算，例如 七天轮班的服务按轮班日历；空表示默认日历', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='deadlines.calendar', to_field='code', verbose_name='日历'),
        ),
        migrations.AddField(
            model_name='filingstandard',
            name='calendar',
            field=models.ForeignKey(blank=True, help_text='按哪一个日历计算，例如 七天轮班的服务按轮班日历；空表示默认日历', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='deadlines.calendar', to_field='code', verbose_name='日历'),
        ),
        migrations.AddIndex(
            model_name='caseclock',
            index=models.Index(condition=models.Q(models.Q(('calendar', ''), _negated=True), ('state__in', ['running', 'paused'])), fields=['calendar'], name='caseclock_other_calendar'),
        ),
    ]
