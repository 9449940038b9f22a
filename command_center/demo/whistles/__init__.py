"""Whistles of the demo, in every state: scripts in `texts/whistles.toml`, played through the real actions at their
times."""
