"""A district's own layers: read from files, held against each other and against what is in force, reported.

Nothing here writes; `grid.actions.import_layers` does, when nothing was found wrong. On the way: `reading` turns files
into drafts, `placing` brings their coordinates to WGS-84, `picture` says what would be in force afterwards, and
`checking` asks it whether everything fits.
"""
