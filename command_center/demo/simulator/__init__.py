"""Callers and units that talk to the real API, each with its own token, and know nothing else of the centre."""
