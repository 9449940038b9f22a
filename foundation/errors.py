"""The error of the edge itself: a request that cannot even be read."""

from kernel.errors import Invalid


class Malformed(Invalid):
    """The request's form is wrong (400): a cursor, a limit, a header. No action has decided anything yet, so the same
    idempotency key may be tried again."""

    code = "malformed"
