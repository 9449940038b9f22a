"""WHO: organizations, users, roles, API clients, permissions, personal data, audit."""
