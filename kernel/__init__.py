"""Plain values and errors: no Django ORM, no clock, no settings."""
