"""What changes areas and places; whoever calls one leaves a new token in `AreaVersion`."""
