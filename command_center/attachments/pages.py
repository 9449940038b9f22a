"""An attachment for a page: what an `<img>` and a link of the desk point at."""

import uuid

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from foundation.attachments.serving import answer
from foundation.attachments.viewers import seen_attachment
from organizations.actors import actor_of
from organizations.pages import permission_required


@require_safe
@permission_required("foundation.see_attachment")
def attachment(request: HttpRequest, attachment_id: uuid.UUID) -> HttpResponseBase:
    found = seen_attachment(attachment_id, actor=actor_of(request))
    return answer(found, request, is_small=request.GET.get("size") == "small")
