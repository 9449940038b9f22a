"""The page of the audit administrator, and its entries as a workbook."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from command_center.audit.filters import AuditFilter
from command_center.audit.lines import line_of
from command_center.desk.pages import desk_page, link
from foundation.clock import now
from foundation.errors import Malformed
from foundation.pages import Ordering, keyset_page
from foundation.tables.writing import Cell, write_report
from kernel.times import local_date
from organizations.actors import actor_of, address_of
from organizations.audit import record

NEWEST = Ordering("-at")
ON_A_PAGE = 50
# As many as a workbook takes within one request; the page says so when there are more.
MOST_EXPORTED = 20_000
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@desk_page("organizations.view_auditentry")
def entries(request: HttpRequest) -> HttpResponse:
    """Newest first, as fast on the thousandth page as on the first."""
    asked = AuditFilter(request.GET)
    found, refusal = asked.entries(), ""
    try:
        page = keyset_page(found, ordering=NEWEST, cursor=request.GET.get("cursor"), limit=ON_A_PAGE)
    except Malformed as wrong:
        refusal = wrong.message
        page = keyset_page(found.none(), ordering=NEWEST, cursor=None, limit=ON_A_PAGE)
    context = {
        "form": asked,
        "lines": [line_of(entry) for entry in page.rows],
        "refusal": refusal,
        "next_url": link(request.GET, cursor=page.next) if page.next else "",
        "previous_url": link(request.GET, cursor=page.previous) if page.previous else "",
        "most": MOST_EXPORTED,
    }
    return render(request, "audit/entries.html", context, status=200 if asked.is_valid() and not refusal else 400)


@require_POST
@desk_page("organizations.export_auditentry")
def export(request: HttpRequest) -> HttpResponse:
    """What the filter finds, newest first; taking it away is itself an entry."""
    asked = AuditFilter(request.POST)
    if not asked.is_valid():
        return render(request, "audit/entries.html", {"form": asked, "lines": [], "most": MOST_EXPORTED}, status=400)
    moment = now()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "audit.xlsx"
        written = write_report(path, _header(), _rows(asked), sheet=_("审计记录"))
        content = path.read_bytes()
    record(
        "audit.exported",
        actor=actor_of(request),
        now=moment,
        subject_kind="audit",
        after={"rows": written, "filter": asked.in_words()},
        address=address_of(request),
    )
    name = f"audit-{local_date(moment):%Y%m%d}.xlsx"
    return HttpResponse(content, content_type=_XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _header() -> list[str]:
    return [_("时间"), _("事项"), _("操作者"), _("操作者标识"), _("对象"), _("对象标识"), _("变更前"), _("变更后"),
            _("理由"), _("网络地址")]  # fmt: skip


def _rows(asked: AuditFilter) -> Iterator[list[Cell]]:
    newest = asked.entries().order_by("-at", "-pk")[:MOST_EXPORTED]
    for entry in newest.iterator(chunk_size=2000):
        line = line_of(entry)
        yield [entry.at, line.kind, entry.actor_label, entry.actor_key, entry.subject_label, entry.subject_id,
               line.before, line.after, entry.reason, entry.address]  # fmt: skip
