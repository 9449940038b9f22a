"""一件案件的纸面: the whole course of one case to print or to take away as docx, masked as its reader sees it."""
