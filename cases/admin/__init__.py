from cases.admin import alert_words, cases, catalogue, categories, handling_rules, standards

__all__ = ["alert_words", "cases", "catalogue", "categories", "handling_rules", "standards"]
