"""What `dev.py` is made of: installs, embedded servers, the running centre, the test run. Standard library alone."""
