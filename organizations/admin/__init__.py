from organizations.admin import audit, clients, duty, organizations, sessions, users

__all__ = ["audit", "clients", "duty", "organizations", "sessions", "users"]
