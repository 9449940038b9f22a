from organizations.admin import audit, clients, duty, organizations, users

__all__ = ["audit", "clients", "duty", "organizations", "users"]
