import pytest
from django.core.exceptions import ImproperlyConfigured

from command_center.client_address import client_address
from command_center.settings import given, required


def test_a_secret_may_stand_in_a_file(tmp_path, monkeypatch):
    (tmp_path / "key").write_text("k3y\n")
    monkeypatch.setenv("CENTER_TRIAL_FILE", str(tmp_path / "key"))
    assert (given("CENTER_TRIAL"), required("CENTER_TRIAL")) == ("k3y", "k3y")


def test_value_and_file_together_are_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("CENTER_TRIAL", "a")
    monkeypatch.setenv("CENTER_TRIAL_FILE", str(tmp_path / "key"))
    with pytest.raises(ImproperlyConfigured, match="CENTER_TRIAL and CENTER_TRIAL_FILE are both set"):
        given("CENTER_TRIAL")


def test_a_file_that_cannot_be_read_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("CENTER_TRIAL_FILE", str(tmp_path / "gone"))
    with pytest.raises(ImproperlyConfigured, match=r"CENTER_TRIAL_FILE: cannot read .*gone \(No such file"):
        given("CENTER_TRIAL")


def test_an_empty_file_is_as_good_as_none(tmp_path, monkeypatch):
    (tmp_path / "key").write_text("\n")
    monkeypatch.setenv("CENTER_TRIAL_FILE", str(tmp_path / "key"))
    with pytest.raises(ImproperlyConfigured, match="CENTER_TRIAL is not set"):
        required("CENTER_TRIAL")


@pytest.mark.parametrize(("behind_proxy", "address"), [(True, "198.51.100.4"), (False, "127.0.0.1")])
def test_only_a_proxy_of_ours_may_say_who_asks(rf, settings, behind_proxy, address):
    settings.BEHIND_PROXY = behind_proxy
    assert client_address(rf.get("/", headers={"X-Real-IP": "198.51.100.4"})) == address
