"""What tells an order sent again from one sent with other content."""

from cases.rules.orders import Order
from organizations.secrets import exact_hash


def fingerprint_of(order: Order) -> str:
    """Keyed, since it covers the requester's number: without the key nobody can try all numbers."""
    return exact_hash(order.canonical(), "order")
