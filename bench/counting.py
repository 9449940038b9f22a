"""Tells with every answer how many statements it took and how long the server worked on it."""

import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase

STATEMENTS, MILLISECONDS = "X-Bench-Statements", "X-Bench-Milliseconds"


class Counter:
    """An execute wrapper. Savepoints count as statements, BEGIN and COMMIT do not: the driver sends them along."""

    def __init__(self) -> None:
        self.statements = 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.statements += 1
        return execute(sql, params, many, context)


class CountingMiddleware:
    """The outermost: it counts what the others ask the database, too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        counter, began = Counter(), time.perf_counter()
        with connection.execute_wrapper(counter):
            response = self.get_response(request)
        response.headers[STATEMENTS] = str(counter.statements)
        response.headers[MILLISECONDS] = f"{(time.perf_counter() - began) * 1000:.2f}"
        return response
