"""What the database does for scores beyond tables: rows that stay, runs that are sealed, the guard of the door."""

from django.db import migrations

from assessment.guards import keep_publications, keep_runs, seal
from foundation.state_guard import guard
from organizations.append_only import append_only

MOVES = [
    ("adjusted", "approved"),
    ("approved", "published"),
    ("collecting", "computed"),
    ("computed", "objection"),
    ("objection", "adjusted"),
    ("published", "adjusted"),
    ("published", "archived"),
]
OF_A_RUN = ("runitem", "fact", "score", "scoreitem", "scoreadjustment")


class Migration(migrations.Migration):
    dependencies = [("assessment", "0001_assessment")]

    operations = [
        append_only("assessment_settlementevent"),
        *(append_only(f"assessment_{name}") for name in OF_A_RUN),
        *(seal(name) for name in OF_A_RUN),
        keep_runs(),
        keep_publications(),
        guard("assessment", "settlement", MOVES, called="id"),
    ]
