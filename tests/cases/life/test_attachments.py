"""Photos of a case: taken in, hung on a step, seen by whoever sees the case, asked for where the rule says so."""

import io
import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cases.actions.contact import contact
from cases.actions.note import note
from cases.actions.reply import reply
from cases.models import CaseAttachment, HandlingRules
from cases.queries.attachments import photos_of
from cases.rules.distance import metres_between
from foundation.actions.add_attachment import add_attachment
from foundation.attachments import storage
from foundation.models import Attachment, IdempotencyKey
from kernel.errors import Invalid, Refused
from organizations.actions.issue_token import issue_token
from organizations.roles import Role
from tests import make
from tests.desk.conftest import noon, seat  # noqa: F401 - the day on which a desk is looked at
from tests.make import MORNING, NOON
from tests.pictures import PDF, photo, picture


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


@pytest.fixture
def officer(town):
    return make.person(town.streets[0], Role.STREET_OPERATOR)


@pytest.fixture
def handled(town):
    """A case in the hands of the first street, at a known place."""

    def made(flow="hotline", **columns):
        facts = {"lead": town.streets[0], "flow": flow, "lon": 116.2229, "lat": 39.9056, "contacted_at": MORNING}
        case = make.put(make.case(sender=town.city), "handling", **(facts | columns))
        case.parties.create(organization=town.streets[0], part="lead")
        return case

    return made


def upload(actor, raw=None, name="现场.jpg"):
    return add_attachment(io.BytesIO(raw or picture()), name=name, actor=actor, now=MORNING).pk


def hung(case):
    return list(case.attachments.values_list("role", "version", "by_label"))


def code_of(error):
    return [(e.field, e.code) for e in error.value.errors]


def test_photos_hang_on_the_step_they_came_with(handled, officer):
    case = handled()
    note(case.pk, text="已到现场", photos=[upload(officer)], actor=officer, now=MORNING)
    contact(case.pk, note="已联系", photos=[upload(officer, PDF)], actor=officer, now=MORNING)
    done = reply(case.pk, text="已清理", photos=[upload(officer)], actor=officer, now=NOON)
    label = officer.label
    assert hung(done) == [("evidence", 2, label), ("other", 3, label), ("after", 4, label)]
    assert set(done.events.values_list("version", flat=True)) >= {2, 3, 4}


def test_a_grid_case_is_not_answered_without_a_photo_of_the_spot(handled, officer):
    case = handled(flow="grid")
    for photos in ([], [upload(officer, PDF)]):
        with pytest.raises(Refused) as caught:
            reply(case.pk, text="已清运", photos=photos, actor=officer, now=NOON)
        assert caught.value.code == "after_photo_required"
    assert not CaseAttachment.objects.exists()
    assert reply(case.pk, text="已清运", photos=[upload(officer)], actor=officer, now=NOON).state == "replied"


def test_the_photo_of_an_earlier_step_answers_nothing(handled, officer):
    case, before = handled(flow="grid"), upload(officer)
    note(case.pk, text="处置前", photos=[before], actor=officer, now=MORNING)
    with pytest.raises(Invalid) as caught:
        reply(case.pk, text="已清运", photos=[before], actor=officer, now=NOON)
    assert code_of(caught) == [("attachments", "already_used")]


def test_a_district_may_do_without_photos(handled, officer):
    HandlingRules.objects.create(valid_from=date(2026, 1, 1), is_after_photo_required=False)
    assert reply(handled(flow="grid").pk, text="已清运", actor=officer, now=NOON).state == "replied"


def test_a_photo_of_another_case_or_person_is_refused_and_nothing_changes(handled, officer, town):
    first, second, colleague = handled(), handled(), make.person(town.streets[0], Role.STREET_OPERATOR)
    used = upload(officer)
    note(first.pk, text="现场", photos=[used], actor=officer, now=MORNING)
    for photos, code in (([used], "already_used"), ([upload(colleague)], "unknown"), ([uuid.uuid4()], "unknown")):
        with pytest.raises(Invalid) as caught:
            note(second.pk, text="现场", photos=[upload(officer), *photos], actor=officer, now=MORNING)
        assert code_of(caught) == [("attachments", code)]
    second.refresh_from_db()
    assert (second.version, hung(second)) == (1, [])
    assert Attachment.objects.filter(uploader_key=officer.key, unused_until__isnull=False).count() == 1


