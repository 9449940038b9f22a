"""Ways out of the house. None of them asks the database: they run in threads that have no connection to it."""
