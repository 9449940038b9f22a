"""One answer in two forms: the XML that the standard requires and the JSON that most clients ask for."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

from django.http import Http404
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request

# What the standard calls one item of each list.
_ITEMS = {
    "services": "service",
    "service_requests": "request",
    "attributes": "attribute",
    "endpoints": "endpoint",
    "formats": "format",
    "errors": "error",
}
# XML 1.0 has no way to write these, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Document:
    """JSON has no name for its outermost value, XML must have one."""

    root: str
    value: Any


class Open311JSON(JSONRenderer):
    charset = "utf-8"  # the standard wants it said

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        return super().render(data.value, accepted_media_type, renderer_context)


class Open311XML(BaseRenderer):
    media_type = "text/xml"
    format = "xml"
    charset = "utf-8"

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        return xml_of(data)


class Open311ApplicationXML(Open311XML):
    """For clients that accept XML by its other name."""

    media_type = "application/xml"


class SuffixThenAccept(DefaultContentNegotiation):
    """The suffix decides; without one the Accept header; JSON when neither says anything we can."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        offered = list(renderers)
        for renderer in offered:
            if format_suffix and renderer.format == format_suffix:
                return renderer, renderer.media_type
        try:
            return super().select_renderer(request, offered, format_suffix)
        except (NotAcceptable, Http404):
            return offered[0], offered[0].media_type


def xml_of(document: Document) -> bytes:
    """The document as UTF-8 with its declaration; None is an empty element."""
    root = ET.Element(document.root)
    _fill(root, document.value)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def _fill(element: ET.Element, value: Any) -> None:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            _fill(ET.SubElement(element, name), inner)
    elif isinstance(value, list):
        for inner in value:
            _fill(ET.SubElement(element, _ITEMS[element.tag]), inner)
    elif isinstance(value, bool):
        element.text = "true" if value else "false"
    elif value is not None:
        element.text = _NOT_XML.sub("", str(value))
