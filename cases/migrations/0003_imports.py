"""Orders from files: how their columns are matched, what came as history, how closely the receipt is known."""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_numbers_history_search")]

    operations = [
        migrations.CreateModel(
            name="ImportedHistory",
            fields=[
                ("case", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="imported_history", serialize=False, to="cases.case", verbose_name="案件")),
                ("fingerprint", models.CharField(max_length=64, verbose_name="办理结果指纹")),
                ("file_name", models.CharField(max_length=200, verbose_name="文件")),
                ("imported_at", models.DateTimeField(verbose_name="导入时间")),
            ],
            options={"verbose_name": "历史导入", "verbose_name_plural": "历史导入"},
        ),
        migrations.CreateModel(
            name="OrderMapping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.SlugField(allow_unicode=True, max_length=60, unique=True, verbose_name="名称")),
                ("title", models.CharField(max_length=100, verbose_name="说明")),
                ("columns", models.JSONField(verbose_name="列对应")),
                ("saved_by", models.CharField(max_length=40, verbose_name="保存者标识")),
                ("saved_at", models.DateTimeField(verbose_name="保存时间")),
            ],
            options={"verbose_name": "工单文件对应", "verbose_name_plural": "工单文件对应", "ordering": ("name",)},
        ),
        migrations.AddField(
            model_name="case",
            name="received_precision",
            field=models.CharField(choices=[("second", "秒"), ("day", "日")], default="second", max_length=6, verbose_name="接收时间精度"),
        ),
        migrations.AddField(
            model_name="callback",
            name="is_imported",
            field=models.BooleanField(default=False, help_text="历史文件带来的结果，文件没有写的项目留空", verbose_name="随文件导入"),
        ),
        migrations.RemoveConstraint(model_name="callback", name="callback_answers_all_or_was_not_reached"),
        migrations.AddConstraint(
            model_name="callback",
            constraint=models.CheckConstraint(condition=models.Q(models.Q(("is_reached", False), ("satisfied", ""), ("solved", ""), ("was_contacted__isnull", True)), models.Q(("is_reached", True), ("was_contacted__isnull", False), models.Q(("solved", ""), _negated=True), models.Q(("satisfied", ""), _negated=True)), models.Q(("is_imported", True), ("is_reached", True), models.Q(("satisfied", ""), ("solved", ""), _negated=True)), _connector="OR"), name="callback_answers_all_or_was_not_reached"),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                # An option of the index, not a new one: a million cases need not be indexed again.
                migrations.RunSQL(
                    "ALTER INDEX case_search SET (fastupdate = on, gin_pending_list_limit = 512)",
                    "ALTER INDEX case_search RESET (gin_pending_list_limit); ALTER INDEX case_search SET (fastupdate = off)",
                ),
            ],
            state_operations=[
                migrations.RemoveIndex(model_name="case", name="case_search"),
                migrations.AddIndex(
                    model_name="case",
                    index=django.contrib.postgres.indexes.GinIndex(fastupdate=True, fields=["search"], gin_pending_list_limit=512, name="case_search"),
                ),
            ],
        ),
    ]
