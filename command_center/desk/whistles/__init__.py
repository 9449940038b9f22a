"""The whistle at the desk: the board, the blow, one whistle's page, and what waits for a decision."""