def test_the_same_photo_named_twice_hangs_once(handled, officer):
    case, one = handled(), upload(officer)
    note(case.pk, text="现场", photos=[one, one], actor=officer, now=MORNING)
    assert len(hung(case)) == 1


def test_how_far_from_the_case_a_photo_was_taken(handled, officer):
    case = handled()
    near, far = photo(lon=116.2233, lat=39.9056), photo(lon=116.2329, lat=39.9056)
    note(case.pk, text="现场", photos=[upload(officer, p) for p in (near, far, picture())], actor=officer, now=MORNING)
    assert [(p.metres, p.is_far) for p in photos_of(case)] == [(34, False), (853, True), (None, False)]


def test_distances_on_the_earth():
    assert metres_between(116.2, 39.9, 116.2, 39.9) == 0
    assert metres_between(0, 0, 0, 1) == pytest.approx(111_195, abs=1)
    assert metres_between(179.9, 0, -179.9, 0) == pytest.approx(22_239, abs=1)


class Api:
    def __init__(self, organization, *scopes):
        admin = make.person(organization, Role.SYSTEM_ADMIN)
        issued = issue_token(organization, name=organization.code, scopes=scopes, actor=admin, now=MORNING)
        self.client = Client(headers={"Authorization": f"Bearer {issued.token}"})

    def upload(self, raw, name="现场.jpg", **headers):
        file = {"file": SimpleUploadedFile(name, raw, content_type="text/html")}
        return self.client.post("/api/v1/attachments/", file, headers=headers)

    def act(self, case, action, **body):
        return self.client.post(f"/api/v1/cases/{case.case_no}/{action}/", body, content_type="application/json")

    def get(self, path, **headers):
        return self.client.get(path, headers=headers)


@pytest.fixture
def street(town, noon):  # noqa: F811
    return Api(town.streets[0], "cases:read", "cases:act")


def test_by_api_a_grid_case_is_answered_with_its_photo(street, handled):
    case = handled(flow="grid")
    refused = street.act(case, "reply", text="已清运")
    assert (refused.status_code, refused.json()["code"]) == (409, "after_photo_required")
    sent = street.upload(photo(lon=116.2233, lat=39.9056, taken="2026:11:24 10:31:00"))
    assert sent.status_code == 201
    assert (sent.json()["taken_at"], sent.json()["media_type"]) == ("2026-11-24T10:31:00+08:00", "image/jpeg")
    done = street.act(case, "reply", text="已清运", attachments=[sent.json()["id"]])
    assert done.status_code == 200
    (shown,) = done.json()["attachments"]
    assert (shown["role"], shown["distance_m"], shown["version"]) == ("after", 34, done.json()["version"])
    seen = street.get(shown["url"], accept="image/jpeg")
    assert (seen.status_code, seen["Content-Type"]) == (200, "image/jpeg")
    assert b"".join(seen.streaming_content) == storage.path_of(uuid.UUID(shown["id"])).read_bytes()


