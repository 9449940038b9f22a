"""BY WHEN: calendars, time limits, clocks, the sweep, the escalation ladder."""
