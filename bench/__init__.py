"""Measures the centre: seeds a large base, runs the production servers on it, drives them from other processes.

Beside the house like `devkit`, which it uses for servers and processes. `docs/bench.md` says what each figure means.
"""
