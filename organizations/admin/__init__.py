from organizations.admin import audit, clients, duty, grants, organizations, sessions, users

__all__ = ["audit", "clients", "duty", "grants", "organizations", "sessions", "users"]
