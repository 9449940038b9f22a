"""A polygon as a small drawing for a page, without a map."""

from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

SIZE = 160
# A degree of longitude against one of latitude at 40° north.
_SQUEEZE = 0.767


def outline_svg(shape: Mapping[str, Any]) -> SafeString:
    """An inline SVG of a GeoJSON Polygon or MultiPolygon, north up, without a style attribute (the page's CSP)."""
    polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    rings = [[(x * _SQUEEZE, -y) for x, y in ring] for polygon in polygons for ring in polygon]
    xs, ys = zip(*(point for ring in rings for point in ring), strict=True)
    west, north = min(xs), min(ys)
    scale = SIZE / (max(max(xs) - west, max(ys) - north) or 1)
    path = "".join(
        "M" + "L".join(f"{(x - west) * scale:.1f} {(y - north) * scale:.1f}" for x, y in ring) + "Z" for ring in rings
    )
    return format_html(
        '<svg width="{0}" height="{0}" viewBox="-2 -2 {1} {1}" role="img">'
        '<path d="{2}" fill="#dbe7f6" stroke="#2060a8" stroke-width="1" fill-rule="evenodd"/></svg>',
        SIZE,
        SIZE + 4,
        path,
    )
