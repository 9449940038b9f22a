"""What the database does for cases beyond tables: case numbers, history that stays, statistics for the search."""

from django.db import migrations

from organizations.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE case_no_sequence", "DROP SEQUENCE case_no_sequence"),
        append_only("cases_caseevent"),
        # Without it the planner takes rare words for common ones and walks the primary key.
        migrations.RunSQL(
            "ALTER TABLE cases_case ALTER COLUMN search SET STATISTICS 5000",
            "ALTER TABLE cases_case ALTER COLUMN search SET STATISTICS -1",
        ),
    ]
