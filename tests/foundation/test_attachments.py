"""What comes in as a photo or a document: only by its content, written anew, with the place kept apart."""

import io
import os
import struct
import threading
import zlib
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from PIL import Image

from foundation.actions.add_attachment import add_attachment
from foundation.actions.remove_unused_attachments import remove_unused_attachments
from foundation.attachments import storage
from foundation.attachments.linking import take
from foundation.attachments.viewers import seen_attachment
from foundation.models import Attachment
from kernel.actors import Actor, ActorKind
from kernel.errors import Invalid, NotFound, Refused
from tests.pictures import PDF, office, pdf, photo, picture

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)
WANG = Actor(kind=ActorKind.USER, id="7", label="王小明", organization_id=3)
LI = Actor(kind=ActorKind.USER, id="8", label="李小红", organization_id=3)


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    return tmp_path / "attachments"


def add(raw, *, name="现场.jpg", actor=WANG, now=NOON) -> Attachment:
    return add_attachment(io.BytesIO(raw), name=name, actor=actor, now=now)


def kept(attachment, *, is_small=False) -> bytes:
    return storage.path_of(attachment.pk, is_small=is_small).read_bytes()


def refusal(raw, **facts) -> str:
    with pytest.raises(Invalid) as caught:
        add(raw, **facts)
    assert [e.field for e in caught.value.errors] == ["file"]
    assert not Attachment.objects.exists()
    assert list(storage.files()) == []
    return caught.value.code


def test_a_photo_is_written_anew_and_its_place_and_time_kept_in_columns_alone():
    raw = photo(lon=116.2229, lat=39.9056, taken="2026:11:24 10:31:00")
    added = add(raw)
    assert (added.kind, added.media_type, added.width, added.height) == ("image", "image/jpeg", 640, 480)
    assert (added.lon, added.lat) == (pytest.approx(116.2229, abs=1e-5), pytest.approx(39.9056, abs=1e-5))
    assert added.taken_at == datetime(2026, 11, 24, 2, 31, tzinfo=UTC)
    assert b"SECRETPHONE" in raw
    for body in (kept(added), kept(added, is_small=True)):
        assert not any(mark in body for mark in (b"Exif", b"SECRETPHONE", b"2026:11:24"))
        assert Image.open(io.BytesIO(body)).getexif() == {}
    assert added.size == len(kept(added))


@pytest.mark.parametrize(
    ("taken", "offset", "expected"),
    [
        ("2026:11:24 10:31:00", "+09:00", datetime(2026, 11, 24, 1, 31, tzinfo=UTC)),
        ("2026:11:24 10:31:00", "-03:30", datetime(2026, 11, 24, 14, 1, tzinfo=UTC)),
        ("2026:11:24 10:31:00", "rubbish", datetime(2026, 11, 24, 2, 31, tzinfo=UTC)),
        ("0000:00:00 00:00:00", "", None),
        ("1980:01:01 00:00:00", "", None),
        ("24.11.2026", "", None),
    ],
)
def test_a_time_without_an_offset_is_the_time_here_and_nonsense_is_none(taken, offset, expected):
    assert add(photo(taken=taken, offset=offset)).taken_at == expected


@pytest.mark.parametrize(
    ("gps", "expected"),
    [
        ({1: "S", 2: (33.0, 52.0, 4.0), 3: "E", 4: (151.0, 12.0, 36.0)}, (151.21, -33.8677778)),
        ({1: "N", 2: (39.0, 54.336, 0.0), 3: "E", 4: (116.0, 13.374, 0.0)}, (116.2229, 39.9056)),
        ({1: "N", 2: (39.5, 0.0, 0.0), 3: "W", 4: (0.25, 0.0, 0.0)}, (-0.25, 39.5)),
        ({1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)}, (None, None)),
        ({1: "N", 2: (95.0, 0.0, 0.0), 3: "E", 4: (10.0, 0.0, 0.0)}, (None, None)),
        ({1: "?", 2: (39.0, 0.0, 0.0), 3: "E", 4: (10.0, 0.0, 0.0)}, (None, None)),
        ({2: (39.0, 0.0, 0.0), 4: (10.0, 0.0, 0.0)}, (None, None)),
        ({1: "N", 2: (39.0, 0.0, 0.0)}, (None, None)),
    ],
)
def test_a_place_is_whole_and_on_this_earth_or_none(gps, expected):
    added = add(photo(gps=gps))
    assert (added.lon, added.lat) == (pytest.approx(expected[0]), pytest.approx(expected[1]))


def test_a_place_of_nothing_over_nothing_is_none():
    raw = photo(lon=116.5, lat=39.5)
    assert struct.pack("<I", 1) in raw or struct.pack(">I", 1) in raw
    for order in ("<", ">"):
        raw = raw.replace(struct.pack(f"{order}II", 39, 1), struct.pack(f"{order}II", 0, 0))
    added = add(raw)
    assert (added.lon, added.lat) == (None, None)


