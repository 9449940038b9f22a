import json
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from foundation import clock
from foundation.actions.purge_idempotency_keys import purge_idempotency_keys
from foundation.models import IdempotencyKey
from foundation.tasks import purge_idempotency_keys as purge_task

User = get_user_model()


@pytest.fixture
def post(settings, db):
    settings.ROOT_URLCONF = "tests.foundation.effects"
    client = Client(raise_request_exception=False)

    def send(key="k1", /, actor="1", query="", **body):
        headers = {"X-Actor": actor} | ({"Idempotency-Key": key} if key is not None else {})
        return client.post(f"/api/effects/{query}", body, content_type="application/json", headers=headers)

    return send


def replayed(answer):
    return answer.headers.get("Idempotency-Replayed") == "true"


def test_the_same_key_and_body_has_one_effect_and_one_answer(post):
    first, second = post(), post()
    assert (first.status_code, replayed(first), User.objects.count()) == (201, False, 1)
    assert (second.status_code, second.content, second["ETag"]) == (201, first.content, '"v1"')
    assert replayed(second)
    assert second["Content-Type"] == "application/json"
    assert "X-Other" not in second


def test_without_a_key_each_post_counts(post):
    assert [post(None).status_code, post(None).status_code, User.objects.count()] == [201, 201, 2]


def test_without_a_key_a_fault_leaves_nothing_behind(post):
    assert (post(None, then="fault").status_code, User.objects.count()) == (500, 0)


@pytest.mark.parametrize("change", [{"text": "2"}, {"query": "?update=true"}])
def test_the_same_key_for_another_request_is_refused(post, change):
    post(text="1")
    answer = post(**({"text": "1"} | change))
    assert (answer.status_code, answer.json()["code"]) == (409, "idempotency_key_reused")


def test_the_order_of_fields_does_not_matter(post):
    post(a=1, b=2)
    assert replayed(post(b=2, a=1))


def test_two_callers_may_choose_the_same_key(post):
    assert [replayed(post(actor="1")), replayed(post(actor="2")), User.objects.count()] == [False, False, 2]


def test_strangers_share_no_keys(post):
    assert [replayed(post(actor="nobody")), replayed(post(actor="nobody"))] == [False, False]


@pytest.mark.parametrize(("then", "status"), [("refused", 409), ("stale", 412)])
def test_what_an_action_refused_stays_refused_and_has_no_effect(post, then, status):
    first, second = post(then=then), post(then=then)
    assert (first.status_code, second.content, replayed(second)) == (status, first.content, True)
    assert second["Content-Type"] == "application/problem+json"
    assert User.objects.count() == 0


@pytest.mark.parametrize(
    ("then", "status"), [("malformed", 400), ("shape", 400), ("throttled", 429), ("fault", 500), ("busy", 503)]
)
def test_what_no_action_decided_may_be_tried_again(post, then, status):
    answers = [post(then=then), post(then=then)]
    assert [(answer.status_code, replayed(answer)) for answer in answers] == [(status, False)] * 2
    assert (User.objects.count(), IdempotencyKey.objects.count()) == (0, 0)


def test_an_answer_without_content_is_replayed_without_content(post):
    post(then="gone")
    again = post(then="gone")
    assert (again.status_code, again.content, replayed(again)) == (204, b"", True)


def test_a_stored_answer_is_not_readable_in_the_database(post):
    post()
    assert "王小明" not in IdempotencyKey.objects.get().answer


@pytest.mark.parametrize("key", ["", "x" * 201, "键", "a\tb"])
def test_an_unfit_key_is_refused(post, key):
    answer = post(key)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "Idempotency-Key")


def test_files_are_compared_by_content_not_by_boundary(post):
    client = Client()

    def upload(content):
        photo = SimpleUploadedFile("photo.jpg", content, content_type="image/jpeg")
        return client.post("/api/effects/", {"photo": photo, "text": "1"}, headers={"Idempotency-Key": "f1"})

    assert [replayed(upload(b"1")), replayed(upload(b"1"))] == [False, True]
    assert upload(b"2").status_code == 409


def test_a_key_is_forgotten_after_a_day(post):
    post()
    IdempotencyKey.objects.update(created_at=clock.now() - timedelta(hours=24))
    assert not replayed(post(text="another"))
    assert replayed(post(text="another"))
    assert (User.objects.count(), IdempotencyKey.objects.count()) == (2, 1)


def test_the_purge_takes_what_is_older_than_a_day(post, capsys):
    for key in "abc":
        post(key)
    IdempotencyKey.objects.filter(key__in="ab").update(created_at=clock.now() - timedelta(hours=25))
    assert purge_idempotency_keys(now=clock.now() - timedelta(hours=2)) == 0
    call_command("purge_idempotency_keys")
    assert capsys.readouterr().out == "2\n"
    purge_task()
    assert [row.key for row in IdempotencyKey.objects.all()] == ["c"]


def test_the_answer_survives_a_new_field_key(post, settings):
    first = post()
    settings.FIELD_KEYS = {"new": b"1" * 32, **settings.FIELD_KEYS}
    assert json.loads(post().content) == json.loads(first.content)
