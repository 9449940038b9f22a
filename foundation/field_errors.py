"""Nested errors of serializers as one flat list with dotted paths: `requester.phone`, `orders.3.title`."""

from collections.abc import Iterator, Mapping

from rest_framework.settings import api_settings

from kernel.errors import FieldError


def field_errors(detail: object, path: str = "") -> Iterator[FieldError]:
    """Every error of a DRF `ValidationError.detail`; an error of the whole object carries the object's own path."""
    if isinstance(detail, Mapping):
        for key, inner in detail.items():
            yield from field_errors(inner, _below(path, key))
    elif isinstance(detail, list | tuple):
        for index, inner in enumerate(detail):
            is_row = isinstance(inner, Mapping | list | tuple)
            yield from field_errors(inner, _below(path, index) if is_row else path)
    else:
        yield FieldError(field=path, code=getattr(detail, "code", "invalid"), message=str(detail))


def _below(path: str, key: object) -> str:
    if key == api_settings.NON_FIELD_ERRORS_KEY:
        return path
    return f"{path}.{key}" if path else str(key)
