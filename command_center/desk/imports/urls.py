from django.urls import path

from command_center.desk.imports.views.jobs import cancel, import_page, imports, report
from command_center.desk.imports.views.matching import drop_upload, match_columns
from command_center.desk.imports.views.upload import upload

urlpatterns = [
    path("", imports, name="imports"),
    path("new/", upload, name="upload_orders"),
    path("columns/<slug:folder>/", match_columns, name="match_columns"),
    path("columns/<slug:folder>/drop/", drop_upload, name="drop_upload"),
    path("<int:job_id>/", import_page, name="import"),
    path("<int:job_id>/cancel/", cancel, name="cancel_import"),
    path("<int:job_id>/report/", report, name="import_report"),
]
