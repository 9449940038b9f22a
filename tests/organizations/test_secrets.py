import base64

import pytest
from django.core.exceptions import FieldError
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.forms import modelform_factory
from hypothesis import given
from hypothesis import strategies as st

from organizations.models import User
from organizations.secrets import EncryptedTextField, SecretUnreadable, keyed_hash, phone_hash, phone_tail_hash
from organizations.secrets.cipher import open_sealed, seal

OLD, NEW = b"0" * 32, b"1" * 32


@given(st.text())
def test_what_is_sealed_opens_again(text):
    assert open_sealed(seal(text, place="t.c"), place="t.c") == text


def test_same_text_is_never_sealed_alike():
    assert seal("王小明", place="t.c") != seal("王小明", place="t.c")


def test_value_moved_to_another_column_stays_shut():
    with pytest.raises(SecretUnreadable, match=r"t\.other"):
        open_sealed(seal("王小明", place="t.c"), place="t.other")


@given(st.integers(0, 200), st.integers(1, 255))
def test_changed_value_stays_shut(position, change):
    sealed = bytearray(seal("王小明 13800001111", place="t.c"))
    sealed[position % len(sealed)] ^= change
    with pytest.raises(SecretUnreadable):
        open_sealed(bytes(sealed), place="t.c")


def test_new_key_writes_and_the_old_one_still_reads(settings):
    settings.FIELD_KEYS = {"2025": OLD}
    written = seal("王小明", place="t.c")
    settings.FIELD_KEYS = {"2026": NEW, "2025": OLD}
    assert open_sealed(written, place="t.c") == "王小明"
    assert seal("王小明", place="t.c")[1:5] == b"2026"


def test_missing_key_is_named(settings):
    settings.FIELD_KEYS = {"2025": OLD}
    written = seal("王小明", place="t.c")
    settings.FIELD_KEYS = {"2026": NEW}
    with pytest.raises(SecretUnreadable, match="'2025'"):
        open_sealed(written, place="t.c")


def test_unusable_key_stops_the_start(settings):
    settings.FIELD_KEYS = {"2026": base64.b64decode("c2hvcnQ=")}
    with pytest.raises(SystemCheckError, match=r"organizations\.E002"):
        call_command("check", tags=["security"])


def test_hash_finds_a_number_however_it_is_written():
    assert phone_hash("+86 138-0000-1111") == phone_hash("13800001111") != phone_hash("13800001112")
    assert phone_tail_hash("13800001111") == phone_tail_hash("1111") != phone_hash("1111")
    assert (phone_hash(""), phone_hash("无"), phone_tail_hash("11")) == ("", "", "")


def test_hash_depends_on_key_and_purpose(settings):
    before = keyed_hash("王小明", "name")
    assert before != keyed_hash("王小明", "address")
    settings.FIELD_HASH_KEY = OLD
    assert before != keyed_hash("王小明", "name")


def stored_phone(user: User) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM organizations_user WHERE id = %s", [user.pk])
        return bytes(cursor.fetchone()[0])


@pytest.mark.django_db
class TestField:
    def test_value_rests_encrypted_and_comes_back(self, make_user):
        user = make_user("li", phone="13800001111")
        assert b"13800001111" not in stored_phone(user)
        assert User.objects.get().phone == "13800001111"

    def test_every_way_of_writing_encrypts(self, make_user):
        user = make_user("li")
        User.objects.update(phone="13800001111")
        assert (User.objects.get().phone, b"1380" in stored_phone(user)) == ("13800001111", False)
        user.phone = "13800002222"
        User.objects.bulk_update([user], ["phone"])
        assert User.objects.values_list("phone", flat=True).get() == "13800002222"

    def test_empty_stays_empty(self, make_user):
        user = make_user("li", phone="")
        assert (stored_phone(user), User.objects.get().phone) == (b"", "")

    def test_value_copied_from_another_column_cannot_be_read(self, make_user):
        user = make_user("li")
        with connection.cursor() as cursor:
            cursor.execute("UPDATE organizations_user SET phone = %s", [seal("王小明", place="cases_requester.name")])
        with pytest.raises(SecretUnreadable):
            User.objects.get(pk=user.pk)

    @pytest.mark.parametrize("lookup", ["phone", "phone__contains", "phone__in", "phone__startswith"])
    def test_searching_it_says_what_to_do_instead(self, db, lookup):
        with pytest.raises(FieldError, match="keyed hash"):
            User.objects.filter(**{lookup: "13800001111"})

    def test_it_can_be_asked_whether_it_is_there(self, make_user):
        make_user("li")
        assert User.objects.filter(phone__isnull=False).count() == 1

    def test_repr_shows_nothing(self, make_user):
        make_user("li", phone="13800001111")
        user = User.objects.get()
        assert "1380" not in f"{user!r} {user.phone!r} {[user.phone]}"

    def test_form_keeps_the_stored_value_and_never_shows_it(self, make_user):
        make_user("li", phone="13800001111")
        form_class = modelform_factory(User, fields=["phone"])
        assert "1380" not in form_class(instance=User.objects.get()).as_p()
        for typed, stored in (("", "13800001111"), ("13800002222", "13800002222"), ("-", "")):
            form_class({"phone": typed}, instance=User.objects.get()).save()
            assert User.objects.get().phone == stored


def test_field_survives_a_migration():
    _name, path, args, kwargs = EncryptedTextField("电话", blank=True).deconstruct()
    assert (path, args, kwargs) == (
        "organizations.secrets.fields.EncryptedTextField",
        [],
        {"verbose_name": "电话", "blank": True},
    )
