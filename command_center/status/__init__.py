"""运行状况: the page on which the people of the house see that it keeps its deadlines."""
