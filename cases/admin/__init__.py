from cases.admin import catalogue, categories, standards

__all__ = ["catalogue", "categories", "standards"]
