from django.urls import path

from command_center.audit.page import entries, export

app_name = "audit"
urlpatterns = [
    path("", entries, name="entries"),
    path("export.xlsx", export, name="export"),
]
