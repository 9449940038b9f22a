"""The officer's pages: plain, for a telephone on the spot; for departments without a system of their own."""
