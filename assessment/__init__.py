"""HOW WELL: indicators, schemes, scores and their publication (区考核块、块考核条)."""
