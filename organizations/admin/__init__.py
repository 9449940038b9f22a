from organizations.admin import audit, clients, organizations, users

__all__ = ["audit", "clients", "organizations", "users"]
