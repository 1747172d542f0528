"""Checks of the code by machine. Each takes source text and returns faults as sentences; none knows the repository."""
