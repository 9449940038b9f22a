"""Each address with and without its suffix; the longer one first, for a number never ends in `.json`."""

from django.urls import URLPattern, path, register_converter

from cases.open311.door import Open311View
from cases.open311.views import DiscoveryView, RequestsView, RequestView, ServicesView, ServiceView, TokenView

app_name = "open311"


class FormatConverter:
    regex = "json|xml"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FormatConverter, "open311_format")


def _both(route: str, view: type[Open311View], name: str) -> list[URLPattern]:
    routes = (f"{route}.<open311_format:format>", route)
    return [path(one, view.as_view(), name=name) for one in routes]


urlpatterns = [
    *_both("discovery", DiscoveryView, "discovery"),
    *_both("services", ServicesView, "services"),
    *_both("services/<str:service_code>", ServiceView, "service"),
    *_both("requests", RequestsView, "requests"),
    *_both("requests/<str:service_request_id>", RequestView, "request"),
    *_both("tokens/<str:token>", TokenView, "token"),
]
