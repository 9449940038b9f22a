"""Open311 GeoReport v2 (`/open311/v2/`): the citizens' apps of other cities can report here without being rewritten.

Off unless `CENTER_OPEN311` says otherwise. What it shows to everybody is described in `docs/open311.md`.
"""
