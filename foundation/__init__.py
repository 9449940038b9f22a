"""HOW: what every edge needs. Knows actors only as opaque ids."""
