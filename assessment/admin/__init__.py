from assessment.admin import schemes

__all__ = ["schemes"]
