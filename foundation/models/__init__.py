"""What the edge itself keeps."""

from foundation.models.attachment import Attachment
from foundation.models.idempotency import IdempotencyKey
from foundation.models.job import Job

__all__ = ["Attachment", "IdempotencyKey", "Job"]
