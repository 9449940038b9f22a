from django.urls import path

from command_center.audit.page import entries, export, export_file, exports

app_name = "audit"
urlpatterns = [
    path("", entries, name="entries"),
    path("exports/", exports, name="exports"),
    path("exports/new/", export, name="export"),
    path("exports/<int:job_id>/", export_file, name="export_file"),
]
