from organizations.admin import audit, clients, duty, grants, lockouts, organizations, sessions, users

__all__ = ["audit", "clients", "duty", "grants", "lockouts", "organizations", "sessions", "users"]
