"""案件导出: any list of the desk as a file to take away, written by the worker, masked as its reader sees it."""
