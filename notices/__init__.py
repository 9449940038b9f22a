"""WHO HEARS: outbox and notices."""
