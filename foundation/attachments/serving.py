"""An attachment as an answer: a picture to look at, a document to take away, never a page that runs."""

from urllib.parse import quote

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from foundation.attachments import storage
from foundation.models import Attachment
from kernel.errors import Gone


def answer(attachment: Attachment, request: HttpRequest, *, is_small: bool) -> HttpResponseBase:
    """The file, or 304 for whoever has it; kept by a browser but asked for each time, so that a right that ended has
    ended. Raises Gone when the file is lost."""
    is_small = is_small and attachment.is_image
    if not storage.path_of(attachment.pk, is_small=is_small).is_file():
        raise Gone(
            _("附件“%(name)s”的文件已不在服务器上，请联系管理员从备份恢复。") % {"name": attachment.name},
            code="file_lost",
        )
    etag = f'"{attachment.pk.hex}{"-s" if is_small else ""}"'
    response = get_conditional_response(request, etag=etag) or _whole(attachment, is_small=is_small)
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _whole(attachment: Attachment, *, is_small: bool) -> HttpResponseBase:
    as_attachment = not attachment.is_image
    if settings.ATTACHMENTS_ACCEL:
        inside = quote(storage.relative_path(attachment.pk, is_small=is_small))
        headers = {
            "Content-Disposition": str(content_disposition_header(as_attachment, attachment.name)),
            "X-Accel-Redirect": f"{settings.ATTACHMENTS_ACCEL.rstrip('/')}/{inside}",
        }
        return HttpResponse(content_type=attachment.media_type, headers=headers)
    file = storage.path_of(attachment.pk, is_small=is_small).open("rb")
    return FileResponse(file, as_attachment=as_attachment, filename=attachment.name, content_type=attachment.media_type)
