"""审计: what the audit administrator reads, searches and takes away."""
