"""WHAT: intake, category, filing standard, case, its states, dispatch, reply, call-back."""
