from django.urls import include, path

from command_center.attachments.pages import attachment
from command_center.desk.callbacks.imports import callback_report, import_callbacks
from command_center.desk.callbacks.queue import callbacks
from command_center.desk.exports.views import export, export_file, exports
from command_center.desk.paper.views import docx, print_page
from command_center.desk.views.alerts import alerts, take
from command_center.desk.views.applications import applications, returns
from command_center.desk.views.case import act, case
from command_center.desk.views.moved import moved
from command_center.desk.views.notices import notices, read_all, read_one
from command_center.desk.views.queue import preview, queue
from command_center.desk.views.rates import rate_cases, rates
from command_center.desk.views.requesters import requesters
from command_center.desk.views.reveal import reveal_requester
from command_center.desk.views.tasks import tasks
from command_center.desk.whistles.urls import urlpatterns as whistles

app_name = "desk"
urlpatterns = [
    path("", queue, name="queue"),
    path("cases/<slug:case_no>/", case, name="case"),
    path("cases/<slug:case_no>/preview/", preview, name="preview"),
    path("cases/<slug:case_no>/moved/", moved, name="moved"),
    path("cases/<slug:case_no>/requester/reveal/", reveal_requester, name="reveal"),
    path("cases/<slug:case_no>/print/", print_page, name="print"),
    path("cases/<slug:case_no>/docx/", docx, name="docx"),
    path("cases/<slug:case_no>/<slug:action>/", act, name="act"),
    path("attachments/<uuid:attachment_id>/", attachment, name="attachment"),
    path("alerts/", alerts, name="alerts"),
    path("alerts/<slug:case_no>/take/", take, name="take_alert"),
    path("rates/", rates, name="rates"),
    path("rates/cases/", rate_cases, name="rate_cases"),
    path("exports/", exports, name="exports"),
    path("exports/new/", export, name="export"),
    path("exports/<int:job_id>/", export_file, name="export_file"),
    path("requesters/", requesters, name="requesters"),
    path("applications/", applications, name="applications"),
    path("returns/", returns, name="returns"),
    path("callbacks/", callbacks, name="callbacks"),
    path("callbacks/import/", import_callbacks, name="import_callbacks"),
    path("callbacks/import/<int:job_id>/report/", callback_report, name="callback_report"),
    path("imports/", include("command_center.desk.imports.urls")),
    *whistles,
    path("tasks/", tasks, name="tasks"),
    path("notices/", notices, name="notices"),
    path("notices/read/", read_all, name="read_all"),
    path("notices/<int:notice_id>/read/", read_one, name="read_one"),
]
