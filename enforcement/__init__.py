"""TOGETHER: the whistle, summonses, check-in, rating (吹哨报到)."""
