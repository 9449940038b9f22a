from enforcement.admin import configuration, whistles

__all__ = ["configuration", "whistles"]