def test_a_photo_taken_upright_stands_upright():
    added = add(photo(orientation=6, size=(640, 480)))
    assert (added.width, added.height) == (480, 640)


def test_large_pictures_are_made_smaller_and_every_picture_has_a_preview():
    added = add(picture(size=(5000, 3000)))
    assert (added.width, added.height) == (2560, 1536)
    assert max(Image.open(io.BytesIO(kept(added, is_small=True))).size) == 320


@pytest.mark.parametrize(
    ("raw", "media_type"),
    [
        (picture("PNG"), "image/png"),
        (picture("PNG", mode="P", color=3), "image/png"),
        (picture("WEBP"), "image/jpeg"),
        (picture("WEBP", mode="RGBA", color=(1, 2, 3, 128), lossless=True), "image/png"),
        (picture("JPEG", mode="CMYK", color=(1, 2, 3, 4)), "image/jpeg"),
        (picture("JPEG", mode="L", color=9), "image/jpeg"),
        (PDF, "application/pdf"),
        (pdf(b"<< /OpenAction [2 0 R /Fit] >>"), "application/pdf"),
        (pdf(b"<< /OpenAction 2 0 R >>", b"<< /S /GoTo /D [3 0 R /Fit] >>"), "application/pdf"),
        (pdf(b"<< /Length 4 >> stream\n\x01/JS \nendstream"), "application/pdf"),
        (office(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (office("xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_what_is_taken_whatever_it_is_called(raw, media_type):
    assert add(raw, name="wrong.html").media_type == media_type


def test_a_page_hidden_behind_or_inside_a_picture_is_gone():
    script = b"<html><script>alert(1)</script></html>"
    for raw in (picture() + script, picture(comment=script), picture("PNG") + script):
        assert b"script" not in kept(add(raw))
    assert add(picture(comment=script)).media_type == "image/jpeg"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "empty"),
        (b"<html><script>alert(1)</script></html>", "unknown_content"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "unknown_content"),
        (b"GIF89a" + bytes(20), "unknown_content"),
        (b"MZ" + bytes(60), "unknown_content"),
        (b"<html>" + picture(), "unknown_content"),
        (b"<html>" + PDF, "unknown_content"),
        (PDF[:20], "damaged"),
        (PDF + b"<html>" * 300, "damaged"),
        (b"PK\x03\x04rubbish", "damaged"),
        (office("evil.exe"), "unknown_content"),
        (office("word/document.xml", "xl/workbook.xml"), "unknown_content"),
        (office("word/document.xml", "word/vbaProject.bin"), "has_macros"),
        (office("word/document.xml", "word/embeddings/oleObject1.bin"), "has_programs"),
        (office("xl/workbook.xml", "xl/activeX/activeX1.bin"), "has_programs"),
        (pdf(b"<< /S /JavaScript /JS (app.alert) >>"), "has_programs"),
        (pdf(b"<< /S /Java#53cript >>"), "has_programs"),
        (pdf(b"<< /S /Rendition /JS (x) >>"), "has_programs"),
        (pdf(b"<< /S /Launch /F (cmd.exe) >>"), "has_programs"),
        (pdf(b"<< /Type /EmbeddedFile >> stream\nMZ\nendstream"), "has_programs"),
        (pdf(b"<< /OpenAction << /S /URI /URI (http://x) >> >>"), "has_programs"),
        (pdf(b"<< /OpenAction 2 0 R >>", b"<< /S /SubmitForm >>"), "has_programs"),
        (b"\xff\xd8\xff" + b"nothing of a picture" * 9, "damaged"),
        (picture(size=(1000, 1000))[:-900], "damaged"),
        (picture("PNG", size=(900, 900))[:-40], "damaged"),
        (picture("WEBP", size=(900, 900))[:-60], "damaged"),
    ],
)
def test_what_is_refused_leaves_nothing_behind(raw, code):
    assert refusal(raw, name="photo.jpg") == code


def png_bomb(side: int) -> bytes:
    """A few kilobytes that unfold to `side` × `side` pixels."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes(side // 8 + 1) * 64, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [6_000, 12_000, 60_000])
def test_a_bomb_is_refused_before_anything_is_decoded(side):
    assert refusal(png_bomb(side)) == "too_many_pixels"


def test_huge_dimensions_and_endless_scans_of_a_jpeg_are_refused():
    raw = picture(size=(64, 64))
    at = raw.index(b"\xff\xc0") + 5
    assert refusal(raw[:at] + struct.pack(">HH", 65_000, 65_000) + raw[at + 4 :]) == "too_many_pixels"
    assert refusal(raw + b"\xff\xda" * 70) == "too_many_pixels"


def test_a_file_above_the_limit_is_refused(settings):
    settings.ATTACHMENT_BYTES = 1024
    assert refusal(bytes(1025)) == "too_large"


def test_one_sends_so_many_a_day_and_tomorrow_again(settings):
    settings.ATTACHMENTS_A_DAY = 2
    first = [add(picture(size=(n, n))).pk for n in (20, 30)]
    with pytest.raises(Refused) as caught:
        add(picture(size=(40, 40)))
    assert caught.value.code == "too_many_today"
    assert add(picture(size=(20, 20))).pk == first[0]
    assert add(picture(size=(40, 40)), actor=LI).pk not in first
    assert add(picture(size=(40, 40)), now=NOON + timedelta(hours=12)).pk not in first


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd.jpg"),
        ("..\\..\\boot.ini", "boot.jpg"),
        ("现场 13800001111.exe", "现场 138****1111.jpg"),
        ('a"b\r\n<c>.png', "abc.jpg"),
        ("\0\0", "file.jpg"),
        ("", "file.jpg"),
        (".jpg", "jpg.jpg"),
        ("长" * 300 + ".jpg", "长" * 80 + ".jpg"),
    ],
)
def test_a_name_is_shown_and_never_a_path(name, shown, files):
    added = add(picture(), name=name)
    assert added.name == shown
    assert storage.path_of(added.pk).relative_to(files).as_posix() == f"{added.pk.hex[:2]}/{added.pk.hex}"


def test_the_same_file_from_the_same_sender_is_the_same_attachment_until_it_is_used():
    first = add(picture())
    again = add(picture(), now=NOON + timedelta(hours=20))
    assert (again.pk, again.unused_until) == (first.pk, NOON + timedelta(hours=44))
    assert add(picture(), actor=LI).pk != first.pk
    with transaction.atomic():
        take([first.pk], actor=WANG, field="attachments")
    assert add(picture()).pk != first.pk


def test_a_lost_file_comes_back_with_the_next_upload():
    first = add(picture())
    storage.remove(first.pk)
    assert add(picture()).pk == first.pk
    assert storage.is_there(first.pk)


@pytest.mark.django_db(transaction=True)
def test_two_uploads_at_once_of_the_same_are_one(files):
    raw, found, start = picture(), [], threading.Barrier(2)

    def upload():
        start.wait()
        try:
            found.append(add(raw).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=upload) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(found), len(set(found))) == (2, 1)
    assert {storage.id_of(path) for path in storage.files()} == set(found)


def test_what_nothing_uses_within_a_day_goes_with_its_file_and_what_is_used_stays():
    used, unused = add(picture()), add(picture(color=(1, 2, 3)))
    with transaction.atomic():
        take([used.pk], actor=WANG, field="attachments")
    assert remove_unused_attachments(now=NOON + timedelta(hours=23, minutes=59)) == 0
    assert remove_unused_attachments(now=NOON + timedelta(hours=24)) == 1
    assert remove_unused_attachments(now=NOON + timedelta(hours=24)) == 0
    assert [storage.is_there(one.pk) for one in (used, unused)] == [True, False]
    assert list(Attachment.objects.all()) == [used]


def test_files_without_a_row_go_when_they_are_a_day_old(files):
    added = add(picture())
    Attachment.objects.all().delete()
    half = files / added.pk.hex[:2] / ".part-1"
    half.write_bytes(b"x")
    old = (NOON - timedelta(days=2)).timestamp()
    for path in [*storage.files(), half]:
        os.utime(path, (old, old))
    kept_one = add(picture(color=(4, 5, 6)))
    remove_unused_attachments(now=NOON)
    assert {storage.id_of(path) for path in storage.files()} == {kept_one.pk}


def test_a_row_whose_file_is_lost_is_no_hindrance_to_its_removal():
    storage.remove(add(picture()).pk)
    assert remove_unused_attachments(now=NOON + timedelta(days=2)) == 1


def test_files_are_for_this_account_alone(files):
    folder = storage.path_of(add(picture()).pk).parent
    assert oct(folder.stat().st_mode & 0o777) == "0o700"


def test_before_it_is_used_an_attachment_is_its_uploaders_alone():
    added = add(picture())
    assert seen_attachment(added.pk, actor=WANG) == added
    with pytest.raises(NotFound):
        seen_attachment(added.pk, actor=LI)


@pytest.mark.parametrize("wrong", ["unknown", "already_used", "file_lost"])
def test_only_ones_own_unused_attachments_are_taken(wrong):
    added = add(picture())
    if wrong == "already_used":
        Attachment.objects.update(unused_until=None)
    if wrong == "file_lost":
        storage.remove(added.pk)
    with pytest.raises(Invalid) as caught, transaction.atomic():
        take([added.pk], actor=LI if wrong == "unknown" else WANG, field="attachments")
    assert [(e.field, e.code) for e in caught.value.errors] == [("attachments", wrong)]
