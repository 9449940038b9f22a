"""A district's working life for demonstration: texts from templates, a history of cases, and a simulator of callers."""
