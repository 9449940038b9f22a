"""The smallest site that has a door, an administration, one page and one API call."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from organizations.actors import actor_of
from organizations.drf import HasPermission
from organizations.pages import permission_required


@permission_required("cases.read")
def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(actor_of(request).label)


@api_view(["GET", "POST"])
def whoami(request: Request) -> Response:
    return Response({"key": actor_of(request).key, "scopes": sorted(actor_of(request).scopes)})


class Cases(APIView):
    permission_classes = (HasPermission,)
    permission_action = {"GET": "cases.read", "POST": "cases.dispatch"}

    def get(self, request: Request) -> Response:
        return Response({})

    post = get


class Forgotten(APIView):
    permission_classes = (HasPermission,)

    def get(self, request: Request) -> Response:
        return Response({})


urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include("organizations.urls")),
    path("api/whoami/", whoami),
    path("api/cases/", Cases.as_view()),
    path("api/forgotten/", Forgotten.as_view()),
    path("page/", page),
    path("desk/", page, name="home"),
    path("desk/", include(([path("", page, name="queue")], "desk"))),
]
