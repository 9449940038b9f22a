"""All indicators by code. A district's schemes choose among them; a new one is an entry in the file of its group."""

from collections.abc import Iterable, Iterator

from django.core.exceptions import ImproperlyConfigured

from assessment.indicators.kinds import Indicator


class Registry:
    """Indicators by code; the same code twice is a programming error."""

    def __init__(self) -> None:
        self._by_code: dict[str, Indicator] = {}

    def register(self, indicators: Iterable[Indicator]) -> None:
        for one in indicators:
            if self._by_code.get(one.code, one) is not one:
                raise ImproperlyConfigured(f"indicator {one.code!r} is registered twice")
            self._by_code[one.code] = one

    def __iter__(self) -> Iterator[Indicator]:
        return iter(self._by_code.values())

    def __contains__(self, code: str) -> bool:
        return code in self._by_code

    def get(self, code: str) -> Indicator | None:
        return self._by_code.get(code)

    def __getitem__(self, code: str) -> Indicator:
        return self._by_code[code]


REGISTRY = Registry()
