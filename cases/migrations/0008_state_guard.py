"""The database refuses a change of state around the one door."""

from django.db import migrations

from foundation.state_guard import guard

MOVES = [
    ("callback", "cancelled"),
    ("callback", "closed"),
    ("callback", "handling"),
    ("callback", "pending_dispatch"),
    ("checking", "cancelled"),
    ("checking", "closed"),
    ("checking", "handling"),
    ("dispatched", "callback"),
    ("dispatched", "cancelled"),
    ("dispatched", "closed"),
    ("dispatched", "handling"),
    ("dispatched", "return_requested"),
    ("handling", "callback"),
    ("handling", "cancelled"),
    ("handling", "closed"),
    ("handling", "replied"),
    ("handling", "return_requested"),
    ("handling", "shelved"),
    ("pending_dispatch", "callback"),
    ("pending_dispatch", "cancelled"),
    ("pending_dispatch", "closed"),
    ("pending_dispatch", "dispatched"),
    ("pending_dispatch", "rejected"),
    ("received", "callback"),
    ("received", "cancelled"),
    ("received", "closed"),
    ("received", "pending_dispatch"),
    ("received", "rejected"),
    ("received", "verifying"),
    ("replied", "callback"),
    ("replied", "cancelled"),
    ("replied", "checking"),
    ("replied", "closed"),
    ("replied", "handling"),
    ("return_requested", "cancelled"),
    ("return_requested", "closed"),
    ("return_requested", "dispatched"),
    ("return_requested", "handling"),
    ("return_requested", "pending_dispatch"),
    ("shelved", "cancelled"),
    ("shelved", "closed"),
    ("shelved", "handling"),
    ("verifying", "cancelled"),
    ("verifying", "closed"),
    ("verifying", "pending_dispatch"),
    ("verifying", "rejected"),
]


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_whole_life")]

    operations = [guard("cases", "case", MOVES, called="case_no")]
