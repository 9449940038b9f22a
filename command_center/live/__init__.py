"""The live stream `/live/`: each open desk is told which subjects changed, never how; the page then fetches."""
