from cases.admin import cases, catalogue, categories, handling_rules, standards

__all__ = ["cases", "catalogue", "categories", "handling_rules", "standards"]
