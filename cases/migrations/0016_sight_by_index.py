"""Each way to see a case has its index; the planner is told how many parts besides the lead an organization has."""

from django.db import migrations, models

# Without it PostgreSQL takes organization and part for independent, and looks among all cases for the parts of a unit
# that has none.
_STATISTICS = "CREATE STATISTICS party_organization_and_part (mcv) ON organization_id, part FROM cases_caseparty"
_OPEN = [
    *("callback", "checking", "dispatched", "handling", "pending_dispatch"),
    *("received", "replied", "return_requested", "shelved", "verifying"),
]


class Migration(migrations.Migration):
    dependencies = [("cases", "0015_calendars_of_limits")]

    operations = [
        migrations.AddIndex(
            model_name="caseparty",
            index=models.Index(
                condition=models.Q(("part", "lead"), _negated=True),
                fields=["organization", "case"],
                name="party_beside_lead",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("state__in", _OPEN)),
                fields=["community", "due_at", "id"],
                name="open_case_by_community_and_due",
            ),
        ),
        migrations.RemoveIndex(model_name="case", name="open_case_by_due"),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("state__in", _OPEN)),
                fields=["due_at", "id"],
                include=("state", "warn_at", "replied_at", "merged_into"),
                name="open_case_by_due",
            ),
        ),
        migrations.RunSQL(_STATISTICS, "DROP STATISTICS party_organization_and_part"),
    ]
