from notices.models.deliveries import Delivery
from notices.models.endpoints import Endpoint
from notices.models.notices import Notice
from notices.models.outbox import FeedHead, OutboxAudience, OutboxEntry
from notices.models.preferences import ChannelRule, Contact

__all__ = [
    "ChannelRule",
    "Contact",
    "Delivery",
    "Endpoint",
    "FeedHead",
    "Notice",
    "OutboxAudience",
    "OutboxEntry",
]
