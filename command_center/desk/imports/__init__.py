"""工单导入: files of orders by the browser. Upload, match the columns if nobody has yet, watch, read the result."""
