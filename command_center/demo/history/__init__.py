"""A past for the demo, written in bulk: what the actions would have left behind, row for row.

Going through the actions themselves would take some eight minutes for two months. `acts` therefore repeats what each
action writes, on rows in memory; `tests/demo/test_history_equals_actions.py` plays one life both ways and compares
every column.
"""
