import psycopg2
import pytest
import redis

from devkit.postgres import Postgres
from devkit.valkey import Valkey

pytestmark = pytest.mark.servers


@pytest.fixture
def postgres(tmp_path):
    server = Postgres(tmp_path / "with space" / "postgres", durable=False)
    yield server
    server.remove()


@pytest.fixture
def valkey(tmp_path):
    server = Valkey(tmp_path / "with space" / "valkey")
    yield server
    server.remove()


def ask(server, statement):
    connection = psycopg2.connect(server.url())
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(statement)
        rows = cursor.fetchall() if cursor.description else None
    connection.close()
    return rows


def test_a_killed_database_comes_back_on_its_port_with_its_rows(postgres):
    postgres.start()
    port = postgres.port
    ask(postgres, "CREATE TABLE orders AS SELECT '八角街道'::text AS street")
    postgres.kill()
    assert not postgres.alive()
    postgres.start()
    assert (postgres.port, ask(postgres, "SELECT street FROM orders")) == (port, [("八角街道",)])


def test_a_second_starter_ends_the_server_that_was_left_behind(postgres):
    postgres.start()
    second = Postgres(postgres.home, durable=False, password=postgres.password)
    second.start()
    assert (postgres.alive(), second.alive()) == (False, True)
    second.stop()


def test_the_pid_file_of_another_process_does_not_keep_the_database_from_starting(postgres):
    postgres.start()
    postgres.kill()
    lines = (postgres.data / "postmaster.pid").read_text().splitlines()
    (postgres.data / "postmaster.pid").write_text("\n".join(["1", *lines[1:]]) + "\n")
    postgres.start()
    assert ask(postgres, "SELECT 1") == [(1,)]


def test_chinese_has_trigrams_and_the_password_is_asked(postgres):
    postgres.start()
    ask(postgres, "CREATE EXTENSION pg_trgm")
    assert ask(postgres, "SELECT cardinality(show_trgm('占道经营'))") == [(5,)]
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(postgres.url().replace(postgres.password, "guess"))


def test_a_killed_broker_comes_back_on_its_port_with_what_was_appended(valkey):
    valkey.start()
    port = valkey.port
    with redis.Redis.from_url(valkey.url()) as client:
        client.set("order", "2605")
    valkey.stop()
    valkey.start()
    with redis.Redis.from_url(valkey.url()) as client:
        assert (valkey.port, client.get("order")) == (port, b"2605")


def test_a_broker_that_cannot_read_its_file_starts_empty(valkey, capsys):
    valkey.start()
    valkey.stop()
    for file in (valkey.home / "appendonlydir").glob("*.incr.aof"):
        file.write_bytes(b"*3\r\n$9\r\nno such\r\n" * 3)
    valkey.start()
    with redis.Redis.from_url(valkey.url()) as client:
        assert client.dbsize() == 0
    assert "Valkey starts empty" in capsys.readouterr().err


def test_addresses_name_database_port_and_password(tmp_path):
    postgres, valkey = Postgres(tmp_path / "p", password="w"), Valkey(tmp_path / "v", password="w")
    postgres.port, valkey.port = 5000, 6000
    assert postgres.url("other") == "postgres://center:w@127.0.0.1:5000/other"
    assert valkey.url(3) == "redis://:w@127.0.0.1:6000/3"
