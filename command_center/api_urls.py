"""The root of the API, version 1, put together from the apps."""

from django.urls import include, path

app_name = "api"
urlpatterns = [
    path("", include("cases.api.urls")),
    path("", include("enforcement.api.urls")),
    path("", include("notices.api.urls")),
    path("", include("command_center.attachments.api_urls")),
]
