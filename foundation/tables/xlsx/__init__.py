"""Workbooks, read in one pass by the XML parser of the standard library.

Not by openpyxl: it builds trees of what the file declares, so that a small file with a row number of a milliard, a
column ZZZ or a million styles takes the memory of the machine, and it tells nothing of merged cells. Its tables of
number formats and its arithmetic of dates are used.
"""
