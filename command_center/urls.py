"""Every address of the house."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from command_center.home import home
from command_center.live.view import live
from command_center.status.page import status

urlpatterns = [
    path("", home, name="home"),
    path("accounts/", include("organizations.urls")),
    path("desk/", include("command_center.desk.urls")),
    path("field/", include("command_center.field.urls")),
    # One way to a new password: the admin's own page would end no session and leave no trace.
    path("admin/password_change/", RedirectView.as_view(pattern_name="password_change"), name="admin_password_change"),
    path("admin/", admin.site.urls),
    path("api/v1/", include("command_center.api_urls")),
    path("open311/v2/", include("cases.open311.urls")),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="api_docs"),
    path("health/", include("command_center.health")),
    path("status/", status, name="status"),
    path("live/", live, name="live"),
    path("wall/<str:token>/", include("command_center.wall.urls")),
    path("audit/", include("command_center.audit.urls")),
]

handler400 = "foundation.error_pages.handler400"
handler403 = "foundation.error_pages.handler403"
handler404 = "foundation.error_pages.handler404"
handler500 = "foundation.error_pages.handler500"
