"""What the database does for whistles beyond tables: numbers, courses that stay, the guard of the door."""

from django.db import migrations

from foundation.state_guard import guard
from organizations.append_only import append_only

WHISTLE_MOVES = [
    ("assembling", "cancelled"),
    ("assembling", "finishing"),
    ("assembling", "on_site"),
    ("blown", "assembling"),
    ("blown", "cancelled"),
    ("blown", "finishing"),
    ("blown", "on_site"),
    ("blown", "returned"),
    ("finishing", "closed"),
    ("finishing", "on_site"),
    ("on_site", "finishing"),
    ("on_site", "suspended"),
    ("suspended", "on_site"),
]
SUMMONS_MOVES = [
    ("checked_in", "reported"),
    ("checked_in", "stood_down"),
    ("checked_in", "working"),
    ("notified", "checked_in"),
    ("notified", "objected"),
    ("notified", "signed"),
    ("notified", "stood_down"),
    ("objected", "excused"),
    ("objected", "notified"),
    ("objected", "signed"),
    ("objected", "stood_down"),
    ("reported", "rated"),
    ("signed", "checked_in"),
    ("signed", "objected"),
    ("signed", "stood_down"),
    ("stood_down", "rated"),
    ("working", "reported"),
    ("working", "stood_down"),
]


class Migration(migrations.Migration):
    dependencies = [("enforcement", "0001_whistles")]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE whistle_no_sequence", "DROP SEQUENCE whistle_no_sequence"),
        append_only("enforcement_whistleevent"),
        append_only("enforcement_summonsevent"),
        guard("enforcement", "whistle", WHISTLE_MOVES, called="number"),
        guard("enforcement", "summons", SUMMONS_MOVES, called="number"),
    ]
