"""The desk: the pages on which dispatchers and units work all day. Every page works without JavaScript."""
