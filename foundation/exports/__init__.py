"""Tables that people take away: written by the worker, kept for a day, given to whoever asked for them.

An app says once how its table is made (`register_export`); a page begins one (`start_export`) and hands out the file
(`file_of_export`). Who may, and the trace in the audit, are the app's own.
"""

from foundation.exports.job import ExportedTable, FileType, file_of_export, register_export, start_export

__all__ = ["ExportedTable", "FileType", "file_of_export", "register_export", "start_export"]
