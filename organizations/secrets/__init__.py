"""Personal data: encrypted at rest, found by keyed hash, masked when shown."""

from organizations.secrets.cipher import SecretUnreadable
from organizations.secrets.fields import EncryptedTextField
from organizations.secrets.hashes import exact_hash, keyed_hash, phone_hash, phone_tail_hash

__all__ = ["EncryptedTextField", "SecretUnreadable", "exact_hash", "keyed_hash", "phone_hash", "phone_tail_hash"]
