"""回访: the clerks' queue, and the files with which the city sends the results of its own calls."""
