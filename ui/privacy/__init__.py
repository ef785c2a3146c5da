"""Showing personal data whole: why, for how long, and that it is on record."""
