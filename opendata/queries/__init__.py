"""Reads of the machine formats: plain values, a constant number of queries, only what is public."""