def test_what_the_file_is_served_with(street):
    url = f"/api/v1/attachments/{street.upload(PDF, '说明.pdf').json()['id']}/"
    seen = street.get(url)
    assert seen["X-Content-Type-Options"] == "nosniff"
    assert seen["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert seen["Content-Disposition"] == "attachment; filename*=utf-8''%E8%AF%B4%E6%98%8E.pdf"
    assert seen["Cache-Control"] == "private, no-cache"
    assert street.get(url, if_none_match=seen["ETag"]).status_code == 304


def test_a_picture_is_shown_in_place_and_has_a_small_one(street):
    url = f"/api/v1/attachments/{street.upload(picture(size=(900, 600))).json()['id']}/"
    whole, small = (b"".join(street.get(address).streaming_content) for address in (url, f"{url}?size=small"))
    assert len(small) < len(whole)
    assert street.get(url)["Content-Disposition"].startswith("inline")


def test_behind_nginx_the_file_is_named_and_not_sent(street, settings):
    settings.ATTACHMENTS_ACCEL = "/inside/attachments/"
    pk = uuid.UUID(street.upload(picture()).json()["id"])
    seen = street.get(f"/api/v1/attachments/{pk}/?size=small")
    assert (seen["X-Accel-Redirect"], seen.content) == (f"/inside/attachments/{pk.hex[:2]}/{pk.hex}-small", b"")


def test_a_lost_file_is_told_in_words(street):
    pk = street.upload(picture()).json()["id"]
    storage.remove(uuid.UUID(pk))
    answer = street.get(f"/api/v1/attachments/{pk}/")
    assert (answer.status_code, answer.json()["code"]) == (410, "file_lost")
    assert "备份" in answer.json()["detail"]


def test_another_units_photo_is_not_there_until_it_sees_the_case(street, handled, town):
    other = Api(town.department, "cases:read", "cases:act")
    case, pk = handled(), street.upload(picture()).json()["id"]
    url = f"/api/v1/attachments/{pk}/"
    assert other.get(url).status_code == 404
    street.act(case, "note", text="现场", attachments=[pk])
    assert (street.get(url).status_code, other.get(url).status_code) == (200, 404)
    case.parties.create(organization=town.department, part="assisting")
    assert other.get(url).status_code == 200


def test_what_is_refused_names_the_field(street):
    for raw, code in ((b"<svg/>", "unknown_content"), (b"", "empty"), (picture()[:200], "damaged")):
        answer = street.upload(raw)
        assert (answer.status_code, answer.json()["code"]) == (400, code)
        assert [e["field"] for e in answer.json()["errors"]] == ["file"]
    nothing = street.client.post("/api/v1/attachments/", {})
    assert (nothing.status_code, nothing.json()["errors"][0]["field"]) == (400, "file")
    assert street.client.post("/api/v1/attachments/", {}, content_type="application/json").status_code == 415


def test_an_upload_sent_twice_is_one_whatever_its_boundaries(street):
    answers = [street.upload(picture(), Idempotency_Key="k1") for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    assert answers[1]["Idempotency-Replayed"] == "true"
    assert street.upload(picture("PNG"), Idempotency_Key="k1").json()["code"] == "idempotency_key_reused"
    assert (Attachment.objects.count(), IdempotencyKey.objects.count()) == (1, 1)


def test_on_the_desk_photos_come_with_the_form_and_are_shown(handled, town, noon):  # noqa: F811
    desk, case = seat(town.streets[0], Role.STREET_OPERATOR), handled(flow="grid")
    page = desk.get(f"cases/{case.case_no}/?do=reply").content.decode()
    assert 'enctype="multipart/form-data"' in page
    assert 'capture="environment"' in page
    address, words = f"/desk/cases/{case.case_no}/reply/", {"version": 1, "text": "已清运"}
    refused = desk.browser.post(address, words)
    assert (refused.status_code, "处置后的照片" in refused.content.decode()) == (409, True)
    files = [SimpleUploadedFile(f"{n}.jpg", photo(lon=lon, lat=39.9056)) for n, lon in ((1, 116.2233), (2, 116.2329))]
    assert desk.browser.post(address, words | {"photos": files}).status_code == 303
    shown = desk.get(f"cases/{case.case_no}/").content.decode()
    assert shown.count('<img src="/desk/attachments/') == 2
    assert all(words in shown for words in ("处置后", "距案件 34 米", "距案件 853 米", "较远"))
    image = desk.browser.get(f"/desk/attachments/{case.attachments.first().attachment_id}/?size=small")
    assert (image.status_code, image["Content-Type"]) == (200, "image/jpeg")


def test_a_file_that_is_no_photo_comes_back_with_its_name_and_the_words_typed(handled, town, noon):  # noqa: F811
    desk, case = seat(town.streets[0], Role.STREET_OPERATOR), handled()
    files = [SimpleUploadedFile("照片.jpg", b"<html>")]
    answer = desk.browser.post(
        f"/desk/cases/{case.case_no}/reply/", {"version": 1, "text": "我写的字", "photos": files}
    )
    text = answer.content.decode()
    assert answer.status_code == 400
    assert all(words in text for words in ("照片.jpg：只接受", "我写的字", "请重新选择"))
    case.refresh_from_db()
    assert case.state == "handling"
