import base64
import shutil

from tests.packaging.conftest import run


def test_what_exists_is_never_made_again(made_secrets, tmp_path):
    folder = shutil.copytree(made_secrets, tmp_path / "secrets")
    before = {path.name: path.read_text() for path in folder.iterdir()}
    (folder / "redis_url").unlink()
    run("sh", "deploy/make_secrets.sh", folder)
    assert {path.name: path.read_text() for path in folder.iterdir()} == before


def test_only_the_owner_gets_into_the_folder(made_secrets):
    assert made_secrets.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in made_secrets.iterdir()} == {0o644}


def test_keys_have_the_length_and_the_names_that_production_asks_for(made_secrets):
    key_id, _, key = (made_secrets / "field_keys").read_text().strip().partition(":")
    assert (len(base64.b64decode(key)), key_id[:2]) == (32, "20")
    assert len(base64.b64decode((made_secrets / "hash_key").read_text())) == 32
    assert len((made_secrets / "secret_key").read_text().strip()) >= 50
    assert (made_secrets / "postgres_password").read_text().strip() in (made_secrets / "database_url").read_text()
