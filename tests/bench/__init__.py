"""Measurements, each beside its physical limit measured in the same run. Timings are printed, never asserted."""
