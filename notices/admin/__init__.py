from notices.admin import deliveries, outbox, preferences

__all__ = ["deliveries", "outbox", "preferences"]
