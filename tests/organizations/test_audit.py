import uuid
from contextlib import closing

import psycopg2
import pytest
from django.db import InternalError, ProgrammingError, connection, transaction

from organizations.append_only import append_only
from organizations.audit import record
from organizations.models import AuditEntry
from tests.organizations.conftest import CONSOLE, NOW

pytestmark = pytest.mark.django_db
REFUSED = (ProgrammingError, InternalError)


def test_entry_tells_who_what_when_and_why(centre):
    record("case.revealed", actor=CONSOLE, now=NOW, subject_kind="case", subject_id=7, reason="核对地址")
    entry = AuditEntry.objects.get()
    assert (entry.at, entry.actor_key, entry.subject_id, entry.reason) == (NOW, "system:console", "7", "核对地址")
    assert (entry.before, entry.after) == (None, None)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE organizations_auditentry SET reason = 'x'", "DELETE FROM organizations_auditentry"],
)
def test_database_refuses_to_rewrite_history(db, statement):
    record("user.signed_in", actor=CONSOLE, now=NOW)
    with pytest.raises(REFUSED, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditEntry.objects.get().reason == ""


def test_the_audit_itself_refuses_update_delete_and_truncate(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_triggerdef(oid) FROM pg_trigger "
            "WHERE tgrelid = 'organizations_auditentry'::regclass AND tgenabled = 'O' AND NOT tgisinternal"
        )
        triggers = "".join(line for (line,) in cursor.fetchall())
    assert "BEFORE DELETE OR UPDATE" in triggers
    assert "BEFORE TRUNCATE" in triggers


def test_orm_is_refused_as_well(db):
    entry = record("user.signed_in", actor=CONSOLE, now=NOW)
    entry.reason = "改写"
    with pytest.raises(REFUSED, match="append-only"), transaction.atomic():
        entry.save()
    with pytest.raises(REFUSED, match="append-only"), transaction.atomic():
        AuditEntry.objects.all().delete()


def test_entry_goes_with_its_transaction(db):
    with transaction.atomic():
        record("user.signed_in", actor=CONSOLE, now=NOW)
        transaction.set_rollback(True)
    assert not AuditEntry.objects.exists()


@pytest.fixture
def other_database(db):
    """Makes a database of the given kind of name with one append-only table in it."""
    made: list[str] = []
    server = connection.settings_dict

    def connect(name: str):
        login = {
            k: server[v] for k, v in (("user", "USER"), ("password", "PASSWORD"), ("host", "HOST"), ("port", "PORT"))
        }
        opened = psycopg2.connect(dbname=name, **{k: v for k, v in login.items() if v})
        opened.autocommit = True
        return opened

    def make(prefix: str):
        name = f"{prefix}{uuid.uuid4().hex[:12]}"
        with closing(connect("postgres")) as root, root.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        made.append(name)
        opened = connect(name)
        with opened.cursor() as cursor:
            cursor.execute("CREATE TABLE history (id int); INSERT INTO history VALUES (1);")
            cursor.execute(append_only("history").sql)
        return opened

    yield make
    with closing(connect("postgres")) as root, root.cursor() as cursor:
        for name in made:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_truncate_is_refused_everywhere_but_in_test_databases(other_database):
    with closing(other_database("attest_")) as live, live.cursor() as cursor:
        with pytest.raises(psycopg2.errors.InsufficientPrivilege, match="append-only"):
            cursor.execute("TRUNCATE history")
        cursor.execute("SELECT count(*) FROM history")
        assert cursor.fetchone() == (1,)
    with closing(other_database("test_")) as trial, trial.cursor() as cursor:
        cursor.execute("TRUNCATE history")
