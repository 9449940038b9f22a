from cases.admin import cases, catalogue, categories, standards

__all__ = ["cases", "catalogue", "categories", "standards"]
